"""A remote session that was agreed to, held and ended, on one of today's tickets: its card and its timeline can be seen."""

from datetime import timedelta

from config.demo.served import citizen_of
from helpdesk.base import clock
from helpdesk.people.models import Council
from helpdesk.people.rules import Purpose
from helpdesk.people.selectors import staff_actor
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, Status
from remote.consent import consent_for
from remote.models import RemoteSession
from remote.services import consent, end_session, note_shown, request_session, start_viewing

PROVIDER, MINUTES = "fake", 20
REASON = "Mirem plegats per què AutoFirma no s’obre quan premeu «Signar»."


def _ticket(council: Council) -> Ticket | None:
    rows = Ticket.objects.filter(
        council=council, status=Status.OPEN, channel=Channel.WEB, assignee__isnull=False, first_human_response_at__isnull=False
    )
    return rows.select_related("assignee").order_by("created_at").first()


def seed_session(council: Council) -> None:
    """Propose, agree, look and end, a few minutes apart; nothing when there is one already or no ticket is fit for it."""
    ticket = _ticket(council)
    if ticket is None or ticket.assignee is None or RemoteSession.objects.filter(council=council).exists():
        return
    by, citizen, language = staff_actor(ticket.assignee), citizen_of(ticket), ticket.language
    issue_link(council_id=council.pk, purpose=Purpose.FOLLOW_UP, subject_id=ticket.pk, language=language)
    at = ticket.updated_at + timedelta(minutes=3)
    with clock.at(at):
        session = request_session(ticket_id=ticket.pk, provider=PROVIDER, reason=REASON, minutes=MINUTES, by=by)
    with clock.at(at + timedelta(minutes=1)):
        note_shown(session_id=session.pk, language=language, by=citizen)
    with clock.at(at + timedelta(minutes=2)):
        consent(session_id=session.pk, text_sha256=consent_for(session, language).sha256, language=language, by=citizen)
    with clock.at(at + timedelta(minutes=3)):
        start_viewing(session_id=session.pk, by=by)
    with clock.at(at + timedelta(minutes=12)):
        end_session(session_id=session.pk, by=by)
