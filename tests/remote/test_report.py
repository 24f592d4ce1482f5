"""The supervisor's history, report and file: what is counted, in which days, and that councils stay apart."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from helpdesk.base import clock
from helpdesk.base.errors import NotAllowed
from helpdesk.base.spreadsheet import safe_cell, to_csv
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from remote.models import RemoteConsent, RemoteSession
from remote.rules import Answer, EndReason, EventName, Scope, State
from remote.selectors import AgentReport, Wanted, cards_of, ended_sessions, receipt_of, report_of
from remote.services import decline, end_session, revoke, terminate, withdraw
from remote.services.journal import note
from tests.factories import make_remote_session, make_staff, make_ticket, make_user
from tests.remote.browsing import logged_in, read, url
from tests.remote.conftest import Line, reachable

Counted = Callable[..., DjangoAssertNumQueries]
NOON = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)


def held(council: Council, agent: User, minutes: int, *, at: datetime = NOON, **fields: Any) -> RemoteSession:
    """A session in which a screen was seen for so many minutes."""
    defaults: dict[str, Any] = {
        "state": State.ENDED,
        "end_reason": EndReason.AGENT,
        "requested_at": at,
        "started_at": at,
        "ended_at": at + timedelta(minutes=minutes),
        "consented_at": at,
        "consent_text": "Words",
        "consent_text_version": "1",
        "consent_text_sha256": "0" * 64,
        "consent_language": "ca",
        "hard_end_at": at + timedelta(hours=1),
    }
    return make_remote_session(make_ticket(council), agent, **{**defaults, **fields})


@pytest.fixture
def page(council: Council) -> Client:
    """The supervisor's browser."""
    return logged_in(make_user(council, Role.SUPERVISOR, email="merce@vallclara.example"))


def only(actor: Actor, **wanted: Any) -> AgentReport:
    [row] = report_of(actor, Wanted(**wanted))
    return row


def test_each_agent_has_a_row_of_numbers(council: Council, agent_user: User, supervisor: Actor) -> None:
    for minutes in (10, 20, 33):
        held(council, agent_user, minutes)
    held(council, agent_user, 5, state=State.REVOKED, end_reason=EndReason.CITIZEN)
    held(council, agent_user, 5, state=State.TERMINATED, end_reason=EndReason.SUPERVISOR)
    held(council, agent_user, 5, state=State.FAILED, end_reason=EndReason.BROKER_LOST)
    held(council, agent_user, 5, end_reason=EndReason.PAGE_LOST)
    held(council, agent_user, 0, state=State.DECLINED, started_at=None)
    held(council, agent_user, 0, state=State.EXPIRED, started_at=None)
    row = only(supervisor)
    assert (row.name, row.council) == ("Laia Ferrer", "Ajuntament de Vallclara")
    assert (row.proposed, row.held, row.minutes, row.median_minutes) == (9, 7, 83, 5.0)
    assert (row.declined, row.unanswered, row.revoked, row.terminated, row.broken) == (1, 1, 1, 1, 2)


def test_control_is_counted_as_asked_allowed_and_taken_back(
    line: Line, driven: RemoteSession, agent: Actor, citizen: Actor, supervisor: Actor
) -> None:
    row = only(supervisor)
    assert (row.asked, row.granted, row.taken_back) == (1, 1, 0)
    line.do(partial(withdraw, part=Scope.CONTROL), driven, citizen)
    RemoteConsent.objects.create(council=driven.council, session=driven, part=Scope.CONTROL, answer=Answer.REFUSED)
    row = only(supervisor)
    assert (row.asked, row.granted, row.taken_back) == (2, 1, 1)


def test_an_agent_who_held_nothing_has_no_median(line: Line, citizen: Actor, supervisor: Actor) -> None:
    decline(session_id=line.offer().pk, by=citizen)
    row = only(supervisor)
    assert (row.proposed, row.held, row.declined, row.median_minutes) == (1, 0, 1, None)
    assert row.numbers()[3] == ""


def test_days_begin_at_the_councils_midnight(council: Council, agent_user: User, supervisor: Actor) -> None:
    late = datetime(2026, 5, 19, 22, 30, tzinfo=UTC)  # half past midnight of the 20th in Madrid
    held(council, agent_user, 10, at=late)
    day = partial(report_of, supervisor)
    assert day(Wanted(since=date(2026, 5, 19), until=date(2026, 5, 19))) == []
    assert len(day(Wanted(since=date(2026, 5, 20), until=date(2026, 5, 20)))) == 1


def test_councils_are_apart(council: Council, other: Council, agent_user: User, supervisor: Actor) -> None:
    held(council, agent_user, 10)
    stranger = make_user(other, Role.AGENT, email="ona@rocabruna.example", name="Ona Puig")
    held(other, stranger, 10)
    assert [row.name for row in report_of(supervisor, Wanted())] == ["Laia Ferrer"]
    assert [row.name for row in report_of(make_staff(other, Role.SUPERVISOR), Wanted())] == ["Ona Puig"]
    assert report_of(supervisor, Wanted(council=other.slug)) == []
    with pytest.raises(NotAllowed):
        report_of(staff_actor(agent_user), Wanted())


@pytest.mark.parametrize("name", ["live", "history", "report", "report_csv"])
@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER, Role.ADMINISTRATOR])
def test_the_pages_are_for_supervisors(council: Council, role: Role, name: str) -> None:
    read(logged_in(make_user(council, role, email="x@vallclara.example")), url(name), 403)


def test_lists_and_report_need_as_many_queries_for_thirty_as_for_one(
    council: Council, agent_user: User, supervisor: Actor, django_assert_num_queries: Counted
) -> None:
    for total in (1, 30):
        while RemoteSession.objects.count() < total:
            held(council, agent_user, 10)
        with django_assert_num_queries(1):
            assert len(cards_of(ended_sessions(supervisor, Wanted()))) == total
        with django_assert_num_queries(2):
            assert only(supervisor).held == total


def test_history_is_narrowed_and_comes_in_pages(page: Client, council: Council, agent_user: User) -> None:
    for number in range(26):
        held(council, agent_user, 10, reason=f"Number {number} of many", at=NOON + timedelta(hours=number))
    held(council, agent_user, 10, reason="The one that failed", state=State.FAILED, at=NOON)
    first = read(page, url("history"))
    assert "27 sessions" in " ".join(first.split())
    assert "Page 1 of" in first
    assert "The one that failed" not in first
    assert "The one that failed" in read(page, url("history") + "?page=2")
    failed = read(page, url("history") + "?outcome=failed")
    assert "The one that failed" in failed
    assert "Number 3" not in failed
    for query in ("agent=999999", "since=2027-01-01", "provider=nothing", "since=yesterday"):
        assert page.get(url("history") + f"?{query}").status_code == 200, query
    assert "None fits" in read(page, url("history") + "?since=2027-01-01")


def test_no_citizen_is_named(page: Client, council: Council, agent_user: User) -> None:
    ticket = make_ticket(council, name="Rosa Clavell")
    make_remote_session(ticket, agent_user, state=State.ENDED, requested_at=NOON, started_at=NOON, ended_at=NOON)
    for name in ("live", "history", "report", "report_csv"):
        assert "Clavell" not in read(page, url(name) + "?since=2026-01-01")


def test_the_file_opens_as_a_table_and_calculates_nothing(page: Client, council: Council) -> None:
    bad = make_user(council, Role.AGENT, email="eva@vallclara.example", name="=HYPERLINK(1)")
    held(council, bad, 10)
    response = page.get(url("report_csv") + "?since=2026-05-01&until=2026-05-31")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="remote-sessions-2026-05-01-2026-05-31.csv"'
    head, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert head[:4] == ["Council", "Agent", "Proposed", "Held"]
    assert row[:6] == ["Ajuntament de Vallclara", "'=HYPERLINK(1)", "1", "1", "10", "10.0"]


@pytest.mark.parametrize("text", ["=1+1", "+34", "-1", "@SUM(A1)", "\tx", "\rx", "  =1"])
def test_cells_that_begin_like_a_formula_are_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert list(csv.reader(io.StringIO(to_csv(["a"], [[text]]))))[1] == [f"'{text}"]


def test_numbers_and_names_stay_as_they_are() -> None:
    assert [safe_cell(one) for one in (-5, 2.5, "Laia", "a=b", "")] == [-5, 2.5, "Laia", "a=b", ""]


# Ending from the list, and what is kept


def test_ending_asks_first_and_tells_both(line: Line, page: Client, council: Council, tab: Client, desk: Client) -> None:
    session = line.agreed()
    listed = read(page, url("live"))
    for words in ("Yes, end it now", "Off", "Imitation, for trying it out", line.ticket.reference):
        assert words in listed, words
    part = page.get(url("live"), headers={"x-requested-with": "fetch"}).content.decode()
    assert "data-remote-region" in part
    assert "<html" not in part
    with line.commits(execute=True):
        page.post(url("terminate", session.public_id))
    assert "A supervisor of the service ended it" in read(tab, url("session", session.public_id))
    assert "A supervisor ended the session." in read(desk, url("desk_card", line.ticket.reference))


def test_a_session_of_another_council_cannot_be_ended(line: Line, other: Council) -> None:
    session = line.agreed()
    stranger = logged_in(make_user(other, Role.SUPERVISOR, email="s@rocabruna.example"))
    assert stranger.post(url("terminate", session.public_id)).status_code == 404
    session.refresh_from_db()
    assert session.state == State.READY


@pytest.mark.parametrize(
    ("service", "who", "citizen_reads", "staff_read"),
    [
        (revoke, "citizen", "You do not have to say why", "The citizen stopped the session"),
        (end_session, "agent", "had finished looking", "The agent ended the session."),
        (terminate, "supervisor", "You have done nothing wrong", "A supervisor ended the session."),
    ],
)
def test_each_end_has_its_own_sentence_on_both_sides(
    line: Line,
    driven: RemoteSession,
    supervisor: Actor,
    tab: Client,
    desk: Client,
    service: Any,
    who: str,
    citizen_reads: str,
    staff_read: str,
) -> None:
    session = line.do(service, driven, supervisor if who == "supervisor" else getattr(line, who))
    assert citizen_reads in read(tab, url("session", session.public_id))
    for address in (url("desk_card", line.ticket.reference), url("record", session.public_id)):
        assert staff_read in read(desk, address)


def test_the_receipt_counts_what_was_touched_and_keeps_every_decision(
    line: Line, driven: RemoteSession, agent: Actor, citizen: Actor, tab: Client, desk: Client
) -> None:
    for keys, pointer in ((40, 5), (2, 0)):
        note(driven, EventName.VIEWER_CLOSED, by=agent, data={"keys": keys, "pointer": pointer, "bytes_up": 9})
    line.do(partial(withdraw, part=Scope.CONTROL), driven, citizen)
    session = line.do(end_session, driven, agent)
    receipt = receipt_of(session)
    assert (receipt.keys, receipt.pointer, receipt.counted, receipt.pauses) == (42, 5, True, 0)
    [decision] = receipt.decisions
    for client, name in ((tab, "session"), (desk, "record")):
        page = " ".join(read(client, url(name, session.public_id)).split())
        for words in (
            "42 keys",
            "5 movements and clicks",
            "Allowed, and taken back",
            decision.row.text_sha256,
            session.consent_text_sha256,
        ):
            assert words in page, words
    assert "Mouse and keyboard were taken back" in read(desk, url("record", session.public_id))


def test_the_heartbeat_is_kept_and_answers_where_the_session_stands(line: Line, tab: Client) -> None:
    session = line.agreed()
    now = clock.now()
    with clock.at(now + timedelta(seconds=20)):
        told = tab.post(url("here", session.public_id)).json()
    session.refresh_from_db()
    assert session.citizen_seen_at == now + timedelta(seconds=20)
    assert told["phase"] == "running"
    assert tab.get(url("here", session.public_id)).status_code == 405


def test_the_slim_bar_is_on_the_page_of_the_request(line: Line, driven: RemoteSession, tab: Client) -> None:
    card = read(tab, url("citizen_card", line.ticket.reference))
    for words in ("Laia sees your screen and may use your mouse and", "Stop now", "data-remote-here"):
        assert words in " ".join(card.split()), words


def test_who_supervises_several_councils_narrows_by_one(council: Council, other: Council, agent_user: User) -> None:
    both = make_user(council, Role.SUPERVISOR, email="two@vallclara.example")
    both.memberships.create(council=other, role=Role.SUPERVISOR)
    held(council, agent_user, 10)
    held(other, agent_user, 10)
    assert len(report_of(staff_actor(both), Wanted())) == 2
    page = read(logged_in(both), url("report") + f"?council={other.slug}&since=2026-01-01")
    assert page.count('<th scope="row">') == 1


def test_reachable_tickets_are_the_only_ones_with_a_record(line: Line, council: Council, other: Council, agent: Actor) -> None:
    session = line.agreed()
    reachable(council, agent)
    read(logged_in(make_user(other, Role.AGENT, email="n@rocabruna.example")), url("record", session.public_id), 404)
    read(Client(), url("record", session.public_id), 302)
