"""`manage.py make_seal --name COUNCIL`: a self-made seal, for which nobody else vouches."""

from argparse import ArgumentParser
from typing import TypedDict, Unpack

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from transparency.sealing.child import make_keys


class Options(TypedDict):
    """What the command line gives."""

    name: str
    days: int


class Command(BaseCommand):
    """Makes keys and certificates, never over others."""

    help = "Make a self-made seal and the key of the manifests. Existing files are never replaced: move them away first."
    # It runs before the installation has a secret, and as the sealer's own user.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--name", required=True, help="Whose seal it is, such as “Ajuntament de Vallclara”.")
        parser.add_argument("--days", type=int, default=3 * 365, help="For how many days it is valid (1095).")

    def handle(self, *_args: str, **options: Unpack[Options]) -> None:
        """Make it and say where it is; raises CommandError when there is one."""
        if not 1 <= options["days"] <= 3650 or not options["name"].strip():
            message = "A seal has a name, and is valid for 1 to 3650 days."
            raise CommandError(message)
        try:
            make_keys(organisation=options["name"].strip(), days=options["days"])
        except FileExistsError as error:
            message = (
                f"{error.filename} exists. A key that has signed is kept: move it away first, and the sealer will sign with the new one."
            )
            raise CommandError(message) from error
        self.stdout.write(f"Self-made seal of {options['name']}: {settings.SEAL_KEY_FILE} and {settings.SEAL_MANIFEST_KEY_FILE}.")
        self.stdout.write(f"Public keys: {settings.SEAL_KEYS_FILE}. Nobody else vouches for this seal; restart the sealer to use it.")
