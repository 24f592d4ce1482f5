"""`manage.py verify_publication --council SLUG --month YYYY-MM [--revision N]`."""

from argparse import ArgumentParser
from typing import TypedDict, Unpack

from django.core.management.base import BaseCommand, CommandError, no_translations

from helpdesk.base.errors import DomainError
from helpdesk.people.selectors import council_by_slug
from transparency.months import Month
from transparency.selectors import publication_of
from transparency.verifying import verify


class Options(TypedDict):
    """What the command line gives."""

    council: str
    month: str
    revision: int | None


class Command(BaseCommand):
    """Checks what is published and changes nothing; ends with 1 when anything is wrong."""

    help = "Check a published month: files, manifest, signature, chain, seals, attached data, numbers in the tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--council", required=True, help="Slug of the council.")
        parser.add_argument("--month", required=True, help="Such as 2026-05.")
        parser.add_argument("--revision", type=int, default=None, help="The newest by default.")

    @no_translations
    def handle(self, *_args: str, **options: Unpack[Options]) -> None:
        """Say of every check how it went; raises CommandError when one failed, or there is nothing to check."""
        council = council_by_slug(options["council"])
        if council is None:
            message = f"There is no council “{options['council']}”."
            raise CommandError(message)
        try:
            publication = publication_of(council, Month.parse(options["month"]), options["revision"])
        except ValueError as error:
            message = f"“{options['month']}” is not a month such as 2026-05."
            raise CommandError(message) from error
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        findings = verify(publication)
        for finding in findings:
            mark = "ok  " if finding.is_good else "BAD "
            self.stdout.write(f"{mark} {finding.subject}: {finding.check} {finding.problem or finding.detail}".rstrip())
        wrong = sum(not finding.is_good for finding in findings)
        if wrong:
            message = f"{wrong} of {len(findings)} checks failed: this is not what was published."
            raise CommandError(message)
        self.stdout.write(f"All {len(findings)} checks of {council.slug} {options['month']} r{publication.revision} passed.")
