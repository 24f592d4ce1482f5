"""Give somebody a role from the command line."""

from argparse import ArgumentParser

from allauth.account.utils import user_pk_to_url_str
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.urls import reverse

from helpdesk.base.errors import DomainError
from helpdesk.people.actors import SYSTEM
from helpdesk.people.rules import STAFF_ROLES, Role
from helpdesk.people.selectors import actor_by_email, base_url, council_by_slug
from helpdesk.people.services import add_person


class Command(BaseCommand):
    """`manage.py add_person --council SLUG --email … --name … --role …`; safe to run twice. The first administrator needs no `--as`."""

    help = "Give somebody a role in a council and print a link for choosing a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--council", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=[role.value for role in STAFF_ROLES])
        parser.add_argument(
            "--as", dest="by", default="", help="E-mail of the administrator who does it; empty is the operator of the machine."
        )

    @no_translations
    def handle(self, *args: object, **options: str) -> None:
        """Write, and print where a password is chosen."""
        council = council_by_slug(options["council"])
        if council is None:
            raise CommandError(f"There is no council {options['council']}.")
        by = actor_by_email(options["by"]) if options["by"] else SYSTEM
        if by is None:
            raise CommandError(f"Nobody here has the e-mail {options['by']}.")
        try:
            user, key = add_person(council=council, email=options["email"], name=options["name"], role=Role(options["role"]), by=by)
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
        self.stdout.write(f"{user.full_name} is {options['role']} of {council.name}.\nChoose a password: {base_url(council.pk)}{path}")
