"""What both sides read of a marked picture on the timeline."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from helpdesk.chat.entries import timeline_context, timeline_payload
from helpdesk.marks.models import Mark
from helpdesk.marks.services import save_mark
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.services import CheckedFile, post_message
from tests.factories import citizen_with, make_png

SHAPES = [
    {"kind": "number", "x": 0.9, "y": 0.1, "words": "premeu <b>aquí</b>"},
    {"kind": "arrow", "x": 0.2, "y": 0.2, "x2": 0.5, "y2": 0.5},
    {"kind": "ring", "x": 0.7, "y": 0.7, "x2": 0.9, "y2": 0.9},
    {"kind": "box", "x": 0.1, "y": 0.7, "x2": 0.3, "y2": 0.95},
    {"kind": "text", "x": 0.1, "y": 0.1, "words": "No aquest"},
    {"kind": "cover", "x": 0.4, "y": 0.02, "x2": 0.6, "y2": 0.2},
    {"kind": "number", "x": 0.5, "y": 0.9, "words": ""},
]


def draw(picture: Attachment, by: Actor, **options: object) -> Mark:
    return save_mark(key=picture.key, shapes=json.dumps(SHAPES), client_id=uuid4(), by=by, **options)  # type: ignore[arg-type]


def newest(ticket: Ticket, reader: Actor, *, back: int = 1) -> str:
    return timeline_payload(ticket, reader, since=0, language="en")["entries"][-back]["html"]


def test_the_citizen_reads_who_marked_it_and_what(picture: Attachment, ticket: Ticket, agent: Actor) -> None:
    draw(picture, agent, sentence="És aquest botó")
    html = newest(ticket, citizen_with(ticket))
    assert "Laia marked your picture" in html
    assert '<span lang="ca">És aquest botó</span>' in html
    for words in (
        "at the top right",
        "An arrow points here: in the middle",
        "A ring, at the bottom right",
        "A box, at the bottom left",
        "Words, at the top left",
        "A bar covers something, at the top",
        "at the bottom",
    ):
        assert words in html
    assert "premeu &lt;b&gt;aquí&lt;/b&gt;" in html
    assert "<b>aquí" not in html
    assert f"/attachments/{picture.key}" in html or picture.key in html
    assert f"/my/{ticket.reference}/pictures/{picture.key}/" in html


def test_it_is_drawn_in_percents_without_a_style(picture: Attachment, ticket: Ticket, agent: Actor) -> None:
    draw(picture, agent)
    with translation.override("ca"):
        html = timeline_payload(ticket, citizen_with(ticket), since=0, language="ca")["entries"][-1]["html"]
    assert 'cx="90%"' in html
    assert 'rx="10%"' in html
    assert 'width="400"' in html
    assert " style=" not in html
    assert 'aria-hidden="true"' in html


def test_staff_read_it_and_can_draw_again(picture: Attachment, ticket: Ticket, agent: Actor) -> None:
    draw(picture, agent)
    html = newest(ticket, agent)
    assert "Laia marked the picture" in html
    assert f"/desk/pictures/{picture.key}/" in html
    asked = newest(ticket, agent, back=2)
    assert "Mark on this picture" in asked
    assert asked.count("/desk/pictures/") == 1


def test_the_citizen_is_not_offered_to_draw(picture: Attachment, ticket: Ticket) -> None:
    html = newest(ticket, citizen_with(ticket))
    assert "screen.png" in html
    assert "Mark on this picture" not in html
    assert "/desk/" not in html


def test_only_the_newest_version_is_shown(picture: Attachment, ticket: Ticket, agent: Actor) -> None:
    draw(picture, agent)
    draw(picture, agent, seen=1)
    older, shown = newest(ticket, citizen_with(ticket), back=2), newest(ticket, citizen_with(ticket))
    assert ("<figure" in older, "<figure" in shown) == (False, True)
    assert "the newest version is further down" in older
    assert "version=1" not in older
    assert f"/desk/pictures/{picture.key}/?version=1" in newest(ticket, agent, back=2)


@pytest.mark.parametrize("reader", ["agent", "citizen"])
def test_marked_pictures_cost_one_query_however_many(picture: Attachment, ticket: Ticket, agent: Actor, reader: str) -> None:
    actor = agent if reader == "agent" else citizen_with(ticket)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            timeline_context(Ticket.objects.select_related("council").get(pk=ticket.pk), actor)
        return len(queries)

    without = count()
    draw(picture, agent)
    assert count() == without + 1
    for _more in range(5):
        files = [CheckedFile("more.png", "image/png", make_png())]
        message = post_message(ticket_id=ticket.pk, body="", client_id=uuid4(), by=citizen_with(ticket), files=files)
        draw(message.attachments.get(), agent)
    assert count() == without + 1


def test_the_page_of_the_desk_asks_one_query_more(picture: Attachment, ticket: Ticket, agent: Actor, desk: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/en/desk/tickets/{ticket.reference}/").status_code == 200
        return len(queries)

    post_message(ticket_id=ticket.pk, body="I look", client_id=uuid4(), by=agent)
    count()
    without = count()
    draw(picture, agent)
    count()
    assert count() <= without + 1
