"""Citizens are told of their calls by mail, with a file for the calendar that says when and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core import mail
from icalendar import Calendar

from helpdesk.base import clock
from helpdesk.callbacks.ics import calendar_file
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import AttemptOutcome
from helpdesk.callbacks.services import cancel_call, log_attempt, move_call, remind_calls
from helpdesk.outbox.models import OutboxMail
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from tests.callbacks.conftest import ELEVEN, MORNING, at
from tests.factories import citizen_with, make_ticket
from tests.work import work

Book = Callable[..., Call]


def sent(template: str) -> EmailMessage:
    """The mail of a template, sent; the others that are queued too."""
    assert OutboxMail.objects.filter(template=template).count() == 1
    work()
    position = list(OutboxMail.objects.order_by("pk").values_list("template", flat=True)).index(template)
    return mail.outbox[position].message()


def calendar_in(message: EmailMessage) -> Calendar:
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_filename() == "call.ics"
    found = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == found["METHOD"]
    return found


def test_the_confirmation_says_when_and_brings_the_calendar_file(book: Book, ticket: Ticket) -> None:
    call = book()
    message = sent("call_booked")
    text = message.get_payload(0).as_string()
    assert message["Subject"] == "We will call you: Wednesday 20 May, 10:00"
    assert ticket.reference in text
    assert "021" in text
    assert "+34972000021" not in text
    event = calendar_in(message).walk("VEVENT")[0]
    assert event["UID"] == f"{call.uid}@testserver"
    assert event.decoded("dtstart") == at(10)


def test_a_file_is_forgotten_when_its_mail_is_sent(book: Book) -> None:
    book()
    row = OutboxMail.objects.get(template="call_booked")
    assert row.attachment_text.startswith("BEGIN:VCALENDAR")
    work()
    row.refresh_from_db()
    assert (row.state, row.attachment_text, row.context) == ("sent", "", {})


def test_moving_and_cancelling_change_the_same_event(book: Book, citizen: Actor) -> None:
    call = book()
    move_call(call_id=call.pk, key=ELEVEN, by=citizen)
    cancel_call(call_id=call.pk, by=citizen)
    files = [calendar_in(sent(template)) for template in ("call_booked", "call_moved", "call_cancelled")]
    events = [file.walk("VEVENT")[0] for file in files]
    assert [str(file["METHOD"]) for file in files] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[1].decoded("dtstart") == at(11)


def test_the_file_names_neither_person_nor_subject_nor_number(book: Book, ticket: Ticket) -> None:
    call = book()
    for attendee in ("", "rosa@example.org"):
        text = calendar_file(call, attendee=attendee).decode().replace("\r\n ", "")
        for secret in (ticket.citizen.name, ticket.subject, ticket.reference, call.phone, "AutoFirma", "/s/"):
            assert secret not in text
        assert ("rosa@example.org" in text) is bool(attendee)


def test_the_file_to_download_is_published_with_its_time_zone_and_an_alarm(book: Book) -> None:
    file = Calendar.from_ical(calendar_file(book()))
    event = file.walk("VEVENT")[0]
    assert str(file["METHOD"]) == "PUBLISH"
    assert [str(zone["TZID"]) for zone in file.walk("VTIMEZONE")] == ["Europe/Madrid"]
    assert event["DTSTART"].params["TZID"] == "Europe/Madrid"
    assert event.walk("VALARM")[0].decoded("trigger") == timedelta(minutes=-10)
    assert str(event["SUMMARY"]) == "Call from Ajuntament de Vallclara"


def test_a_part_of_the_day_does_not_block_the_calendar(book: Book) -> None:
    event = Calendar.from_ical(calendar_file(book(MORNING))).walk("VEVENT")[0]
    assert (str(event["TRANSP"]), event.decoded("dtend")) == ("TRANSPARENT", at(14))


def test_words_are_in_the_language_of_the_ticket(book: Book, council: Council) -> None:
    ticket = make_ticket(council, language="es")
    book(MORNING, ticket_id=ticket.pk, by=citizen_with(ticket))
    assert "20 de mayo" in OutboxMail.objects.get(template="call_booked").context["when"]


def test_nobody_without_an_address_is_written_to(book: Book, council: Council, agent: Actor) -> None:
    ticket = make_ticket(council, email="")
    call = book(ticket_id=ticket.pk, by=citizen_with(ticket))
    with clock.at(at(8)):
        assert remind_calls() == 0
    log_attempt(call_id=call.pk, outcome=AttemptOutcome.WRONG_NUMBER, by=agent)
    assert not OutboxMail.objects.filter(template__startswith="call_").exists()


@pytest.mark.usefixtures("council")
@pytest.mark.parametrize(
    ("key", "too_early", "in_time"),
    [("exact:2026-05-25T10:00", at(9, 59, day=24), at(10, day=24)), ("exact:2026-05-20T10:00", at(7, 59), at(8))],
)
def test_a_reminder_comes_once(book: Book, key: str, too_early, in_time) -> None:
    book(key)
    with clock.at(too_early):
        assert remind_calls() == 0
    with clock.at(in_time):
        assert remind_calls() == 1
        assert remind_calls() == 0
    assert OutboxMail.objects.filter(template="call_reminder").count() == 1


def test_what_is_cancelled_is_not_reminded_of_and_what_is_moved_is_again(book: Book, citizen: Actor) -> None:
    call = book("exact:2026-05-25T10:00")
    with clock.at(at(10, day=24)):
        assert remind_calls() == 1
        move_call(call_id=call.pk, key="exact:2026-05-25T12:00", by=citizen)
        assert remind_calls() == 0
    with clock.at(at(10, day=25)):
        assert remind_calls() == 1
        cancel_call(call_id=call.pk, by=citizen)
    with clock.at(at(11, day=25)):
        assert remind_calls() == 0


def test_whoever_could_not_be_reached_is_told_how_to_go_on(book: Book, agent: Actor) -> None:
    log_attempt(call_id=book().pk, outcome=AttemptOutcome.WRONG_NUMBER, by=agent)
    message = sent("call_unanswered")
    assert "/s/" in message.get_payload(0).as_string()
    assert not [part for part in message.walk() if part.get_content_type() == "text/calendar"]
