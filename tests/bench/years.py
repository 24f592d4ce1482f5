"""Three years of many councils: every kind of row that the indicators count."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from helpdesk.calendars.models import OpeningInterval
from helpdesk.callbacks.models import Call
from helpdesk.catalogue.models import Procedure, ProcedureText
from helpdesk.people.models import Citizen, Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket, UnservedDemand
from remote.models import RemoteSession
from satisfaction.models import Invitation, Rating
from tests.bench.bulk import load, without_checks
from tests.factories import make_council, make_user

COUNCILS, MONTHS, PROCEDURES = 24, 36, 180
LAST = datetime(2026, 10, 1, tzinfo=UTC)
CHANNELS, SHARES = ("phone", "callback", "chat", "web", "counter", "email"), (70, 10, 8, 7, 3, 2)
MOTIVES = ("procedure", "appointment", "folder", "catalogue", "certificate", "form", "document", "notification", "payment", "other")
TICKET = [
    "id",
    "council_id",
    "reference",
    "subject",
    "citizen_id",
    "status",
    "channel",
    "motive",
    "requester",
    "language",
    "procedure_id",
    "outcome",
    "procedure_result",
    "failure_cause",
    "referral",
    "feedback_kind",
    "callback_origin",
    "last_seq",
    "created_at",
    "updated_at",
    "first_human_response_at",
    "resolved_at",
    "first_resolved_at",
    "first_outcome",
    "reopened_at",
]
SPOT = frozenset({"phone", "counter", "email"})
BULK = (Ticket, Entry, UnservedDemand, Call, Invitation, Rating)


def largest(tickets: int) -> int:
    """Return how many tickets the largest council has: as in a province, each is a half, a third, a quarter... of it."""
    return round(tickets / sum(1 / place for place in range(1, COUNCILS + 1)))


def _councils() -> list[Council]:
    councils = [make_council(f"town{n:02}", host=f"town{n:02}.example", prefix=f"T{n:02}", open_always=False) for n in range(COUNCILS)]
    hours = ((time(8), time(14)), (time(16), time(19)))
    OpeningInterval.objects.bulk_create(
        OpeningInterval(council=council, weekday=day, opens=opens, closes=closes)
        for council in councils
        for day in range(5)
        for opens, closes in hours
    )
    procedures = Procedure.objects.bulk_create(
        Procedure(council=council, slug=f"procedure-{n:03}", administration="municipal", motive="procedure")
        for council in councils
        for n in range(PROCEDURES)
    )
    ProcedureText.objects.bulk_create(
        ProcedureText(council_id=p.council_id, procedure=p, language="ca", title=f"Tràmit {p.slug}", summary="x", search_text="x")
        for p in procedures
    )
    return councils


def _tickets(
    council: Council, citizen: Citizen, slugs: list[int], first: int, number: int, dice: random.Random
) -> Iterator[tuple[object, ...]]:
    span = int(timedelta(days=MONTHS * 30.44).total_seconds())
    moments = sorted(
        LAST + timedelta(days=31) - timedelta(seconds=dice.randrange(span), microseconds=dice.randrange(1_000_000)) for _n in range(number)
    )
    for key, created in enumerate(moments, first):
        channel = dice.choices(CHANNELS, SHARES)[0]
        spot = channel in SPOT
        answered = created if spot else created + timedelta(seconds=dice.randrange(30, 90_000))
        done = dice.random() < 0.98
        resolved = (answered if spot else answered + timedelta(seconds=dice.randrange(300, 500_000))) if done else None
        outcome = dice.choices(("solved", "informed", "referred", "not_solved"), (72, 20, 6, 2))[0] if done else ""
        reopened = resolved + timedelta(seconds=dice.randrange(3600, 1_500_000)) if resolved and dice.random() < 0.03 else None
        still = resolved is not None and reopened is None
        origin = "web" if channel == "callback" else "voice" if channel == "phone" and dice.random() < 0.15 else ""
        yield (
            key, council.pk, f"R{key:010d}", "x", citizen.pk, "resolved" if still else "open", channel, dice.choice(MOTIVES),
            dice.choices(("citizen", "company", "representative", "body"), (83, 8, 5, 4))[0], dice.choices(("ca", "es", "en"), (70, 27, 3))[0],
            slugs[int(PROCEDURES * dice.random() ** 3)] if dice.random() < 0.6 else None, outcome if still else "",
            dice.choices(("", "online", "other_channel", "not_finished"), (25, 55, 8, 12))[0], dice.choice(("", "", "technical", "identification", "document", "doubt")),
            "department" if outcome == "referred" else "", dice.choices(("", "complaint", "suggestion", "thanks"), (97, 1, 1, 1))[0], origin, 3,
            created, created, answered, resolved if still else None, resolved, outcome, reopened,
        )  # fmt: skip


def _beside(council: Council, rows: list[tuple[object, ...]], dice: random.Random) -> None:
    """What belongs to tickets: events of those opened again, calls, invitations, ratings; and who was not served."""
    place = {name: number for number, name in enumerate(TICKET)}

    def of(row: tuple[object, ...], name: str) -> object:
        return row[place[name]]

    again = [row for row in rows if of(row, "reopened_at")]
    load(
        Entry,
        ("council_id", "ticket_id", "seq", "kind", "visibility", "client_id", "author_kind", "language", "event", "data", "created_at"),
        (
            (council.pk, of(row, "id"), seq, "event", "public", f"{of(row, 'id'):027d}{seq:05d}", "staff", "ca", event, "{}", of(row, at))
            for row in again
            for seq, event, at in ((1, "resolved", "first_resolved_at"), (2, "reopened", "reopened_at"))
        ),
    )
    called = [(row, of(row, "first_human_response_at")) for row in rows if of(row, "channel") == "callback"]
    load(
        Call,
        (
            "council_id",
            "ticket_id",
            "state",
            "when",
            "origin",
            "starts_at",
            "ends_at",
            "due_at",
            "phone",
            "attempt_count",
            "first_attempt_at",
            "finished_at",
            "uid",
        ),
        (
            (council.pk, of(row, "id"), "done", "exact", "web", at, at, at, "+34972000010", 1, at, at, f"{of(row, 'id'):032d}")
            for row, at in called
        ),
    )
    load(
        UnservedDemand,
        ("council_id", "channel", "reason", "created_at"),
        (
            (council.pk, dice.choice(("chat", "phone")), dice.choice(("abandoned", "outside_hours")), of(row, "created_at"))
            for row in rows
            if dice.random() < 0.07
        ),
    )


def _ratings(council: Council, rows: list[tuple[object, ...]], dice: random.Random, first: int) -> int:
    asked = [row for row in rows if row[TICKET.index("resolved_at")] and dice.random() < 0.5]
    keys = range(first, first + len(asked))
    load(
        Invitation,
        ("id", "council_id", "ticket_id", "created_at"),
        ((key, council.pk, row[0], row[TICKET.index("resolved_at")]) for key, row in zip(keys, asked, strict=True)),
    )
    load(
        Rating,
        ("council_id", "invitation_id", "score", "created_at", "changed_at"),
        (
            (council.pk, key, dice.choices((5, 4, 3, 2, 1), (75, 20, 3, 1, 1))[0], *(row[TICKET.index("resolved_at")],) * 2)
            for key, row in zip(keys, asked, strict=True)
            if dice.random() < 0.3
        ),
    )
    return len(asked)


def _sessions(council: Council, dice: random.Random) -> None:
    agent = make_user(council, Role.AGENT, email="agent@example.org")
    for ticket in Ticket.objects.filter(council=council).order_by("-created_at")[:200]:
        at = ticket.created_at + timedelta(minutes=dice.randrange(5, 50))
        RemoteSession.objects.create(
            council=council, ticket=ticket, provider="fake", reason="x", minutes=20, agent=agent, agent_name="Laia", state="ended", outcome="ended",
            scope="view", scope_asked="view", requested_at=at, started_at=at, ended_at=at, consented_at=at, consent_text="x", consent_text_version="1",
            consent_text_sha256="x", consent_language="ca", hard_end_at=at,
        )  # fmt: skip


def fill(tickets: int) -> None:
    """Write the councils, the largest first, and an officer of it."""
    councils, dice = _councils(), random.Random(5)  # noqa: S311
    make_user(councils[0], Role.OFFICER, email="officer@example.org")
    key, invitation = 1, 1
    with without_checks(BULK):
        for place, council in enumerate(councils, 1):
            citizen = Citizen.objects.create(council=council, name="Rosa Mas", language="ca")
            slugs = list(Procedure.objects.filter(council=council).order_by("slug").values_list("pk", flat=True))
            rows = list(_tickets(council, citizen, slugs, key, largest(tickets) // place, dice))
            with transaction.atomic():
                load(Ticket, TICKET, rows)
                _beside(council, rows, dice)
                invitation += _ratings(council, rows, dice, invitation)
            key += len(rows)
    _sessions(councils[0], dice)
