"""The demonstration's months go the whole way behind its pages, whatever interrupts them, and one of them is corrected."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from pytest_django import Settings

from config.demo.past import pending, publish_past
from config.demo.publishing import ABOUT_CERTIFICATES, REASON, correct_month, publish_month, settle
from config.demo.stopwatch import Stopwatch
from config.demo.texts import COMMENTARIES
from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, Membership, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from tests.factories import make_council, make_staff
from tests.transparency.conftest import quick_press  # noqa: F401  a fixture
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, town_month
from transparency import services
from transparency.kinds import Kind, Severity
from transparency.models import Draft, Publication
from transparency.months import Month
from transparency.pdf import CannotDraw

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)
IN_NOVEMBER, LATER = AFTER_OCTOBER - timedelta(days=1), AFTER_OCTOBER + timedelta(days=30)
MONTHS = (Month(2026, 8), Month(2026, 9), OCTOBER)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def a_council(slug: str = "vallclara", *, host: str = "testserver", prefix: str = "VC") -> tuple[Council, Actor]:
    """A council of the demonstration with its officer and a month of contacts, some of them noted wrongly."""
    council = make_council(slug, host=host, prefix=prefix)
    if slug == "vallclara":
        make_staff(council, Role.SUPERVISOR, email="supervisor@vallclara.example")
    officer = make_staff(council, Role.OFFICER, email=f"officer@{slug}.example")
    settle(council)
    town_month(council)
    note_wrongly(council)
    return council, officer


def note_wrongly(council: Council) -> None:
    """Twelve contacts about certificates, noted as something else."""
    rows = Ticket.objects.filter(council=council, motive="certificate", subject="x").order_by("pk")[:12]
    Ticket.objects.filter(pk__in=[row.pk for row in rows]).update(motive="other", subject=ABOUT_CERTIFICATES[0])


def revisions(council: Council) -> list[tuple[str, int]]:
    rows = Publication.objects.filter(council=council).order_by("published_at", "pk")
    return [(str(Month.of(row.month)), row.revision) for row in rows]


@pytest.mark.usefixtures("quick_press")
def test_months_are_signed_by_a_second_person_or_alone_with_a_reason_and_one_is_corrected() -> None:
    first, officer = a_council()
    second, other_officer = a_council("rocabruna", host="other.test", prefix="RB")
    for council, by in ((first, officer), (second, other_officer)):
        with clock.at(IN_NOVEMBER):
            publish_month(council, OCTOBER, COMMENTARIES[0], by, Stopwatch())
        for _time in range(2):
            correct_month(council, OCTOBER, LATER, by, Stopwatch())
    assert revisions(first) == [("2026-10", 1), ("2026-10", 2)]
    assert revisions(second) == [("2026-10", 1)]
    assert set(Draft.objects.filter(council=first).values_list("signed_by__email", "signed_alone_because")) == {
        ("supervisor@vallclara.example", "")
    }
    assert Draft.objects.get(council=second).signed_alone_because == "The council has one officer and no supervisor."


@pytest.mark.usefixtures("quick_press")
def test_the_correction_says_how_many_contacts_had_been_noted_wrongly() -> None:
    council, officer = a_council()
    before = Ticket.objects.filter(motive="certificate").count()
    with clock.at(IN_NOVEMBER):
        publish_month(council, OCTOBER, COMMENTARIES[0], officer, Stopwatch())
    correct_month(council, OCTOBER, LATER, officer, Stopwatch())
    assert Ticket.objects.filter(motive="certificate").count() - before == 12
    assert (
        Publication.objects.get(revision=2).reason["en"]
        == REASON["en"]
        == "Twelve contacts about certificates had been noted with the reason “other”."
    )


def steps(council: Council, officer: Actor) -> list[Callable[[], object]]:
    """What a publication consists of, in order, up to its last step."""
    which = {"council": council, "month": OCTOBER}
    return [
        partial(services.make_draft, **which, by=officer),
        partial(services.write_commentary, **which, texts=COMMENTARIES[0], by=officer),
        partial(services.check, **which, by=officer),
        partial(services.sign, **which, by=make_staff(council, Role.SUPERVISOR, email="another@vallclara.example")),
    ]


@pytest.mark.usefixtures("quick_press")
@pytest.mark.parametrize("done", range(1, 5))
def test_a_month_that_was_interrupted_is_published_at_the_next_start(done: int) -> None:
    council, officer = a_council()
    with clock.at(IN_NOVEMBER):
        services.set_release(council=council, month=OCTOBER, due_at=IN_NOVEMBER, by=officer)
        for step in steps(council, officer)[:done]:
            step()
    with clock.at(IN_NOVEMBER + timedelta(hours=2)):
        publish_month(council, OCTOBER, COMMENTARIES[0], officer, Stopwatch())
    assert revisions(council) == [("2026-10", 1)]
    assert Draft.objects.get().commentary == {language: COMMENTARIES[0][language] for language in council.languages}


@pytest.mark.usefixtures("quick_press")
@pytest.mark.parametrize("is_checked", [False, True])
def test_a_correction_that_was_interrupted_comes_out_at_the_next_start(is_checked: bool) -> None:  # noqa: FBT001
    council, officer = a_council()
    with clock.at(IN_NOVEMBER):
        publish_month(council, OCTOBER, COMMENTARIES[0], officer, Stopwatch())
    with clock.at(LATER):
        services.open_correction(
            council=council,
            month=OCTOBER,
            kind=Kind.CORRECTION,
            severity=Severity.MINOR,
            reason={language: REASON[language] for language in council.languages},
            changes_conclusion=False,
            by=officer,
        )
        if is_checked:
            services.check(council=council, month=OCTOBER, by=officer)
    correct_month(council, OCTOBER, LATER, officer, Stopwatch())
    assert revisions(council) == [("2026-10", 1), ("2026-10", 2)]


@pytest.fixture
def houses() -> tuple[list[Council], Actor]:
    """Both councils with contacts of three months, and the officer of both."""
    first, officer = a_council()
    second, _other = a_council("rocabruna", host="other.test", prefix="RB")
    for council in (first, second):
        for month in MONTHS[:-1]:
            town_month(council, at=datetime(month.year, month.number, 14, 8, tzinfo=UTC))
            note_wrongly(council)
    assert officer.user_id is not None
    user = User.objects.get(pk=officer.user_id)
    Membership.objects.create(council=second, user=user, role=Role.OFFICER)
    return [first, second], staff_actor(user)


ALL = [("2026-08", 1), ("2026-09", 1), ("2026-09", 2), ("2026-10", 1)]


@pytest.mark.usefixtures("quick_press")
def test_what_is_left_is_published_in_order_and_once(houses: tuple[list[Council], Actor]) -> None:
    councils, officer = houses
    told: list[str] = []
    with clock.at(NOW):
        assert len(pending(councils)) == 6
        publish_month_of(councils[0], officer)
        assert len(pending(councils)) == 5
        assert publish_past(councils, officer, told.append, Stopwatch())
    with clock.at(NOW + timedelta(days=40)):
        assert pending(councils) == []
        assert publish_past(councils, officer, told.append, Stopwatch())
    assert [revisions(council) for council in councils] == [ALL, [one for one in ALL if one[1] == 1]]
    assert len(told) == 5
    assert told[-1] == "Ajuntament de Rocabruna: 2026-10 is published (5 of 5)"


def publish_month_of(council: Council, officer: Actor) -> None:
    """The oldest month, as an earlier start left it."""
    with clock.at(datetime(2026, 9, 3, 8, tzinfo=UTC)):
        publish_month(council, MONTHS[0], COMMENTARIES[0], officer, Stopwatch())


def test_a_month_that_cannot_be_drawn_is_told_and_waits_with_those_after_it(
    houses: tuple[list[Council], Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_job: object, *_kept: object) -> bytes:
        raise CannotDraw

    councils, officer = houses
    told: list[str] = []
    monkeypatch.setattr("transparency.pdf.print_pdf", fails)
    with clock.at(NOW):
        assert not publish_past(councils, officer, told.append, Stopwatch())
    assert Publication.objects.count() == 0
    assert [line.partition(" (")[0] for line in told] == [
        "Ajuntament de Vallclara: 2026-08 could not be published",
        "Ajuntament de Rocabruna: 2026-08 could not be published",
    ]
