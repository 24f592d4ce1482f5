"""The journal that only grows, and what the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import User
from remote.consent import consent_for
from remote.models import RemoteEvent, RemoteSession
from remote.rules import Scope, State
from remote.selectors import broken_event
from remote.services import (
    consent,
    end_session,
    request_session,
    revoke,
)
from tests.factories import citizen_with, enable_remote, make_council, make_staff
from tests.remote.conftest import REASON, Line

BOTH = frozenset({Scope.VIEW, Scope.CONTROL})
LINK = {"kind": "jitsi", "citizen_address": "https://meet.example/{room}", "agent_address": ""}


# The journal and the database


@pytest.mark.parametrize("change", ["name", "data", "ip", "seq", "gone"])
def test_a_change_in_the_journal_shows(line: Line, agent: Actor, change: str) -> None:
    session = line.do(end_session, line.agreed(), agent)
    row = RemoteEvent.objects.get(session=session, name="consented")
    assert broken_event(session) is None
    if change == "gone":
        row.delete()
    else:
        value: object = {"name": "declined", "data": {"scope": "view+control"}, "ip": "198.51.100.1", "seq": 99}[change]
        RemoteEvent.objects.filter(pk=row.pk).update(**{change: value})
    assert broken_event(session) == row.seq


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "unheard_of"},
        {"state": "viewing"},
        {"state": "ready"},
        {"state": "consented", "consented_at": clock.now()},
        {"state": "ending", "outcome": ""},
        {"state": "ended"},
        {"state": "offered", "offer_expires_at": None},
        {"reason": ""},
        {"minutes": 61},
        {"minutes": 0},
        {"scope": "control"},
    ],
    ids=lambda fields: "-".join(map(str, fields.values())),
)
def test_the_database_refuses_nonsense(line: Line, fields: dict[str, object]) -> None:
    session = line.offer()
    with pytest.raises(IntegrityError), transaction.atomic():
        RemoteSession.objects.filter(pk=session.pk).update(**fields)


def test_the_database_keeps_one_live_session_per_ticket(line: Line, agent_user: User) -> None:
    session = line.offer()
    with pytest.raises(IntegrityError), transaction.atomic():
        RemoteSession.objects.create(
            council_id=session.council_id, ticket_id=session.ticket_id, provider="fake", reason="x", scope="view", scope_asked="view",
            minutes=30, agent=agent_user, agent_name="Laia",
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_provider_works(monkeypatch: pytest.MonkeyPatch) -> None:
    from remote.providers import calling
    from remote.services import answers, ending
    from tests.remote import conftest

    council = make_council()
    enable_remote(council)
    agent = make_staff(council)
    ticket = conftest.reachable(council, agent)
    open_ones: list[bool] = []

    def watched(doing: object) -> object:
        open_ones.append(transaction.get_connection().in_atomic_block)
        return calling.call(doing)  # type: ignore[arg-type]

    monkeypatch.setattr(answers, "call", watched)
    monkeypatch.setattr(ending, "call", watched)
    session = request_session(ticket_id=ticket.pk, provider="fake", reason=REASON, minutes=30, by=agent)
    words = consent_for(session, "ca")
    consent(session_id=session.pk, text_sha256=words.sha256, language="ca", by=citizen_with(ticket))
    revoke(session_id=session.pk, by=citizen_with(ticket))
    session.refresh_from_db()
    assert session.state == State.REVOKED
    assert open_ones == [False, False]
