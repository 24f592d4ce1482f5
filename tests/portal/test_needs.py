"""What the service should know about somebody: asked once, discreetly, and shown where it matters."""

from django.test import Client

from helpdesk.people.models import Council
from helpdesk.portal.needs import needs_words
from helpdesk.tickets.models import Ticket
from tests.portal.journey import BODY, PLACE, ask, fill, send

NEEDS = {"preference": "slowly", "interpreter": "Arabic", "helping": "on", "helper_name": "Maria Serra", "helper_contact": "972 00 00 13"}
LINES = ("By telephone, slowly and clearly", "Interpreter: Arabic", "Helped by Maria Serra (972 00 00 13)")


def test_needs_are_checked_kept_and_shown_to_whom_they_belong(visitor: Client) -> None:
    fill(visitor, **NEEDS)
    check = visitor.get("/en/help/check/").content.decode()
    assert [line in check for line in LINES] == [True] * 3
    assert send(visitor).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.preference, ticket.interpreter, ticket.helper_name, ticket.helper_contact) == (
        "slowly",
        "Arabic",
        "Maria Serra",
        "972 00 00 13",
    )
    page = visitor.get(f"/en/my/{ticket.reference}/").content.decode()
    assert [line in page for line in LINES] == [True] * 3


def test_nothing_has_to_be_answered(visitor: Client) -> None:
    ticket = ask(visitor)
    assert (ticket.preference, ticket.interpreter, ticket.helper_name, ticket.helper_contact) == ("", "", "", "")
    assert "What we should know" not in visitor.get(f"/en/my/{ticket.reference}/").content.decode()


def test_the_last_page_says_that_there_is_nothing(visitor: Client) -> None:
    fill(visitor)
    assert "Nothing in particular" in visitor.get("/en/help/check/").content.decode()


def test_who_helps_somebody_says_their_name(visitor: Client) -> None:
    visitor.post("/en/help/problem/", {**PLACE, "channel": "write", "body": BODY})
    response = visitor.post("/en/help/who/", {"requester": "citizen", "helping": "on", "helper_contact": "972 00 00 13"})
    page = response.content.decode()
    assert (response.status_code, "Write your name, as the person who helps." in page, "<details open" in " ".join(page.split())) == (
        422,
        True,
        True,
    )


def test_who_does_not_help_leaves_nothing_behind(visitor: Client) -> None:
    ticket = ask(visitor, **{**NEEDS, "helping": ""})
    assert (ticket.helper_name, ticket.helper_contact, ticket.interpreter) == ("", "", "Arabic")


def test_answers_come_back_when_one_returns_to_the_page(visitor: Client) -> None:
    fill(visitor, **NEEDS)
    page = " ".join(visitor.get("/en/help/who/").content.decode().split())
    assert ("<details open" in page, 'value="Arabic"' in page, 'value="Maria Serra"' in page) == (True, True, True)


def test_limits_and_closed_lists_hold(visitor: Client, council: Council) -> None:
    visitor.post("/en/help/problem/", {**PLACE, "channel": "write", "body": BODY})
    for wrong in ({"interpreter": "x" * 41}, {"preference": "telepathy"}, {"helping": "on", "helper_name": "x" * 121}):
        assert visitor.post("/en/help/who/", {"requester": "citizen", **wrong}).status_code == 422
    assert Ticket.objects.count() == 0


def test_a_helper_without_contact_is_a_whole_sentence() -> None:
    assert needs_words({"helper_name": "Maria"}) == ["Helped by Maria"]
    assert needs_words({}) == []
