"""The citizen's larger picture, and how to make one."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from helpdesk.marks.services import save_mark
from helpdesk.people.actors import Actor
from helpdesk.people.middleware import LINKS_KEY
from helpdesk.people.models import Council
from helpdesk.people.rules import Purpose
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Attachment, Entry, Ticket
from tests.factories import make_council, make_png, make_ticket

HERE = json.dumps([{"kind": "number", "x": 0.5, "y": 0.1, "words": "premeu aquí"}])
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def holder(ticket: Ticket, host: str = "testserver") -> Client:
    """A browser that has opened the link of a ticket."""
    client = Client(headers={"host": host})
    client.get("/en/")
    link, _token = issue_link(council_id=ticket.council_id, purpose=Purpose.FOLLOW_UP, subject_id=ticket.pk, language="ca")
    session = client.session
    session[LINKS_KEY] = [link.pk]
    session.save()
    client.cookies["__Host-session"] = session.session_key or ""
    return client


def test_the_citizen_sees_the_marked_picture_larger(picture: Attachment, ticket: Ticket, agent: Actor) -> None:
    client = holder(ticket)
    address = f"/en/my/{ticket.reference}/pictures/{picture.key}/"
    plain = client.get(address)
    assert (plain.status_code, '<svg class="m-over"' in plain.content.decode()) == (200, False)
    save_mark(key=picture.key, shapes=HERE, client_id=uuid4(), by=agent)
    html = client.get(address).content.decode()
    assert "premeu aquí" in html
    assert "Laia" in html
    assert client.get(f"/en/my/{ticket.reference}/").content.decode().count("<figure") == 1


def test_the_file_is_served_by_the_route_of_attachments(picture: Attachment, ticket: Ticket) -> None:
    response = holder(ticket).get(f"/attachments/{picture.key}/")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    assert b"".join(response.streaming_content) == make_png()  # type: ignore[attr-defined]


def test_others_do_not(picture: Attachment, ticket: Ticket, council: Council, message: Entry) -> None:
    address = f"/en/my/{ticket.reference}/pictures/{picture.key}/"
    other = make_ticket(council)
    assert Client(headers={"host": "testserver"}).get(address).status_code == 404
    assert holder(other).get(address).status_code == 404
    assert holder(other).get(f"/en/my/{other.reference}/pictures/{picture.key}/").status_code == 404
    assert holder(ticket).get(f"/en/my/{other.reference}/pictures/{picture.key}/").status_code == 404
    text = message.attachments.get(name="a.txt")
    assert holder(ticket).get(f"/en/my/{ticket.reference}/pictures/{text.key}/").status_code == 404
    make_council("rocabruna", host="other.test", prefix="RB")
    assert holder(ticket, "testserver").get(address, headers={"host": "other.test"}).status_code == 404


@pytest.mark.parametrize(
    ("agent_words", "said"),
    [
        ("", "<kbd>Windows</kbd>"),
        (MAC, "<kbd>⌘ Command</kbd>"),
        (LINUX, "<kbd>Print Screen</kbd>"),
        (ANDROID, "lowers the volume"),
        (IPHONE, "raises the volume"),
    ],
    ids=["unknown", "mac", "linux", "android", "iphone"],
)
def test_the_guidance_is_for_the_device_that_asks(council: Council, agent_words: str, said: str) -> None:
    client = Client(headers={"host": "testserver", "user-agent": agent_words})
    html = client.get("/en/screenshot/").content.decode()
    assert said in html
    assert html.split('class="m-systems"')[1].count('aria-current="true"') == 1


def test_another_device_can_be_chosen_without_a_script(council: Council) -> None:
    client = Client(headers={"host": "testserver", "user-agent": IPHONE})
    assert "<kbd>Windows</kbd>" in client.get("/en/screenshot/?system=windows").content.decode()
    assert "raises the volume" in client.get("/en/screenshot/?system=amiga").content.decode()
    assert "for=VC-1&amp;system=linux" in client.get("/en/screenshot/?for=vc-1").content.decode()


def test_it_leads_to_where_the_picture_is_attached(ticket: Ticket, council: Council) -> None:
    to_the_field = f"/en/my/{ticket.reference}/#composer-files"
    html = holder(ticket).get(f"/en/screenshot/?for={ticket.reference}").content.decode()
    assert to_the_field in html
    assert 'id="composer-files"' in holder(ticket).get(f"/en/my/{ticket.reference}/").content.decode()
    stranger = Client(headers={"host": "testserver"}).get(f"/en/screenshot/?for={ticket.reference}").content.decode()
    assert to_the_field not in stranger
    assert ticket.subject not in stranger
    assert "has not opened a request yet" in stranger
