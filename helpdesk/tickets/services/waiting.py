"""Waiting for the citizen or for a third party, going on, and the reminder when the third party should have answered."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.calendars.rules import Schedule, is_open, next_opening
from helpdesk.calendars.selectors import schedule_of
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import Event, Status, Visibility, WaitingParty, may_move
from helpdesk.tickets.services.timeline import Data, add_event, locked
from helpdesk.tickets.services.versions import require_seen

SAY_FOR_WHOM = _("Say for whom we are waiting.")
IN_THE_PAST = _("Choose today or a later day.")


def _today(council: Council) -> date:
    return clock.now().astimezone(ZoneInfo(council.time_zone)).date()


def _whom(party: WaitingParty | None, name: str) -> tuple[str, str]:
    name = clean_text(name)[:120]
    if party is None and name:
        party = WaitingParty.OTHER
    if party is None or (party is WaitingParty.OTHER and not name):
        raise InvalidInput(SAY_FOR_WHOM)
    return party.value, name


@transaction.atomic
def wait_ticket(
    *,
    ticket_id: int,
    for_citizen: bool,
    party: WaitingParty | None = None,
    for_whom: str = "",
    until: date | None = None,
    by: Actor,
    seen: int | None = None,
) -> Ticket:
    """Set a ticket to wait for the citizen, or for a third party of the closed list, by name if need be, and until which day."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    require_seen(ticket, seen=seen, by=by)
    whom, name = ("", "") if for_citizen else _whom(party, for_whom)
    if until is not None and until < _today(ticket.council):
        raise InvalidInput(IN_THE_PAST)
    to = Status.WAITING_CITIZEN if for_citizen else Status.WAITING_THIRD_PARTY
    if not may_move(Status(ticket.status), to):
        raise ForbiddenTransition
    ticket.status, ticket.waiting_party, ticket.waiting_for = to, whom, name
    ticket.waiting_until, ticket.waiting_reminded_at = until, None
    ticket.save()
    data: Data = {"party": whom, "for": name, "until": until.isoformat() if until else "", "citizen": for_citizen}
    add_event(ticket, event=Event.WAITING, by=by, data=data)
    return ticket


def forget_wait(ticket: Ticket) -> None:
    """Take away for whom a locked ticket waits; the caller saves it."""
    ticket.waiting_party, ticket.waiting_for, ticket.waiting_until, ticket.waiting_reminded_at = "", "", None, None


@transaction.atomic
def resume_ticket(*, ticket_id: int, by: Actor, seen: int | None = None) -> Ticket:
    """Go on with a ticket that waits, whoever it waits for."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    require_seen(ticket, seen=seen, by=by)
    if ticket.status not in {Status.WAITING_CITIZEN, Status.WAITING_THIRD_PARTY}:
        raise ForbiddenTransition
    ticket.status = Status.OPEN
    forget_wait(ticket)
    ticket.save()
    add_event(ticket, event=Event.RESUMED, by=by)
    return ticket


def reminder_time(schedule: Schedule, until: date) -> datetime:
    """Return when to remind of a wait until a day: the first open moment from that day on; its midnight when the calendar never opens."""
    midnight = datetime.combine(until, time.min, ZoneInfo(schedule.time_zone)).astimezone(UTC)
    return midnight if is_open(schedule, midnight) else next_opening(schedule, midnight) or midnight


def remind_third_parties(*, limit: int = 200) -> int:
    """Say on the timeline, once per wait, that a third party should have answered, and put the ticket among the due ones. Returns how many."""
    now = clock.now()
    # No council is more than a day ahead of the world's clock.
    rows = Ticket.objects.filter(
        status=Status.WAITING_THIRD_PARTY, waiting_reminded_at=None, waiting_until__lte=(now + timedelta(days=1)).date()
    )
    schedules: dict[int, Schedule] = {}
    done = 0
    for ticket in rows.select_related("council").order_by("waiting_until", "pk")[:limit]:
        schedule = schedules.get(ticket.council_id) or schedules.setdefault(ticket.council_id, schedule_of(ticket.council))
        if ticket.waiting_until is not None and reminder_time(schedule, ticket.waiting_until) <= now:
            done += _remind(ticket.pk, ticket.waiting_until)
    return done


@transaction.atomic
def _remind(ticket_id: int, until: date) -> bool:
    ticket = locked(ticket_id, SYSTEM)
    if ticket.status != Status.WAITING_THIRD_PARTY or ticket.waiting_until != until or ticket.waiting_reminded_at is not None:
        return False
    ticket.waiting_reminded_at = ticket.reply_due_at = clock.now()
    ticket.save()
    data = {"party": ticket.waiting_party, "for": ticket.waiting_for, "until": until.isoformat()}
    add_event(ticket, event=Event.THIRD_PARTY_DUE, by=SYSTEM, visibility=Visibility.INTERNAL, data=data)
    return True
