"""`manage.py remote_broker`: one broker, for the scaled-out size. `serve` runs one of its own."""

import asyncio
import signal
from argparse import ArgumentParser
from typing import TypedDict, Unpack

from django.core.management.base import BaseCommand, CommandError

from helpdesk.tickets import bell
from remote.broker.config import from_settings
from remote.broker.node import Broker
from remote.broker.threads import close_connections


class Options(TypedDict):
    """Words of the command line."""

    name: str
    host: str
    ssh_port: int | None
    viewer_host: str
    viewer_port: int | None
    public_ssh_host: str
    public_ssh_port: int | None
    viewer_base: str


OURS = tuple(Options.__annotations__)


class Command(BaseCommand):
    """Runs a broker until SIGTERM or SIGINT; prints where it listens."""

    help = "Run a broker of remote sessions by ssh, until SIGTERM or SIGINT. What is not given here comes from the settings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--name", default="", help="its own name, unlike that of every other broker (a)")
        parser.add_argument("--host", default="", help="address on which citizens' computers are listened for (127.0.0.1)")
        parser.add_argument("--ssh-port", type=int, help="port for citizens' computers (2222); 0 takes a free one")
        parser.add_argument("--viewer-host", default="", help="address on which the proxy in front finds the viewers' port (127.0.0.1)")
        parser.add_argument("--viewer-port", type=int, help="port for agents' viewers (2280); 0 takes a free one")
        parser.add_argument("--public-ssh-host", default="", help="host name that citizens are given")
        parser.add_argument("--public-ssh-port", type=int, help="port that citizens are given")
        parser.add_argument("--viewer-base", default="", help="where agents' browsers connect, such as wss://help.example.org/remote/b/a")

    def handle(self, *_args: str, **options: Unpack[Options]) -> None:
        """Serve until told to end."""
        try:
            asyncio.run(self._serve(options))
        except OSError as error:
            raise CommandError(f"Cannot listen: {error.strerror}.") from error
        finally:
            close_connections()

    async def _serve(self, options: Options) -> None:
        ending = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, ending.set)
        # Threads of this process ring on this loop, as those of `serve` do on that of the pages.
        bell.use_loop(loop)
        broker = Broker(from_settings(**{key: value for key, value in options.items() if key in OURS}))
        await broker.start()
        config = broker.config
        self.stdout.write(f"broker {config.name}: ssh {config.host}:{config.ssh_port}, viewers {config.viewer_host}:{config.viewer_port}")
        self.stdout.flush()
        waits = [asyncio.ensure_future(ending.wait()), asyncio.ensure_future(broker.replaced.wait())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await broker.stop()
