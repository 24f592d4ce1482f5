"""`manage.py demo`: two councils with three months behind them and a living queue, served."""

from argparse import SUPPRESS, ArgumentParser
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TypedDict, Unpack

from django.core.management.base import BaseCommand, CommandError

from config.demo.behind import OPTION, give_way, publishing_behind
from config.demo.councils import PASSWORD, PEOPLE
from config.demo.stopwatch import Stopwatch
from config.demo.tables import make_tables
from config.demo.today import WaitingRoom
from config.server.prepare import collect_static, static_is_stale
from helpdesk.outbox.worker import Job
from helpdesk.people.models import Council

SEAL_OF, SEAL_BACK = "Acompanya, demonstration", 366
TELLS_STEPS = 2
OFFICER = "officer@vallclara.example"
NOT_WHOLE = "Not every month could be published."


class Options(TypedDict):
    """Words of the command line."""

    host: str
    port: int
    prepare_only: bool
    publish_only: bool
    verbosity: int


class Command(BaseCommand):
    """Prepares the demonstration, says how to use it, serves it, and publishes its past months meanwhile. Safe to run again."""

    help = "Serve a demonstration: two councils, people of every role, a living queue, and three months that are published meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--prepare-only", action="store_true", help="write the data, publish the months, and do not serve")
        parser.add_argument(OPTION, action="store_true", help=SUPPRESS)

    def handle(self, *_args: str, **options: Unpack[Options]) -> None:
        """Seed, tell, serve until told to end; what is published is published meanwhile, or before where nothing is served."""
        watch = Stopwatch()
        if options["publish_only"]:
            give_way()
            self._publish(watch)
            self._tell_steps(watch, options["verbosity"])
            return
        with ExitStack() as running:
            councils = self._prepare(running, watch, options)
            if options["prepare_only"]:
                is_whole = self._publish(watch)
                self._tell_steps(watch, options["verbosity"])
                if not is_whole:
                    raise CommandError(NOT_WHOLE)
            else:
                self._tell_steps(watch, options["verbosity"])
                self._serve(councils, options)

    def _prepare(self, running: ExitStack, watch: Stopwatch, options: Options) -> list[Council]:
        from config.demo.seed import seed  # noqa: PLC0415 a demonstration needs every room, other commands do not
        from config.server.sealer import sealer  # noqa: PLC0415

        self._say("Preparing the database")
        with watch.step("tables"):
            make_tables()
        if static_is_stale():
            self._say("Collecting static files")
            with watch.step("static files"):
                collect_static()
        with watch.step("seal"):
            # Its months are published in the past, when the seal was valid already.
            running.enter_context(sealer(organisation=SEAL_OF, back=SEAL_BACK))
        return seed(port=options["port"], host=options["host"], say=self._say, watch=watch)

    def _publish(self, watch: Stopwatch) -> bool:
        from config.demo.past import publish_past  # noqa: PLC0415
        from config.demo.seed import seeded, somebody  # noqa: PLC0415

        is_whole = publish_past(seeded(), somebody(OFFICER), self._tell_one, watch)
        if is_whole:
            self._tell_one("All months are published")
        return is_whole

    def _serve(self, councils: Sequence[Council], options: Options) -> None:
        from config.demo.past import pending  # noqa: PLC0415
        from config.server.run import serve  # noqa: PLC0415

        host, port = options["host"], options["port"]
        left = len(pending(councils))
        behind: AbstractContextManager[None] = publishing_behind(verbosity=options["verbosity"]) if left else nullcontext()
        self._tell(port, host, left)
        with behind:
            listened = serve(host=host, port=port, extra_jobs=(Job("demo_stays", WaitingRoom(councils[0]), 15),))
        if not listened:
            message = f"Cannot listen on {host}:{port}. Is another server there? Try PORT=8001."
            raise CommandError(message)

    def _say(self, text: str) -> None:
        self.stdout.write(f"  {text} …")
        self.stdout.flush()

    def _tell_one(self, text: str) -> None:
        self.stdout.write(f"  {text}.")
        self.stdout.flush()

    def _tell_steps(self, watch: Stopwatch, verbosity: int) -> None:
        if verbosity >= TELLS_STEPS:
            self.stdout.write("\n".join(["", *watch.lines(), ""]))
            self.stdout.flush()

    def _tell(self, port: int, host: str, left: int) -> None:
        first = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
        lines = [
            "",
            "Acompanya is ready. Leave this window open; Ctrl+C ends it.",
            "",
            f"  Citizens, first council     {first}/",
            f"  Citizens, second council    http://second.localhost:{port}/",
            f"  Agents' desk                {first}/en/desk/",
            f"  Published indicators        {first}/transparency/  and their feed {first}/transparency/feed.json",
            f"  Officer's pages             {first}/en/indicators/",
            f"  Component gallery           {first}/_kit/",
            "  Mails that were sent        var/demo/mail/",
            "",
            f"  Everybody’s password          {PASSWORD}",
            *(f"  {person.email:<30}{', '.join(f'{role.value} of {slug}' for slug, role in person.roles)}" for person in PEOPLE),
            "",
            "Try first: log in at the desk as agent@vallclara.example. A citizen is waiting in the chat: press Accept and answer.",
            "Then open the citizens' page in another browser window, look for “Certificate of residence” and ask for help.",
            "",
        ]
        if left:
            lines += [
                f"{left} months of the past are being measured, sealed and published now, behind the pages, the oldest first.",
                f"Each is at {first}/transparency/ as soon as it is told here; ended before, it goes on at the next start.",
                "",
            ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
