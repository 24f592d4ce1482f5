"""The demonstration's day: lively at whatever hour somebody tries it, and renewed without doubling."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.demo.calendar import LABEL, make_holidays, make_hours, make_week
from config.demo.councils import PEOPLE, make_councils, make_people, make_remote
from config.demo.furniture import furnish
from config.demo.sessions import seed_session
from config.demo.today import WaitingRoom, open_the_desk, seed_today, seed_waiting_chat
from helpdesk.base import clock
from helpdesk.calendars.models import CalendarException
from helpdesk.calendars.selectors import free_days, schedule_of
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.selectors import late_calls, next_call
from helpdesk.catalogue.services import load_catalogue
from helpdesk.chat.models import Chat
from helpdesk.chat.rules import ChatState
from helpdesk.chat.selectors import chat_open
from helpdesk.chat.services import accept_chat, sweep_chats
from helpdesk.desk.models import SavedView
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, CouncilText, Team, User
from helpdesk.people.selectors import actor_by_email, staff_actor
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Status
from remote.models import RemoteSession
from remote.video.rules import Door, door_of

MADRID = ZoneInfo("Europe/Madrid")
HOURS = {
    "midday": datetime(2026, 11, 18, 12, 20, tzinfo=MADRID),
    "night": datetime(2026, 11, 18, 3, 5, tzinfo=MADRID),
    "late": datetime(2026, 11, 18, 23, 40, tzinfo=MADRID),
    "sunday": datetime(2026, 11, 22, 9, 10, tzinfo=MADRID),
    "holiday": datetime(2026, 12, 8, 17, 0, tzinfo=MADRID),
    "change of clocks": datetime(2026, 10, 25, 10, 0, tzinfo=MADRID),
}


def start(moment: datetime) -> tuple[Council, Actor]:
    """What a start writes for today, without the months."""
    with clock.at(moment):
        council = make_councils(8000, "127.0.0.1")[0]
        both = [council, Council.objects.get(slug="rocabruna")]
        make_people(both)
        make_remote(both)
        by = actor_by_email("admin@vallclara.example")
        assert by is not None
        load_catalogue(council=council, by=by)
        make_week(council)
        make_holidays(council, {2026, 2027}, by)
        make_hours(council, moment.date())
        furnish(council, by)
        seed_today(council, seed=20)
        open_the_desk()
        seed_waiting_chat(council)
    return council, staff_actor(User.objects.get(email=PEOPLE[0].email))


@pytest.mark.django_db
@pytest.mark.parametrize("hour", HOURS)
def test_the_day_is_lively_at_any_hour(hour: str) -> None:
    moment = HOURS[hour].astimezone(UTC)
    council, agent = start(moment.astimezone(MADRID))
    with clock.at(moment):
        assert chat_open(council).is_open
        assert Chat.objects.filter(council=council, state="waiting").count() == 2
        assert next_call(agent) is not None
        assert free_days(council)
    statuses = Counter(Ticket.objects.values_list("status", flat=True))
    assert {Status.NEW, Status.OPEN, Status.WAITING_THIRD_PARTY, Status.RESOLVED} <= set(statuses)
    assert not Ticket.objects.filter(created_at__gt=moment).exists()
    assert Ticket.objects.exclude(interpreter="").exists()
    assert Ticket.objects.exclude(helper_name="").exists()
    assert set(Ticket.objects.exclude(preference="").values_list("preference", flat=True)) == {"written", "slowly", "sign"}
    assert Ticket.objects.exclude(team=None).count() == 2
    assert Ticket.objects.exclude(excluded_reason="").count() == 1
    assert Ticket.objects.filter(status=Status.WAITING_THIRD_PARTY, waiting_until__gte=moment.date()).count() == 3


@pytest.mark.django_db
def test_at_midday_a_call_is_late_one_was_made_one_was_tried_and_others_are_to_come() -> None:
    moment = HOURS["midday"]
    _council, agent = start(moment)
    with clock.at(moment):
        assert len(late_calls(agent)) >= 1
    assert Counter(Call.objects.values_list("state", flat=True))["done"] == 1
    assert Call.objects.filter(state="booked", attempt_count=1).count() == 1
    assert Call.objects.filter(state="booked", starts_at__gt=moment).values("when").distinct().count() == 3


@pytest.mark.django_db
def test_the_room_of_one_call_by_video_is_open_when_calls_are_given() -> None:
    moment = HOURS["midday"]
    start(moment)
    call = Call.objects.get(mode="video")
    assert door_of(mode=call.mode, state=call.state, starts_at=call.starts_at, now=moment) is Door.OPEN
    assert call.ticket.citizen.email  # whom the private link is sent to


@pytest.mark.django_db
def test_calls_are_given_from_eight_to_eight_and_a_holiday_stays_closed() -> None:
    moment = HOURS["midday"]
    council, _agent = start(moment)
    with clock.at(moment):
        slots = [slot for day in free_days(council) for slot in day.exact]
    assert {8 <= slot.starts_at.hour < 20 for slot in slots} == {True}
    schedule = schedule_of(council)
    assert schedule.intervals(datetime(2026, 12, 8, tzinfo=MADRID).date()) == ()
    assert len(schedule.intervals(datetime(2026, 11, 22, tzinfo=MADRID).date())) == 3


@pytest.mark.django_db
def test_the_office_is_furnished_once_and_the_days_are_renewed() -> None:
    council, _agent = start(HOURS["midday"])
    start(HOURS["midday"] + timedelta(days=2))
    assert (Team.objects.count(), SavedView.objects.count()) == (2, 1)
    assert CouncilText.objects.filter(council=council).count() == 6
    days = CalendarException.objects.filter(council=council, label=LABEL)
    assert days.order_by("day").values_list("day", flat=True)[0] == (HOURS["midday"] + timedelta(days=2)).date()
    assert {user.badge for user in User.objects.filter(email__startswith="agent")} == {"0417", "0432", "0451"}


@pytest.mark.django_db
def test_somebody_waits_in_the_chat_until_one_has_been_attended() -> None:
    moment = HOURS["midday"]
    council, agent = start(moment)
    Chat.objects.all().delete()
    with clock.at(moment):
        room = WaitingRoom(council)
    first = Chat.objects.get(ticket=room.tickets[0])
    with clock.at(moment + timedelta(minutes=9)):
        room()
        assert len(room.tickets) == 2
        assert {chat.citizen_seen_at for chat in Chat.objects.all()} == {clock.now()}
    with clock.at(moment + timedelta(minutes=12)):
        sweep_chats()
        room()
        assert len(room.tickets) == 4
        accept_chat(ticket_id=room.tickets[-1].pk, by=agent)
    first.refresh_from_db()
    assert first.state != ChatState.WAITING
    with clock.at(moment + timedelta(minutes=30)):
        room()
        assert len(room.tickets) == 4


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "newly"), [(5, False), (12, True), (600, True)])
def test_started_again_somebody_waits_who_is_heard_of(minutes: int, newly: bool) -> None:  # noqa: FBT001
    moment = HOURS["midday"]
    council, _agent = start(moment)
    before = set(Chat.objects.values_list("pk", flat=True))
    with clock.at(moment + timedelta(minutes=minutes)):
        open_the_desk()
        waiting = seed_waiting_chat(council)
        assert {ticket.chat.citizen_seen_at for ticket in Ticket.objects.filter(pk__in=[t.pk for t in waiting])} == {clock.now()}
    assert len(waiting) == 2
    assert (not before & {Chat.objects.get(ticket=ticket).pk for ticket in waiting}) is newly


@pytest.mark.django_db(transaction=True)
def test_one_remote_session_was_held_and_ended() -> None:
    moment = HOURS["midday"]
    council, _agent = start(moment)
    with clock.at(moment):
        make_remote([council])
        for _time in range(2):
            seed_session(council)
    [session] = RemoteSession.objects.all()
    assert session.state == "ended"
    assert session.consent_text_sha256
    told = set(Entry.objects.filter(ticket=session.ticket).values_list("event", flat=True))
    assert {"remote_offered", "remote_consented", "remote_started", "remote_ended"} <= told
    assert not Entry.objects.filter(ticket=session.ticket, created_at__gt=moment).exists()
