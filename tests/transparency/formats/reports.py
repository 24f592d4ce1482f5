"""Reports made once: the formats need nothing but their data."""

import copy

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff
from tests.transparency.months import VILLAGE, add_contacts, measured, town_month
from transparency.report import ReportData

ROOT = "https://ajuda.example.cat"
# Quotes, a comma, line ends, right to left, and a beginning that a spreadsheet would calculate.
HARD_NAME = '=Ajuntament "de" la Vall, \r\nsegona línia; مجلس المدينة ' + "molt " * 12


def _town(council: Council) -> None:
    town_month(council)


def _village(council: Council) -> None:
    Council.objects.filter(pk=council.pk).update(name=HARD_NAME[:120])
    council.refresh_from_db()
    add_contacts(council, VILLAGE)


def _nothing(council: Council) -> None:
    """A month without a single contact."""


@pytest.fixture(scope="session")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, ReportData]:
    made: dict[str, ReportData] = {}
    with django_db_blocker.unblock():
        for name, fill in (("town", _town), ("village", _village), ("nothing", _nothing)):
            with transaction.atomic():
                council = make_council()
                fill(council)
                report = measured(council, make_staff(council, Role.OFFICER))
                report["published_at"] = "2026-11-10T09:00:00Z"
                made[name] = report
                # Nothing of it stays in the database.
                transaction.set_rollback(True)
    return made


@pytest.fixture
def reports(_made: dict[str, ReportData]) -> dict[str, ReportData]:
    """A town, a village with a difficult name, and a month without contacts: copies, to be damaged at will."""
    return copy.deepcopy(_made)


@pytest.fixture
def report(reports: dict[str, ReportData]) -> ReportData:
    """The month of a town."""
    return reports["town"]
