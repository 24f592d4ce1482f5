"""Citizens are told by mail what happened, in their language, and never what was written."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import translation

from helpdesk.base import clock
from helpdesk.mail.rules import is_live, wait_before_notice
from helpdesk.outbox.models import OutboxMail
from helpdesk.people.rules import Purpose
from helpdesk.tickets.rules import Channel, Event, Motive, Outcome
from helpdesk.tickets.services import NewTicket, add_event, log_contact, post_message, write_note
from satisfaction.services import send_due_mails
from tests.factories import citizen_with, make_council, make_staff, make_ticket
from tests.work import work

pytestmark = pytest.mark.django_db
NOW = clock.of_the_machine()


@pytest.fixture
def council():
    return make_council()


@pytest.fixture
def agent(council):
    return make_staff(council)


def templates():
    return list(OutboxMail.objects.order_by("pk").values_list("template", flat=True))


def say(ticket, by, body="Please install it again."):
    return post_message(ticket_id=ticket.pk, body=body, client_id=uuid4(), by=by)


def logged(council, agent, outcome, email="rosa@example.org"):
    new = NewTicket(subject="Call", channel=Channel.PHONE, motive=Motive.OTHER, language="es", name="Rosa", email=email)
    return log_contact(council=council, new=new, outcome=outcome, by=agent)


def test_a_request_is_confirmed_with_its_number_and_a_link_of_its_own(council):
    ticket = make_ticket(council)
    row = OutboxMail.objects.get()
    assert (row.template, row.recipient, row.language) == ("ticket_opened", "rosa@example.org", "ca")
    assert (row.link_purpose, row.link_subject_id) == (Purpose.FOLLOW_UP, ticket.pk)
    work()
    assert ticket.reference in mail.outbox[0].subject
    assert "http://testserver/s/" in mail.outbox[0].body


def test_without_an_address_nothing_is_sent(council, agent):
    ticket = make_ticket(council, email="")
    say(ticket, agent)
    assert templates() == []


def test_a_logged_contact_left_open_is_confirmed(council, agent):
    logged(council, agent, None)
    assert templates() == ["ticket_opened"]


def test_a_logged_contact_solved_at_once_only_invites_to_rate(council, agent):
    """An hour later: whoever is on the telephone may be asked there and then."""
    logged(council, agent, Outcome.SOLVED)
    assert templates() == []
    with clock.at(clock.now() + timedelta(hours=1)):
        send_due_mails()
    assert templates() == ["rating"]


def test_an_answer_of_staff_is_told_without_its_text(council, agent):
    ticket = make_ticket(council)
    say(ticket, agent, "Your code is 1234")
    assert templates() == ["ticket_opened", "reply_notice"]
    work()
    assert "1234" not in mail.outbox[1].body + str(mail.outbox[1].alternatives)


def test_the_citizens_own_message_and_notes_are_not_told(council, agent):
    ticket = make_ticket(council)
    say(ticket, citizen_with(ticket))
    write_note(ticket_id=ticket.pk, body="Strange case", client_id=uuid4(), by=agent)
    assert templates() == ["ticket_opened"]


def test_several_answers_in_a_row_are_told_once_now_and_once_later(council, agent):
    ticket = make_ticket(council)
    for _ in range(3):
        say(ticket, agent)
    assert templates().count("reply_notice") == 1
    work()
    for _ in range(3):
        say(ticket, agent)
    assert templates().count("reply_notice") == 2
    work()
    assert OutboxMail.objects.filter(template="reply_notice", state="queued").count() == 1


def test_an_answer_of_another_ticket_is_told_too(council, agent):
    for _ in range(2):
        say(make_ticket(council), agent)
    assert templates().count("reply_notice") == 2


def test_during_a_chat_answers_are_not_told_and_afterwards_they_are(council, agent):
    ticket = make_ticket(council, channel=Channel.CHAT)
    add_event(ticket, event=Event.CHAT_STARTED, by=citizen_with(ticket))
    say(ticket, agent)
    assert templates() == ["ticket_opened"]
    add_event(ticket, event=Event.CHAT_ENDED, by=agent)
    say(ticket, agent)
    assert templates() == ["ticket_opened", "reply_notice"]


@pytest.mark.parametrize("language", ["ca", "es", "eu", "gl", "en"])
@pytest.mark.parametrize("template", ["ticket_opened", "reply_notice", "rating"])
def test_mails_speak_the_citizens_language_whatever_the_server_speaks(council, language, template):
    ticket = make_ticket(council, language=language)
    OutboxMail.objects.update(template=template)
    with translation.override("en"):
        work()
    (message,) = mail.outbox
    with translation.override(language):
        warning = translation.gettext("The link is personal. Please do not forward it.")
    assert warning in message.body
    assert f'<html lang="{language}">' in str(message.alternatives[0].content)
    assert message.extra_headers["Content-Language"] == language
    assert ticket.reference in message.subject
    assert "\n" not in message.subject
    assert "&#x27;" not in message.body


def test_every_mail_says_what_we_never_ask_for(council):
    make_ticket(council, language="en")
    work()
    assert "we never ask for passwords, PINs or bank details" in mail.outbox[0].body
    assert "We never ask for passwords, PINs or bank details" in str(mail.outbox[0].alternatives[0].content)


def test_mails_of_two_councils_carry_their_own_names_and_hosts(council):
    other = make_council("second", host="second.localhost", prefix="SE")
    make_ticket(council, email="a@example.org")
    make_ticket(other, email="b@example.org")
    work()
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert "http://testserver/s/" in bodies["a@example.org"]
    assert "Second" not in bodies["a@example.org"]
    assert "http://second.localhost/s/" in bodies["b@example.org"]
    assert "Vallclara" not in bodies["b@example.org"]


@pytest.mark.parametrize(
    ("events", "live"),
    [([], False), (["chat_started"], True), (["chat_started", "chat_ended"], False), (["chat_started", "chat_converted", "taken"], False)],
)
def test_when_a_chat_is_live(events, live):
    assert is_live(events) is live


def test_how_long_a_notice_waits():
    assert wait_before_notice(None, NOW) == timedelta()
    assert wait_before_notice(NOW - timedelta(minutes=2), NOW) == timedelta(minutes=3)
    assert wait_before_notice(NOW - timedelta(hours=2), NOW) == timedelta()
