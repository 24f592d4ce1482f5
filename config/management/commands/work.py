"""`manage.py work`: only the task worker, for the scaled-out size. Unlike `db_worker` it says that it lives, and takes up what dead workers left."""

import signal
import threading
from argparse import ArgumentParser
from typing import TypedDict, Unpack

from django.core.management.base import BaseCommand

from config.server.jobs import JOBS
from helpdesk.outbox.worker import TaskWorker


class Options(TypedDict):
    """Words of the command line."""

    wait: float


class Command(BaseCommand):
    """Runs tasks until SIGTERM or SIGINT."""

    help = "Run the task worker alone, until SIGTERM or SIGINT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--wait", type=float, default=30.0, help="seconds given to the task at hand when asked to end (30)")

    def handle(self, *_args: str, **options: Unpack[Options]) -> None:
        """Work until told to end; a task that takes too long is taken up by another worker."""
        ending = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ending.set())
        worker = TaskWorker(JOBS)
        worker.start()
        self.stdout.write(f"Working as {worker.worker_id}.")
        ending.wait()
        worker.stop(options["wait"])
