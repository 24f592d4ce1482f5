"""Attachments and colours."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.portal.theme import theme_of
from helpdesk.tickets.models import Attachment
from helpdesk.tickets.services import check_file, write_note
from tests.factories import make_council, make_staff, make_user
from tests.portal.conftest import PDF, PNG, new_browser
from tests.portal.journey import ask


def reply(visitor: Client, reference: str, name: str, content: bytes) -> int:
    data = {"client_id": str(uuid4()), "body": "See the file.", "files": [SimpleUploadedFile(name, content, "application/octet-stream")]}
    return visitor.post(f"/en/my/{reference}/reply/", data).status_code


def opened(visitor: Client, path: str) -> int:
    response = visitor.get(path)
    response.close()
    return response.status_code


def note_file(actor: Actor, ticket_id: int) -> Attachment:
    file = check_file(SimpleUploadedFile("internal.txt", b"For colleagues only."))
    return write_note(ticket_id=ticket_id, body="", client_id=uuid4(), by=actor, files=[file]).attachments.get()


def test_a_file_is_sent_to_be_saved_and_cannot_run(visitor: Client) -> None:
    reference = ask(visitor).reference
    assert reply(visitor, reference, "l’informe.pdf", PDF) == 302
    response = visitor.get(f"/attachments/{Attachment.objects.get().key}/")
    assert (response.status_code, response.getvalue()) == (200, PDF)
    assert {
        name: response.headers[name]
        for name in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cross-Origin-Resource-Policy", "Cache-Control")
    } == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''l%E2%80%99informe.pdf"


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.png", PNG, 302),
        ("a.txt", "Això és un text.".encode(), 302),
        ("a.png", PDF, 422),
        ("a.pdf", PNG, 422),
        ("a.html", b"<html></html>", 422),
        ("a.svg", b"<svg/>", 422),
        ("a.pdf", b"", 422),
    ],
)
def test_only_files_that_are_what_they_say_are_taken(visitor: Client, name: str, content: bytes, status: int) -> None:
    assert reply(visitor, ask(visitor).reference, name, content) == status
    assert Attachment.objects.count() == (1 if status == 302 else 0)


def test_a_file_does_not_exist_for_others(visitor: Client, council: Council) -> None:
    ticket = ask(visitor)
    reply(visitor, ticket.reference, "a.pdf", PDF)
    path = f"/attachments/{Attachment.objects.get().key}/"
    make_council("second", host="second.example", prefix="SE")
    assert new_browser().get(path).status_code == 404
    assert visitor.get(path, headers={"host": "second.example"}).status_code == 404
    other = make_council("third", host="third.example", prefix="TH")
    staff = new_browser()
    staff.force_login(make_user(other, Role.AGENT))
    assert staff.get(path).status_code == 404
    own = new_browser()
    own.force_login(make_user(council, Role.AGENT))
    assert opened(own, path) == 200


def test_the_file_of_a_note_is_for_staff_only(visitor: Client, council: Council) -> None:
    ticket = ask(visitor)
    actor = make_staff(council, email="note@example.org")
    path = f"/attachments/{note_file(actor, ticket.pk).key}/"
    assert visitor.get(path).status_code == 404
    own = new_browser()
    own.force_login(User.objects.get(email="note@example.org"))
    assert opened(own, path) == 200


def test_the_colours_are_kept_for_ever_and_change_their_address(visitor: Client, council: Council) -> None:
    path = f"/theme/vallclara-{theme_of(council.brand_color)[1]}.css"
    assert path.encode() in visitor.get("/en/").content
    response = visitor.get(path)
    assert (response.status_code, response.headers["Cache-Control"], response.headers["Content-Type"]) == (
        200,
        "public, max-age=31536000, immutable",
        "text/css; charset=utf-8",
    )
    assert (response.cookies, response.headers.get("Vary")) == ({}, None)
    assert visitor.get("/theme/vallclara-000000000000.css").status_code == 404
