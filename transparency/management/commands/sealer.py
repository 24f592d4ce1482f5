"""`manage.py sealer`: the process that holds the keys of the seal. It becomes a program without Django, database or web."""

import os
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from transparency.sealing.child import arguments, environment, has_keys


class Command(BaseCommand):
    """Replaces itself with the sealer, so that nothing of the web's settings stays in its memory."""

    help = "Run the sealer, which signs digests for the pages and the worker, until SIGTERM or SIGINT."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare no option: all is in the settings."""

    def handle(self, *_args: str, **_options: object) -> None:
        """Start; raises CommandError when there are no keys."""
        if not has_keys():
            message = f"There is no seal in {settings.SEAL_KEY_FILE}. Put one there, or run `manage.py make_seal --name COUNCIL`."
            raise CommandError(message)
        os.chdir(settings.BASE_DIR)
        os.execve(sys.executable, [sys.executable, *arguments()], environment())  # noqa: S606  our own program, by its full path
