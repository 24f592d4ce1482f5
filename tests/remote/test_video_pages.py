"""The pages of a call by video: before its time, in it, after it, without a script, at the desk; and how it is agreed."""

import json
import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import AttemptOutcome, CallMode
from helpdesk.callbacks.services import cancel_call, hold_by_phone, log_attempt
from helpdesk.outbox.models import OutboxMail
from helpdesk.people.middleware import LINKS_KEY
from remote.models import VideoCall
from remote.video.consent import consent_for_video
from remote.video.services import leave_room
from tests.factories import enable_remote, make_ticket
from tests.markup import squeeze
from tests.remote.browsing import logged_in, read, url
from tests.remote.meeting import DIRECT, ELEVEN, MORNING, PHONE, TEN, Meeting, at
from tests.work import work


@pytest.fixture
def tab(meeting: Meeting) -> Client:
    """The citizen's browser."""
    client, session = Client(), SessionStore()
    session[LINKS_KEY] = [meeting.link.pk]
    session.save()
    client.cookies["__Host-session"] = session.session_key or ""
    return client


@pytest.fixture
def desk(meeting: Meeting) -> Client:
    return logged_in(meeting.user)


def at_page(name: str, meeting: Meeting) -> str:
    return url(name, meeting.ticket.reference)


def page(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def enter(tab: Client, meeting: Meeting, sha256: str = "") -> int:
    words = sha256 or consent_for_video(meeting.council, "en").sha256
    return tab.post(at_page("video_enter", meeting), {"text_sha256": words}).status_code


def test_the_page_says_what_there_is_to_do_at_each_time(meeting: Meeting, tab: Client) -> None:
    room = at_page("video", meeting)
    said = {
        at(9): ("The room is not open yet", "from 9:50 on"),
        at(9, 50): ("Before you enter", "Nothing is recorded", "There are no captions yet"),
        at(10, 31): ("The time of this call by video is over.", "Call me by telephone instead"),
    }
    for when, words in said.items():
        with clock.at(when):
            found = squeeze(read(tab, room))
            assert [one for one in (*words, "Call me by telephone instead") if one not in found] == [], when
            assert "The call by video needs JavaScript" in found or when != at(9, 50)


def test_entering_names_the_words_and_loading_again_leads_back(meeting: Meeting, tab: Client) -> None:
    with clock.at(at(9, 49)):
        assert enter(tab, meeting) == 409
    with clock.at(at(9, 55)):
        refused = tab.post(at_page("video_enter", meeting), {"text_sha256": "0" * 64})
        assert refused.status_code == 409
        assert "The words of this page have changed" in refused.content.decode()
        assert tab.post(at_page("video_enter", meeting)).status_code == 422
        assert not VideoCall.objects.exclude(entered_at=None).exists()
        assert enter(tab, meeting) == 302
        for _time in range(2):
            found = read(tab, at_page("video", meeting))
            assert "Waiting room" in found
            assert f"/ws/remote/video/{meeting.ticket.reference}/citizen/" in found
        assert tab.get(at_page("video", meeting)).headers["Permissions-Policy"].startswith("camera=(self), microphone=(self)")
        tab.post(at_page("video_leave", meeting))
        assert "You have left the call" in read(tab, at_page("video", meeting))


def test_without_a_script_the_telephone_is_a_form(meeting: Meeting, tab: Client) -> None:
    with clock.at(at(10, 20)):
        enter(tab, meeting)
        found = read(tab, at_page("video", meeting))
        assert f'action="{at_page("video_phone", meeting)}"' in found
        answered = tab.post(at_page("video_phone", meeting), follow=True)
        assert "We will call you by telephone" in answered.content.decode()
        assert "We will call you" in answered.content.decode()
        assert "We will call you by telephone" in read(tab, at_page("video", meeting))
    meeting.call.refresh_from_db()
    assert meeting.call.mode == CallMode.PHONE


def test_the_summary_says_how_long_it_was_and_a_settled_call_has_no_room(meeting: Meeting, tab: Client) -> None:
    with clock.at(at(10)):
        meeting.talk()
        assert "Call by video" in read(tab, at_page("video", meeting))
    with clock.at(at(10, 12)):
        leave_room(call_id=meeting.call.pk, by=meeting.agent)
        assert "You talked for 12 minutes." in squeeze(read(tab, at_page("video", meeting)))
        log_attempt(call_id=meeting.call.pk, outcome=AttemptOutcome.ANSWERED, by=meeting.agent)
        assert "The call is over" in read(tab, at_page("video", meeting))
        assert enter(tab, meeting) == 409
        assert "We talked by video" in read(tab, page("portal:ticket", meeting.ticket.reference))


def test_a_cancelled_call_says_so(meeting: Meeting, tab: Client) -> None:
    with clock.at(at(9, 55)):
        enter(tab, meeting)
        cancel_call(call_id=meeting.call.pk, by=meeting.agent)
        assert "The call has been cancelled." in read(tab, at_page("video", meeting))


def test_a_request_without_a_call_by_video_leads_back(meeting: Meeting, tab: Client, desk: Client) -> None:
    hold_by_phone(call_id=meeting.call.pk, by=meeting.citizen)
    for name in ("video", "video_test"):
        assert tab.get(at_page(name, meeting)).headers["Location"] == page("portal:ticket", meeting.ticket.reference)
    for name in ("video_enter", "video_leave", "video_phone", "video_test"):
        assert tab.post(at_page(name, meeting)).status_code == 302
    assert desk.get(at_page("video_room", meeting)).headers["Location"] == page("desk:ticket", meeting.ticket.reference)
    assert not VideoCall.objects.exists()


def test_the_test_keeps_words_of_a_closed_list_only(meeting: Meeting, tab: Client) -> None:
    address = at_page("video_test", meeting)
    terms = json.loads(re.search(r'data-terms="([^"]*)"', read(tab, address))[1].replace("&quot;", '"'))  # type: ignore[index]
    assert (terms["relay_only"], terms["ice"][0]["urls"]) == (True, "turn:127.0.0.1:3478")
    good = tab.post(address, {"camera": "ok", "connection": "failed"}, content_type="application/json")
    assert (good.status_code, meeting.room.tested) == (200, {"camera": "ok", "connection": "failed"})
    for bad in ({"camera": "a webcam"}, {"screen": "ok"}, [], {}, "x"):
        answered = tab.post(address, json.dumps(bad), content_type="application/json")
        assert (answered.status_code, answered.json()) == (422, {"error": "invalid"})
    assert tab.post(address, "{", content_type="application/json").status_code == 422
    assert tab.post(address, {"camera": "ok"}).status_code == 422
    found = squeeze(read(tab, page("portal:ticket", meeting.ticket.reference)))
    assert "Camera: works" in found
    assert "Connection: does not work" in found


def test_the_desk_opens_the_room_in_its_window_and_sees_who_waits(meeting: Meeting, tab: Client, desk: Client) -> None:
    room, ticket = at_page("video_room", meeting), page("desk:ticket", meeting.ticket.reference)
    agenda = page("desk:calls")
    with clock.at(at(9, 40)):
        assert f'href="{room}"' not in read(desk, ticket)
        assert "The room opens on" in read(desk, room)
    with clock.at(at(9, 52)):
        for address in (ticket, agenda):
            found = read(desk, address)
            assert f'href="{room}"' in found
            assert "By video" in found or address == ticket
        enter(tab, meeting)
        found = squeeze(read(desk, ticket))
        assert "The citizen is waiting" in found
        assert "is waiting in the room of the video call." in found
        meeting.join(meeting.colleague)
        assert f"{meeting.room.agent_name} is in the room with the citizen" in squeeze(read(desk, room))
        assert "data-video=" not in read(desk, room)
        assert "data-video=" in read(logged_in(meeting.colleague_user), room)


def test_after_hanging_up_the_outcome_is_asked_for(meeting: Meeting, desk: Client) -> None:
    with clock.at(at(10)):
        meeting.talk()
        left = desk.post(at_page("video_room_leave", meeting))
        assert left.headers["Location"] == f"{page('desk:ticket', meeting.ticket.reference)}#call-card"
        found = squeeze(read(desk, page("desk:ticket", meeting.ticket.reference)))
        assert re.search(r'<details class="k-details" open ?> ?<summary>Log the attempt', found)
        assert "Did not come, or it failed" in found
        assert "Voicemail" not in found


def test_the_agent_may_change_to_the_telephone(meeting: Meeting, tab: Client, desk: Client) -> None:
    with clock.at(at(10)):
        enter(tab, meeting)
        desk.post(at_page("video_room_phone", meeting))
        assert "We will call you by telephone" in read(tab, at_page("video", meeting))
        found = read(desk, page("desk:ticket", meeting.ticket.reference))
        assert "It is a telephone call now" in found
        assert 'href="tel:+34972000021"' in found


def test_the_pages_ask_no_more_for_a_call_by_video_than_for_its_room(meeting: Meeting, desk: Client) -> None:
    address = page("desk:calls") + "?day=2026-05-20"

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(desk, address)
        return len(asked)

    read(desk, address)
    one = queries()
    for _ in range(3):
        meeting.book(make_ticket(meeting.council), TEN)
    assert queries() == one


def test_without_the_choice_nothing_is_asked_and_with_it_both_ways_are_explained(meeting: Meeting, tab: Client, desk: Client) -> None:
    cancel_call(call_id=meeting.call.pk, by=meeting.citizen)
    addresses = ((tab, page("portal:call", meeting.ticket.reference)), (desk, page("desk:call_book", meeting.ticket.reference)))
    for client, address in addresses:
        assert read(client, address).count('name="mode"') == 2
    assert "you can change to the telephone at any moment" in read(tab, addresses[0][1])
    enable_remote(meeting.council, "browser_direct", **{**DIRECT, "video": "no"})
    for client, address in addresses:
        assert 'name="mode"' not in read(client, address)


def test_a_part_of_the_day_is_not_for_video_and_what_was_chosen_stays(meeting: Meeting, tab: Client, desk: Client) -> None:
    cancel_call(call_id=meeting.call.pk, by=meeting.citizen)
    for client, address in ((tab, page("portal:call", meeting.ticket.reference)), (desk, page("desk:call_book", meeting.ticket.reference))):
        refused = client.post(address, {"slot": MORNING, "phone": PHONE, "mode": "video"})
        found = refused.content.decode()
        assert refused.status_code == 422
        assert "A call by video needs an exact time" in found
        assert re.search(r'value="video"[^>]*checked', found)
        assert client.post(address, {"slot": TEN, "phone": PHONE, "mode": "fax"}).status_code == 422
        assert client.post(address, {"slot": TEN, "phone": PHONE}).status_code == 422
    assert not Call.objects.exclude(state="cancelled").exists()
    assert tab.post(page("portal:call", meeting.ticket.reference), {"slot": TEN, "phone": PHONE, "mode": "video"}).status_code == 302
    call = Call.objects.exclude(state="cancelled").get()
    assert (call.mode, call.phone) == (CallMode.VIDEO, "+34972000021")
    desk.post(page("desk:call_book", meeting.ticket.reference), {"slot": ELEVEN, "mode": "phone"})
    call.refresh_from_db()
    assert (call.mode, call.starts_at) == (CallMode.PHONE, at(11))


def test_a_way_that_is_not_offered_any_more_is_refused(meeting: Meeting, tab: Client) -> None:
    cancel_call(call_id=meeting.call.pk, by=meeting.citizen)
    enable_remote(meeting.council, "browser_direct", **{**DIRECT, "video": "no"})
    assert tab.post(page("portal:call", meeting.ticket.reference), {"slot": TEN, "phone": PHONE, "mode": "video"}).status_code == 302
    assert Call.objects.exclude(state="cancelled").get().mode == CallMode.PHONE  # the page that was shown last has no choice


def test_mails_and_the_file_say_how_and_hold_no_secret(meeting: Meeting, tab: Client) -> None:
    ticket = make_ticket(meeting.council, language="en", email="ona@example.org")
    meeting.book(ticket, ELEVEN)
    row = OutboxMail.objects.get(template="call_booked", recipient="ona@example.org")
    event = Calendar.from_ical(row.attachment_text.encode()).walk("VEVENT")[0]
    assert str(event["summary"]) == f"Call by video with {meeting.council.name}"
    assert "http" not in row.attachment_text
    assert ticket.reference not in row.attachment_text
    work()
    subject = "Your call by video: Wednesday 20 May, 11:00"
    [message] = [one for one in mail.outbox if one.to == ["ona@example.org"] and one.subject == subject]
    assert "We meet by video, in your browser" in message.body
    assert "the number that ends in 021" in message.body
