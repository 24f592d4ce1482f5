"""The drawing page and the question for a picture, without a script."""

import json
import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from helpdesk.marks.models import Mark
from helpdesk.marks.services import save_mark
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Attachment, Entry, Ticket
from tests.factories import make_council, make_staff, make_user

HERE = json.dumps([{"kind": "number", "x": 0.5, "y": 0.5, "words": "press here"}])
ELSEWHERE = json.dumps([{"kind": "ring", "x": 0.1, "y": 0.1, "x2": 0.4, "y2": 0.4}])


def url(picture: Attachment) -> str:
    return f"/en/desk/pictures/{picture.key}/"


def carried(html: str) -> list[dict[str, object]]:
    """Return what the page's form carries as drawn."""
    found = re.search(r'name="shapes"\s+value="([^"]*)"', html)
    assert found
    shapes: list[dict[str, object]] = json.loads(unescape(found[1]))
    return shapes


def seen(html: str) -> str:
    found = re.search(r'name="seen"\s+value="(\d+)"', html)
    assert found
    return found[1]


def test_a_step_is_added_by_its_place_and_sent(desk: Client, picture: Attachment, ticket: Ticket) -> None:
    page = desk.get(url(picture)).content.decode()
    assert (carried(page), seen(page)) == ([], "0")
    added = desk.post(
        url(picture), {"shapes": "[]", "seen": "0", "place": "top_right", "words": "press here", "add": "1", "sentence": "Kept"}
    )
    html = added.content.decode()
    assert added.status_code == 200
    assert 'value="Kept"' in html
    assert not Mark.objects.exists()
    [step] = carried(html)
    assert (step["kind"], step["words"]) == ("number", "press here")
    assert "at the top right" in html
    sent = desk.post(url(picture), {"shapes": json.dumps([step]), "seen": "0", "client_id": str(uuid4()), "send": "1", "sentence": "Kept"})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/en/desk/tickets/{ticket.reference}/#timeline")
    mark = Mark.objects.get()
    assert (mark.shapes, mark.entry.body) == ([step], "Kept")


def test_a_mark_is_taken_away(desk: Client, picture: Attachment) -> None:
    two = json.dumps([*json.loads(HERE), *json.loads(ELSEWHERE)])
    html = desk.post(url(picture), {"shapes": two, "seen": "0", "remove": "0"}).content.decode()
    assert carried(html) == json.loads(ELSEWHERE)


def test_enter_in_a_field_sends_nothing(desk: Client, picture: Attachment) -> None:
    html = desk.post(url(picture), {"shapes": HERE, "seen": "0", "keep": "1", "words": "half a", "sentence": "half b"}).content.decode()
    assert carried(html) == json.loads(HERE)
    assert 'value="half a"' in html
    assert 'value="half b"' in html
    assert not Mark.objects.exists()


def test_what_cannot_be_sent_comes_back(desk: Client, picture: Attachment) -> None:
    response = desk.post(url(picture), {"shapes": HERE, "seen": "0", "send": "1", "sentence": "x" * 201})
    html = response.content.decode()
    assert response.status_code == 422
    assert carried(html) == json.loads(HERE)
    assert "x" * 201 in html
    assert "200 characters at most" in html
    empty = desk.post(url(picture), {"shapes": "[]", "seen": "0", "send": "1"})
    assert (empty.status_code, "Add at least one mark" in empty.content.decode()) == (422, True)
    nonsense = desk.post(url(picture), {"shapes": "{", "seen": "0", "send": "1"})
    assert nonsense.status_code == 422
    full = json.dumps(json.loads(HERE) * 40)
    assert desk.post(url(picture), {"shapes": full, "seen": "0", "add": "1"}).status_code == 422


def test_a_colleague_who_was_faster_is_told_and_nothing_is_lost(desk: Client, picture: Attachment, council: Council, agent: Actor) -> None:
    save_mark(key=picture.key, shapes=ELSEWHERE, client_id=uuid4(), by=make_staff(council, name="Pau Vidal"))
    response = desk.post(url(picture), {"shapes": HERE, "seen": "0", "send": "1", "sentence": "Mine", "client_id": str(uuid4())})
    html = response.content.decode()
    assert response.status_code == 409
    assert (carried(html), seen(html), 'value="Mine"' in html) == (json.loads(HERE), "1", True)
    assert "See what Pau drew" in html
    assert "Send anyway" in html
    again = desk.post(url(picture), {"shapes": HERE, "seen": "1", "send": "1", "sentence": "Mine", "client_id": str(uuid4())})
    assert again.status_code == 302
    assert [mark.author_name for mark in Mark.objects.order_by("version")] == ["Pau", "Laia"]


def test_older_versions_can_be_seen(desk: Client, picture: Attachment, agent: Actor) -> None:
    save_mark(key=picture.key, shapes=HERE, client_id=uuid4(), by=agent)
    save_mark(key=picture.key, shapes=ELSEWHERE, client_id=uuid4(), by=agent)
    assert carried(desk.get(url(picture)).content.decode()) == json.loads(ELSEWHERE)
    older = desk.get(f"{url(picture)}?version=1").content.decode()
    assert (carried(older), seen(older)) == (json.loads(HERE), "2")
    for version in ("3", "0", "x", ""):
        assert desk.get(f"{url(picture)}?version={version}").status_code == 404


def test_the_page_says_that_the_picture_is_kept(desk: Client, picture: Attachment) -> None:
    html = " ".join(desk.get(url(picture)).content.decode().split())
    assert "A bar covers what is under it only in this drawing." in html


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_are_refused(client: Client, picture: Attachment, council: Council, message: Entry, method: str) -> None:
    text = message.attachments.get(name="a.txt")
    other = make_council("rocabruna", host="other.test", prefix="RB")
    for user in (make_user(council, Role.OFFICER), make_user(council, Role.ADMINISTRATOR), make_user(other, Role.AGENT), make_user()):
        client.force_login(user)
        assert getattr(client, method)(url(picture), headers={"host": "testserver"}).status_code in {302, 403, 404}
    client.force_login(make_user(council, Role.AGENT))
    assert getattr(client, method)(url(text), headers={"host": "testserver"}).status_code == 404
    assert not Mark.objects.exists()


def test_a_picture_is_asked_for_with_one_press(desk: Client, ticket: Ticket) -> None:
    page = desk.get(f"/en/desk/tickets/{ticket.reference}/").content.decode()
    assert "Ask for a screenshot" in page
    press = {"client_id": str(uuid4())}
    for _twice in range(2):
        response = desk.post(f"/en/desk/tickets/{ticket.reference}/ask-picture/", press)
        assert response.status_code == 302
    said = Entry.objects.filter(ticket=ticket, author_kind="staff", kind="message")
    assert [entry.body.rpartition(" ")[2] for entry in said] == [f"http://testserver/ca/screenshot/?for={ticket.reference}"]
    assert said[0].language == "ca"
    ticket.refresh_from_db()
    assert ticket.first_human_response_at is not None


def test_a_done_ticket_does_not_ask(desk: Client, ticket: Ticket) -> None:
    ticket.status, ticket.resolved_at, ticket.first_resolved_at = "resolved", ticket.created_at, ticket.created_at
    ticket.save()
    assert "Ask for a screenshot" not in desk.get(f"/en/desk/tickets/{ticket.reference}/").content.decode()
