"""Reads of the citizens' door: drafts, and what the follow-up pages show."""

from dataclasses import dataclass

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.base.tokens import hash_token
from helpdesk.calendars.rules import is_open
from helpdesk.calendars.selectors import schedule_of
from helpdesk.people.actors import Actor, link_holder
from helpdesk.people.models import Council, SecretLink
from helpdesk.portal.models import DraftFile, WizardDraft
from helpdesk.tickets.labels import STATUS_EXPLAINED, STATUS_FOR_CITIZEN, Label, waiting_words
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CATEGORY, Category, Status
from helpdesk.tickets.selectors import visible_to

TONES = {Category.ACTIVE: "info", Category.WAITING: "warning", Category.DONE: "success"}
ICONS: dict[Status, str] = {
    Status.NEW: "inbox",
    Status.OPEN: "user-check",
    Status.WAITING_CITIZEN: "message-square-text",
    Status.WAITING_THIRD_PARTY: "hourglass",
    Status.RESOLVED: "circle-check",
    Status.CLOSED: "check-check",
}


@dataclass(frozen=True, slots=True)
class StatusCard:
    """A status in plain words."""

    title: Label
    explained: Label
    tone: str
    icon: str
    waiting: str


def status_card(ticket: Ticket) -> StatusCard:
    """Return what a citizen is told about the status of a ticket."""
    status = Status(ticket.status)
    return StatusCard(STATUS_FOR_CITIZEN[status], STATUS_EXPLAINED[status], TONES[CATEGORY[status]], ICONS[status], waiting_words(ticket))


def my_tickets(actor: Actor) -> list[tuple[Ticket, StatusCard]]:
    """Return the tickets that this browser's links open, last changed first."""
    return [(ticket, status_card(ticket)) for ticket in visible_to(actor).order_by("-updated_at")[:50]]


def draft_by_key(council: Council, key: str, *, lock: bool = False) -> WizardDraft:
    """Return the draft behind a cookie, sent ones too; raises NotFound."""
    drafts = council.wizarddraft_set.select_for_update() if lock else council.wizarddraft_set.all()
    draft: WizardDraft | None = drafts.filter(key_hash=hash_token(key)).first() if key else None
    if draft is None:
        raise NotFound
    draft.council = council
    return draft


def open_draft(council: Council, key: str) -> WizardDraft | None:
    """Return the draft behind a cookie if it has not been sent."""
    try:
        draft = draft_by_key(council, key)
    except NotFound:
        return None
    return None if draft.ticket_reference else draft


def files_of(draft: WizardDraft | None) -> list[DraftFile]:
    """Return the files that wait in a draft."""
    return list(draft.files.all()) if draft else []


def is_outside_hours(council: Council) -> bool:
    """Say whether the council's calendar is closed now."""
    return not is_open(schedule_of(council), clock.now())


def reference_of_link(link: SecretLink) -> str:
    """Return the reference of the ticket that a secret link opens; raises NotFound."""
    reader = link_holder(link.council_id, link.subject_id)
    reference = visible_to(reader).values_list("reference", flat=True).first()
    if reference is None:
        raise NotFound
    return reference
