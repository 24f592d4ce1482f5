"""Write a year's public holidays into a council's calendar."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from helpdesk.base.errors import DomainError
from helpdesk.calendars.selectors import local_holidays_missing
from helpdesk.calendars.services.holidays import seed_holidays
from helpdesk.people.selectors import actor_by_email, council_by_slug


class Command(BaseCommand):
    """`manage.py seed_holidays --council vallclara --year 2026 --as supervisor@example.org`; safe to run again."""

    help = "Write the public holidays of Spain and Catalonia into a council's calendar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the arguments."""
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--as", required=True, dest="actor", metavar="EMAIL")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        """Write, and say what is still missing."""
        council, actor = council_by_slug(options["council"]), actor_by_email(options["actor"])
        if council is None or actor is None:
            raise CommandError("There is no such council or no such active person.")
        try:
            added = seed_holidays(council=council, year=options["year"], by=actor)
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        missing = local_holidays_missing(council, options["year"])
        self.stdout.write(f"{added} days added. Local holidays still to be entered: {missing}.")
