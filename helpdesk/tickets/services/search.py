"""Keeping what tickets are found by: written in the transaction of its cause, by the service that is the cause."""

from collections.abc import Callable, Iterable

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Length

from helpdesk.tickets import fulltext
from helpdesk.tickets.models import Entry, SearchDocument, Ticket
from helpdesk.tickets.searching import document_words, text_words

# PostgreSQL keeps at most 1 MB of different words in one row: of a very long conversation the newest part is found.
MAX_CHARACTERS = 200_000
KEPT_CHARACTERS = 150_000


def _document(ticket: Ticket, bodies: Iterable[str]) -> SearchDocument:
    citizen = ticket.citizen
    head = (citizen.name, citizen.email, citizen.phone, ticket.subject, ticket.helper_name, ticket.helper_contact)
    words = document_words(reference=ticket.reference, texts=head)
    said = "".join(f"{' '.join(found)} | " for body in bodies if (found := text_words(body)))
    if len(said) > MAX_CHARACTERS:
        said = said[-KEPT_CHARACTERS:].partition(" ")[2]
    return SearchDocument(ticket=ticket, council_id=ticket.council_id, words=words + said)


def _write(documents: list[SearchDocument]) -> None:
    SearchDocument.objects.bulk_create(documents, update_conflicts=True, unique_fields=["ticket"], update_fields=["council", "words"])


def index_new(ticket: Ticket, *bodies: str) -> None:
    """Make a new ticket findable, with the texts that it begins with."""
    _document(ticket, bodies).save(force_insert=True)


def index_entry(entry: Entry) -> None:
    """Add what an entry says to what its ticket is found by."""
    found = text_words(entry.body)
    if not found:
        return
    said = f"{' '.join(found)} | "
    room = SearchDocument.objects.annotate(size=Length("words")).filter(pk=entry.ticket_id, size__lt=MAX_CHARACTERS)
    if not room.update(words=Concat(F("words"), Value(said))):
        index_again([entry.ticket_id])


@transaction.atomic
def index_again(ticket_ids: Iterable[int]) -> int:
    """Write anew what tickets are found by, from what they say now: after a correction of a person's details, or after erasing. Returns how many."""
    tickets = list(Ticket.objects.select_for_update(of=("self",)).filter(pk__in=ticket_ids).select_related("citizen").order_by("pk"))
    bodies: dict[int, list[str]] = {ticket.pk: [] for ticket in tickets}
    for ticket_id, body in Entry.objects.filter(ticket__in=tickets).exclude(body="").order_by("seq").values_list("ticket_id", "body"):
        bodies[ticket_id].append(body)
    _write([_document(ticket, bodies[ticket.pk]) for ticket in tickets])
    return len(tickets)


def rebuild_search(*, batch: int = 200, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Write the whole index anew, ticket by ticket and then the database's own; safe to run twice and while people work. Returns how many."""
    done = last = 0
    while ids := list(Ticket.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]):
        done, last = done + index_again(ids), ids[-1]
        progress(done)
    fulltext.run(connection, fulltext.REWRITE)
    return done
