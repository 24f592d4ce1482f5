"""Keeping what an agent drew: versions, who may, what follows from it."""

import json
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from helpdesk.base.errors import Conflict, InvalidInput, NotAllowed, NotFound, RefusedFile
from helpdesk.marks.models import Mark
from helpdesk.marks.services import save_mark
from helpdesk.outbox.models import OutboxMail
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.rules import Event, Status
from helpdesk.tickets.services import CheckedFile, write_note
from helpdesk.tickets.services.attachments import attach, storage_path
from tests.factories import citizen_with, make_council, make_png, make_staff, make_ticket

HERE = json.dumps([{"kind": "number", "x": 0.9, "y": 0.1, "words": "press here"}])
THERE = json.dumps([{"kind": "ring", "x": 0.1, "y": 0.1, "x2": 0.4, "y2": 0.4}])


def draw(picture: Attachment, by: Actor, shapes: str = HERE, **options: object) -> Mark:
    return save_mark(key=picture.key, shapes=shapes, client_id=uuid4(), by=by, **options)  # type: ignore[arg-type]


def test_a_drawing_is_kept_and_told(picture: Attachment, ticket: Ticket, agent: Actor) -> None:
    mark = draw(picture, agent, sentence="  It is this\nbutton ")
    assert (mark.version, mark.width, mark.height, mark.author_id, mark.author_name) == (1, 400, 300, agent.user_id, "Laia")
    assert mark.shapes == json.loads(HERE)
    entry = mark.entry
    assert (entry.event, entry.visibility, entry.body, entry.author_kind) == (Event.MARKED, "public", "It is this button", "staff")
    assert entry.data == {"version": 1, "own": True}
    ticket.refresh_from_db()
    assert ticket.last_seq == entry.seq


def test_it_is_the_answer_of_a_person_and_told_by_mail(picture: Attachment, ticket: Ticket, agent: Actor) -> None:
    draw(picture, agent)
    ticket.refresh_from_db()
    assert ticket.first_human_response_at is not None
    assert (ticket.status, ticket.assignee_id, ticket.reply_due_at) == (Status.OPEN, agent.user_id, None)
    assert OutboxMail.objects.filter(template="reply_notice", link_subject_id=ticket.pk).count() == 1


def test_every_save_is_a_version_and_none_is_changed(picture: Attachment, agent: Actor) -> None:
    first = draw(picture, agent)
    second = draw(picture, agent, THERE, seen=1)
    assert [mark.version for mark in Mark.objects.order_by("pk")] == [1, 2]
    first.refresh_from_db()
    assert (first.shapes, second.shapes) == (json.loads(HERE), json.loads(THERE))


def test_pressing_twice_keeps_one(picture: Attachment, agent: Actor) -> None:
    press = uuid4()
    first = save_mark(key=picture.key, shapes=HERE, client_id=press, by=agent, seen=0)
    assert save_mark(key=picture.key, shapes=HERE, client_id=press, by=agent, seen=0) == first
    assert Entry.objects.filter(event=Event.MARKED).count() == 1


def test_a_colleague_who_was_faster_is_not_drawn_over(picture: Attachment, council: Council, agent: Actor) -> None:
    draw(picture, make_staff(council), seen=0)
    with pytest.raises(Conflict):
        draw(picture, agent, THERE, seen=0)
    assert Mark.objects.count() == 1
    assert draw(picture, agent, THERE, seen=1).version == 2


@pytest.mark.parametrize("shapes", ["", "[]", "{}", '[{"kind":"text","x":0.1,"y":0.1,"words":""}]'])
def test_nothing_or_nonsense_is_refused(picture: Attachment, agent: Actor, shapes: str) -> None:
    with pytest.raises(InvalidInput):
        draw(picture, agent, shapes)
    assert not Entry.objects.filter(event=Event.MARKED).exists()


def test_a_sentence_is_short(picture: Attachment, agent: Actor) -> None:
    with pytest.raises(InvalidInput):
        draw(picture, agent, sentence="x" * 201)
    assert draw(picture, agent, sentence="x" * 200).entry.body == "x" * 200


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_other_roles_find_no_picture(picture: Attachment, council: Council, role: Role) -> None:
    with pytest.raises(NotFound):
        draw(picture, make_staff(council, role))


def test_a_citizen_never_draws(picture: Attachment, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        draw(picture, citizen_with(ticket))


def test_nobody_draws_from_elsewhere(picture: Attachment, council: Council) -> None:
    other = make_council("rocabruna", host="other.test", prefix="RB")
    strangers = (
        make_staff(other, Role.AGENT, Role.SUPERVISOR),
        citizen_with(make_ticket(council)),
        citizen_with(make_ticket(other)),
        Actor(),
    )
    for stranger in strangers:
        with pytest.raises(NotFound):
            draw(picture, stranger)
    assert not Mark.objects.exists()


def test_a_supervisor_draws(picture: Attachment, council: Council) -> None:
    assert draw(picture, make_staff(council, Role.SUPERVISOR)).version == 1


def test_only_pictures_are_drawn_on(message: Entry, agent: Actor) -> None:
    with pytest.raises(NotFound):
        draw(message.attachments.get(name="a.txt"), agent)


def test_a_picture_of_an_internal_note_is_not_shown_to_the_citizen(ticket: Ticket, agent: Actor) -> None:
    files = [CheckedFile("inside.png", "image/png", make_png())]
    note = write_note(ticket_id=ticket.pk, body="", client_id=uuid4(), by=agent, files=files)
    with pytest.raises(NotFound):
        draw(note.attachments.get(), agent)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", make_png()[:20], b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_a_damaged_picture_is_refused_in_words(message: Entry, agent: Actor, content: bytes) -> None:
    [broken] = attach(message, [CheckedFile("broken.png", "image/png", content)])
    with pytest.raises(RefusedFile):
        draw(broken, agent)


def test_a_file_that_is_gone_is_refused_in_words(picture: Attachment, agent: Actor) -> None:
    default_storage.delete(storage_path(picture.council_id, picture.key))
    with pytest.raises(RefusedFile):
        draw(picture, agent)


def test_a_photo_is_as_large_as_it_is_shown(message: Entry, agent: Actor) -> None:
    written, turned = BytesIO(), Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    Image.new("RGB", (80, 60)).save(written, "JPEG", exif=turned)
    [photo] = attach(message, [CheckedFile("photo.jpg", "image/jpeg", written.getvalue())])
    mark = draw(photo, agent)
    assert (mark.width, mark.height) == (60, 80)


def test_a_bomb_is_refused(message: Entry, agent: Actor) -> None:
    written = BytesIO()
    Image.new("1", (7000, 6000)).save(written, "PNG")
    [bomb] = attach(message, [CheckedFile("bomb.png", "image/png", written.getvalue())])
    with pytest.raises(RefusedFile):
        draw(bomb, agent)


def test_the_picture_of_an_agent_is_not_called_the_citizens(ticket: Ticket, message: Entry, agent: Actor) -> None:
    message.author_kind = "staff"
    message.save()
    picture = message.attachments.get(name="screen.png")
    assert draw(picture, agent).entry.data["own"] is False
