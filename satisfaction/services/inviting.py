"""Whom we ask, when a mail goes, and who does not want to be asked."""

from django.core import signing
from django.db import transaction
from django.db.models import Q

from helpdesk.base import clock
from helpdesk.base.errors import Expired
from helpdesk.outbox.services import enqueue_mail
from helpdesk.people.models import Citizen
from helpdesk.people.rules import Purpose
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Status
from satisfaction.identity import addresses_of, digests_of, possible_digests
from satisfaction.models import Invitation, OptOut, Rating
from satisfaction.rules import ASKED_AGAIN_AFTER, MAILED_AFTER_A_CALL, MOST_MAILS, REMINDED_AFTER, Ask
from satisfaction.selectors import settings_of, was_spoken_to

STOP_SALT = "satisfaction.stop"
STOP_SECONDS = 400 * 86400
DONE = (Status.RESOLVED, Status.CLOSED)


@transaction.atomic
def invite(*, ticket: Ticket) -> Invitation | None:
    """Invite to rate a ticket, once, when its chat ends or when it is resolved; inside that transaction. Mails go once it is resolved. None for a ticket that is left out of the indicators."""
    if ticket.excluded_reason:
        return None
    invitation = Invitation.objects.filter(ticket=ticket).first()
    if invitation is None:
        defaults = {"council": ticket.council, "ask": _ask(ticket), "created_at": clock.now()}
        invitation, _created = Invitation.objects.get_or_create(ticket=ticket, defaults=defaults)
    if ticket.status in DONE:
        _plan_mail(invitation, ticket)
    return invitation


def _ask(ticket: Ticket) -> Ask:
    """Say whether somebody is asked: not who opted out, and nobody twice within 30 days, by address or number in the council."""
    if is_opted_out(ticket.citizen):
        return Ask.OPTED_OUT
    known = Q(pk=ticket.citizen_id)
    if ticket.citizen.email:
        known |= Q(email=ticket.citizen.email)
    if ticket.citizen.phone:
        known |= Q(phone=ticket.citizen.phone)
    same = Citizen.objects.filter(known, council_id=ticket.council_id).values("pk")
    since = clock.now() - ASKED_AGAIN_AFTER
    lately = Invitation.objects.filter(council_id=ticket.council_id, ask=Ask.ASKED, created_at__gt=since, ticket__citizen__in=same)
    return Ask.RECENT if lately.exists() else Ask.ASKED


def _plan_mail(invitation: Invitation, ticket: Ticket) -> None:
    """Send the mail at once; after a call, an hour later, since the agent may have read the questions out."""
    waits = invitation.ask != Ask.ASKED or not ticket.citizen.email or invitation.mails or invitation.mail_due_at is not None
    if waits or Rating.objects.filter(invitation=invitation).exists():
        return
    if was_spoken_to(ticket):
        invitation.mail_due_at = clock.now() + MAILED_AFTER_A_CALL
        invitation.save(update_fields=["mail_due_at"])
    else:
        invitation.ticket = ticket
        _mail(invitation)


def _mail(invitation: Invitation) -> None:
    ticket = invitation.ticket
    enqueue_mail(
        council=ticket.council,
        template="rating_reminder" if invitation.mails else "rating",
        language=ticket.language,
        recipient=ticket.citizen.email,
        context={"reference": ticket.reference, "invitation": invitation.pk},
        link=(Purpose.RATING, ticket.pk),
    )
    invitation.mails += 1
    again = invitation.mails < MOST_MAILS and settings_of(ticket.council).sends_reminders
    invitation.mail_due_at = clock.now() + REMINDED_AFTER if again else None
    invitation.save(update_fields=["mails", "mail_due_at"])


@transaction.atomic
def send_due_mails(*, limit: int = 200) -> int:
    """Send invitations and reminders whose time has come; returns how many. Nobody who answered, opted out, or whose ticket is open again or left out gets one."""
    due = Invitation.objects.filter(mail_due_at__lte=clock.now()).select_related("ticket__council", "ticket__citizen")
    sent = 0
    for invitation in due.select_for_update(of=("self",), skip_locked=True).order_by("mail_due_at")[:limit]:
        if _is_wanted(invitation):
            _mail(invitation)
            sent += 1
        else:
            invitation.mail_due_at = None
            invitation.save(update_fields=["mail_due_at"])
    return sent


def _is_wanted(invitation: Invitation) -> bool:
    ticket = invitation.ticket
    if ticket.excluded_reason or ticket.status not in DONE or not ticket.citizen.email:
        return False
    return not Rating.objects.filter(invitation=invitation).exists() and not is_opted_out(ticket.citizen)


def is_opted_out(citizen: Citizen) -> bool:
    """Say whether somebody does not want to be asked in this council."""
    digests = possible_digests(citizen)
    return bool(digests) and OptOut.objects.filter(council_id=citizen.council_id, digest__in=digests).exists()


def stop_token(invitation_id: int) -> str:
    """Return what lets whoever has it stop our questions to one person, and nothing else."""
    return signing.dumps(invitation_id, salt=STOP_SALT)


def _of_token(token: str) -> Invitation:
    try:
        pk = signing.loads(token, salt=STOP_SALT, max_age=STOP_SECONDS)
    except signing.BadSignature as error:
        raise Expired from error
    invitation = Invitation.objects.select_related("ticket__citizen").filter(pk=pk).first()
    if invitation is None:
        raise Expired
    return invitation


def stopped(*, token: str, council_id: int) -> bool:
    """Say whether who holds a token is not asked any more; raises Expired for a token of another council, of another time, or of nobody."""
    invitation = _of_token(token)
    if invitation.council_id != council_id:
        raise Expired
    return is_opted_out(invitation.ticket.citizen)


@transaction.atomic
def stop_asking(*, token: str, council_id: int, again: bool = False) -> None:
    """Ask somebody no more, or once more; whoever holds the token decides. What has been answered stays; raises Expired."""
    invitation = _of_token(token)
    if invitation.council_id != council_id:
        raise Expired
    citizen = invitation.ticket.citizen
    if again:
        OptOut.objects.filter(council_id=council_id, digest__in=possible_digests(citizen)).delete()
        return
    for digest in digests_of(citizen):
        OptOut.objects.get_or_create(council_id=council_id, digest=digest)
    if addresses_of(citizen):
        Invitation.objects.filter(pk=invitation.pk).update(mail_due_at=None)
