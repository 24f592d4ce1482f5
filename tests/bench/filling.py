"""Two councils full of tickets, written past the services: an installation of some years, in a minute."""

from datetime import datetime, timedelta
from itertools import count, islice
from uuid import UUID

from django.db import connection

from helpdesk.base import clock
from helpdesk.base.tokens import new_reference
from helpdesk.people.models import Citizen, Council, User
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Author, Channel, EntryKind, Event, Motive, Outcome, Status, Visibility
from helpdesk.tickets.services.search import rebuild_search
from tests.bench.words import Writer
from tests.factories import make_council, make_user

BATCH = 5000
ENTRIES = 3
# Seven tenths are done; a fifth of all waits for an answer.
STATUSES = (Status.NEW, Status.OPEN, Status.WAITING_CITIZEN, *(Status.CLOSED,) * 5, *(Status.RESOLVED,) * 2)


def fill(tickets: int) -> None:
    """Write tickets with three entries each, and their index."""
    councils = [make_council(), make_council("rocabruna", host="second.example", prefix="RB")]
    agent = make_user(councils[0], Role.AGENT, email="bench@example.org")
    agent.memberships.create(council=councils[1], role=Role.AGENT)
    colleagues = [agent, *(make_user(councils[0], Role.AGENT) for _number in range(3))]
    writer, numbers, start = Writer(), count(), clock.now() - timedelta(minutes=10 * tickets)
    while batch := list(islice(numbers, min(BATCH, tickets - Ticket.objects.count()))):
        citizens = Citizen.objects.bulk_create(
            Citizen(
                council=councils[n % 2], name=writer.name(), email=f"person{n}@example.org", phone=f"+3497200{n % 10000:04}", language="ca"
            )
            for n in batch
        )
        rows = Ticket.objects.bulk_create(
            _ticket(n, tickets, citizen, councils[n % 2], colleagues, writer, start) for n, citizen in zip(batch, citizens, strict=True)
        )
        Entry.objects.bulk_create(
            (_entry(n, seq, ticket, colleagues[1], writer) for n, ticket in zip(batch, rows, strict=True) for seq in range(1, ENTRIES + 1)),
            batch_size=BATCH,
        )
    rebuild_search(batch=1000)
    # What PostgreSQL does by itself in time.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" and not connection.in_atomic_block else "ANALYZE")


def _ticket(n: int, tickets: int, citizen: Citizen, council: Council, people: list[User], writer: Writer, start: datetime) -> Ticket:
    created, status = start + timedelta(minutes=10 * n), STATUSES[writer.dice.randrange(len(STATUSES))]
    done = status in {Status.RESOLVED, Status.CLOSED}
    return Ticket(
        council=council,
        reference=new_reference(council.reference_prefix),
        subject=writer.subject(n, tickets),
        citizen=citizen,
        status=status,
        channel=writer.dice.choice(list(Channel)),
        motive=writer.dice.choice(list(Motive)),
        language="ca",
        assignee=None if status is Status.NEW else people[writer.dice.randrange(len(people))],
        last_seq=ENTRIES,
        reply_due_at=None if done or status is Status.WAITING_CITIZEN else created + timedelta(hours=8),
        created_at=created,
        updated_at=created + timedelta(minutes=writer.dice.randint(5, 5000)),
        first_human_response_at=created + timedelta(hours=1) if done else None,
        resolved_at=created + timedelta(hours=2) if done else None,
        first_resolved_at=created + timedelta(hours=2) if done else None,
        first_outcome=Outcome.SOLVED if done else "",
        closed_at=created + timedelta(days=7) if status is Status.CLOSED else None,
        outcome=Outcome.SOLVED if done else "",
    )


def _entry(n: int, seq: int, ticket: Ticket, agent: User, writer: Writer) -> Entry:
    """An event, the citizen's message, an answer or an internal note."""
    kind = (EntryKind.EVENT, EntryKind.MESSAGE, EntryKind.NOTE if n % 4 == 0 else EntryKind.MESSAGE)[seq - 1]
    by_staff = seq == ENTRIES
    return Entry(
        council=ticket.council,
        ticket=ticket,
        seq=seq,
        kind=kind,
        visibility=Visibility.INTERNAL if kind is EntryKind.NOTE else Visibility.PUBLIC,
        client_id=UUID(int=writer.dice.getrandbits(128)),
        author_kind=Author.STAFF if by_staff else Author.CITIZEN,
        author_user=agent if by_staff else None,
        author_name=agent.public_name if by_staff else ticket.citizen.name,
        language="ca",
        body="" if kind is EntryKind.EVENT else writer.body(n if seq == 2 else 1),
        event=Event.OPENED if kind is EntryKind.EVENT else "",
        created_at=ticket.created_at + timedelta(minutes=seq),
    )
