"""Create a council from the command line of the installation."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError, no_translations

from helpdesk.base.errors import DomainError
from helpdesk.people.actors import SYSTEM
from helpdesk.people.services import add_council


class Command(BaseCommand):
    """`manage.py add_council --slug … --name … --prefix … [--host … --origin …]`; safe to run twice."""

    help = "Create a council, or change its name, colour and host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--slug", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--prefix", required=True, help="Two to four letters that begin every reference.")
        parser.add_argument("--language", default="ca")
        parser.add_argument("--color", default="#0b5d66", help="Brand colour, such as #0b5d66.")
        parser.add_argument("--host", default="", help="Host name; without it the only council answers on any host.")
        parser.add_argument("--origin", default="", help="Origin used in mails, such as https://ajuda.example.cat.")

    @no_translations
    def handle(self, *args: object, **options: str) -> None:
        """Create and say so."""
        try:
            council = add_council(
                slug=options["slug"],
                name=options["name"],
                prefix=options["prefix"],
                language=options["language"],
                brand_color=options["color"],
                host=options["host"],
                origin=options["origin"],
                by=SYSTEM,
            )
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{council.name} ({council.slug}) is there.")
