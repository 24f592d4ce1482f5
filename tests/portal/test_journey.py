"""From the search to the answer, without JavaScript."""

import re
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from helpdesk.people.models import Council
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.services import post_message
from tests.factories import make_staff
from tests.portal.conftest import PDF, new_browser
from tests.portal.journey import BODY, PLACE, ask, fill, send


def test_from_the_search_to_reading_the_answer(visitor: Client, council: Council) -> None:
    assert b"/en/procedures/residence-certificate/" in visitor.get("/en/procedures/", {"q": "certificate"}).content
    assert b"/en/procedures/residence-certificate/sign/" in visitor.get("/en/procedures/residence-certificate/").content
    assert b"Install it again." in visitor.get("/en/procedures/residence-certificate/sign/").content
    fill(visitor)
    check = visitor.get("/en/help/check/").content.decode()
    assert [text in check for text in (BODY, "Rosa Mas", "rosa@example.org", "600 00 00 00", "Windows · Firefox", "I cannot sign")] == [
        True
    ] * 6
    assert send(visitor).headers["Location"] == "/en/help/done/"
    ticket = Ticket.objects.get()
    assert ticket.procedure
    assert ticket.step
    assert (ticket.procedure.slug, ticket.step.slug, ticket.motive, ticket.channel, ticket.device) == (
        "residence-certificate",
        "sign",
        "procedure",
        "web",
        "Windows · Firefox",
    )
    done = visitor.get("/en/help/done/").content.decode()
    assert ticket.reference in done
    assert re.search(r"http://testserver/s/[\w-]{43}/", done)
    assert visitor.get("/en/help/done/").content.decode() == done
    staff = make_staff(council)
    post_message(ticket_id=ticket.pk, body="Please install it again.", client_id=uuid4(), by=staff)
    page = visitor.get(f"/en/my/{ticket.reference}/")
    assert (page.status_code, b"Please install it again." in page.content, b"We are working on it" in page.content) == (200, True, True)
    upload = SimpleUploadedFile("proof.pdf", PDF, "application/pdf")
    answer = visitor.post(
        f"/en/my/{ticket.reference}/reply/", {"client_id": str(uuid4()), "body": "It works now, thanks.", "files": [upload]}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/my/{ticket.reference}/#timeline")
    assert b"It works now, thanks." in visitor.get(f"/en/my/{ticket.reference}/").content
    assert Attachment.objects.get().name == "proof.pdf"
    assert ticket.reference.encode() in visitor.get("/en/my/").content


def test_something_else_needs_no_procedure(visitor: Client) -> None:
    assert visitor.get("/en/help/problem/?procedure=").status_code == 200
    response = visitor.post(
        "/en/help/problem/", {"procedure": "", "step": "", "problem": "", "motive": "payment", "body": "The card is refused."}
    )
    assert response.status_code == 302
    visitor.post("/en/help/who/", {"requester": "company"})
    assert b"You have left no e-mail and no telephone" in visitor.get("/en/help/check/").content
    assert send(visitor).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.motive, ticket.procedure, ticket.requester, ticket.subject, ticket.citizen.email) == (
        "payment",
        None,
        "company",
        "The card is refused.",
        "",
    )


def test_sending_twice_leads_to_the_same_ticket(visitor: Client) -> None:
    fill(visitor)
    cookie = visitor.cookies["__Host-draft"].value
    assert send(visitor).headers["Location"] == "/en/help/done/"
    assert send(visitor).headers["Location"] == "/en/help/done/"
    other = new_browser()
    other.cookies["__Host-draft"] = cookie
    assert send(other).headers["Location"] == "/en/help/done/"
    assert Ticket.objects.get().reference.encode() in other.get("/en/help/done/").content


def test_errors_keep_what_was_typed_and_say_422(visitor: Client) -> None:
    upload = SimpleUploadedFile("photo.pdf", PDF, "application/pdf")
    response = visitor.post("/en/help/problem/", {**PLACE, "channel": "write", "body": " ", "files": [upload]})
    page = response.content.decode()
    assert (response.status_code, "Tell us what happens." in page, 'href="#id_body"' in page, "photo.pdf" in page) == (
        422,
        True,
        True,
        True,
    )
    visitor.post("/en/help/problem/", {**PLACE, "channel": "write", "body": BODY})
    response = visitor.post("/en/help/who/", {"requester": "citizen", "email": "not an e-mail", "name": "Rosa"})
    page = response.content.decode()
    assert (response.status_code, 'value="Rosa"' in page, 'value="not an e-mail"' in page, 'href="#id_email"' in page) == (
        422,
        True,
        True,
        True,
    )


def test_a_refused_file_is_said_and_the_good_one_is_kept_and_removable(visitor: Client) -> None:
    files = [
        SimpleUploadedFile("page.pdf", b"<html><script>1</script>", "application/pdf"),
        SimpleUploadedFile("good.pdf", PDF, "application/pdf"),
    ]
    response = visitor.post("/en/help/problem/", {**PLACE, "channel": "write", "body": BODY, "files": files})
    page = response.content.decode()
    assert (response.status_code, "page.pdf: We accept" in page, "good.pdf" in page, BODY in page) == (422, True, True, True)
    button = re.search(r'name="remove"\s+value="(\d+)"', page)
    assert button
    visitor.post("/en/help/problem/", {**PLACE, "channel": "write", "body": BODY, "remove": button[1]})
    page = visitor.get("/en/help/problem/").content.decode()
    assert ("good.pdf" in page, BODY in page) == (False, True)


def test_too_quick_asks_to_press_again_and_the_trap_refuses(visitor: Client) -> None:
    fill(visitor)
    response = visitor.post("/en/help/check/")
    assert (response.status_code, b"press Send once more" in response.content, Ticket.objects.count()) == (422, True, 0)
    assert visitor.post("/en/help/check/", {"homepage": "http://spam.example"}).status_code == 422
    assert send(visitor).status_code == 302


def test_a_browser_cannot_send_without_end(visitor: Client) -> None:
    for _number in range(10):
        ask(visitor)
    fill(visitor)
    assert (send(visitor).status_code, Ticket.objects.count()) == (429, 10)


def test_steps_cannot_be_skipped(visitor: Client) -> None:
    assert visitor.get("/en/help/check/").headers["Location"] == "/en/help/problem/"
    assert visitor.get("/en/help/who/").headers["Location"] == "/en/help/problem/"
    assert visitor.get("/en/help/nonsense/").status_code == 404
    assert visitor.get("/en/help/done/").headers["Location"] == "/en/my/"


def test_answering_an_empty_message_says_why(visitor: Client) -> None:
    ticket = ask(visitor)
    response = visitor.post(f"/en/my/{ticket.reference}/reply/", {"client_id": str(uuid4()), "body": "  "})
    assert (response.status_code, b"Write a message or attach a file." in response.content) == (422, True)


def test_somebody_elses_request_does_not_exist(visitor: Client) -> None:
    ticket = ask(new_browser())
    for path in ("", "timeline/", "chat/"):
        assert visitor.get(f"/en/my/{ticket.reference}/{path}").status_code == 404
    for path in ("reply/", "chat/leave/"):
        assert visitor.post(f"/en/my/{ticket.reference}/{path}", {"client_id": str(uuid4()), "body": "x"}).status_code == 404


def test_the_timeline_gives_what_is_new(visitor: Client) -> None:
    ticket = ask(visitor)
    payload = visitor.get(f"/en/my/{ticket.reference}/timeline/", {"since": "1"}).json()
    assert ([entry["seq"] for entry in payload["entries"]], payload["last"], payload["status"]) == ([2], 2, "new")
