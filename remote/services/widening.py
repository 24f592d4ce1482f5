"""More than looking: asked for by the agent while a session runs, granted by the citizen in words of its own, taken back at any moment."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, Expired, ForbiddenTransition, InvalidInput, TooMany
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.policies import require
from helpdesk.people.rules import LANGUAGES
from helpdesk.tickets.rules import Event
from helpdesk.tickets.services import add_event
from remote.consent import words_for_part
from remote.models import RemoteConsent, RemoteSession
from remote.permissions import Permission
from remote.rules import ASK_TTL, CONNECTED, MAX_ASKS, RUNNING, WIDENING, Answer, EventName, Scope, State, read_scope, write_scope
from remote.selectors import caps_for
from remote.services.journal import locked_session, move, note, plain_ip
from remote.services.viewing import check_viewer, counts_input, tell_scope

CANNOT = _("This program cannot do that.")
ASKED_ENOUGH = _("This was asked three times in this session. Go on without it.")
ASK_IS_OVER = _("This question is over. If it is still needed, it will be asked again.")
WORDS_CHANGED = _("The words of this question have changed since you opened it. Please read them again before you answer.")

REQUESTED = {Scope.CONTROL: EventName.CONTROL_REQUESTED, Scope.CLIPBOARD: EventName.CLIPBOARD_REQUESTED}
GRANTED = {Scope.CONTROL: EventName.CONTROL_GRANTED, Scope.CLIPBOARD: EventName.CLIPBOARD_GRANTED}
REFUSED = {Scope.CONTROL: EventName.CONTROL_REFUSED, Scope.CLIPBOARD: EventName.CLIPBOARD_REFUSED}
REVOKED = {Scope.CONTROL: EventName.CONTROL_REVOKED, Scope.CLIPBOARD: EventName.CLIPBOARD_REVOKED}


@transaction.atomic
def ask_scope(*, session_id: int, part: Scope, by: Actor, ip: str = "") -> RemoteConsent:
    """Ask the citizen for control or the clipboard, as the agent who looks. Asking twice changes nothing; three times at most."""
    ticket, session = locked_session(session_id, by)
    check_viewer(ticket, session, by)
    caps, wanted = caps_for(session), read_scope(session.scope) | {part}
    if part not in WIDENING or caps is None or not caps.allows(wanted) or session.state not in CONNECTED:
        raise InvalidInput(CANNOT)
    if part is Scope.CLIPBOARD and Scope.CONTROL not in wanted:
        raise ForbiddenTransition
    asked = session.consents.filter(part=part)
    now = clock.now()
    asked.filter(answer=Answer.ASKED, asked_at__lte=now - ASK_TTL).update(answer=Answer.REFUSED, answered_at=now)
    open_ask = asked.filter(answer=Answer.ASKED).first()
    if open_ask is not None:
        return open_ask
    if part in read_scope(session.scope):
        raise ForbiddenTransition
    if asked.count() >= MAX_ASKS:
        raise TooMany(ASKED_ENOUGH)
    row = RemoteConsent.objects.create(council_id=session.council_id, session=session, part=part, asked_at=now)
    note(session, REQUESTED[part], by=by, ip=ip)
    add_event(ticket, event=Event.REMOTE_ASKED, by=by, data={"name": session.agent_name, "part": part.value})
    return row


@transaction.atomic
def answer_ask(
    *, session_id: int, part: Scope, granted: bool, by: Actor, text_sha256: str = "", language: str = "", ip: str = ""
) -> RemoteSession:
    """Answer a question for more, as the citizen: a yes names the words that were read. Raises Expired when nothing is asked any more, Conflict when the words are others."""
    ticket, session = locked_session(session_id, by)
    require(by, Permission.ANSWER, ticket.council_id)
    row = session.consents.filter(part=part, answer=Answer.ASKED).first()
    now = clock.now()
    orphaned = part is Scope.CLIPBOARD and Scope.CONTROL not in read_scope(session.scope)
    if row is None or row.asked_at <= now - ASK_TTL or session.state not in CONNECTED or orphaned:
        raise Expired(ASK_IS_OVER)
    row.answered_at, row.ip = now, plain_ip(ip)
    if not granted:
        row.answer = Answer.REFUSED
        row.save()
        note(session, REFUSED[part], by=by, ip=ip)
        add_event(ticket, event=Event.REMOTE_REFUSED, by=by, data={"name": session.agent_name, "part": part.value})
        return session
    if language not in LANGUAGES:
        raise InvalidInput
    words = words_for_part(session, part, language)
    if words.sha256 != text_sha256:
        raise Conflict(WORDS_CHANGED)
    row.answer, row.text, row.text_version, row.text_sha256, row.language = (
        Answer.GRANTED,
        words.text,
        words.version,
        words.sha256,
        language,
    )
    row.save()
    session.scope = write_scope(read_scope(session.scope) | {part})
    if part is Scope.CONTROL and session.state == State.VIEWING:
        move(session, State.CONTROLLING)
    if counts_input(caps_for(session)):
        session.last_input_at = now
    session.save()
    note(session, GRANTED[part], by=by, ip=ip, data={"text_sha256": words.sha256, "version": words.version, "language": language})
    add_event(ticket, event=Event.REMOTE_GRANTED, by=by, data={"name": session.agent_name, "part": part.value})
    transaction.on_commit(partial(tell_scope, session.pk))
    return session


@transaction.atomic
def withdraw(*, session_id: int, part: Scope, by: Actor, ip: str = "", why: str = "") -> RemoteSession:
    """Take control or the clipboard back: as the citizen, as the agent who gives it back, or by the clock. Looking goes on. Taking back twice changes nothing."""
    ticket, session = locked_session(session_id, by)
    if not by.is_system and by.user_id is None:
        require(by, Permission.ANSWER, ticket.council_id)
    elif not by.is_system:
        check_viewer(ticket, session, by)
    if session.state not in RUNNING:
        raise ForbiddenTransition
    scope = read_scope(session.scope)
    if part not in WIDENING or part not in scope:
        return session
    gone = {part, Scope.CLIPBOARD} if part is Scope.CONTROL else {part}
    if part is Scope.CONTROL and session.state == State.CONTROLLING:
        move(session, State.VIEWING)
    session.scope = write_scope(scope - gone)
    session.save()
    now = clock.now()
    session.consents.filter(part__in=gone, answer=Answer.GRANTED).update(answer=Answer.WITHDRAWN, withdrawn_at=now)
    session.consents.filter(part__in=gone, answer=Answer.ASKED).update(answer=Answer.REFUSED, answered_at=now)
    note(session, REVOKED[part], by=by, ip=ip, data={"scope": session.scope, **({"why": why} if why else {})})
    add_event(ticket, event=Event.REMOTE_WITHDRAWN, by=by, data={"name": session.agent_name, "part": part.value})
    transaction.on_commit(partial(tell_scope, session.pk))
    return session


def drop_idle_control(session_id: int) -> None:
    """Go back to looking when nothing was touched for a while; called by the sweep."""
    withdraw(session_id=session_id, part=Scope.CONTROL, by=SYSTEM, why="idle")
