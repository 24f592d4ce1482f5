"""Months full of real rows: contacts, unserved demand, ratings."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from typing import Any

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Citizen, Council
from helpdesk.tickets.models import Ticket, UnservedDemand
from satisfaction.models import Invitation, Rating
from transparency import services
from transparency.models import Publication
from transparency.months import Month

OCTOBER = Month(2026, 10)
MID_OCTOBER = datetime(2026, 10, 14, 8, 0, tzinfo=UTC)
AFTER_OCTOBER = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
_numbers = count(1)

TOWN: dict[str, Mapping[str, int]] = {
    "channel": {"web": 96, "chat": 61, "phone": 148, "counter": 22, "email": 3},
    "motive": {
        "procedure": 88,
        "appointment": 61,
        "folder": 44,
        "catalogue": 31,
        "certificate": 52,
        "form": 20,
        "document": 17,
        "payment": 9,
        "notification": 4,
        "other": 4,
    },
    "requester": {"citizen": 271, "company": 38, "body": 14, "representative": 7},
}
VILLAGE: dict[str, Mapping[str, int]] = {
    "channel": {"web": 5, "chat": 2, "phone": 4, "counter": 1},
    "motive": {"procedure": 6, "certificate": 3, "form": 2, "other": 1},
    "requester": {"citizen": 11, "company": 1},
}


def spread(counts: Mapping[str, int]) -> list[str]:
    """Every member as often as it counts."""
    return [member for member, number in counts.items() for _i in range(number)]


def add_contacts(
    council: Council, counts: dict[str, Mapping[str, int]], *, at: datetime = MID_OCTOBER, unanswered: int = 0, **fields: Any
) -> list[Ticket]:
    """Contacts with the given numbers by channel, motive and requester; phone and counter are answered at once, the rest after 1, 2, 3... minutes."""
    citizen = Citizen.objects.create(council=council, name="Rosa Mas", language="ca")
    channels = spread(counts["channel"])
    rows = []
    for number, (channel, motive, requester) in enumerate(
        zip(channels, cycle(spread(counts["motive"])), cycle(spread(counts["requester"])), strict=False)
    ):
        created = at + timedelta(seconds=number)
        at_once = channel in {"phone", "counter"}
        answered = None if number < unanswered else created if at_once else created + timedelta(minutes=1 + number % 40)
        rows.append(
            Ticket(
                council=council,
                reference=f"T{next(_numbers):010d}",
                subject="x",
                citizen=citizen,
                channel=channel,
                motive=motive,
                requester=requester,
                language="ca",
                created_at=created,
                updated_at=created,
                first_human_response_at=answered,
                **fields,
            )
        )
    return Ticket.objects.bulk_create(rows)


def add_unserved(council: Council, counts: Mapping[tuple[str, str], int], *, at: datetime = MID_OCTOBER) -> None:
    """Unserved demand by (channel, reason)."""
    for (channel, reason), number in counts.items():
        UnservedDemand.objects.bulk_create(
            UnservedDemand(council=council, channel=channel, reason=reason, created_at=at) for _i in range(number)
        )


def add_ratings(council: Council, tickets: list[Ticket], scores: Mapping[int, int], *, silent: int = 0, at: datetime = MID_OCTOBER) -> None:
    """Answers by score, and invitations that nobody answered."""
    answers: list[int | None] = [score for score, number in scores.items() for _i in range(number)]
    answers += [None] * silent
    for ticket, score in zip(tickets, answers, strict=False):
        invitation = Invitation.objects.create(council=council, ticket=ticket, created_at=at)
        if score is not None:
            Rating.objects.create(council=council, invitation=invitation, score=score, created_at=at, changed_at=at)


def town_month(council: Council, *, at: datetime = MID_OCTOBER) -> list[Ticket]:
    """The month of a town: 330 contacts, 12 of them not yet answered."""
    tickets = add_contacts(council, TOWN, at=at, unanswered=12)
    add_unserved(
        council, {("chat", "abandoned"): 6, ("phone", "outside_hours"): 21, ("web", "outside_hours"): 9, ("chat", "rejected"): 5}, at=at
    )
    add_ratings(council, tickets, {5: 61, 4: 24, 3: 7, 2: 3, 1: 2}, silent=90, at=at)
    return tickets


def published(council: Council, officer: Actor) -> Publication:
    """October, measured, commented in two languages and published."""
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        services.write_commentary(council=council, month=OCTOBER, texts={"ca": "Un mes tranquil.", "en": "A quiet month."}, by=officer)
        return services.publish(council=council, month=OCTOBER, by=officer)
