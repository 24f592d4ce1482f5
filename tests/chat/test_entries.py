"""One component shows an entry to both sides: names, language, local time, files, and nothing that a browser would run."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.utils import translation

from helpdesk.base import clock
from helpdesk.chat.entries import entry_payload, timeline_context, timeline_payload
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import entries_since, ticket_for
from helpdesk.tickets.services import CheckedFile, post_message, take_ticket, write_note
from tests.factories import citizen_with
from tests.markup import squeeze

pytestmark = pytest.mark.django_db


def html_of(ticket: Ticket, actor: Actor, *, since: int, language: str = "en") -> list[str]:
    found = ticket_for(ticket.reference, actor)
    return [squeeze(str(entry["html"])) for entry in timeline_payload(found, actor, since=since, language=language)["entries"]]


def test_a_message_is_plain_text_with_links(ticket: Ticket) -> None:
    body = '<script>alert(1)</script> https://example.cat/a?b=1&c=2 "x"'
    post_message(ticket_id=ticket.pk, body=body, client_id=uuid4(), by=citizen_with(ticket))
    (html,) = html_of(ticket, citizen_with(ticket), since=2)
    assert "<script" not in html
    assert '<a href="https://example.cat/a?b=1&amp;c=2" rel="nofollow">' in html
    assert 'lang="ca"' in html


def test_each_side_sees_its_own_messages_as_its_own(ticket: Ticket, agent: Actor) -> None:
    post_message(ticket_id=ticket.pk, body="Bon dia", client_id=uuid4(), by=agent)
    own, seen = html_of(ticket, agent, since=2)[0], html_of(ticket, citizen_with(ticket), since=2)[0]
    assert "data-me" in own
    assert "data-me" not in seen
    assert "<b>Laia</b>" in seen
    assert "Ferrer" not in seen
    assert (
        "data-me" in html_of(ticket, citizen_with(ticket), since=1)[0],
        "<b>You</b>" in html_of(ticket, citizen_with(ticket), since=1)[0],
    ) == (True, True)


def test_a_note_is_marked_and_only_for_staff(ticket: Ticket, agent: Actor) -> None:
    write_note(ticket_id=ticket.pk, body="canary", client_id=uuid4(), by=agent)
    assert "data-note" in html_of(ticket, agent, since=2)[0]
    assert html_of(ticket, citizen_with(ticket), since=2) == []


def test_the_time_is_the_councils(ticket: Ticket) -> None:
    with clock.at(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
        post_message(ticket_id=ticket.pk, body="Hola", client_id=uuid4(), by=citizen_with(ticket))
    (html,) = html_of(ticket, citizen_with(ticket), since=2)
    assert 'datetime="2026-07-02T00:30:00+02:00"' in html
    assert "00:30</time>" in html


def test_files_are_links_to_the_checked_view(ticket: Ticket, agent: Actor) -> None:
    file = CheckedFile(name="<b>dni.pdf", media_type="application/pdf", content=b"%PDF-1.7")
    entry = post_message(ticket_id=ticket.pk, body="", client_id=uuid4(), by=citizen_with(ticket), files=[file])
    (html,) = html_of(ticket, agent, since=2)
    assert f'href="/attachments/{entry.attachments.get().key}/"' in html
    assert "&lt;b&gt;dni.pdf" in html


def test_events_have_words_for_citizens(ticket: Ticket, agent: Actor) -> None:
    take_ticket(ticket_id=ticket.pk, by=agent)
    assert "A person is looking after your request" in html_of(ticket, citizen_with(ticket), since=2)[0]
    assert "Taken by an agent" in html_of(ticket, agent, since=2)[0]


def test_page_poll_and_socket_give_the_same(ticket: Ticket, agent: Actor) -> None:
    found = ticket_for(ticket.reference, agent)
    payload = timeline_payload(found, agent, since=0, language="en")
    with translation.override("en"):
        context = timeline_context(found, agent)
    assert context["last"] == payload["last"] == 2
    assert context["side"] == "staff"
    assert [entry_payload(row, ticket=found, actor=agent, request_language="en") for row in entries_since(found, agent)] == payload[
        "entries"
    ]
    assert timeline_payload(found, agent, since=2, language="en") == {
        "entries": [],
        "last": 2,
        "more": False,
        "status": "new",
        "chat": None,
    }


@pytest.mark.parametrize("rows", [1, 30])
def test_a_timeline_costs_the_same_for_any_number_of_entries(
    ticket: Ticket, agent: Actor, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        post_message(ticket_id=ticket.pk, body=f"m{number}", client_id=uuid4(), by=agent)
    found = ticket_for(ticket.reference, agent)
    with django_assert_num_queries(3):  # type: ignore[operator]
        timeline_payload(found, agent, since=0, language="en")
