"""`manage.py serve`: pages, sockets and the task worker in one process."""

from argparse import ArgumentParser
from typing import TypedDict, Unpack

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.server.prepare import collect_static, pending_migrations, static_is_stale
from config.server.run import serve
from config.server.sealer import sealer


class Options(TypedDict):
    """Words of the command line."""

    host: str
    port: int
    migrate: bool
    collect: bool


class Command(BaseCommand):
    """Prepares static files, refuses an unprepared database, serves."""

    help = "Serve pages, sockets and the task worker in one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")
        parser.add_argument("--collect", action="store_true", help="collect the static files even if they look current")

    def handle(self, *_args: str, **options: Unpack[Options]) -> None:
        """Serve until told to end."""
        if options["migrate"]:
            call_command("migrate", interactive=False, verbosity=0)
        if pending := pending_migrations():
            message = f"The database lacks {len(pending)} migrations. Run `manage.py migrate`, or `manage.py serve --migrate`."
            raise CommandError(message)
        if options["collect"] or static_is_stale():
            self.stdout.write("Collecting static files…")
            collect_static()
        self.stdout.write(f"http://{options['host']}:{options['port']}")
        self.stdout.flush()
        with sealer():
            listened = serve(host=options["host"], port=options["port"])
        if not listened:
            message = f"Cannot listen on {options['host']}:{options['port']}."
            raise CommandError(message)
