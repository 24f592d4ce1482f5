"""Bring the procedures and known problems that come with the product into a council."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from helpdesk.base.errors import DomainError
from helpdesk.catalogue.services import load_catalogue
from helpdesk.people.selectors import actor_by_email, council_by_slug


class Command(BaseCommand):
    """`manage.py load_catalogue --council vallclara --as admin@example.org`; safe to run again."""

    help = "Load procedures and known problems into a council."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the arguments."""
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument("--as", required=True, dest="actor", metavar="EMAIL")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        """Load and say what changed."""
        council, actor = council_by_slug(options["council"]), actor_by_email(options["actor"])
        if council is None or actor is None:
            raise CommandError("There is no such council or no such active person.")
        try:
            loaded = load_catalogue(council=council, by=actor)
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{loaded.procedures} procedures, {loaded.problems} known problems; {loaded.changed} rows new or changed.")
