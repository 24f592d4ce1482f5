"""The citizen's pages, as browsers ask for them."""

from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import translation

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from remote.models import RemoteSession
from remote.rules import State
from remote.services import end_session, revoke, start_viewing
from tests.factories import enable_remote, make_user
from tests.remote.browsing import logged_in, read, url
from tests.remote.conftest import REASON, Line
from tests.remote.test_services import BOTH, LINK

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def test_the_consent_page_says_who_why_what_and_how_long(line: Line, tab: Client) -> None:
    session = line.offer(scope=BOTH)
    page = read(tab, url("session", session.public_id))
    for words in (
        "Laia, number 0417",
        "Ajuntament de Vallclara",
        REASON,
        "At most 30 minutes",
        "Nobody will ever ask you for passwords",
        "972 00 00 10",
        "your bank",
        "No, thank you",
        "Yes, I agree",
        "mouse and keyboard",
    ):
        assert words in page, words
    assert page.count('data-variant="secondary"') == 2, "yes and no weigh the same"
    assert 'name="control"' in page
    assert "checked" not in page


def test_a_yes_in_the_browser_keeps_the_words_of_its_language(line: Line, tab: Client) -> None:
    session = line.offer()
    address = url("session", session.public_id)
    digest = read(tab, address).split('name="text_sha256" value="')[1][:64]
    with line.commits(execute=True):
        response = tab.post(url("answer", session.public_id), {"answer": "yes", "text_sha256": digest})
    assert response["Location"] == address
    session.refresh_from_db()
    assert (session.state, session.consent_language, session.consent_ip) == (State.READY, "en", "127.0.0.1")
    assert "Stop now" in read(tab, address)


def test_a_no_in_the_browser_is_calm(line: Line, tab: Client) -> None:
    session = line.offer()
    tab.post(url("answer", session.public_id), {"answer": "no"})
    page = read(tab, url("session", session.public_id))
    assert "You said no, and that is fine" in page
    assert "Nobody has seen your screen" in page


def test_an_answer_that_is_none_is_said(line: Line, tab: Client) -> None:
    session = line.offer()
    response = tab.post(url("answer", session.public_id), {"answer": "maybe"})
    assert response.status_code == 422
    assert "Choose one of the two answers." in response.content.decode()
    session.refresh_from_db()
    assert session.state == State.OFFERED


def test_a_yes_to_words_that_changed_is_asked_again(line: Line, tab: Client) -> None:
    session = line.offer()
    response = tab.post(url("answer", session.public_id), {"answer": "yes", "text_sha256": "0" * 64}, follow=True)
    assert "The words of this page have changed" in response.content.decode()
    session.refresh_from_db()
    assert session.state == State.OFFERED


def test_stopping_works_without_a_script_and_twice(line: Line, tab: Client) -> None:
    session = line.agreed()
    for _press in range(2):
        with line.commits(execute=True):
            assert tab.post(url("stop", session.public_id)).status_code == 302
    session.refresh_from_db()
    assert session.state == State.REVOKED
    assert "You stopped it" in read(tab, url("session", session.public_id))


def test_stopping_an_offer_that_is_still_open_says_no(line: Line, tab: Client) -> None:
    session = line.offer()
    tab.post(url("stop", session.public_id))
    session.refresh_from_db()
    assert session.state == State.DECLINED


def test_an_expired_offer_is_told_before_the_sweep_sees_it(line: Line, tab: Client) -> None:
    session = line.offer()
    RemoteSession.objects.filter(pk=session.pk).update(offer_expires_at=clock.now() - timedelta(seconds=1))
    assert "This proposal is over" in read(tab, url("session", session.public_id))


def test_a_phone_is_told_what_it_cannot_do_and_what_it_can(line: Line, tab: Client) -> None:
    session = line.offer()
    address = url("session", session.public_id)
    page = read(tab, address, **{"user-agent": PHONE})
    assert "This cannot be done on a phone" in page
    assert "Send a photo" in page
    assert 'value="yes"' not in page
    assert 'value="yes"' in read(tab, f"{address}?computer=1", **{"user-agent": PHONE})


def test_a_program_that_is_not_ours_has_to_be_closed_by_the_citizen(line: Line, tab: Client, council: Council, citizen: Actor) -> None:
    enable_remote(council, "link", **LINK)
    session = line.offer(provider="link")
    assert "We cannot close it from here" in read(tab, url("session", session.public_id))
    session = line.agree(session)
    assert "Open Jitsi Meet" in read(tab, url("session", session.public_id))
    line.do(revoke, session, citizen)
    page = read(tab, url("session", session.public_id))
    assert "Close Jitsi Meet yourself, now" in page
    assert 'role="alert"' in page
    tab.post(url("closed", session.public_id))
    assert "You told us that the program is closed." in read(tab, url("session", session.public_id))


def test_the_receipt_tells_everything(line: Line, tab: Client, agent: Actor) -> None:
    session = line.do(start_viewing, line.agreed(scope=BOTH), agent)
    session = line.do(end_session, session, agent)
    page = read(tab, url("session", session.public_id))
    for words in ("Laia, number 0417", REASON, "Mouse and keyboard", "Allowed", "The agent ended it", session.consent_text_sha256):
        assert words in page, words
    assert "data-print" in page


def test_the_state_is_told_to_the_page_that_counts_down(line: Line, tab: Client) -> None:
    session = line.agreed()
    told = tab.get(url("state", session.public_id)).json()
    assert told["key"].endswith("-ready-view")
    assert 1700 < told["left"] <= 1800


def test_the_follow_up_page_shows_the_offer(line: Line, tab: Client, ticket: Ticket) -> None:
    with translation.override("en"):
        follow_up = reverse("portal:ticket", args=[ticket.reference])
    assert "Read and answer" not in read(tab, follow_up)
    session = line.offer()
    for address in (follow_up, url("citizen_card", ticket.reference)):
        page = read(tab, address)
        assert "Laia offers to look at your screen with you" in page
        assert url("session", session.public_id) in page
    line.agree(session)
    assert "Stop now" in read(tab, follow_up)


def test_nobody_elses_browser_finds_the_session(line: Line, desk: Client, council: Council) -> None:
    session = line.agreed()
    for client in (Client(), desk, logged_in(make_user(council, Role.SUPERVISOR))):
        for name in ("session", "state"):
            read(client, url(name, session.public_id), 404)
        for name in ("answer", "stop", "look_only", "closed"):
            assert client.post(url(name, session.public_id), {"answer": "no"}).status_code == 404
    read(Client(), url("session", uuid4()), 404)
