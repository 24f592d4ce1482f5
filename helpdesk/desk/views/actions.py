"""What an agent does with a ticket: every action is a plain form that comes back to the ticket."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput, Outdated
from helpdesk.chat.services import accept_chat, end_chat, set_presence
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.forms import CITIZEN, ExcludeForm, FeedbackForm, NeedsForm, ResolveForm, TransferForm, WaitForm
from helpdesk.desk.views.ticket import here, number, outdated, refused
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Exclusion, Outcome
from helpdesk.tickets.selectors import ticket_for
from helpdesk.tickets.services import (
    exclude_ticket,
    include_ticket,
    note_feedback,
    reopen_ticket,
    resolve_ticket,
    resume_ticket,
    set_needs,
    take_ticket,
    transfer_ticket,
    wait_ticket,
)

Words = str | Promise


def _back(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    query = here(request)
    return redirect(f"{reverse('desk:ticket', args=[ticket.reference])}{'?' if query else ''}{query}")


def _do(request: DeskRequest, ticket: Ticket, action: Callable[[], object], done: Words) -> HttpResponse:
    """Run an action and say how it went; what the state of the ticket forbids is a message, not a page."""
    try:
        action()
    except Outdated:
        raise
    except (Conflict, ForbiddenTransition) as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, str(done))
    return _back(request, ticket)


def _with_form(request: DeskRequest, ticket: Ticket, name: str, form: Form, action: Callable[[], object], done: Words) -> HttpResponse:
    if not form.is_valid():
        return refused(request, ticket, name, form)
    try:
        return _do(request, ticket, action, done)
    except Outdated:
        return outdated(request, ticket.reference, name, form)
    except InvalidInput as error:
        form.add_error(None, str(error.message))
        return refused(request, ticket, name, form)


def _seen(request: DeskRequest) -> int | None:
    return number(request.POST, "seen")


@require_POST
@staff_required
def take(request: DeskRequest, reference: str) -> HttpResponse:
    """Become responsible for a ticket."""
    ticket = ticket_for(reference, request.actor)

    def action() -> object:
        return take_ticket(ticket_id=ticket.pk, by=request.actor, seen=_seen(request))

    return _with_form(request, ticket, "take", Form({}), action, _("The ticket is yours."))


@require_POST
@staff_required
def reopen(request: DeskRequest, reference: str) -> HttpResponse:
    """Open a ticket again."""
    ticket = ticket_for(reference, request.actor)
    return _do(request, ticket, lambda: reopen_ticket(ticket_id=ticket.pk, by=request.actor), _("The ticket is open again."))


@require_POST
@staff_required
def resume(request: DeskRequest, reference: str) -> HttpResponse:
    """Go on with a ticket that waits."""
    ticket = ticket_for(reference, request.actor)

    def action() -> object:
        return resume_ticket(ticket_id=ticket.pk, by=request.actor, seen=_seen(request))

    return _with_form(request, ticket, "resume", Form({}), action, _("The ticket is in progress again."))


@require_POST
@staff_required
def transfer(request: DeskRequest, reference: str) -> HttpResponse:
    """Give a ticket to a colleague or to a team."""
    ticket = ticket_for(reference, request.actor)
    form = TransferForm(request.POST, ticket=ticket)

    def action() -> object:
        reason: str = form.cleaned_data["reason"]
        return transfer_ticket(ticket_id=ticket.pk, **form.target, reason=reason, by=request.actor, seen=_seen(request))

    return _with_form(request, ticket, "transfer", form, action, _("The ticket has been transferred."))


@require_POST
@staff_required
def wait(request: DeskRequest, reference: str) -> HttpResponse:
    """Wait for the citizen or for somebody else."""
    ticket = ticket_for(reference, request.actor)
    form = WaitForm(request.POST)

    def action() -> object:
        data = form.cleaned_data
        return wait_ticket(
            ticket_id=ticket.pk,
            for_citizen=data["whom"] == CITIZEN,
            party=form.third_party,
            for_whom=data["for_whom"],
            until=data["until"],
            by=request.actor,
            seen=_seen(request),
        )

    return _with_form(request, ticket, "wait", form, action, _("The ticket is waiting."))


@require_POST
@staff_required
def resolve(request: DeskRequest, reference: str) -> HttpResponse:
    """Resolve a ticket with its outcome."""
    ticket = ticket_for(reference, request.actor)
    form = ResolveForm(request.POST)

    def action() -> object:
        outcome = Outcome(form.cleaned_data["outcome"])
        return resolve_ticket(ticket_id=ticket.pk, outcome=outcome, ending=form.ending, by=request.actor, seen=_seen(request))

    return _with_form(request, ticket, "resolve", form, action, _("The ticket is resolved."))


@require_POST
@staff_required
def needs(request: DeskRequest, reference: str) -> HttpResponse:
    """Note what somebody needs."""
    ticket = ticket_for(reference, request.actor)
    form = NeedsForm(request.POST)

    def action() -> object:
        data = {name: form.cleaned_data[name] for name in ("interpreter", "helper_name", "helper_contact")}
        return set_needs(ticket_id=ticket.pk, preference=form.chosen_preference, by=request.actor, **data)

    return _with_form(request, ticket, "needs", form, action, _("The needs are noted."))


@require_POST
@staff_required
def feedback(request: DeskRequest, reference: str) -> HttpResponse:
    """Note that a contact is about the service itself."""
    ticket = ticket_for(reference, request.actor)
    form = FeedbackForm(request.POST)

    def action() -> object:
        return note_feedback(ticket_id=ticket.pk, kind=form.chosen, by=request.actor)

    return _with_form(request, ticket, "feedback", form, action, _("It is noted."))


@require_POST
@staff_required
def exclude(request: DeskRequest, reference: str) -> HttpResponse:
    """Leave a ticket out of the indicators."""
    ticket = ticket_for(reference, request.actor)
    form = ExcludeForm(request.POST)

    def action() -> object:
        return exclude_ticket(ticket_id=ticket.pk, reason=Exclusion(form.cleaned_data["reason"]), by=request.actor)

    return _with_form(request, ticket, "exclude", form, action, _("The ticket does not count in the indicators."))


@require_POST
@staff_required
def include(request: DeskRequest, reference: str) -> HttpResponse:
    """Count a ticket again."""
    ticket = ticket_for(reference, request.actor)
    return _do(
        request, ticket, lambda: include_ticket(ticket_id=ticket.pk, by=request.actor), _("The ticket counts in the indicators again.")
    )


@require_POST
@staff_required
def chat_accept(request: DeskRequest, reference: str) -> HttpResponse:
    """Take somebody out of the waiting room."""
    ticket = ticket_for(reference, request.actor)
    return _do(request, ticket, lambda: accept_chat(ticket_id=ticket.pk, by=request.actor), _("You are now in the chat."))


@require_POST
@staff_required
def chat_end(request: DeskRequest, reference: str) -> HttpResponse:
    """End a chat; the ticket goes on."""
    ticket = ticket_for(reference, request.actor)
    return _do(request, ticket, lambda: end_chat(ticket_id=ticket.pk, by=request.actor), _("The chat has ended."))


@require_POST
@staff_required
def presence(request: DeskRequest) -> HttpResponse:
    """Say whether this person takes chats."""
    available = request.POST.get("available") == "1"
    set_presence(available=available, by=request.actor)
    messages.success(request, str(_("You are available for chats.") if available else _("You are not available for chats.")))
    there = request.POST.get("next", "")
    return redirect(there if url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}) else "desk:home")
