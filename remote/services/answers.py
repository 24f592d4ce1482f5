"""The citizen's answer to an offer, and what follows from a yes."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, Expired, ForbiddenTransition, InvalidInput
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.policies import require
from helpdesk.people.rules import LANGUAGES
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Event
from helpdesk.tickets.services import add_event
from helpdesk.tickets.services.timeline import author_of
from remote.card import state_now
from remote.consent import consent_for
from remote.models import RemoteConsent, RemoteEvent, RemoteSession
from remote.permissions import Permission
from remote.providers import get_provider
from remote.providers.base import CitizenSteps, ProviderError, Session
from remote.providers.calling import call
from remote.rules import (
    PREPARE_AGAIN,
    RUNNING,
    Answer,
    EndReason,
    EventName,
    Scope,
    State,
    is_scope,
    may_become,
    write_scope,
)
from remote.selectors import enabled_providers
from remote.services.ending import fail
from remote.services.journal import for_provider, locked_session, move, note, plain_ip

OFFER_OVER = _("This proposal is over. If you still want help, write to us and we will propose it again.")
PROGRAM_IS_OFF = _(
    "The council does not use this program any more, so the session cannot begin. Write to us, and we will help you in another way."
)
WORDS_CHANGED = _("The words of this page have changed since you opened it. Please read them again before you answer.")


def _answerable(session_id: int, by: Actor) -> tuple[Ticket, RemoteSession]:
    ticket, session = locked_session(session_id, by)
    require(by, Permission.ANSWER, ticket.council_id)
    return ticket, session


@transaction.atomic
def note_shown(*, session_id: int, language: str, by: Actor, ip: str = "") -> None:
    """Remember, once, that the citizen was shown the words of an offer."""
    _ticket, session = _answerable(session_id, by)
    shown = RemoteEvent.objects.filter(session=session, name=EventName.CONSENT_SHOWN).exists()
    if session.state == State.OFFERED and not shown:
        words = consent_for(session, language)
        note(session, EventName.CONSENT_SHOWN, by=by, ip=ip, data={"language": language, "text_sha256": words.sha256})


@transaction.atomic
def consent(*, session_id: int, text_sha256: str, language: str, by: Actor, control: bool = False, ip: str = "") -> RemoteSession:
    """Agree, to exactly the words that were shown. The hard end is set here. Agreeing twice changes nothing; raises Expired, Conflict when the words are others."""
    ticket, session = _answerable(session_id, by)
    if session.state in RUNNING:
        return session
    now = clock.now()
    if State.EXPIRED in {session.state, state_now(session, now)}:
        raise Expired(OFFER_OVER)
    if session.state != State.OFFERED:
        raise ForbiddenTransition(OFFER_OVER)
    if not any(one.provider.key == session.provider for one in enabled_providers(session.council_id)):
        raise ForbiddenTransition(PROGRAM_IS_OFF)
    if language not in LANGUAGES:
        raise InvalidInput
    words = consent_for(session, language)
    if words.sha256 != text_sha256:
        raise Conflict(WORDS_CHANGED)
    granted = frozenset({Scope.VIEW, Scope.CONTROL} if control else {Scope.VIEW})
    if (control and not words.control) or not is_scope(granted) or not may_become(session.scope, write_scope(granted)):
        raise InvalidInput
    move(session, State.CONSENTED)
    session.scope = write_scope(granted)
    session.consented_at, session.hard_end_at = now, now + timedelta(minutes=session.minutes)
    session.consent_text, session.consent_text_version, session.consent_text_sha256 = words.text, words.version, words.sha256
    session.consent_language, session.consent_ip = language, plain_ip(ip)
    session.save()
    agreed = {"scope": session.scope, "text_sha256": words.sha256, "version": words.version, "language": language}
    if control:
        RemoteConsent.objects.create(
            council_id=session.council_id,
            session=session,
            part=Scope.CONTROL,
            answer=Answer.GRANTED,
            text=words.control,
            text_version=words.version,
            text_sha256=words.sha256,
            language=language,
            ip=plain_ip(ip),
            asked_at=session.requested_at,
            answered_at=now,
        )
    note(session, EventName.CONSENTED, by=by, ip=ip, data=agreed)
    add_event(ticket, event=Event.REMOTE_CONSENTED, by=by, data={"name": session.agent_name, "minutes": session.minutes})
    transaction.on_commit(partial(prepare, session.pk))
    return session


@transaction.atomic
def decline(*, session_id: int, by: Actor, ip: str = "") -> RemoteSession:
    """Say no. Saying it twice, or too late, changes nothing; after a yes it is `revoke` that ends a session."""
    ticket, session = _answerable(session_id, by)
    if session.state in {State.DECLINED, State.EXPIRED}:
        return session
    move(session, State.DECLINED)
    session.ended_at, session.ended_by_kind, session.end_reason = clock.now(), author_of(by), EndReason.CITIZEN
    session.save()
    note(session, EventName.DECLINED, by=by, ip=ip)
    add_event(ticket, event=Event.REMOTE_DECLINED, by=by, data={"name": session.agent_name})
    return session


def prepare(session_id: int) -> None:
    """Ask the provider to prepare a session that was agreed to; after the commit, and again by the sweep if that process died."""
    claimed = _claim_preparation(session_id)
    if claimed is None:
        return
    session, view = claimed
    try:
        steps = call(get_provider(session.provider).prepare(view))
    except ProviderError as error:
        fail(session_id=session_id, code=error.code)
    else:
        _prepared(session_id, steps)


@transaction.atomic
def _claim_preparation(session_id: int) -> tuple[RemoteSession, Session] | None:
    _ticket, session = locked_session(session_id, SYSTEM)
    now = clock.now()
    if session.state != State.CONSENTED or (session.prepared_at is not None and session.prepared_at > now - PREPARE_AGAIN):
        return None
    session.prepared_at = now
    session.save(update_fields=["prepared_at"])
    return session, for_provider(session)


@transaction.atomic
def _prepared(session_id: int, steps: CitizenSteps) -> None:
    _ticket, session = locked_session(session_id, SYSTEM)
    if session.state != State.CONSENTED:
        return
    move(session, State.READY if steps.ready else State.AWAITING_DEVICE)
    session.citizen_steps = {"program": steps.program, "url": steps.url, "steps": list(steps.steps), "closing": list(steps.closing)}
    session.save()
    note(session, EventName.PREPARED, by=SYSTEM)
