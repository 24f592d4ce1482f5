"""Write the search index anew."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from helpdesk.tickets.services.search import rebuild_search


class Command(BaseCommand):
    """Makes every ticket findable by what it says now; needed after rows were brought in past the services, and to forget erased words for good."""

    help = "Write the search index anew. Safe to run twice, and while people work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--batch", type=int, default=200, help="tickets per transaction (200)")

    def handle(self, *_args: object, **options: int) -> None:
        """Rebuild, and say how far it is."""
        done = rebuild_search(batch=max(options["batch"], 1), progress=lambda count: self.stdout.write(f"{count} tickets"))
        self.stdout.write(self.style.SUCCESS(f"The index is new: {done} tickets."))
