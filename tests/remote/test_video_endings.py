"""Conversations by video: how they begin and end, what makes telephone calls of them, and how they are counted."""

from datetime import timedelta

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, NotAllowed
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import AttemptOutcome, CallMode, CallState
from helpdesk.callbacks.selectors import CallMeasure, late_calls, measure_calls
from helpdesk.callbacks.services import cancel_call, hold_by_phone, log_attempt, move_call
from helpdesk.people.actors import SYSTEM
from helpdesk.people.rules import Role
from remote.models import VideoCall
from remote.selectors import measure_sessions
from remote.video.rules import Door, Ending
from remote.video.selectors import door_of_call
from remote.video.services import begin_talk, leave_room, touch_room
from remote.video.sweep import sweep_rooms
from tests.factories import make_council, make_staff
from tests.remote.meeting import ELEVEN, Meeting, at


def test_a_conversation_begins_once_counts_as_a_call_on_time_and_ends_with_its_minutes(meeting: Meeting) -> None:
    with clock.at(at(10, 2)):
        room = meeting.talk()
        begin_talk(call_id=meeting.call.pk, by=meeting.citizen)
        assert (room.started_at, room.hard_end_at) == (at(10, 2), at(11, 2))
    with clock.at(at(10, 20)):
        assert late_calls(meeting.agent) == []  # they are talking
        leave_room(call_id=meeting.call.pk, by=meeting.citizen)
        leave_room(call_id=meeting.call.pk, by=meeting.citizen)
        room = meeting.room
        assert (room.ended_at, room.end_reason, room.ended_by_kind) == (at(10, 20), Ending.CITIZEN, "citizen")
        assert meeting.ticket.entries.get(event="video_ended").data == {"minutes": 18}
    with clock.at(at(10, 31)):
        assert late_calls(meeting.agent) == [meeting.call]  # nobody has said how it went
        log_attempt(call_id=meeting.call.pk, outcome=AttemptOutcome.ANSWERED, by=meeting.agent)
    assert meeting.events() == ["video_entered", "video_started", "video_ended"]
    officer = make_staff(meeting.council, Role.OFFICER)
    counted = measure_calls(council=meeting.council, start=at(0), end=at(0, day=21), by=officer)
    assert counted == CallMeasure(agreed=1, on_time=1, unanswered=0)


def test_who_left_by_mistake_comes_back_until_the_outcome_is_logged(meeting: Meeting) -> None:
    with clock.at(at(10, 2)):
        meeting.talk()
    with clock.at(at(10, 10)):
        leave_room(call_id=meeting.call.pk, by=meeting.citizen)
        meeting.enter()
        meeting.join()
        assert begin_talk(call_id=meeting.call.pk, by=meeting.agent).started_at == at(10, 2)
        leave_room(call_id=meeting.call.pk, by=meeting.agent)
        assert meeting.room.end_reason == Ending.AGENT
        log_attempt(call_id=meeting.call.pk, outcome=AttemptOutcome.ANSWERED, by=meeting.agent)
        with pytest.raises(ForbiddenTransition):
            meeting.enter()


def test_an_agent_who_leaves_before_it_began_leaves_the_citizen_waiting(meeting: Meeting) -> None:
    with clock.at(at(10)):
        meeting.enter()
        meeting.join()
        leave_room(call_id=meeting.call.pk, by=meeting.agent)
        assert meeting.room.ended_at is None
        meeting.call.refresh_from_db()
        assert meeting.call.waiting_since == at(10)
        leave_room(call_id=meeting.call.pk, by=meeting.citizen)
        meeting.call.refresh_from_db()
        assert meeting.call.waiting_since is None


def test_the_citizen_may_ask_for_the_telephone_at_any_time(meeting: Meeting) -> None:
    with clock.at(at(10, 5)):
        meeting.talk()
        call = hold_by_phone(call_id=meeting.call.pk, by=meeting.citizen)
        hold_by_phone(call_id=meeting.call.pk, by=meeting.citizen)
    assert (call.mode, call.state, call.starts_at, call.phone, call.try_after) == (
        CallMode.PHONE, CallState.BOOKED, at(10), "+34972000021", None,
    )  # fmt: skip
    assert meeting.room.end_reason == Ending.PHONE
    assert meeting.events() == ["video_entered", "video_started", "video_to_phone", "video_ended"]


def test_an_attempt_in_vain_makes_the_next_one_a_telephone_call(meeting: Meeting) -> None:
    with clock.at(at(10, 8)):
        meeting.join()
        log_attempt(call_id=meeting.call.pk, outcome=AttemptOutcome.NO_ANSWER, by=meeting.agent)
    meeting.call.refresh_from_db()
    assert (meeting.call.mode, meeting.call.try_after) == (CallMode.PHONE, at(10, 28))
    assert meeting.room.end_reason == Ending.PHONE


def test_a_call_that_is_moved_cancelled_or_settled_closes_its_room(meeting: Meeting) -> None:
    with clock.at(at(9, 52)):
        meeting.enter()
        first = meeting.room
        move_call(call_id=meeting.call.pk, key=ELEVEN, by=meeting.agent)
        first.refresh_from_db()
        assert first.end_reason == Ending.CALL
        meeting.call.refresh_from_db()
        assert (meeting.call.mode, meeting.call.waiting_since) == (CallMode.VIDEO, None)
    with clock.at(at(10, 55)):
        meeting.enter()
        assert VideoCall.objects.count() == 2
        cancel_call(call_id=meeting.call.pk, by=meeting.agent)
        assert meeting.room.end_reason == Ending.CALL
        assert door_of_call(Call.objects.get(), meeting.room, clock.now()) is Door.CLOSED


def test_the_longest_conversation_ends_by_itself(meeting: Meeting) -> None:
    with clock.at(at(10)):
        meeting.talk()
    for minute in range(1, 60):
        meeting.room.__class__.objects.update(citizen_seen_at=at(10, minute), agent_seen_at=at(10, minute))
    with clock.at(at(10, 59)):
        assert sweep_rooms()["ended"] == 0
    with clock.at(at(11)):
        assert sweep_rooms()["ended"] == 1
    assert (meeting.room.end_reason, meeting.room.ended_at) == (Ending.TIME, at(11))


def test_a_conversation_from_which_both_have_gone_lasted_as_long_as_they_were_heard_of(meeting: Meeting) -> None:
    with clock.at(at(10)):
        meeting.talk()
    with clock.at(at(10, 7)):
        touch_room(call_id=meeting.call.pk, by=meeting.agent)
    with clock.at(at(10, 9)):
        assert sweep_rooms()["ended"] == 1
        assert sweep_rooms()["ended"] == 0
    assert (meeting.room.end_reason, meeting.room.ended_at) == (Ending.LEFT, at(10, 7))


def test_a_call_to_which_nobody_came_is_made_by_telephone(meeting: Meeting) -> None:
    with clock.at(at(10, 5)):
        meeting.enter()
    with clock.at(at(10, 30)):
        assert sweep_rooms()["to_phone"] == 1
        assert sweep_rooms()["to_phone"] == 0
        meeting.call.refresh_from_db()
        assert (meeting.call.mode, meeting.call.state) == (CallMode.PHONE, CallState.BOOKED)
        assert late_calls(meeting.agent) == [meeting.call]
    assert meeting.events() == ["video_entered", "video_to_phone"]


def test_conversations_are_counted_for_whoever_may_measure(meeting: Meeting) -> None:
    with clock.at(at(10)):
        meeting.enter()
        officer = make_staff(meeting.council, Role.OFFICER)
        day = {"council": meeting.council, "start": at(0), "end": at(0) + timedelta(days=1)}
        assert measure_sessions(**day, by=officer)["video"] == 0
        meeting.join()
        begin_talk(call_id=meeting.call.pk, by=meeting.agent)
        assert measure_sessions(**day, by=officer)["video"] == 1
        assert measure_sessions(council=meeting.council, start=at(11), end=at(12), by=officer)["video"] == 0
    other = make_council("rocabruna", host="other.test", prefix="RB")
    assert measure_sessions(**{**day, "council": other}, by=make_staff(other, Role.OFFICER))["video"] == 0
    for nobody in (meeting.agent, meeting.citizen, make_staff(other, Role.OFFICER)):
        with pytest.raises(NotAllowed):
            measure_sessions(**day, by=nobody)
    assert measure_sessions(**day, by=SYSTEM)["video"] == 1
