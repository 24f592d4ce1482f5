"""Drafts: kept on the server, for one person only, until they are sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotAllowed, NotFound
from helpdesk.desk.models import ComposerDraft
from helpdesk.desk.rules import DraftKind
from helpdesk.desk.selectors.drafts import drafts_of
from helpdesk.desk.services.drafts import prune_drafts, save_draft
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from tests.factories import citizen_with, make_council, make_staff, make_ticket

JSON = {"Accept": "application/json"}


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


def url(ticket: Ticket, action: str = "") -> str:
    return f"/en/desk/tickets/{ticket.reference}/{action}"


def keep(desk: Client, ticket: Ticket, body: str, **data: object) -> int:
    return desk.post(url(ticket, "draft/"), {"kind": "reply", "body": body, **data}, headers=JSON).status_code


def test_what_was_begun_is_there_again(ticket: Ticket, desk: Client) -> None:
    assert keep(desk, ticket, "Half a sentence") == 204
    assert keep(desk, ticket, "A thought", kind="note") == 204
    text = desk.get(url(ticket)).content.decode()
    assert "Half a sentence</textarea>" in text
    assert "A thought</textarea>" in text


def test_a_draft_is_nobody_elses(ticket: Ticket, desk: Client, council: Council) -> None:
    keep(desk, ticket, "Half a sentence")
    colleague = make_staff(council, name="Pau Riu")
    assert drafts_of(ticket, colleague) == {}
    assert drafts_of(ticket, citizen_with(ticket)) == {}


def test_each_save_replaces_the_one_before(ticket: Ticket, desk: Client) -> None:
    keep(desk, ticket, "Half")
    keep(desk, ticket, "Half a sentence")
    assert [draft.body for draft in ComposerDraft.objects.all()] == ["Half a sentence"]


def test_emptying_the_field_forgets_the_draft(ticket: Ticket, desk: Client) -> None:
    keep(desk, ticket, "Half a sentence")
    keep(desk, ticket, "  ")
    assert ComposerDraft.objects.count() == 0


@pytest.mark.parametrize("kind", list(DraftKind))
def test_sending_forgets_the_draft(kind: DraftKind, ticket: Ticket, desk: Client) -> None:
    keep(desk, ticket, "Whole sentence", kind=kind)
    desk.post(url(ticket, f"{kind}/"), {"body": "Whole sentence.", "client_id": str(uuid4())})
    assert ComposerDraft.objects.count() == 0


def test_a_draft_that_arrives_after_its_message_leaves_nothing(ticket: Ticket, desk: Client) -> None:
    client_id = str(uuid4())
    desk.post(url(ticket, "reply/"), {"body": "Whole sentence", "client_id": client_id})
    assert keep(desk, ticket, "Whole sentence", client_id=client_id) == 204
    assert ComposerDraft.objects.count() == 0


def test_without_a_script_a_button_saves_it(ticket: Ticket, desk: Client) -> None:
    response = desk.post(url(ticket, "draft/?view=mine"), {"kind": "reply", "body": "Half a sentence"}, follow=True)
    assert response.redirect_chain == [(f"{url(ticket)}?view=mine#composer", 302)]
    assert "The draft is saved." in response.content.decode()
    assert "Half a sentence</textarea>" in response.content.decode()


def test_discarding_throws_it_away(ticket: Ticket, desk: Client) -> None:
    keep(desk, ticket, "Half a sentence")
    response = desk.post(url(ticket, "draft/"), {"kind": "reply", "body": "Half a sentence", "discard": "1"}, follow=True)
    assert "The draft has been thrown away." in response.content.decode()
    assert "Half a sentence" not in response.content.decode()


@pytest.mark.parametrize(("kind", "body"), [("letter", "x"), ("", "x"), ("reply", "x" * 5001)])
def test_nonsense_is_refused(kind: str, body: str, ticket: Ticket, desk: Client) -> None:
    assert desk.post(url(ticket, "draft/"), {"kind": kind, "body": body}).status_code == 422
    assert ComposerDraft.objects.count() == 0


def test_a_refused_reply_keeps_the_draft(ticket: Ticket, desk: Client) -> None:
    keep(desk, ticket, "Half a sentence")
    assert desk.post(url(ticket, "reply/"), {"body": "  ", "client_id": str(uuid4())}).status_code == 422
    assert ComposerDraft.objects.count() == 1


def test_nobody_else_writes_drafts(ticket: Ticket, council: Council) -> None:
    other = make_staff(make_council("second", host="second.example", prefix="SE"), Role.AGENT)
    for actor, error in ((make_staff(council, Role.OFFICER), NotFound), (other, NotFound), (citizen_with(ticket), NotAllowed)):
        with pytest.raises(error):
            save_draft(ticket_id=ticket.pk, kind=DraftKind.REPLY, body="x", by=actor)
    assert ComposerDraft.objects.count() == 0


def test_old_drafts_go(ticket: Ticket, agent: User, council: Council) -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=31)):
        save_draft(ticket_id=ticket.pk, kind=DraftKind.REPLY, body="Forgotten", by=staff_actor(agent))
    with clock.at(now - timedelta(days=29)):
        save_draft(ticket_id=ticket.pk, kind=DraftKind.NOTE, body="Kept", by=staff_actor(agent))
    assert prune_drafts() == 1
    assert [draft.body for draft in ComposerDraft.objects.all()] == ["Kept"]


def test_a_draft_has_a_length(ticket: Ticket, agent: User) -> None:
    with pytest.raises(InvalidInput):
        save_draft(ticket_id=ticket.pk, kind=DraftKind.REPLY, body="x" * 5001, by=staff_actor(agent))
