"""How an entry of a timeline is shown: one view, one template and one JSON for pages, sockets and polls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.base import clock
from helpdesk.calendars.words import time_words
from helpdesk.chat.selectors import chat_of, position
from helpdesk.chat.words import EVENT_BY_CITIZEN, EVENT_FOR_CITIZEN, ICON, MORE_THAN_LOOKING
from helpdesk.marks.drawing import Figure, figure_of
from helpdesk.marks.models import Mark
from helpdesk.marks.selectors import marks_of, may_draw
from helpdesk.people.actors import Actor
from helpdesk.tickets import labels
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.rules import Author, EntryKind, Event, Visibility
from helpdesk.tickets.selectors import entries_since

PAGE_SIZE = 200


class ChatPayload(TypedDict):
    """Where the chat of a ticket stands; `position` is 0 unless it waits."""

    state: str
    position: int
    agent: str


class EntryPayload(TypedDict):
    """One entry as sockets and polls give it."""

    seq: int
    cid: str
    kind: str
    author: str
    html: str
    at: str


class TimelinePayload(TypedDict):
    """What is new on a timeline; ask again from `last` while `more` is true."""

    entries: list[EntryPayload]
    last: int
    more: bool
    status: str
    chat: ChatPayload | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """What `timeline/entry.html` shows; `at` is in the council's time zone."""

    seq: int
    cid: str
    kind: str
    author_kind: str
    author_name: str
    is_mine: bool
    language: str
    body: str
    event: str
    title: str
    detail: str
    icon: str
    at: datetime
    is_today: bool
    files: list[Attachment]
    reference: str
    may_draw: bool
    figure: Figure | None

    @property
    def is_event(self) -> bool:
        """Whether it was written by the system rather than by somebody."""
        return self.kind == EntryKind.EVENT

    @property
    def is_note(self) -> bool:
        """Whether it is internal to the desk."""
        return self.kind == EntryKind.NOTE


def side_of(actor: Actor) -> str:
    """Return `staff` or `citizen`: as whom the pages and sockets of this actor read."""
    return "citizen" if actor.user_id is None else "staff"


def _day(value: object) -> str:
    day: date | None = parse_date(value) if isinstance(value, str) and value else None
    return date_format(day) if day else ""


def _call(data: dict[str, object], time_zone: str) -> str:
    starts_at = parse_datetime(str(data.get("starts_at", "")))
    if starts_at is None:
        return ""
    when = time_words(starts_at, str(data.get("when", "")), time_zone)
    return _("%(when)s · by video") % {"when": when} if data.get("mode") == "video" else when


def _lasted(data: dict[str, object]) -> str:
    minutes = data.get("minutes")
    if not isinstance(minutes, int):
        return ""
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes} if minutes else _("less than a minute")


def _detail(entry: Entry, time_zone: str) -> str:
    data, words = entry.data, ""
    match entry.event:
        case Event.OPENED | Event.CONTACT_LOGGED:
            words = str(labels.CHANNEL.get(data.get("channel", ""), ""))
        case Event.RESOLVED:
            words = str(labels.OUTCOME.get(data.get("outcome", ""), ""))
        case Event.WAITING:
            until = _day(data.get("until"))
            whom = labels.third_party(str(data.get("party") or ""), str(data.get("for") or ""))
            words = " · ".join(part for part in (whom, _("until %(day)s") % {"day": until} if until else "") if part)
        case Event.THIRD_PARTY_DUE:
            words = labels.third_party(str(data.get("party") or ""), str(data.get("for") or ""))
        case Event.EXCLUDED:
            words = str(labels.EXCLUSION.get(data.get("reason", ""), ""))
        case Event.FEEDBACK_NOTED:
            words = str(labels.FEEDBACK.get(data.get("kind", ""), ""))
        case Event.CALL_BOOKED | Event.CALL_MOVED | Event.CALL_CANCELLED | Event.VIDEO_TO_PHONE:
            words = _call(data, time_zone)
        case Event.VIDEO_ENDED:
            words = _lasted(data)
        case _:
            words = str(data.get("name") or "")
    return words


def _title(entry: Entry, *, citizen: bool) -> str:
    more = MORE_THAN_LOOKING.get((entry.event, str(entry.data.get("part", "")), entry.author_kind))
    if more is not None:
        return str(more[citizen])
    if entry.event == Event.MARKED:
        marked = EVENT_FOR_CITIZEN if citizen and entry.data.get("own") else labels.EVENT
        return str(marked[Event.MARKED]) % {"name": entry.author_name or _("The service")}
    label = EVENT_FOR_CITIZEN.get(entry.event) if citizen else None
    if citizen and entry.event == Event.CALL_BOOKED and entry.data.get("mode") == "video":
        label = _("We will talk by video")
    if citizen and entry.author_kind == Author.CITIZEN:
        label = EVENT_BY_CITIZEN.get(entry.event, label)
    return str(label or labels.EVENT.get(entry.event, entry.event))


def _author_name(entry: Entry, *, mine: bool, citizen: bool) -> str:
    if mine and citizen:
        return _("You")
    return entry.author_name or (_("The service") if entry.author_kind == Author.STAFF else _("Citizen"))


def entry_view(entry: Entry, *, ticket: Ticket, actor: Actor, mark: Mark | None = None) -> EntryView:
    """Prepare an entry that the actor may read, in the active language; `mark` is what it tells was drawn."""
    citizen = actor.user_id is None
    mine = entry.author_kind == (Author.CITIZEN if citizen else Author.STAFF)
    at = entry.created_at.astimezone(ZoneInfo(ticket.council.time_zone))
    return EntryView(
        seq=entry.seq,
        cid=str(entry.client_id),
        kind=entry.kind,
        author_kind=entry.author_kind,
        author_name=_author_name(entry, mine=mine, citizen=citizen),
        is_mine=mine,
        language=entry.language,
        body=entry.body,
        event=entry.event,
        title=_title(entry, citizen=citizen),
        detail=_detail(entry, ticket.council.time_zone),
        icon=ICON.get(entry.event, "info"),
        at=at,
        is_today=at.date() == clock.now().astimezone(at.tzinfo).date(),
        files=list(entry.attachments.all()),
        reference=ticket.reference,
        may_draw=entry.visibility == Visibility.PUBLIC and may_draw(ticket, actor),
        figure=figure_of(mark, language=entry.language, newest=getattr(mark, "newest", None)) if mark else None,
    )


def entry_views(rows: Sequence[Entry], *, ticket: Ticket, actor: Actor) -> list[EntryView]:
    """Prepare entries, with what was drawn on pictures read once for all of them."""
    marks = marks_of(rows)
    return [entry_view(row, ticket=ticket, actor=actor, mark=marks.get(row.pk)) for row in rows]


def entry_payload(entry: Entry, *, ticket: Ticket, actor: Actor, request_language: str, mark: Mark | None = None) -> EntryPayload:
    """Return an entry as JSON, its HTML in the reader's language."""
    with translation.override(request_language):
        view = entry_view(entry, ticket=ticket, actor=actor, mark=mark)
        html = render_to_string("timeline/entry.html", {"e": view}).strip()
    return {
        "seq": entry.seq,
        "cid": view.cid,
        "kind": entry.kind,
        "author": entry.author_kind,
        "html": html,
        "at": entry.created_at.isoformat(),
    }


def chat_payload(ticket: Ticket) -> ChatPayload | None:
    """Return where the chat of a ticket stands, if it has one."""
    chat = chat_of(ticket)
    if chat is None:
        return None
    agent = chat.accepted_by.public_name or chat.accepted_by.full_name if chat.accepted_by else ""
    return {"state": chat.state, "position": position(chat), "agent": agent}


def timeline_payload(ticket: Ticket, actor: Actor, *, since: int, language: str) -> TimelinePayload:
    """Return what is new since `since`, at most 200 entries, for polls and sockets."""
    rows = entries_since(ticket, actor, since=since, limit=PAGE_SIZE)
    marks = marks_of(rows)
    return {
        "entries": [entry_payload(row, ticket=ticket, actor=actor, request_language=language, mark=marks.get(row.pk)) for row in rows],
        "last": rows[-1].seq if rows else since,
        "more": len(rows) == PAGE_SIZE,
        "status": ticket.status,
        "chat": chat_payload(ticket),
    }


def timeline_context(ticket: Ticket, actor: Actor, *, has_chat: bool = True) -> dict[str, object]:
    """Return the context of `timeline/log.html`: all that the actor may read, in the active language. A chat is not looked for where it is known that there is none."""
    views: list[EntryView] = []
    last, full = 0, True
    while full:
        rows = entries_since(ticket, actor, since=last)
        views += entry_views(rows, ticket=ticket, actor=actor)
        last, full = (rows[-1].seq if rows else last), len(rows) == 500
    return {"entries": views, "last": last, "ticket": ticket, "side": side_of(actor), "chat": chat_payload(ticket) if has_chat else None}
