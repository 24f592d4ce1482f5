"""Rows for a served copy: the demonstration's councils, people and catalogue, and a month's contacts. Run by the fixtures as a command."""

import os
import sys
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from config.demo.answers import seed_answers  # noqa: E402
from config.demo.calendar import make_holidays, make_hours  # noqa: E402
from config.demo.councils import make_councils, make_people, make_remote  # noqa: E402
from config.demo.furniture import furnish  # noqa: E402
from config.demo.month import seed_month  # noqa: E402
from config.demo.plan import Volume  # noqa: E402
from helpdesk.base import clock  # noqa: E402
from helpdesk.catalogue.services import load_catalogue  # noqa: E402
from helpdesk.people.selectors import actor_by_email  # noqa: E402

MONTH = date(2026, 5, 1)


def main(port: int, contacts: int) -> None:
    """Migrate and seed; the running month gets `contacts` contacts before today."""
    call_command("migrate", interactive=False, verbosity=0)
    councils = make_councils(port, "127.0.0.1")
    make_people(councils)
    make_remote(councils)
    by = actor_by_email("admin@vallclara.example")
    assert by is not None
    for council in councils:
        load_catalogue(council=council, by=by)
        make_holidays(council, {MONTH.year}, by)
        make_hours(council, clock.now().date())
        furnish(council, by)
        seed_answers(council, by)
    seed_month(councils[0], MONTH, 14, Volume(contacts, without_answer=0), seed=5)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
