"""A month counted by hand: every indicator, every member that counts something."""

from datetime import time, timedelta

import pytest

from helpdesk.calendars.models import CalendarException, OpeningInterval
from helpdesk.catalogue.models import Procedure
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from remote.models import RemoteSession
from tests.factories import make_council, make_user
from tests.transparency.measuring.rows import OCTOBER, counted, day, find, many, measured, write
from tests.transparency.months import add_calls, add_ratings, add_unserved
from transparency.catalogue import BY_ID, INDICATORS
from transparency.measures import Count, Duration, Measure, NotCollected, Plain, Score, Share
from transparency.measuring import measure_quarter
from transparency.models import PublicationPolicy
from transparency.months import Month

SOON = timedelta(minutes=30)


@pytest.fixture
def council(db: None) -> Council:
    """Open from Monday to Friday, 8 to 15 and 16 to 18; closed on the 12th."""
    council = make_council(open_always=False)
    for weekday in range(5):
        for opens, closes in ((8, 15), (16, 18)):
            OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(opens), closes=time(closes))
    CalendarException.objects.create(council=council, day="2026-10-12", label="Festa")
    for slug in ("census", "tax"):
        Procedure.objects.create(council=council, slug=slug, administration="municipal", motive="procedure")
    return council


def a_month(council: Council) -> None:
    """Wednesday the 14th, 10:00 in Madrid, unless said otherwise."""
    census, tax = Procedure.objects.order_by("slug")
    phone = {"channel": "phone", "answered": day(14), "resolved": day(14), "motive": "procedure"}
    tickets = write(
        council,
        [
            # On the spot: six calls, of which one is referred, one informs, and one is opened again three days later.
            *many(3, **phone, procedure=census, procedure_result="online", failure_cause="identification"),
            {**phone, "outcome": "referred", "referral": "administration", "requester": "company"},
            {**phone, "outcome": "informed", "procedure": census, "procedure_result": "other_channel", "language": "es"},
            {**phone, "again": day(17), "resolved_again": day(20), "procedure": tax, "procedure_result": "not_finished", "failure_cause": "technical"},
            # Written, with waits of 30 minutes, of 2 hours over the lunch break (one hour of service), and over a weekend (from Friday 17:30 to Monday 8:30).
            {"answered": day(14, 8, 30), "resolved": day(14, 9)},
            {"at": day(15, 12, 30), "answered": day(15, 14, 30), "resolved": day(16), "feedback_kind": "complaint"},
            {"at": day(16, 15, 30), "answered": day(19, 6, 30), "resolved": day(27), "outcome": "not_solved", "procedure": tax},
            # In the chat: 4 and 6 minutes. The first is opened again after eight days, and is open since.
            {"channel": "chat", "answered": day(14, 8, 4), "resolved": day(14, 9), "again": day(22, 10)},
            {"channel": "chat", "answered": day(14, 8, 6), "resolved": day(14, 9), "feedback_kind": "thanks"},
            # Asked for a call; nobody waits.
            {"channel": "callback", "callback_origin": "web", "answered": day(16), "resolved": day(16)},
            # Open at the end: of that day, of six days, of twenty, of the month before. Saturday and holiday are outside hours.
            {"at": day(31, 22), "channel": "email"},
            {"at": day(25)},
            {"at": day(12), "answered": None},
            {"at": day(20, month=9)},
            # Not of this month, and left out.
            {"at": day(1, month=11)},
            {"excluded_reason": "test", "feedback_kind": "complaint", "resolved": day(15)},
        ],
    )  # fmt: skip
    add_unserved(council, {("chat", "abandoned"): 2, ("phone", "outside_hours"): 3}, at=day(14))
    add_calls(council, tickets[:3], on_time=2, late=1, at=day(20))
    add_ratings(council, tickets, {5: 2, 4: 1}, silent=1, at=day(20))
    agent = make_user(council)
    for ticket, at in ((tickets[6], day(14, 9)), (tickets[7], day(31, 23)), (tickets[-1], day(14))):
        RemoteSession.objects.create(
            council=council, ticket=ticket, provider="fake", reason="x", minutes=20, agent=agent, agent_name="Laia", state="ended", outcome="ended",
            scope="view", scope_asked="view", started_at=at, ended_at=at, consented_at=at, consent_text="x", consent_text_version="1", consent_text_sha256="x",
            consent_language="ca", hard_end_at=at,
        )  # fmt: skip


@pytest.fixture
def month(council: Council, officer: Actor) -> dict[str, Measure]:
    a_month(council)
    return measured(council, officer)


def test_every_indicator_is_measured_once_in_the_order_of_the_catalogue(month: dict[str, Measure]) -> None:
    assert list(month) == [indicator.id for indicator in INDICATORS]
    kinds = {"S0": Plain, "S1": Count, "S2": Share, "S3": Duration, "S4": Score}
    for indicator in INDICATORS:
        expected = kinds[indicator.rule] if indicator.collected else NotCollected
        assert isinstance(month[indicator.id], expected), indicator.id


def test_breakdowns_have_every_member_in_its_order_and_add_up(month: dict[str, Measure]) -> None:
    for found in month.values():
        if not isinstance(found, Count | Share | Duration):
            continue
        dimensions = {dimension.id: dimension for dimension in BY_ID[found.indicator].dimensions}
        assert set(found.by) == set(dimensions)
        for name, counts in found.by.items():
            dimension = dimensions[name]
            assert [member for member in counts if member in dimension.members] == list(dimension.members)
            assert dimension.is_open or len(counts) == len(dimension.members)
            if isinstance(found, Count):
                assert sum(found.by[name].values()) == found.total
            if isinstance(found, Share):
                assert sum(part for part, _whole in found.by[name].values()) == found.part


def test_volume(month: dict[str, Measure]) -> None:
    contacts = find(month, "vol.contacts", Count)
    assert contacts.total == 15
    assert counted(contacts.by["channel"]) == {"web": 5, "chat": 2, "phone": 6, "email": 1, "callback": 1}
    assert counted(contacts.by["weekday"]) == {"monday": 1, "wednesday": 10, "thursday": 1, "friday": 1, "saturday": 1, "sunday": 1}
    attended = find(month, "vol.attended", Count)
    assert (attended.total, counted(attended.by["channel"])) == (12, {"web": 3, "chat": 2, "phone": 6, "callback": 1})
    unserved = find(month, "vol.unattended", Count)
    assert (unserved.total, counted(unserved.by["reason"]), counted(unserved.by["channel"])) == (
        5,
        {"abandoned": 2, "outside_hours": 3},
        {"chat": 2, "phone": 3},
    )
    for name, dimension, expected in (
        ("vol.motives", "motive", {"procedure": 6, "form": 9}),
        ("vol.procedures", "procedure", {"census": 4, "tax": 2, "none": 9}),
        ("vol.requester", "requester", {"citizen": 14, "company": 1}),
        ("vol.language", "language", {"ca": 14, "es": 1}),
        ("vol.band", "band", {"morning": 10, "afternoon": 2, "outside": 3}),
    ):
        found = find(month, name, Count)
        assert (found.total, counted(found.by[dimension])) == (15, expected), name
    assert find(month, "vol.language", Count).thresholds == {"language": 10}
    assert counted(find(month, "vol.callbacks", Count).by["origin"]) == {"web": 1}
    assert find(month, "vol.sessions", Count).by == {"session": {"remote": 1, "video": 0}}


def test_access(month: dict[str, Measure]) -> None:
    # 22 days from Monday to Friday, less the holiday, of nine hours.
    assert find(month, "acc.service_hours", Plain).value == "189.0"
    answered = find(month, "acc.answer_rate", Share)
    assert (answered.part, answered.whole, answered.part_of, answered.whole_of) == (12, 15, "vol.attended", "vol.contacts")
    assert counted(answered.by["channel"]) == {"web": (3, 5), "chat": (2, 2), "phone": (6, 6), "email": (0, 1), "callback": (1, 1)}
    left = find(month, "acc.abandon_rate", Share)
    assert (left.part, left.whole, left.by["channel"]["chat"], left.by["channel"]["phone"]) == (2, 14, (2, 4), (0, 6))


def test_waiting(month: dict[str, Measure]) -> None:
    # 240, 360, 1800, 3600, and half an hour on Friday with half an hour on Monday.
    half, most = find(month, "wait.first_p50_sh", Duration), find(month, "wait.first_p90_sh", Duration)
    assert (half.percent, half.count, half.seconds) == (50, 5, 1800)
    assert (most.percent, most.count, most.seconds) == (90, 5, 3600)
    assert counted(half.by["channel"]) == {"web": (3, 3600), "chat": (2, 240)}
    assert counted(most.by["channel"]) == {"web": (3, 3600), "chat": (2, 360)}
    promised = find(month, "wait.in_target", Share)
    assert (promised.part, promised.whole, counted(promised.by["channel"])) == (4, 5, {"web": (3, 3), "chat": (1, 2)})
    assert (find(month, "wait.calls_on_time", Share).part, find(month, "wait.calls_on_time", Share).whole) == (2, 3)


def test_the_councils_own_promise_counts(council: Council, officer: Actor) -> None:
    a_month(council)
    PublicationPolicy.objects.create(
        council=council, targets={"wait.in_target.web": 1800, "wait.in_target.chat": 400, "wait.in_target": 90}
    )
    promised = find(measured(council, officer), "wait.in_target", Share)
    assert counted(promised.by["channel"]) == {"web": (1, 3), "chat": (2, 2)}


def test_resolution(month: dict[str, Measure]) -> None:
    first = find(month, "res.first_contact", Share)
    # Six calls less one referred, one informed and one opened again; two of three written; two chats; one call-back.
    assert (first.part, first.whole) == (8, 12)
    assert counted(first.by["channel"]) == {"web": (2, 3), "chat": (2, 2), "phone": (3, 6), "callback": (1, 1)}
    assert counted(first.by["motive"]) == {"procedure": (3, 6), "form": (5, 6)}
    half, most = find(month, "res.time_p50", Duration), find(month, "res.time_p90", Duration)
    # One hour three times, 19 h 30, two days, and ten days and 16 h 30.
    assert (half.count, half.seconds, most.seconds) == (6, 3600, 10 * 86400 + 16 * 3600 + 1800)
    assert counted(half.by["channel"]) == {"web": (3, 70200), "chat": (2, 3600), "callback": (1, 172800)}
    referred = find(month, "res.referred", Share)
    assert (referred.part, referred.whole) == (1, 12)
    assert referred.by["destination"] == {"department": (0, 12), "administration": (1, 12), "none": (0, 12)}
    again = find(month, "res.reopened", Share)
    assert (again.part, again.whole, counted(again.by["channel"])) == (
        1,
        12,
        {"web": (0, 3), "chat": (0, 2), "phone": (1, 6), "callback": (0, 1)},
    )


def test_backlog(month: dict[str, Measure]) -> None:
    backlog = find(month, "res.backlog", Count)
    # The chat of the 14th is open again; what arrives at 23:00 of the 31st is of the last day.
    assert (backlog.total, dict(backlog.by["age"])) == (5, {"0-2": 1, "3-7": 1, "8-30": 2, "31": 1})


def test_the_backlog_of_a_month_long_ago_is_what_it_was(council: Council, officer: Actor) -> None:
    before, during, after = day(20, month=9), day(15), day(20, month=11)
    write(
        council,
        [
            {"at": before, "resolved": after},
            {"at": before, "resolved": during},
            {"at": before, "resolved": before + SOON, "again": during},
            {"at": before, "resolved": before + SOON, "again": during, "resolved_again": during + SOON},
            {"at": before, "resolved": before + SOON, "again": during, "resolved_again": after},
            {"at": before, "resolved": before + SOON, "again": after},
            {"at": before, "resolved": after, "again": after + SOON},
        ],
    )
    totals = [find(measured(council, officer, month), "res.backlog", Count).total for month in (Month(2026, 9), OCTOBER, Month(2026, 11))]
    assert totals == [3, 4, 3]


def test_digital(month: dict[str, Measure]) -> None:
    done, taken = find(month, "dig.completed", Share), find(month, "dig.takeup", Share)
    assert (done.part, done.whole, dict(done.by["procedure"])) == (3, 5, {"census": (3, 4), "tax": (0, 1), "other": (0, 0)})
    assert (taken.part, taken.whole, dict(taken.by["procedure"])) == (3, 4, {"census": (3, 4), "tax": (0, 0), "other": (0, 0)})
    causes = find(month, "dig.failures", Count)
    assert (causes.total, counted(causes.by["cause"])) == (4, {"identification": 3, "technical": 1})


def test_quality(month: dict[str, Measure]) -> None:
    score = find(month, "sat.score", Score)
    assert (dict(score.distribution), score.invited) == ({1: 0, 2: 0, 3: 0, 4: 1, 5: 2}, 4)
    assert score.by_channel == {"phone": ({1: 0, 2: 0, 3: 0, 4: 1, 5: 2}, 4)}
    said = find(month, "qual.complaints", Count)
    assert (said.total, dict(said.by["feedback"])) == (2, {"complaint": 1, "suggestion": 0, "thanks": 1})


def test_a_quarter_is_its_three_months(council: Council, officer: Actor) -> None:
    a_month(council)
    found = {one.indicator: one for one in measure_quarter(council=council, month=Month(2026, 11), by=officer)}
    assert {one.period for one in found.values()} == {"2026-Q4"}
    assert find(found, "vol.contacts", Count).total == 16
    assert find(found, "res.backlog", Count).total == 6
    assert (Month(2026, 11).quarter, Month(2026, 1).quarter_start, Month(2026, 12).quarter_start) == ("2026-Q4", Month(2026, 1), OCTOBER)
