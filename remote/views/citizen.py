"""The citizen's pages: read, answer, stop, keep the receipt. They follow this browser's secret links, like all citizens' pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from helpdesk.base.errors import Conflict, Expired, ForbiddenTransition
from helpdesk.tickets.selectors import ticket_for
from remote import cards, services
from remote.access import RemoteRequest, ip_of, on_phone
from remote.card import RemoteCard
from remote.command_card import CommandCard, command_card
from remote.consent import consent_for, words_for_part
from remote.endings import for_citizen
from remote.forms import AnswerForm, AskAnswerForm, PartForm
from remote.models import RemoteSession
from remote.rules import Scope, State
from remote.selectors import card_of, receipt_of, session_for

CHOOSE = _("Choose one of the two answers.")
TOO_LATE = (Conflict, Expired, ForbiddenTransition)


def page(request: RemoteRequest, found: RemoteSession, *, error: str = "", command: CommandCard | None = None) -> HttpResponse:
    """Render a session in the state in which it is now; `command` holds a code that was just made."""
    card = card_of(found, request.citizen)
    if card.state is State.OFFERED:
        services.note_shown(session_id=found.pk, language=request.LANGUAGE_CODE, by=request.citizen, ip=ip_of(request))
    context = {
        "remote": card,
        "session": found,
        "ticket": found.ticket,
        "consent": consent_for(found, request.LANGUAGE_CODE) if card.state is State.OFFERED else None,
        "question": words_for_part(found, Scope(card.ask.row.part), request.LANGUAGE_CODE) if card.ask else None,
        "receipt": receipt_of(found) if card.is_over and found.consented_at else None,
        "remote_phone": on_phone(request),
        "command": command or command_card(request, found),
        "ending": for_citizen(found) if card.is_over or card.is_ending else None,
        "error": error,
    }
    return render(request, "remote/session.html", context, status=422 if error else 200)


def _back(found: RemoteSession) -> HttpResponse:
    return redirect("remote:session", session=found.public_id)


@require_safe
def session(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Ask, run, end, or show the receipt: one address for the whole life of a session."""
    return page(request, session_for(session, request.citizen))


@require_POST
def answer(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Take a yes or a no. Whatever is too late shows what became of the proposal."""
    found = session_for(session, request.citizen)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, found, error=str(CHOOSE))
    data, ip = form.cleaned_data, ip_of(request)
    try:
        if data["answer"] == AnswerForm.NO:
            services.decline(session_id=found.pk, by=request.citizen, ip=ip)
        else:
            services.consent(
                session_id=found.pk,
                text_sha256=data["text_sha256"],
                language=request.LANGUAGE_CODE,
                control=data["control"],
                by=request.citizen,
                ip=ip,
            )
    except TOO_LATE as error:
        messages.warning(request, str(error.message))
    return _back(found)


@require_POST
def allow(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Take a yes or a no to a question for more than looking."""
    found = session_for(session, request.citizen)
    form = AskAnswerForm(request.POST)
    if not form.is_valid():
        return page(request, found, error=str(CHOOSE))
    data = form.cleaned_data
    try:
        services.answer_ask(
            session_id=found.pk,
            part=data["part"],
            granted=data["answer"] == AnswerForm.YES,
            text_sha256=data["text_sha256"],
            language=request.LANGUAGE_CODE,
            by=request.citizen,
            ip=ip_of(request),
        )
    except TOO_LATE as error:
        messages.warning(request, str(error.message))
    return _back(found)


@require_POST
def stop(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Stop, now. Pressed twice or too late, it has stopped already."""
    found = session_for(session, request.citizen)
    try:
        services.revoke(session_id=found.pk, by=request.citizen, ip=ip_of(request))
    except ForbiddenTransition:
        services.decline(session_id=found.pk, by=request.citizen, ip=ip_of(request))
    return _back(found)


@require_POST
def look_only(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Take mouse and keyboard back, or only the clipboard."""
    found = session_for(session, request.citizen)
    form = PartForm(request.POST)
    part = form.cleaned_data["part"] if form.is_valid() else Scope.CONTROL
    try:
        services.withdraw(session_id=found.pk, part=part, by=request.citizen, ip=ip_of(request))
    except ForbiddenTransition as error:
        messages.warning(request, str(error.message))
    return _back(found)


@require_POST
def closed(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Say that the program of an ended session is closed."""
    found = session_for(session, request.citizen)
    try:
        services.attest_closed(session_id=found.pk, by=request.citizen, ip=ip_of(request))
    except ForbiddenTransition as error:
        messages.warning(request, str(error.message))
    return _back(found)


def _told(card: RemoteCard) -> JsonResponse:
    return JsonResponse({"key": card.key, "left": card.seconds_left, "phase": card.phase})


@require_safe
def state(request: RemoteRequest, session: UUID) -> JsonResponse:
    """Say where a session stands, for the page that counts down."""
    return _told(card_of(session_for(session, request.citizen), request.citizen))


@require_POST
def here(request: RemoteRequest, session: UUID) -> JsonResponse:
    """Heartbeat: a page with a Stop is open. Says where the session stands, like `state`."""
    found = session_for(session, request.citizen)
    services.touch_citizen(session_id=found.pk, by=request.citizen)
    return _told(card_of(found, request.citizen))


@require_safe
def citizen_card(request: RemoteRequest, reference: str) -> HttpResponse:
    """The card of a request, for pages that are open when something changes."""
    ticket = ticket_for(reference, request.citizen)
    return render(request, "remote/citizen_card.html", {"ticket": ticket, **cards.citizen_card(ticket, request.citizen, request)})
