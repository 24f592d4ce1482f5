"""Writing hours: the week, days that differ, and how calls are cut; by those who configure the council, and nobody else."""

from datetime import date, time

import pytest
from django.utils import translation

from helpdesk.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from helpdesk.calendars.models import CalendarException, OpeningInterval, SlotRule
from helpdesk.calendars.rules import Scope
from helpdesk.calendars.selectors import exception_on, exceptions_of, schedule_of
from helpdesk.calendars.services.hours import (
    RANGES,
    Hours,
    check_day,
    confirm_exception,
    delete_exception,
    save_exception,
    save_slot_rule,
    set_week,
)
from helpdesk.calendars.words import week_words
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff

MORNING, AFTERNOON = Hours(time(8), time(14)), Hours(time(16), time(19), 1)
CHRISTMAS = date(2026, 12, 25)
RULE = {"is_offered": True, "minutes": 20, "seats": 3, "band_seats": 0, "notice_minutes": 30, "horizon_days": 7}


@pytest.fixture
def council(db: None) -> Council:
    return make_council(open_always=False)


@pytest.fixture
def by(council: Council) -> Actor:
    return make_staff(council, Role.SUPERVISOR)


# ---- a day ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intervals", [[], [MORNING], [MORNING, AFTERNOON], [Hours(time(8), time(10)), Hours(time(10), time(12))]])
def test_a_day_may_have_intervals_that_touch(intervals: list[Hours]) -> None:
    check_day(intervals, "Monday")


@pytest.mark.parametrize(
    ("intervals", "words"),
    [
        ([Hours(time(9), time(9))], "Monday: an interval must close after it opens."),
        ([Hours(time(9), time(8))], "Monday: an interval must close after it opens."),
        ([MORNING, Hours(time(13), time(15))], "Monday: two intervals overlap."),
        ([Hours(time(13), time(15)), MORNING], "Monday: two intervals overlap."),
        ([Hours(time(8), time(20)), Hours(time(9), time(10))], "Monday: two intervals overlap."),
    ],
)
def test_what_cannot_be_is_refused_in_words(intervals: list[Hours], words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_day(intervals, "Monday")
    assert refused.value.message == words


# ---- the week ---------------------------------------------------------------------------------------------------------------------


def test_a_week_is_written_with_its_seats(council: Council, by: Actor) -> None:
    set_week(council_id=council.pk, week={0: [AFTERNOON, MORNING], 1: [MORNING], 5: []}, by=by)
    schedule = schedule_of(council)
    assert schedule.weekly == {0: ((time(8), time(14)), (time(16), time(19))), 1: ((time(8), time(14)),)}
    assert schedule.weekly_seats == {0: (None, 1), 1: (None,)}
    with translation.override("en"):
        assert week_words(schedule) == "mon 8:00–14:00, 16:00–19:00 · tue 8:00–14:00"


def test_writing_replaces_and_leaves_alone_what_stays(council: Council, by: Actor) -> None:
    set_week(council_id=council.pk, week={0: [MORNING], 1: [MORNING], 2: [MORNING]}, by=by)
    monday = OpeningInterval.objects.get(weekday=0)
    set_week(council_id=council.pk, week={0: [MORNING], 1: [Hours(time(8), time(13), 4)]}, by=by)
    assert [(row.weekday, row.closes, row.seats) for row in OpeningInterval.objects.order_by("weekday")] == [
        (0, time(14), None),
        (1, time(13), 4),
    ]
    monday.refresh_from_db()
    assert (monday.history.count(), OpeningInterval.history.filter(history_type="-").count()) == (1, 1)


def test_a_wrong_week_changes_nothing(council: Council, by: Actor) -> None:
    set_week(council_id=council.pk, week={0: [MORNING]}, by=by)
    with pytest.raises(InvalidInput, match="invalid"):
        set_week(council_id=council.pk, week={0: [], 1: [MORNING, Hours(time(9), time(10))]}, by=by)
    assert OpeningInterval.objects.count() == 1


# ---- days that differ -------------------------------------------------------------------------------------------------------------


def test_a_closed_day_and_one_with_hours_of_its_own(council: Council, by: Actor) -> None:
    set_week(council_id=council.pk, week={weekday: [MORNING] for weekday in range(7)}, by=by)
    save_exception(council_id=council.pk, day=CHRISTMAS, label="Christmas", scope=Scope.NATIONAL, by=by)
    save_exception(council_id=council.pk, day=date(2026, 12, 24), label="Christmas Eve", intervals=[Hours(time(8), time(12))], by=by)
    assert (schedule_of(council).intervals(CHRISTMAS), schedule_of(council).intervals(date(2026, 12, 24))) == ((), ((time(8), time(12)),))
    assert [(day.label, day.scope, day.is_confirmed) for day in exceptions_of(council, 2026)] == [
        ("Christmas Eve", Scope.OWN, True),
        ("Christmas", Scope.NATIONAL, True),
    ]


def test_a_day_is_changed_and_moved(council: Council, by: Actor) -> None:
    save_exception(council_id=council.pk, day=CHRISTMAS, label="Fair", intervals=[MORNING, AFTERNOON], by=by)
    moved = date(2026, 12, 28)
    save_exception(council_id=council.pk, day=moved, label="Local fair", scope=Scope.LOCAL, replaces=CHRISTMAS, by=by)
    assert exception_on(council, CHRISTMAS) is None
    found = exception_on(council, moved)
    assert found is not None
    assert (found.label, found.intervals) == ("Local fair", ())


def test_a_day_is_written_once(council: Council, by: Actor) -> None:
    save_exception(council_id=council.pk, day=CHRISTMAS, label="Christmas", by=by)
    with pytest.raises(Conflict):
        save_exception(council_id=council.pk, day=CHRISTMAS, label="Again", by=by)
    assert CalendarException.objects.get().label == "Christmas"


@pytest.mark.parametrize("label", ["", "   ", "x" * 81])
def test_a_day_says_why(council: Council, by: Actor, label: str) -> None:
    with pytest.raises(InvalidInput):
        save_exception(council_id=council.pk, day=CHRISTMAS, label=label, by=by)


def test_a_guess_is_confirmed(council: Council, by: Actor) -> None:
    CalendarException.objects.create(council=council, day=CHRISTMAS, label="Christmas", is_confirmed=False)
    confirm_exception(council_id=council.pk, day=CHRISTMAS, by=by)
    assert CalendarException.objects.get().is_confirmed


def test_a_deleted_day_follows_the_week_again(council: Council, by: Actor) -> None:
    save_exception(council_id=council.pk, day=CHRISTMAS, label="Fair", intervals=[MORNING, AFTERNOON], by=by)
    delete_exception(council_id=council.pk, day=CHRISTMAS, by=by)
    assert not CalendarException.objects.exists()


@pytest.mark.parametrize("service", [confirm_exception, delete_exception])
def test_a_day_that_is_not_there_is_not_found(council: Council, by: Actor, service: object) -> None:
    CalendarException.objects.create(council=make_council("second", host="b.test", prefix="SE"), day=CHRISTMAS, label="Theirs")
    with pytest.raises(NotFound):
        service(council_id=council.pk, day=CHRISTMAS, by=by)  # type: ignore[operator]
    assert CalendarException.objects.count() == 1


# ---- calls ------------------------------------------------------------------------------------------------------------------------


def test_calls_are_cut_as_said(council: Council, by: Actor) -> None:
    save_slot_rule(council_id=council.pk, **RULE, by=by)
    save_slot_rule(council_id=council.pk, **RULE | {"seats": 4}, by=by)
    rule = SlotRule.objects.get()
    assert (rule.minutes, rule.seats, rule.band_seats, rule.notice_minutes, rule.horizon_days) == (20, 4, 0, 30, 7)


@pytest.mark.parametrize("name", RANGES)
def test_a_number_out_of_its_range_is_refused(council: Council, by: Actor, name: str) -> None:
    low, high = RANGES[name]
    for value in (low - 1, high + 1):
        with pytest.raises(InvalidInput):
            save_slot_rule(council_id=council.pk, **RULE | {name: value}, by=by)
    assert not SlotRule.objects.exists()


# ---- who ----------------------------------------------------------------------------------------------------------------------------


def attempts(council: Council, by: Actor) -> None:
    """Everything that can be written, each of which must be refused."""
    with pytest.raises(NotAllowed):
        set_week(council_id=council.pk, week={}, by=by)
    with pytest.raises(NotAllowed):
        save_exception(council_id=council.pk, day=CHRISTMAS, label="Mine", replaces=CHRISTMAS, by=by)
    with pytest.raises(NotAllowed):
        confirm_exception(council_id=council.pk, day=CHRISTMAS, by=by)
    with pytest.raises(NotAllowed):
        delete_exception(council_id=council.pk, day=CHRISTMAS, by=by)
    with pytest.raises(NotAllowed):
        save_slot_rule(council_id=council.pk, **RULE, by=by)


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER])
def test_other_roles_write_nothing(council: Council, role: Role) -> None:
    OpeningInterval.objects.create(council=council, weekday=0, opens=time(8), closes=time(15))
    CalendarException.objects.create(council=council, day=CHRISTMAS, label="Christmas", is_confirmed=False)
    attempts(council, make_staff(council, role))
    assert (OpeningInterval.objects.count(), CalendarException.objects.get().label, SlotRule.objects.count()) == (1, "Christmas", 0)


def test_a_supervisor_of_another_council_writes_nothing(council: Council) -> None:
    OpeningInterval.objects.create(council=council, weekday=0, opens=time(8), closes=time(15))
    CalendarException.objects.create(council=council, day=CHRISTMAS, label="Christmas", is_confirmed=False)
    attempts(council, make_staff(make_council("second", host="b.test", prefix="SE"), Role.SUPERVISOR, Role.ADMINISTRATOR))
    assert not CalendarException.objects.get().is_confirmed


def test_an_administrator_writes_hours(council: Council) -> None:
    set_week(council_id=council.pk, week={0: [MORNING]}, by=make_staff(council, Role.ADMINISTRATOR))
    assert OpeningInterval.objects.count() == 1
