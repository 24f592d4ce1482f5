"""A real Daphne on a loopback port over a database of its own, to be killed and started again."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def fresh_database(url: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database: a file in `folder`, or a new one on the PostgreSQL server of `url`, dropped at the end."""
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder / 'drill.sqlite3'}"
        return
    import psycopg

    name = f"drill_{os.getpid()}_{free_port()}"
    base = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    with psycopg.connect(base, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def create_tables() -> None:
    """Create the tables straight from the models, and write through WAL as the product does."""
    from django.conf import settings
    from django.core.management import call_command

    class NoMigrations:
        def __contains__(self, label: str) -> bool:
            return True

        def __getitem__(self, label: str) -> None:
            return None

    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)


class Server:
    """One web process; `kill` gives it no chance to say goodbye."""

    def __init__(self, port: int, environment: dict[str, str], log: Path) -> None:
        self.port = port
        self.environment = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "config.settings"}
        self.log = log
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start and wait until it listens."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(self.port), "--websocket-max-message-size", "65536", "tests.drills.asgi:application",
                cwd=ROOT, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        async with asyncio.timeout(START_SECONDS):
            while True:
                try:
                    _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    if self.process.returncode is not None:
                        raise RuntimeError(self.log.read_text()[-2000:]) from None
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return

    async def kill(self) -> None:
        """kill -9."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()
