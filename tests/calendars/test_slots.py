"""Free seats are the seats of the hours minus the bookings; the database keeps one live booking per seat."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.base.errors import NotAllowed, SlotTaken
from helpdesk.calendars.models import Booking, CalendarException, OpeningInterval, SlotRule
from helpdesk.calendars.rules import Resource, Track
from helpdesk.calendars.selectors import free_days, nearest_free, slot_for, slot_rule
from helpdesk.calendars.services.slots import hold_slot, keep_booking, release_booking, release_expired_holds
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import citizen_of, make_council, make_staff

pytestmark = pytest.mark.django_db
MADRID = ZoneInfo("Europe/Madrid")
TUESDAY = datetime(2026, 5, 19, 18, tzinfo=MADRID)
TEN = "exact:2026-05-20T10:00"


@pytest.fixture
def council():
    council = make_council(open_always=False)
    for weekday in range(5):
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(8), closes=time(12))
    SlotRule.objects.create(council=council, seats=2, band_seats=3)
    with clock.at(TUESDAY):
        yield council


def hold(council: Council, key: str = TEN, **fields) -> Booking:
    return hold_slot(council=council, key=key, by=citizen_of(council), **fields)


def free(council: Council, key: str = TEN) -> int:
    slot = slot_for(council, key)
    return slot.free if slot else -1


def test_free_days_are_within_the_horizon_and_in_local_time(council: Council) -> None:
    days = free_days(council)
    assert [day.day for day in days][:4] == [date(2026, 5, 20), date(2026, 5, 21), date(2026, 5, 22), date(2026, 5, 25)]
    assert days[-1].day == date(2026, 6, 2)
    first = days[0]
    assert first.morning is not None
    assert (first.morning.key, first.morning.free) == ("morning:2026-05-20", 3)
    assert first.afternoon is None
    assert [slot.key for slot in first.exact][:2] == ["exact:2026-05-20T08:00", "exact:2026-05-20T08:30"]
    assert first.exact[0].starts_at.isoformat() == "2026-05-20T08:00:00+02:00"
    assert len(free_days(council, days=2)) == 2


def test_a_closed_day_and_a_council_without_calls_offer_nothing(council: Council) -> None:
    CalendarException.objects.create(council=council, day=date(2026, 5, 20), label="Local holiday")
    assert free_days(council)[0].day == date(2026, 5, 21)
    SlotRule.objects.filter(council=council).update(is_offered=False)
    assert free_days(council) == []
    with pytest.raises(SlotTaken):
        hold(council)


def test_a_council_that_has_said_nothing_offers_what_is_usual() -> None:
    council = make_council("quiet")
    rule = slot_rule(council, Resource.CALL)
    assert (rule.pk, rule.minutes, rule.is_offered) == (None, 30, True)
    with clock.at(TUESDAY):
        assert free_days(council)


def test_seats_are_given_until_there_are_none(council: Council) -> None:
    assert [hold(council).seat, hold(council).seat] == [1, 2]
    assert free(council) == 0
    with pytest.raises(SlotTaken):
        hold(council)
    assert TEN not in [slot.key for slot in free_days(council)[0].exact]


def test_a_freed_seat_is_given_again(council: Council) -> None:
    first, _second = hold(council), hold(council)
    release_booking(booking_id=first.pk, by=citizen_of(council))
    release_booking(booking_id=first.pk, by=citizen_of(council))
    assert hold(council).seat == 1


def test_a_band_has_its_own_seats(council: Council) -> None:
    for _number in range(3):
        assert hold(council, "morning:2026-05-20").track == Track.MORNING
    with pytest.raises(SlotTaken):
        hold(council, "morning:2026-05-20")
    assert free(council) == 2


def test_a_hold_lasts_ten_minutes_and_a_kept_booking_for_good(council: Council) -> None:
    kept, held = hold(council), hold(council)
    keep_booking(booking_id=kept.pk, by=citizen_of(council))
    with clock.at(TUESDAY + timedelta(minutes=10)):
        assert free(council) == 1
        assert hold(council).seat == held.seat
        held.refresh_from_db()
        assert held.cancelled_at is not None
        with pytest.raises(SlotTaken):
            keep_booking(booking_id=held.pk, by=citizen_of(council))


def test_a_hold_that_is_over_may_still_be_kept_while_nobody_took_its_seat(council: Council) -> None:
    held = hold(council)
    with clock.at(TUESDAY + timedelta(hours=1)):
        keep_booking(booking_id=held.pk, by=citizen_of(council))
        assert free(council) == 1


def test_holds_that_are_over_are_swept(council: Council) -> None:
    kept = hold(council)
    keep_booking(booking_id=kept.pk, by=citizen_of(council))
    hold(council)
    assert release_expired_holds() == 0
    with clock.at(TUESDAY + timedelta(minutes=11)):
        assert release_expired_holds() == 1
        assert release_expired_holds() == 0
    assert list(Booking.objects.filter(cancelled_at=None)) == [kept]


def test_choosing_another_time_in_the_wizard_lets_go_of_the_first(council: Council) -> None:
    first = hold(council)
    second = hold(council, "exact:2026-05-20T10:30", replaces=first.pk)
    first.refresh_from_db()
    assert first.cancelled_at is not None
    assert (free(council), second.seat) == (2, 1)


def test_choosing_the_same_time_again_holds_it_anew(council: Council) -> None:
    first = hold(council)
    with clock.at(TUESDAY + timedelta(minutes=5)):
        again = hold(council, replaces=first.pk)
    assert again.pk == first.pk
    assert again.held_until == TUESDAY + timedelta(minutes=15)


def test_the_first_hold_stays_when_the_other_time_is_gone(council: Council) -> None:
    hold(council), hold(council)
    mine = hold(council, "exact:2026-05-20T10:30")
    with pytest.raises(SlotTaken):
        hold(council, replaces=mine.pk)
    mine.refresh_from_db()
    assert mine.cancelled_at is None


def test_a_kept_booking_and_one_of_another_council_are_never_replaced(council: Council) -> None:
    kept = hold(council)
    keep_booking(booking_id=kept.pk, by=citizen_of(council))
    other = make_council("rocabruna", host="other.test", prefix="RB")
    theirs = hold(other)
    for booking in (kept, theirs):
        hold(council, "exact:2026-05-20T11:00", replaces=booking.pk)
        booking.refresh_from_db()
        assert booking.cancelled_at is None


@pytest.mark.parametrize(
    "key", ["", "exact:2026-05-20T10:05", "exact:2026-05-20T13:00", "exact:2026-05-19T10:00", "exact:2027-05-20T10:00"]
)
def test_what_is_not_offered_cannot_be_held(council: Council, key: str) -> None:
    with pytest.raises(SlotTaken):
        hold(council, key)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_other_roles_book_nothing(council: Council, role: Role) -> None:
    by = make_staff(council, role)
    with pytest.raises(NotAllowed):
        hold_slot(council=council, key=TEN, by=by)
    booking = hold(council)
    for service in (keep_booking, release_booking):
        with pytest.raises(NotAllowed):
            service(booking_id=booking.pk, by=by)


def test_people_of_another_council_book_nothing_here(council: Council) -> None:
    other = make_council("rocabruna", host="other.test", prefix="RB")
    booking = hold(council)
    for by in (citizen_of(other), make_staff(other, Role.AGENT)):
        with pytest.raises(NotAllowed):
            hold_slot(council=council, key=TEN, by=by)
        with pytest.raises(NotAllowed):
            release_booking(booking_id=booking.pk, by=by)


def test_the_database_refuses_two_live_bookings_of_a_seat(council: Council) -> None:
    booking = hold(council)
    fields = {name: getattr(booking, name) for name in ("council", "resource", "track", "starts_at", "ends_at", "seat")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(**fields)
    release_booking(booking_id=booking.pk, by=citizen_of(council))
    Booking.objects.create(**fields)


def test_bookings_from_before_a_change_of_hours_keep_their_seat(council: Council) -> None:
    hold(council)
    SlotRule.objects.filter(council=council).update(minutes=20)
    assert [free(council, f"exact:2026-05-20T{time}") for time in ("09:40", "10:00", "10:20", "10:40")] == [2, 1, 1, 2]
    hold(council, "morning:2026-05-20")
    OpeningInterval.objects.filter(council=council, weekday=2).update(opens=time(9))
    assert free(council, "morning:2026-05-20") == 2


def test_the_nearest_free_times_are_offered_instead(council: Council) -> None:
    hold(council), hold(council)
    assert [slot.key[-5:] for slot in nearest_free(council, TEN)] == ["09:00", "09:30", "10:30"]
    assert [slot.key for slot in nearest_free(council, "morning:2026-05-20", count=2)] == ["morning:2026-05-20", "morning:2026-05-21"]
    assert len(nearest_free(council, "nonsense")) == 3


def test_queries_do_not_grow_with_bookings(council: Council) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            free_days(council)
        return len(queries)

    hold(council)
    one = count()
    SlotRule.objects.filter(council=council).update(seats=30)
    for _number in range(29):
        hold(council)
    assert count() == one
