"""Rooms of calls by video: who comes in and when, and what is agreed to by it."""

from collections.abc import Callable

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, Expired, ForbiddenTransition, InvalidInput, NotAllowed, NotFound
from helpdesk.callbacks.rules import CallMode
from helpdesk.callbacks.selectors import next_call
from helpdesk.callbacks.services import cancel_call, hold_by_phone
from helpdesk.people.actors import Actor
from helpdesk.people.rules import Role
from remote.models import VideoCall
from remote.video.selectors import holds_video, video_card
from remote.video.services import begin_talk, enter_room, join_room, leave_room, note_test, touch_room
from remote.video.sweep import sweep_rooms
from tests.factories import citizen_with, enable_remote, make_council, make_staff, make_ticket
from tests.remote.meeting import DIRECT, Meeting, at


def test_a_council_holds_calls_by_video_when_its_program_and_the_choice_are_on(meeting: Meeting) -> None:
    pk = meeting.council.pk
    assert holds_video(pk)
    enable_remote(meeting.council, "browser_direct", **{**DIRECT, "video": "no"})
    assert not holds_video(pk)
    enable_remote(meeting.council, "browser_direct", **{name: value for name, value in DIRECT.items() if name != "video"})
    assert not holds_video(pk)
    config = enable_remote(meeting.council, "browser_direct", **DIRECT)
    config.is_enabled = False
    config.save()
    assert not holds_video(pk)


def test_entering_is_agreeing_to_the_words_that_were_shown(meeting: Meeting) -> None:
    with clock.at(at(9, 55)):
        with pytest.raises(Conflict):
            meeting.enter(text_sha256="0" * 64)
        with pytest.raises(Conflict):
            meeting.enter(language="ca")
        with pytest.raises(InvalidInput):
            meeting.enter(language="xx")
        meeting.enter()
        again = meeting.enter()
    assert (again.entered_at, again.consent_language, again.consent_ip, len(again.consent_text_sha256)) == (
        at(9, 55),
        "en",
        "203.0.113.7",
        64,
    )
    assert "Nothing is recorded" in again.consent_text
    assert meeting.events() == ["video_entered"]
    meeting.call.refresh_from_db()
    assert meeting.call.waiting_since == at(9, 55)


def test_nobody_enters_outside_of_the_window(meeting: Meeting) -> None:
    for when, refusal in ((at(9, 49), ForbiddenTransition), (at(10, 30), Expired)):
        with clock.at(when):
            for come in (meeting.enter, meeting.join):
                with pytest.raises(refusal):
                    come()
    assert not VideoCall.objects.exclude(entered_at=None, joined_at=None).exists()


WRITES: dict[str, Callable[[int, Actor], object]] = {
    "enter": lambda pk, by: enter_room(call_id=pk, text_sha256="0" * 64, language="en", by=by),
    "join": lambda pk, by: join_room(call_id=pk, by=by),
    "begin": lambda pk, by: begin_talk(call_id=pk, by=by),
    "touch": lambda pk, by: touch_room(call_id=pk, by=by),
    "leave": lambda pk, by: leave_room(call_id=pk, by=by),
    "test": lambda pk, by: note_test(call_id=pk, result={"camera": "ok"}, by=by),
    "phone": lambda pk, by: hold_by_phone(call_id=pk, by=by),
}


def test_other_roles_and_other_councils_write_nothing(meeting: Meeting) -> None:
    other = make_council("rocabruna", host="other.test", prefix="RB")
    strangers = [
        citizen_with(make_ticket(meeting.council)),
        citizen_with(make_ticket(other)),
        make_staff(other, Role.AGENT, Role.SUPERVISOR),
        make_staff(meeting.council, Role.OFFICER),
        make_staff(meeting.council, Role.ADMINISTRATOR),
    ]
    with clock.at(at(10)):
        meeting.enter()
        before = VideoCall.objects.values().get()
        for name, write in WRITES.items():
            for stranger in strangers:
                with pytest.raises((NotFound, NotAllowed)):
                    write(meeting.call.pk, stranger)
            if name in {"enter", "test"}:
                with pytest.raises(NotAllowed):
                    write(meeting.call.pk, meeting.agent)
            if name == "join":
                with pytest.raises(NotAllowed):
                    write(meeting.call.pk, meeting.citizen)
        assert VideoCall.objects.values().get() == before
    meeting.call.refresh_from_db()
    assert meeting.call.mode == CallMode.VIDEO


def test_one_agent_at_a_time_and_the_second_is_told_who_is_in(meeting: Meeting) -> None:
    with clock.at(at(9, 58)):
        meeting.enter()
        meeting.join()
        meeting.join()
        with pytest.raises(Conflict) as refused:
            meeting.join(meeting.colleague)
        assert "Laia" in str(refused.value.message)
        card = video_card(meeting.ticket, meeting.colleague)
        assert card is not None
        assert card.colleague == meeting.room.agent_name
        meeting.call.refresh_from_db()
        assert meeting.call.waiting_since is None
    with clock.at(at(9, 58, second=40)):  # her page was not heard of for half a minute
        assert meeting.join(meeting.colleague).agent_id == meeting.colleague.user_id
        with pytest.raises(Conflict):
            leave_room(call_id=meeting.call.pk, by=meeting.agent)


def test_a_room_that_only_was_tried_is_no_room_that_somebody_left(meeting: Meeting) -> None:
    note_test(call_id=meeting.call.pk, result={"camera": "ok", "connection": "failed"}, by=meeting.citizen)
    note_test(call_id=meeting.call.pk, result={"connection": "ok"}, by=meeting.citizen)
    assert (meeting.room.tested, meeting.room.tested_at) == ({"camera": "ok", "connection": "ok"}, at(18, day=19))
    with pytest.raises(InvalidInput):
        note_test(call_id=meeting.call.pk, result={"camera": "ok", "label": "My webcam"}, by=meeting.citizen)
    cancel_call(call_id=meeting.call.pk, by=meeting.citizen)
    assert VideoCall.objects.get().ended_at is None
    with pytest.raises(ForbiddenTransition):
        note_test(call_id=meeting.call.pk, result={"camera": "ok"}, by=meeting.citizen)


def test_who_waits_comes_first_and_is_forgotten_when_gone(meeting: Meeting) -> None:
    with clock.at(at(9, 55)):
        meeting.enter()
        found = next_call(meeting.colleague)
        assert found == meeting.call
        assert sweep_rooms() == {"ended": 0, "gone": 0, "to_phone": 0}
    with clock.at(at(9, 55, second=25)):
        touch_room(call_id=meeting.call.pk, by=meeting.citizen)
    with clock.at(at(9, 55, second=50)):
        assert sweep_rooms()["gone"] == 0
    with clock.at(at(9, 56)):
        assert sweep_rooms()["gone"] == 1
        meeting.call.refresh_from_db()
        assert meeting.call.waiting_since is None
        touch_room(call_id=meeting.call.pk, by=meeting.citizen)
        meeting.call.refresh_from_db()
        assert meeting.call.waiting_since == at(9, 56)
