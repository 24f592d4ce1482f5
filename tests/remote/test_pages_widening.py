"""Questions for more than looking, on the pages of both sides."""

from collections.abc import Callable
from functools import partial

from django.test import Client

from helpdesk.chat.entries import timeline_payload
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from remote.models import RemoteConsent, RemoteSession
from remote.rules import Scope, State
from remote.services import ask_scope, withdraw
from tests.factories import make_user
from tests.remote.browsing import logged_in, read, url
from tests.remote.conftest import Line, answer


def test_the_question_is_on_the_page_with_both_answers(seen: RemoteSession, agent: Actor, tab: Client) -> None:
    address = url("session", seen.public_id)
    assert "asks to use your mouse" not in read(tab, address)
    ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
    page = read(tab, address)
    for words in ("Laia asks to use your mouse and", "No, only look", "Yes, allow it", "Until", "Never what was typed"):
        assert words in page, words
    assert "<title>A question for you" in page.replace("\n", "").replace("    ", "")
    assert page.count('data-variant="secondary" type="submit" name="answer"') == 2, "yes and no weigh the same"


def test_a_yes_in_the_browser_needs_no_script(line: Line, seen: RemoteSession, agent: Actor, tab: Client) -> None:
    ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
    digest = read(tab, url("session", seen.public_id)).split('name="text_sha256"')[1].split('value="')[1][:64]
    with line.commits(execute=True):
        response = tab.post(url("allow", seen.public_id), {"part": "control", "answer": "yes", "text_sha256": digest}, follow=True)
    page = response.content.decode()
    assert "may use your mouse and" in page
    assert "From now on, only look" in page
    with line.commits(execute=True):
        tab.post(url("look_only", seen.public_id), {"part": "control"})
    seen.refresh_from_db()
    assert (seen.state, seen.scope) == (State.VIEWING, "view")


def test_answers_that_cannot_be_taken_are_told_in_words(seen: RemoteSession, agent: Actor, tab: Client) -> None:
    address = url("allow", seen.public_id)
    late = tab.post(address, {"part": "control", "answer": "yes", "text_sha256": "0" * 64}, follow=True).content.decode()
    assert "This question is over" in late
    ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
    changed = tab.post(address, {"part": "control", "answer": "yes", "text_sha256": "0" * 64}, follow=True).content.decode()
    assert "words of this question have changed" in changed
    assert tab.post(address, {"part": "record", "answer": "yes"}).status_code == 422
    assert tab.post(address, {"part": "control", "answer": "perhaps"}).status_code == 422


def test_the_agent_asks_and_gives_back_on_her_page(line: Line, seen: RemoteSession, citizen: Actor, desk: Client) -> None:
    viewer = url("viewer", seen.public_id)
    assert "Ask for mouse and keyboard" in read(desk, viewer)
    assert desk.post(url("ask", seen.public_id), {"part": "control"})["Location"] == viewer
    page = read(desk, viewer)
    assert "Waiting for the citizen’s answer" in page
    assert "Ask for mouse and keyboard" not in page
    answer(seen, Scope.CONTROL, citizen)
    panel = read(desk, url("panel", seen.public_id))
    for words in ("You look, and may use mouse and keyboard", "Give mouse and keyboard back", "Ask for the clipboard", "Allowed"):
        assert words in panel, words
    with line.commits(execute=True):
        desk.post(url("give_back", seen.public_id), {"part": "control"})
    assert "Allowed, and taken back" in read(desk, url("panel", seen.public_id))
    desk.post(url("ask", seen.public_id), {"part": "record"})
    assert RemoteConsent.objects.count() == 1


def test_pages_of_both_sides_are_for_those_two_alone(seen: RemoteSession, council: Council, tab: Client, desk: Client) -> None:
    colleague = logged_in(make_user(council, Role.AGENT, email="pau@vallclara.example"))
    supervisor = logged_in(make_user(council, Role.SUPERVISOR, email="merce@vallclara.example"))
    for client in (Client(), desk, colleague, supervisor):
        assert client.post(url("allow", seen.public_id), {"part": "control", "answer": "yes"}).status_code == 404
        assert client.post(url("here", seen.public_id)).status_code == 404
    read(colleague, url("panel", seen.public_id), 404)
    for client, status in ((colleague, 403), (supervisor, 403)):
        assert client.post(url("ask", seen.public_id), {"part": "control"}).status_code == status
    assert tab.post(url("ask", seen.public_id), {"part": "control"}).status_code == 302
    assert not RemoteConsent.objects.exists()


def test_the_timeline_says_what_was_asked_for(line: Line, driven: RemoteSession, agent: Actor, citizen: Actor, ticket: Ticket) -> None:
    line.do(partial(withdraw, part=Scope.CONTROL), driven, agent)
    shown: Callable[[Actor], str] = lambda by: str(timeline_payload(ticket, by, since=0, language="en"))  # noqa: E731
    for words in (
        "The agent asked to use mouse and keyboard",
        "The citizen allowed mouse and keyboard",
        "The agent gave mouse and keyboard back",
    ):
        assert words in shown(agent), words
    for words in ("The agent asks to use your mouse and keyboard", "You allowed your mouse and keyboard to be used"):
        assert words in shown(citizen), words
