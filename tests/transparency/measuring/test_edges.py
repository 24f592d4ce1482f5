"""Months that are nearly nothing, months whose clock changes, and names that are hard to print."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpdesk.base.errors import NotAllowed
from helpdesk.catalogue.models import Procedure, ProcedureText
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff
from tests.transparency.measuring.rows import OCTOBER, counted, day, find, many, measured, write
from transparency.catalogue import INDICATORS
from transparency.measures import Count, Duration, NotCollected, Plain, Score, Share
from transparency.measuring import measure, measure_quarter, titles_of
from transparency.months import Month

LONG = "Comunicació prèvia d’obres menors amb ocupació temporal de la via pública, tala d’arbres i instal·lació de bastides en façanes protegides del nucli"
ARABIC = "شهادة الإقامة في البلدية \u200fوتسجيل السكان"
SECOND = timedelta(seconds=1)


def test_a_month_without_contacts_measures_zeros_and_no_durations(council: Council, officer: Actor) -> None:
    found = measured(council, officer)
    assert list(found) == [indicator.id for indicator in INDICATORS]
    for one in found.values():
        if isinstance(one, Count):
            assert (one.total, [counted(counts) for counts in one.by.values()]) == (0, [{} for _dimension in one.by])
        elif isinstance(one, Share):
            assert (one.part, one.whole) == (0, 0)
        elif isinstance(one, Duration):
            assert (one.count, one.seconds) == (0, None)
        elif isinstance(one, Score):
            assert (sum(one.distribution.values()), one.invited, dict(one.by_channel)) == (0, 0, {})
        else:
            assert isinstance(one, Plain | NotCollected)
    assert find(found, "acc.service_hours", Plain).value == "745.0"


def test_a_month_of_one_contact(council: Council, officer: Actor) -> None:
    write(council, [{"answered": day(14, 9), "resolved": day(15)}])
    found = measured(council, officer)
    assert (find(found, "vol.contacts", Count).total, find(found, "vol.attended", Count).total) == (1, 1)
    assert [find(found, name, Duration).seconds for name in ("wait.first_p50_sh", "wait.first_p90_sh")] == [3600, 3600]
    assert (find(found, "res.first_contact", Share).part, find(found, "res.first_contact", Share).whole) == (1, 1)
    assert find(found, "res.backlog", Count).total == 0


def test_a_council_that_began_in_the_middle_of_the_month(council: Council, officer: Actor) -> None:
    """Nothing is spread over the days before: the month is what there was of it."""
    write(council, many(3, at=day(20), answered=day(20)))
    found = measured(council, officer)
    assert find(found, "vol.contacts", Count).total == 3
    assert find(measured(council, officer, Month(2026, 9)), "vol.contacts", Count).total == 0


# First and last second of both months in which the clock of Madrid changes, and of that day.
EDGES: dict[Month, tuple[datetime, datetime]] = {
    OCTOBER: (datetime(2026, 9, 30, 22, tzinfo=UTC), datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC)),
    Month(2026, 3): (datetime(2026, 2, 28, 23, tzinfo=UTC), datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC)),
}


@pytest.mark.parametrize("month", EDGES, ids=str)
def test_the_last_second_before_and_the_first_after(council: Council, officer: Actor, month: Month) -> None:
    first, last = EDGES[month]
    for at in (first - SECOND, first, last, last + SECOND):
        write(council, [{"at": at, "answered": at, "resolved": at}])
    found = measured(council, officer, month)
    assert find(found, "vol.contacts", Count).total == 2
    assert find(found, "res.first_contact", Share).whole == 2
    assert sum(find(measured(council, officer, other), "vol.contacts", Count).total for other in (month.previous, month.following)) == 2


@pytest.mark.parametrize(
    ("month", "change"), [(Month(2026, 3), datetime(2026, 3, 29, 1, tzinfo=UTC)), (OCTOBER, datetime(2026, 10, 25, 1, tzinfo=UTC))], ids=str
)
def test_the_seconds_around_a_change_of_clocks_are_neither_lost_nor_twice(
    council: Council, officer: Actor, month: Month, change: datetime
) -> None:
    write(council, [{"at": change - SECOND, "answered": change + SECOND}, {"at": change, "answered": change + timedelta(hours=1)}])
    found = measured(council, officer, month)
    assert counted(find(found, "vol.contacts", Count).by["weekday"]) == {"sunday": 2}
    assert counted(find(found, "vol.band", Count).by["band"]) == {"morning": 2}
    waits = find(found, "wait.first_p90_sh", Duration)
    assert (waits.count, waits.seconds, find(found, "wait.first_p50_sh", Duration).seconds) == (2, 3600, 2)


def test_long_and_right_to_left_names_of_procedures(council: Council, officer: Actor) -> None:
    for number in range(12):
        procedure = Procedure.objects.create(council=council, slug=f"p{number:02}", administration="municipal", motive="procedure")
        title = {0: LONG[:140], 1: ARABIC}.get(number, f"Tràmit {number}")
        ProcedureText.objects.create(council=council, procedure=procedure, language="ca", title=title, summary="x", search_text="x")
        write(council, many(20 - number, procedure=procedure, procedure_result="online", answered=day(14), resolved=day(14)))
    ProcedureText.objects.create(
        council=council, procedure=Procedure.objects.get(slug="p01"), language="en", title="Arabic", summary="x", search_text="x"
    )
    write(council, many(4))
    found = measured(council, officer)
    shown = find(found, "vol.procedures", Count)
    assert list(shown.by["procedure"]) == [*(f"p{number:02}" for number in range(10)), "other", "none"]
    assert (shown.by["procedure"]["p00"], shown.by["procedure"]["other"], shown.by["procedure"]["none"]) == (20, 10 + 9, 4)
    assert list(find(found, "dig.completed", Share).by["procedure"]) == [*(f"p{number:02}" for number in range(10)), "other"]
    assert find(found, "dig.completed", Share).by["procedure"]["other"] == (19, 19)
    titles = titles_of(council, ["p00", "p01", "gone"])
    assert titles["p00"] == dict.fromkeys(("ca", "es", "eu", "gl", "en"), LONG[:140])
    assert (titles["p01"]["eu"], titles["p01"]["en"], titles["gone"]["ca"]) == (ARABIC, "Arabic", "gone")


def test_of_two_procedures_with_the_same_number_the_first_by_name_is_shown(council: Council, officer: Actor) -> None:
    for slug in "zyxwvutsrqponm":
        procedure = Procedure.objects.create(council=council, slug=slug, administration="municipal", motive="procedure")
        write(council, many(2, procedure=procedure))
    shown = find(measured(council, officer), "vol.procedures", Count)
    assert list(shown.by["procedure"]) == [*"mnopqrstuv", "other", "none"]


@pytest.mark.parametrize("ask", [measure, measure_quarter], ids=["month", "quarter"])
@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR], ids=str)
def test_only_the_officer_of_the_council_measures(council: Council, officer: Actor, ask: Callable[..., object], role: Role) -> None:
    other = make_council("other", host="other.test", prefix="OT")
    with pytest.raises(NotAllowed):
        ask(council=council, month=OCTOBER, by=make_staff(council, role))
    with pytest.raises(NotAllowed):
        ask(council=other, month=OCTOBER, by=officer)


def test_another_councils_contacts_are_not_counted(council: Council, officer: Actor) -> None:
    other = make_council("other", host="other.test", prefix="OT")
    write(other, many(9, answered=day(14, 9), resolved=day(15), again=day(16), feedback_kind="thanks", procedure_result="online"))
    found = measured(council, officer)
    assert [one.total for one in found.values() if isinstance(one, Count)] == [0] * sum(isinstance(one, Count) for one in found.values())
    assert {one.whole for one in found.values() if isinstance(one, Share)} == {0}


def test_measuring_takes_the_same_queries_whatever_the_size(council: Council, officer: Actor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            measured(council, officer)
        return len(captured)

    few = [queries()]
    for number in (1, 30):
        write(council, many(number, answered=day(14, 9), resolved=day(15), again=day(16), procedure_result="online"))
        few.append(queries())
    assert few == [few[0]] * 3
    assert few[0] <= 24
