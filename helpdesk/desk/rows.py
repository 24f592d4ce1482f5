"""A ticket as a row of the queue shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helpdesk.base import clock
from helpdesk.desk.words import Words, procedure_title
from helpdesk.tickets.excerpts import Part, marked
from helpdesk.tickets.labels import CHANNEL, STATUS
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Author, Channel, Status
from helpdesk.tickets.searching import Query
from helpdesk.tickets.selectors.queue import CAP, DONE
from helpdesk.tickets.selectors.search import Fragment

SOON = timedelta(hours=1)
CHANNEL_ICON: dict[str, str] = {
    Channel.WEB: "file-text",
    Channel.CHAT: "message-circle",
    Channel.PHONE: "phone",
    Channel.COUNTER: "users",
    Channel.EMAIL: "mail",
    Channel.CALLBACK: "phone-call",
}


@dataclass(frozen=True, slots=True)
class Due:
    """When the first answer is due: `kind` is late, soon or ok."""

    kind: str
    label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of the queue shows; `fragment` is where it says what was looked for, marked and escaped."""

    ticket: Ticket
    key: str
    url: str
    channel: str | Promise
    icon: str
    status: str | Promise
    when: str
    due: Due | None
    procedure: Words | None
    is_unread: bool
    name: str
    subject: str
    reference: str
    fragment: str = ""
    fragment_language: str = ""
    is_note: bool = False


def capped(count: int) -> str:
    """Return a count for a badge: beyond what is counted, a plus sign says so."""
    return f"{number_format(CAP, force_grouping=True)}+" if count > CAP else number_format(count)


@lru_cache(maxsize=1000)
def _day(day: date, _language: str | None) -> str:
    return date_format(day, "j M")


def moment(value: datetime) -> str:
    """Return the hour for today and the date for other days."""
    local = localtime(value)
    return f"{local:%H:%M}" if local.date() == localtime(clock.now()).date() else _day(local.date(), get_language())


def due_of(ticket: Ticket) -> Due | None:
    """Return how urgent the reply is, in words; None when nobody waits for one."""
    at = ticket.reply_due_at
    if at is None or ticket.status in DONE:
        return None
    left = at - clock.now()
    minutes = int(left.total_seconds() // 60)
    if minutes < 0:
        return Due("late", _("Overdue"), at)
    if minutes < 60:
        return Due("soon" if left < SOON else "ok", _("%(minutes)d min") % {"minutes": max(minutes, 1)}, at)
    if minutes < 24 * 60:
        return Due("ok", _("%(hours)d h") % {"hours": minutes // 60}, at)
    return Due("ok", moment(at), at)


def _html(parts: Iterable[Part]) -> SafeString:
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", part.text) if part.is_hit else part.text,) for part in parts))


def _marked(text: str, query: Query | None) -> str:
    return _html(marked(text, query)) if query else text


def row_of(ticket: Ticket, query: Query | None = None, fragment: Fragment | None = None, *, url: str = "") -> Row:
    """Return the row of a ticket that comes from `queue_rows`, with what was looked for marked."""
    return Row(
        ticket=ticket,
        key=str(ticket.pk),
        url=url or reverse("desk:ticket", args=[ticket.reference]),
        channel=CHANNEL[ticket.channel],
        icon=CHANNEL_ICON[ticket.channel],
        status=STATUS[ticket.status],
        when=moment(ticket.updated_at),
        due=due_of(ticket),
        procedure=procedure_title(ticket.procedure, ticket.council) if ticket.procedure else None,
        is_unread=getattr(ticket, "last_author", None) == Author.CITIZEN and ticket.status not in {Status.RESOLVED, Status.CLOSED},
        name=_marked(ticket.citizen.name or _("No name"), query),
        subject=_marked(ticket.subject, query),
        reference=_marked(ticket.reference, query),
        fragment=_html(fragment.parts) if fragment else "",
        fragment_language=fragment.language if fragment else "",
        is_note=fragment is not None and fragment.is_note,
    )


def rows_of(tickets: Iterable[Ticket], query: Query | None = None, fragments: Mapping[int, Fragment] | None = None) -> list[Row]:
    """Return the rows of a page of tickets."""
    fragments = fragments or {}
    # One address is looked up, the others are like it.
    address = reverse("desk:ticket", args=["-"])
    return [row_of(ticket, query, fragments.get(ticket.pk), url=address.replace("/-/", f"/{ticket.reference}/")) for ticket in tickets]
