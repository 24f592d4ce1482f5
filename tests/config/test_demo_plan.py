"""The demonstration's months before any row: quotas, and times that could have been."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from config.demo.afterwards import AGAIN_SHARE, with_again, with_mistakes
from config.demo.cases import CASES
from config.demo.endings import with_endings
from config.demo.past import VOLUMES
from config.demo.plan import MOTIVES, WAYS, Planned, Volume, plan_month, quota
from helpdesk.tickets.rules import AGAIN_WITHIN_DAYS, CallbackOrigin, Channel, Motive, Outcome, ProcedureResult
from helpdesk.tickets.services import NOT_KNOWN

DAYS = [date(2026, 10, 1) + timedelta(days=n) for n in range(31) if (date(2026, 10, 1) + timedelta(days=n)).weekday() < 5]
ZONE = "Europe/Madrid"


@pytest.fixture(scope="module")
def month() -> list[Planned]:
    return plan_month(ZONE, DAYS, Volume(1070), seed=3)


@pytest.mark.parametrize("total", [0, 1, 7, 238, 1070])
def test_a_quota_gives_every_share_within_one(total: int) -> None:
    rng = random.Random(1)  # noqa: S311  repeatable cases
    found = Counter(quota(rng, MOTIVES, total))
    assert found.total() == total
    assert all(abs(found[motive] - total * share / 100) < 1 for motive, share in MOTIVES)


def test_the_same_seed_gives_the_same_month(month: list[Planned]) -> None:
    assert plan_month(ZONE, DAYS, Volume(1070), seed=3) == month
    assert plan_month(ZONE, DAYS, Volume(1070), seed=4) != month


def test_shares_of_ways_are_those_asked_for(month: list[Planned]) -> None:
    found = Counter((contact.channel, contact.origin) for contact in month)
    assert all(abs(found[way] - len(month) * share / 100) < 1 for way, share in WAYS)


def test_nothing_happens_before_its_cause(month: list[Planned]) -> None:
    assert all(a.moment <= b.moment for a, b in pairwise(month))
    for contact in month:
        assert contact.moment <= (contact.answered_at or contact.moment) <= contact.resolved_at
        assert contact.rated_at is None or contact.rated_at > contact.resolved_at


def test_calls_are_agreed_for_a_later_day_of_the_month_and_have_a_seat_each(month: list[Planned]) -> None:
    calls = [contact.call for contact in month if contact.call is not None]
    asked = [contact for contact in month if contact.origin in {CallbackOrigin.WEB, CallbackOrigin.CHAT}]
    assert len(calls) == len(asked)
    assert len({(call.when, call.starts_at, call.seat) for call in calls}) == len(calls)
    assert all(contact.moment.date() < contact.call.starts_at.date() for contact in asked if contact.call)
    assert {call.starts_at.astimezone(ZoneInfo(ZONE)).month for call in calls} == {10}


def test_calls_are_late_as_often_as_asked_for(month: list[Planned]) -> None:
    calls = [contact.call for contact in month if contact.call is not None]
    late = [call for call in calls if call.attempts[0][0] > call.due_at]
    assert len(late) == round(len(calls) / 10)


def test_work_is_done_by_day_and_outside_hours_only_the_web_form_arrives(month: list[Planned]) -> None:
    outside = [contact for contact in month if not 8 <= contact.moment.hour < 20]
    assert {contact.channel for contact in outside} == {Channel.WEB}
    assert all(8 <= (contact.answered_at or contact.resolved_at).hour < 20 for contact in month)
    assert {contact.moment.date() for contact in month} <= set(DAYS)


def test_there_are_forty_situations_and_every_motive_has_one() -> None:
    assert len(CASES) >= 40
    assert {case.motive for case in CASES} == {motive.value for motive, _share in MOTIVES}
    assert {case.language for case in CASES} == {"ca", "es", "en"}


def test_the_first_council_is_as_large_as_what_services_publish_and_the_second_smaller() -> None:
    assert [1020 <= volume.contacts <= 1120 for volume in VOLUMES["vallclara"]] == [True] * 3
    assert [230 <= volume.contacts <= 270 for volume in VOLUMES["rocabruna"]] == [True] * 3


def test_endings_follow_their_quotas_and_leave_the_month_as_it_was(month: list[Planned]) -> None:
    ended = with_endings(month, seed=3)
    assert [replace(contact, ending=NOT_KNOWN, feedback=None) for contact in ended] == month
    assert with_endings(month, seed=3) == ended
    about = [contact for contact in ended if contact.case.procedure]
    known = [contact for contact in about if contact.ending.result]
    online = [contact for contact in known if contact.ending.result == ProcedureResult.ONLINE]
    assert 0.7 <= len(online) / len(known) <= 0.85
    assert 0.8 <= len(known) / len(about) <= 0.9
    assert not [contact for contact in ended if not contact.case.procedure and (contact.ending.result or contact.ending.cause)]
    assert all((contact.ending.referral is not None) == (contact.outcome is Outcome.REFERRED) for contact in ended)
    assert 20 <= sum(contact.feedback is not None for contact in ended) <= 35


def test_three_of_a_hundred_are_opened_again_within_the_week_and_the_month_and_nothing_else_changes(month: list[Planned]) -> None:
    seen = with_again(month, DAYS, seed=3)
    back = [(contact, contact.again) for contact in seen if contact.again is not None]
    assert len(back) == round(len(month) * AGAIN_SHARE)
    assert [replace(contact, again=None) for contact in seen] == month
    assert with_again(month, DAYS, seed=3) == seen
    for contact, again in back:
        assert contact.resolved_at < again.opened_at <= contact.resolved_at + timedelta(days=AGAIN_WITHIN_DAYS)
        assert again.opened_at < again.resolved_at == contact.settled_at
        assert {again.opened_at.date(), again.resolved_at.date()} <= set(DAYS)
        assert 8 <= again.opened_at.hour <= again.resolved_at.hour < 20
        assert contact.outcome in {Outcome.SOLVED, Outcome.INFORMED}
        assert (contact.score, contact.answered_at is None) == (None, False)


def test_so_many_about_certificates_are_noted_as_something_else(month: list[Planned]) -> None:
    noted = with_mistakes(month, 12, seed=3)
    wrong = [contact for contact, right in zip(noted, month, strict=True) if contact != right]
    assert len(wrong) == 12
    assert {(contact.motive, contact.case.motive) for contact in wrong} == {(Motive.OTHER, "certificate")}
    assert with_mistakes(month, 0, seed=3) == month
