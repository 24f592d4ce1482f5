"""Settings of hours, days that differ and calls: pages without a script, errors in words, and what was typed comes back."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.calendars.models import CalendarException, OpeningInterval, SlotRule
from helpdesk.calendars.rules import Scope
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_user

HOURS = "/en/desk/settings/vallclara/hours/"
DAYS = "/en/desk/settings/vallclara/days/"
CALLS = "/en/desk/settings/vallclara/calls/"
RULE = {"is_offered": "on", "minutes": "30", "seats": "2", "band_seats": "6", "notice_minutes": "60", "horizon_days": "14"}
CHRISTMAS = date(2026, 12, 25)


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


@pytest.fixture
def council(db: None) -> Council:
    return make_council(open_always=False)


@pytest.fixture
def visitor(council: Council, client: Client) -> Client:
    client.force_login(make_user(council, Role.SUPERVISOR))
    return client


def line(day: int, number: int, opens: str, closes: str, seats: str = "") -> dict[str, str]:
    return {f"d{day}_{number}_opens": opens, f"d{day}_{number}_closes": closes, f"d{day}_{number}_seats": seats}


# ---- the week -----------------------------------------------------------------------------------------------------------------------


def test_each_day_shows_its_intervals_and_an_empty_line(council: Council, visitor: Client) -> None:
    OpeningInterval.objects.create(council=council, weekday=0, opens=time(8), closes=time(14), seats=3)
    OpeningInterval.objects.create(council=council, weekday=0, opens=time(16), closes=time(19))
    days = visitor.get(HOURS).context["form"].days
    assert [len(lines) for _day, lines in days] == [3, 1, 1, 1, 1, 1, 1]
    assert [field.value() for field in (days[0][1][0].opens, days[0][1][0].seats, days[0][1][2].opens)] == [time(8), 3, None]


def test_a_week_is_saved_and_said_in_words(council: Council, visitor: Client) -> None:
    data = line(0, 0, "08:00", "14:00", "3") | line(0, 1, "16:00", "19:00") | line(1, 0, "08:00", "14:00") | line(1, 1, "", "")
    text = visitor.post(HOURS, data, follow=True).content.decode()
    assert "The hours of the week are saved." in text
    assert "mon 8:00–14:00, 16:00–19:00 · tue 8:00–14:00" in text
    assert list(OpeningInterval.objects.values_list("weekday", "opens", "seats")) == [
        (0, time(8), 3),
        (0, time(16), None),
        (1, time(8), None),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (line(2, 0, "14:00", "08:00"), "Wednesday: an interval must close after it opens."),
        (line(2, 0, "08:00", "14:00") | line(2, 1, "13:00", "15:00"), "Wednesday: two intervals overlap."),
        (line(2, 0, "08:00", ""), "Wednesday: an interval needs the time at which it opens and the one at which it closes."),
        (line(2, 0, "", "", "4"), "Wednesday: an interval needs the time at which it opens and the one at which it closes."),
        (line(2, 0, "noon", "15:00"), "Wednesday: write a time such as 08:00."),
        (line(2, 0, "08:00", "15:00", "99"), "Wednesday: calls at once are a number from 0 to 50."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_comes_back(council: Council, visitor: Client, data: dict[str, str], words: str) -> None:
    OpeningInterval.objects.create(council=council, weekday=4, opens=time(8), closes=time(14))
    response = visitor.post(HOURS, data | line(3, 0, "07:30", "10:45"))
    text = response.content.decode()
    assert response.status_code == 422
    assert text.count(words) == 2, "once in the summary and once beside the line"
    assert all(value in text for value in ("k-errors", 'value="07:30"', 'value="10:45"', "Error:"))
    assert OpeningInterval.objects.get().weekday == 4


def test_monday_is_copied_without_saving(council: Council, visitor: Client) -> None:
    response = visitor.post(
        HOURS, line(0, 0, "08:00", "15:00", "2") | line(1, 0, "10:00", "11:00") | line(5, 0, "09:00", "12:00") | {"copy": "1"}
    )
    days = response.context["form"].days
    assert response.status_code == 200
    assert [lines[0].opens.value() for _day, lines in days] == ["08:00"] * 5 + ["09:00", None]
    assert not OpeningInterval.objects.exists()


# ---- days that differ ---------------------------------------------------------------------------------------------------------------


def test_a_day_is_added_changed_and_deleted(council: Council, visitor: Client) -> None:
    data = {"day": "2026-12-24", "label": "Christmas Eve", "scope": "own", "own_0_opens": "08:00", "own_0_closes": "12:00"}
    text = visitor.post(DAYS, data, follow=True).content.decode()
    assert "8:00–12:00" in text
    form = visitor.get(f"{DAYS}?day=2026-12-24").context["form"]
    assert (form["label"].value(), form["replaces"].value(), form.hours[0].opens.value()) == ("Christmas Eve", date(2026, 12, 24), time(8))
    visitor.post(DAYS, {"day": "2026-12-24", "label": "Closed", "scope": "local", "replaces": "2026-12-24"})
    assert CalendarException.objects.values_list("label", "opens", "scope").get() == ("Closed", None, Scope.LOCAL)
    visitor.post(f"{DAYS}remove/", {"day": "2026-12-24"})
    assert not CalendarException.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"day": "2026-12-25", "label": "Again", "scope": "own"}, "This day is already in the list. Change it there."),
        ({"day": "tomorrow", "label": "Again", "scope": "own"}, "Write the day as year-month-day, such as 2026-12-24."),
        ({"day": "2026-12-26", "label": "", "scope": "own"}, "Why"),
        (
            {"day": "2026-12-26", "label": "Again", "scope": "own", "own_0_opens": "10:00", "own_0_closes": "09:00"},
            "Hours of the day: an interval must close after it opens.",
        ),
    ],
)
def test_a_wrong_day_comes_back(council: Council, visitor: Client, data: dict[str, str], words: str) -> None:
    CalendarException.objects.create(council=council, day=CHRISTMAS, label="Christmas")
    response = visitor.post(DAYS, data)
    text = response.content.decode()
    assert (response.status_code, words in text, "k-errors" in text) == (422, True, True)
    assert CalendarException.objects.get().label == "Christmas"


def test_official_holidays_are_added_once_and_those_to_come_are_to_be_confirmed(council: Council, visitor: Client) -> None:
    text = visitor.post(f"{DAYS}holidays/", {"year": "2027"}, follow=True).content.decode()
    added = CalendarException.objects.count()
    assert added > 8
    assert text.count("To be confirmed") == added
    visitor.post(f"{DAYS}holidays/", {"year": "2027"})
    assert CalendarException.objects.count() == added
    first = CalendarException.objects.order_by("day").first()
    assert first is not None
    visitor.post(f"{DAYS}confirm/", {"day": first.day.isoformat()})
    first.refresh_from_db()
    assert first.is_confirmed


def test_missing_local_holidays_are_told(council: Council, visitor: Client) -> None:
    assert "2 local holidays" in visitor.get(f"{DAYS}?year=2027").content.decode().replace("\n", " ")
    CalendarException.objects.create(council=council, day=date(2027, 7, 26), label="Festa major", scope=Scope.LOCAL)
    assert visitor.get(f"{DAYS}?year=2027").context["missing"] == 1


@pytest.mark.parametrize("address", ["remove/", "confirm/"])
@pytest.mark.parametrize("day", ["", "tomorrow", "2026-01-01"])
def test_a_day_that_is_not_there_is_not_found(council: Council, visitor: Client, address: str, day: str) -> None:
    assert visitor.post(f"{DAYS}{address}", {"day": day}).status_code == 404


def test_the_list_costs_the_same_with_many_days(council: Council, visitor: Client) -> None:
    counts: list[int] = []
    for number in (1, 30):
        CalendarException.objects.bulk_create(
            CalendarException(council=council, day=date(2026, number % 12 + 1, day), label="Day")
            for day in range(1, number + 1)
            if day < 29
        )
        visitor.get(DAYS)
        with CaptureQueriesContext(connection) as queries:
            visitor.get(DAYS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- calls --------------------------------------------------------------------------------------------------------------------------


def test_calls_are_saved(council: Council, visitor: Client) -> None:
    assert "The calls are saved." in visitor.post(CALLS, RULE | {"minutes": "20"}, follow=True).content.decode()
    assert SlotRule.objects.get().minutes == 20


def test_an_ordinary_week_is_said_in_words_before_saving(council: Council, visitor: Client) -> None:
    OpeningInterval.objects.create(council=council, weekday=0, opens=time(8), closes=time(10), seats=1)
    OpeningInterval.objects.create(council=council, weekday=0, opens=time(16), closes=time(17))
    days = visitor.post(CALLS, RULE | {"minutes": "60", "seats": "5", "preview": "1"}).context["days"]
    assert (days[0].times, days[0].first, days[0].last, days[0].calls) == (3, "8:00", "16:00", 7)
    assert (days[1].times, days[1].hours) == (0, "")
    assert not SlotRule.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"minutes": "3"}, {"seats": "0"}, {"horizon_days": "400"}, {"notice_minutes": ""}, {"band_seats": "many"}]
)
def test_a_wrong_number_comes_back(council: Council, visitor: Client, wrong: dict[str, str]) -> None:
    response = visitor.post(CALLS, RULE | wrong)
    assert (response.status_code, "k-errors" in response.content.decode(), SlotRule.objects.count()) == (422, True, 0)


# ---- who ----------------------------------------------------------------------------------------------------------------------------

POSTS = {
    HOURS: line(0, 0, "08:00", "15:00"),
    DAYS: {"day": "2026-12-26", "label": "Mine", "scope": "own"},
    f"{DAYS}remove/": {"day": "2026-12-25"},
    f"{DAYS}confirm/": {"day": "2026-12-25"},
    f"{DAYS}holidays/": {"year": "2027"},
    CALLS: RULE,
}


def untouched() -> bool:
    day = CalendarException.objects.get()
    return not day.is_confirmed and not OpeningInterval.objects.exists() and not SlotRule.objects.exists()


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize(("role", "own", "status"), [(Role.AGENT, True, 403), (Role.OFFICER, True, 403), (Role.SUPERVISOR, False, 404)])
def test_nobody_else_writes_hours(council: Council, client: Client, address: str, role: Role, own: bool, status: int) -> None:  # noqa: FBT001
    CalendarException.objects.create(council=council, day=CHRISTMAS, label="Christmas", is_confirmed=False)
    client.force_login(make_user(council if own else make_council("second", host="b.test", prefix="SE", open_always=False), role))
    assert client.post(address, POSTS[address]).status_code == status
    assert untouched()
