"""The agent's pages: propose, look, end."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.base.errors import Conflict, Expired, ForbiddenTransition, InvalidInput, NotFound, TooMany
from helpdesk.tickets.labels import Label
from helpdesk.tickets.selectors import ticket_for
from remote import cards, services
from remote.access import RemoteRequest, chrome, ip_of, staff_with
from remote.endings import for_staff
from remote.forms import PartForm, RequestForm
from remote.models import RemoteSession
from remote.permissions import Permission
from remote.providers.base import ViewerKind
from remote.selectors import card_of, journal_of, receipt_of, session_for
from remote.views.policy import with_broker

REFUSALS = (Conflict, Expired, ForbiddenTransition, InvalidInput, TooMany)


def _to_ticket(found: RemoteSession) -> HttpResponse:
    return redirect("desk:ticket", reference=found.ticket.reference)


def _do(request: RemoteRequest, found: RemoteSession, action: Callable[..., object], done: Label) -> bool:
    """Run a service on a session and say how it went."""
    try:
        action(session_id=found.pk, by=request.actor, ip=ip_of(request))
    except REFUSALS as error:
        messages.error(request, str(error.message))
        return False
    if done:
        messages.success(request, str(done))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(Permission.REQUEST)
def propose(request: RemoteRequest, reference: str) -> HttpResponse:
    """Propose a session; the card on the ticket posts here, and what was typed comes back when it cannot be taken."""
    ticket = ticket_for(reference, request.actor)
    form = RequestForm(request.POST or None, council_id=ticket.council_id)
    if request.method == "POST" and form.is_valid():
        try:
            services.request_session(ticket_id=ticket.pk, by=request.actor, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, str(_("Proposed. The citizen sees it on the page of the request.")))
            return redirect("desk:ticket", reference=ticket.reference)
    context = chrome(request, "queue") | cards.desk_card(ticket, request.actor) | {"ticket": ticket, "form": form}
    return render(request, "remote/propose.html", context, status=422 if form.errors else 200)


@require_safe
@staff_with(Permission.REQUEST)
def viewer(request: RemoteRequest, session: UUID) -> HttpResponse:
    """The screen, or the way to it; before consent and after the end there is only the ticket."""
    found = session_for(session, request.actor)
    if found.agent_id != request.actor.user_id:
        raise NotFound
    try:
        view = services.viewer_of(session_id=found.pk, by=request.actor)
    except REFUSALS as error:
        messages.warning(request, str(error.message))
        return _to_ticket(found)
    context = chrome(request, "queue") | {
        "remote": card_of(found, request.actor),
        "session": found,
        "ticket": found.ticket,
        "view": view,
    }
    return with_broker(render(request, "remote/viewer.html", context), request, view.url if view.kind is ViewerKind.NOVNC else "")


@require_POST
@staff_with(Permission.REQUEST)
def start(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Begin to look; with a program that is not ours, attest that it began."""
    found = session_for(session, request.actor)
    started = _do(request, found, services.start_viewing, "")
    return redirect("remote:viewer", session=found.public_id) if started else _to_ticket(found)


@require_POST
@staff_with(Permission.REQUEST)
def end(request: RemoteRequest, session: UUID) -> HttpResponse:
    """End a session, or withdraw its offer."""
    found = session_for(session, request.actor)
    _do(request, found, services.end_session, _("The session has ended."))
    return _to_ticket(found)


@require_POST
@staff_with(Permission.REQUEST)
def attest(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Say that the program of an ended session is closed."""
    found = session_for(session, request.actor)
    _do(request, found, services.attest_closed, _("Noted: the program is closed."))
    return _to_ticket(found)


@require_safe
@staff_with(Permission.REQUEST)
def screen(request: RemoteRequest, session: UUID) -> HttpResponse:
    """One picture of the imitated screen; 410 from the moment the session ends."""
    found = session_for(session, request.actor)
    services.screen_is_open(session_id=found.pk, by=request.actor)
    card = card_of(found, request.actor)
    return render(request, "remote/screen.svg", {"remote": card, "session": found}, content_type="image/svg+xml")


@require_POST
@staff_with(Permission.REQUEST)
def ask(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Ask the citizen for more than looking."""
    return _widen(request, session, services.ask_scope)


@require_POST
@staff_with(Permission.REQUEST)
def give_back(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Give mouse and keyboard, or the clipboard, back to the citizen."""
    return _widen(request, session, services.withdraw)


def _widen(request: RemoteRequest, session: UUID, service: Callable[..., object]) -> HttpResponse:
    """Do it to the part that the form names, and show the session as it is then."""
    found = session_for(session, request.actor)
    form = PartForm(request.POST)
    if form.is_valid():
        _do(request, found, partial(service, part=form.cleaned_data["part"]), "")
    return redirect("remote:viewer", session=found.public_id)


@require_safe
@staff_with(Permission.REQUEST)
def panel(request: RemoteRequest, session: UUID) -> HttpResponse:
    """The part of the agent's page with state, time and consents: fetched again when something changes, while the picture goes on."""
    found = session_for(session, request.actor)
    if found.agent_id != request.actor.user_id:
        raise NotFound
    context = {"remote": card_of(found, request.actor), "session": found, "ticket": found.ticket}
    return render(request, "remote/_panel.html", context)


@require_safe
@staff_with(Permission.REQUEST)
def record(request: RemoteRequest, session: UUID) -> HttpResponse:
    """What was done in a session that is over: the citizen's receipt, and the journal behind it."""
    found = session_for(session, request.actor)
    card = card_of(found, request.actor)
    context = chrome(request, "queue") | {
        "remote": card,
        "session": found,
        "ticket": found.ticket,
        "receipt": receipt_of(found),
        "lines": journal_of(found),
        "ending": for_staff(found) if card.is_over or card.is_ending else None,
        "for_staff": True,
    }
    return render(request, "remote/record.html", context)


@require_safe
@staff_with(Permission.REQUEST)
def desk_card(request: RemoteRequest, reference: str) -> HttpResponse:
    """The card of a ticket, for pages that are open when something changes."""
    ticket = ticket_for(reference, request.actor)
    return render(request, "remote/desk_card.html", {"ticket": ticket, **cards.desk_card(ticket, request.actor)})
