"""What time does to sessions: offers expire, hard ends come, ends are asked for again. Run by every worker every few seconds."""

from django.db import transaction
from django.db.models import F

from helpdesk.base import clock
from helpdesk.people.actors import SYSTEM
from remote.card import state_now
from remote.models import RemoteSession
from remote.providers.registry import need_page
from remote.rules import BROKER_DEAD, CONTROL_IDLE, HEARTBEAT_LOST, OPEN_OFFER, PREPARE_AGAIN, RUNNING, EndReason, EventName, State
from remote.services.answers import prepare
from remote.services.device import lose_broker
from remote.services.ending import confirm_end, settle
from remote.services.journal import locked_session, note
from remote.services.widening import drop_idle_control


def sweep_sessions() -> dict[str, int]:
    """Settle what is due; safe to run twice at once. Providers are asked outside of transactions. Returns counts."""
    now = clock.now()
    rows = RemoteSession.objects.order_by("pk")
    over = [
        *rows.filter(state__in=OPEN_OFFER, offer_expires_at__lte=now).values_list("pk", flat=True),
        *rows.filter(state__in=RUNNING, hard_end_at__lte=now).values_list("pk", flat=True),
    ]
    counts = {"expired": 0, "timed_out": 0, "left": 0, "asked": 0, "prepared": 0, "broker_lost": 0, "page_lost": 0, "idle": 0}
    for session_id in over:
        done = _time_is_over(session_id)
        if done:
            counts[done] += 1
    changed_hands = rows.filter(state__in=OPEN_OFFER | RUNNING).exclude(ticket__assignee=F("agent"))
    for session_id in changed_hands.values_list("pk", flat=True):
        counts["left"] += _left_behind(session_id)
    for session_id in rows.filter(state__in=RUNNING, broker__seen_at__lte=now - BROKER_DEAD).values_list("pk", flat=True):
        counts["broker_lost"] += lose_broker(session_id=session_id)
    silent = rows.filter(state__in=RUNNING, citizen_seen_at__lte=now - HEARTBEAT_LOST, provider__in=need_page())
    for session_id in silent.values_list("pk", flat=True):
        counts["page_lost"] += _page_is_gone(session_id)
    for session_id in rows.filter(state=State.CONTROLLING, last_input_at__lte=now - CONTROL_IDLE).values_list("pk", flat=True):
        drop_idle_control(session_id)
        counts["idle"] += 1
    for session_id in rows.filter(state=State.ENDING, end_due_at__lte=now).values_list("pk", flat=True):
        confirm_end(session_id)
        counts["asked"] += 1
    forgotten = rows.filter(state=State.CONSENTED, consented_at__lte=now - PREPARE_AGAIN)
    for session_id in forgotten.values_list("pk", flat=True):
        prepare(session_id)
        counts["prepared"] += 1
    return counts


@transaction.atomic
def _time_is_over(session_id: int) -> str | None:
    """Expire an offer or end a session at its hard end, unless somebody was faster."""
    ticket, session = locked_session(session_id, SYSTEM)
    if state_now(session, clock.now()) == session.state:
        return None
    outcome = State.EXPIRED if session.state in OPEN_OFFER else State.TIMED_OUT
    settle(ticket, session, outcome, EndReason.TIME, by=SYSTEM)
    return outcome.value


@transaction.atomic
def _page_is_gone(session_id: int) -> int:
    """End a session whose citizen can no longer see the page with its Stop: nobody looks at a screen unwatched."""
    ticket, session = locked_session(session_id, SYSTEM)
    if session.state not in RUNNING or session.citizen_seen_at is None or session.citizen_seen_at > clock.now() - HEARTBEAT_LOST:
        return 0
    note(session, EventName.HEARTBEAT_MISSED, by=SYSTEM)
    settle(ticket, session, State.ENDED, EndReason.PAGE_LOST, by=SYSTEM)
    return 1


@transaction.atomic
def _left_behind(session_id: int) -> int:
    """End a session whose ticket is no longer its agent's: the citizen agreed to her and to nobody else."""
    ticket, session = locked_session(session_id, SYSTEM)
    if ticket.assignee_id == session.agent_id:
        return 0
    settle(ticket, session, State.ENDED, EndReason.TICKET, by=SYSTEM)
    return 1
