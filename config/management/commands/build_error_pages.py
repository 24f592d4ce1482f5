"""`manage.py build_error_pages`: files for a front server to show while the service cannot answer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import TypedDict, Unpack

from django.conf import settings
from django.core.management.base import BaseCommand

from config.error_pages import pages_of, write_pages
from helpdesk.people.selectors import councils_by_host


class Options(TypedDict):
    """Words of the command line."""

    output: str
    verbosity: int


class Command(BaseCommand):
    """Writes `any/<language>/<page>.html`, and the same for every host with its council's name, colours and telephone. Safe to run again."""

    help = "Write error pages (500, 502, 503, offline) in five languages as files that need nothing else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--output", default=str(settings.VAR_DIR / "error-pages"), help="folder to write to (VAR_DIR/error-pages)")

    def handle(self, *_args: str, **options: Unpack[Options]) -> None:
        """Write the pages of nobody in particular, then those of each host."""
        folder = Path(options["output"])
        written = write_pages(folder / "any", pages_of(None))
        for host, council in councils_by_host().items():
            written += write_pages(folder / host, pages_of(council))
        if options["verbosity"]:
            self.stdout.write(f"{written} pages in {folder}")
