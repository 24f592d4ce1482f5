"""`manage.py indicators draft|publish --council SLUG --month YYYY-MM --as EMAIL`."""

from argparse import ArgumentParser
from typing import TypedDict, Unpack

from django.core.management.base import BaseCommand, CommandError, no_translations

from helpdesk.base.errors import Conflict, DomainError
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.selectors import actor_by_email, council_by_slug
from transparency.months import Month
from transparency.selectors import publications, published_files
from transparency.services import PUBLISHED, make_draft, publish


class Options(TypedDict):
    """What the command line gives."""

    action: str
    council: str
    month: str
    email: str


class Command(BaseCommand):
    """Measure or publish a month; safe to run twice."""

    help = "Measure a month of a council, or publish what was measured."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments."""
        parser.add_argument("action", choices=["draft", "publish"])
        parser.add_argument("--council", required=True, help="Slug of the council.")
        parser.add_argument("--month", required=True, help="Such as 2026-05.")
        parser.add_argument("--as", dest="email", required=True, help="E-mail of the officer who answers for it.")

    @no_translations
    def handle(self, *args: str, **options: Unpack[Options]) -> None:
        """Do it and say what happened; raises CommandError in plain words."""
        council = council_by_slug(options["council"])
        if council is None:
            raise CommandError(f"There is no council “{options['council']}”.")
        actor = actor_by_email(options["email"])
        if actor is None:
            raise CommandError(f"Nobody active has the e-mail {options['email']}.")
        try:
            month = Month.parse(options["month"])
        except ValueError as error:
            raise CommandError(f"“{options['month']}” is not a month such as 2026-05.") from error
        try:
            self._draft(council, month, actor) if options["action"] == "draft" else self._publish(council, month, actor)
        except DomainError as error:
            raise CommandError(str(error.message)) from error

    def _draft(self, council: Council, month: Month, actor: Actor) -> None:
        draft = make_draft(council=council, month=month, by=actor)
        provisional = " It is provisional: the month is not over." if draft.measured_at < month.end(council.time_zone) else ""
        self.stdout.write(f"{council.slug} {month}: measured {draft.cells.count()} figures.{provisional}")

    def _publish(self, council: Council, month: Month, actor: Actor) -> None:
        try:
            publication = publish(council=council, month=month, by=actor)
        except Conflict as error:
            done = next((p for p in publications(council) if p.month == month.first_day), None)
            if error.message != PUBLISHED or done is None:
                raise
            self.stdout.write(f"{council.slug} {month}: already published as revision {done.revision}; nothing to do.")
            return
        self.stdout.write(f"{council.slug} {month}: published as revision {publication.revision}.")
        for file in published_files(publication):
            self.stdout.write(f"  {file.path}  {file.size} bytes  sha256 {file.sha256}")
