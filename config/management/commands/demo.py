"""`manage.py demo`: two councils with three published months and a living queue, served."""

from argparse import ArgumentParser
from typing import TypedDict, Unpack

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.demo.councils import PASSWORD, PEOPLE
from config.demo.today import WaitingRoom
from config.server.prepare import collect_static, static_is_stale
from helpdesk.outbox.worker import Job
from helpdesk.people.models import Council

SEAL_OF, SEAL_BACK = "Acompanya, demonstration", 366


class Options(TypedDict):
    """Words of the command line."""

    host: str
    port: int
    prepare_only: bool


class Command(BaseCommand):
    """Prepares the demonstration, says how to use it, serves it. Safe to run again."""

    help = "Serve a demonstration: two councils, people of every role, three published months and a living queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--prepare-only", action="store_true", help="write the data and do not serve")

    def handle(self, *_args: str, **options: Unpack[Options]) -> None:
        """Seed, tell, serve until told to end."""
        from config.demo.seed import seed  # noqa: PLC0415 a demonstration needs every room, other commands do not
        from config.server.sealer import sealer  # noqa: PLC0415

        self._say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
        if static_is_stale():
            self._say("Collecting static files")
            collect_static()
        # Its months are published in the past, when the seal was valid already.
        with sealer(organisation=SEAL_OF, back=SEAL_BACK):
            first = seed(port=options["port"], host=options["host"], say=self._say)
            self._tell(options["port"], options["host"])
            if not options["prepare_only"]:
                self._serve(options["host"], options["port"], first)

    def _serve(self, host: str, port: int, first: Council) -> None:
        from config.server.run import serve  # noqa: PLC0415

        if not serve(host=host, port=port, extra_jobs=(Job("demo_stays", WaitingRoom(first), 15),)):
            message = f"Cannot listen on {host}:{port}. Is another server there? Try PORT=8001."
            raise CommandError(message)

    def _say(self, text: str) -> None:
        self.stdout.write(f"  {text} …")
        self.stdout.flush()

    def _tell(self, port: int, host: str) -> None:
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
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
