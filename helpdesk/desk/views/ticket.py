"""The ticket: its timeline, its context, and what is written on it."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.catalogue.selectors import ProblemAnswer, procedure_page, step_page
from helpdesk.chat.entries import timeline_context, timeline_payload
from helpdesk.chat.services import touch_presence
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.context import Context, desk_context
from helpdesk.desk.forms import MessageForm, ResolveForm, TransferForm, WaitForm
from helpdesk.desk.rows import row_of
from helpdesk.desk.views.queue import queue_context
from helpdesk.desk.words import step_label
from helpdesk.people.rules import LANGUAGES
from helpdesk.tickets.labels import MOTIVE, OUTCOME, REQUESTER
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import CATEGORY, Category, Status
from helpdesk.tickets.selectors import ticket_for
from helpdesk.tickets.services import CheckedFile, check_file, post_message, write_note
from satisfaction.selectors import card_for

Write = Callable[..., Entry]


def guidance(ticket: Ticket) -> tuple[ProblemAnswer, ...]:
    """Return what is known about the step or the procedure, in the citizen's language, the ticket's own problem first."""
    if ticket.procedure is None:
        return ()
    try:
        if ticket.step is not None:
            found = step_page(ticket.council, ticket.language, ticket.procedure.slug, ticket.step.slug).problems
        else:
            found = procedure_page(ticket.council, ticket.language, ticket.procedure.slug).problems
    except NotFound:
        return ()
    own = ticket.problem.slug if ticket.problem else ""
    return tuple(sorted(found, key=lambda answer: answer.slug != own))


def ticket_context(request: DeskRequest, ticket: Ticket, **failed: Form) -> Context:
    """Return everything that the page shows; `failed` holds the form that could not be accepted, by its name."""
    forms: dict[str, Form] = {
        "reply": MessageForm(initial={"client_id": uuid4()}, auto_id="reply_%s"),
        "note": MessageForm(initial={"client_id": uuid4()}, auto_id="note_%s"),
        "transfer": TransferForm(ticket=ticket),
        "wait": WaitForm(),
        "resolve": ResolveForm(),
    }
    return (
        desk_context(request, "queue")
        | queue_context(request)
        | timeline_context(ticket, request.actor)
        | {
            "ticket": ticket,
            "row": row_of(ticket),
            "step": step_label(ticket.step, ticket.council) if ticket.step else None,
            "is_done": CATEGORY[Status(ticket.status)] is Category.DONE,
            "is_mine": ticket.assignee_id == request.actor.user_id,
            "language_name": LANGUAGES[ticket.language],
            "answers": guidance(ticket),
            "rating": card_for(ticket, request.actor),
            "requester": REQUESTER[ticket.requester],
            "motive": MOTIVE[ticket.motive],
            "outcome": OUTCOME.get(ticket.outcome, ""),
            "forms": forms | failed,
            "failed": next(iter(failed), ""),
            "form": next(iter(failed.values()), None),
            "current_reference": ticket.reference,
        }
    )


def refused(request: DeskRequest, ticket: Ticket, name: str, form: Form) -> HttpResponse:
    """Return the page with what was entered and what is wrong with it."""
    return render(request, "desk/ticket.html", ticket_context(request, ticket, **{name: form}), status=422)


@require_safe
@staff_required
def show(request: DeskRequest, reference: str) -> HttpResponse:
    """The ticket with the queue beside it."""
    ticket = ticket_for(reference, request.actor)
    return render(request, "desk/ticket.html", ticket_context(request, ticket))


@require_safe
@staff_required
def timeline(request: DeskRequest, reference: str) -> JsonResponse:
    """What is new on the timeline, for pages without a socket."""
    ticket = ticket_for(reference, request.actor)
    touch_presence(by=request.actor)
    since = request.GET.get("since", "0")
    return JsonResponse(
        timeline_payload(ticket, request.actor, since=int(since) if since.isdecimal() else 0, language=get_language() or ticket.language)
    )


def _files(request: DeskRequest) -> list[CheckedFile]:
    return [check_file(upload) for upload in request.FILES.getlist("files")]


def _write(request: DeskRequest, reference: str, name: str, service: Write) -> HttpResponse:
    ticket = ticket_for(reference, request.actor)
    form = MessageForm(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return refused(request, ticket, name, form)
    client_id: UUID = form.cleaned_data["client_id"]
    try:
        service(ticket_id=ticket.pk, body=form.cleaned_data["body"], client_id=client_id, by=request.actor, files=_files(request))
    except InvalidInput as error:
        form.add_error("body", str(error.message))
        return refused(request, ticket, name, form)
    query = request.GET.copy()
    query["sent"] = name
    return redirect(f"{reverse('desk:ticket', args=[ticket.reference])}?{query.urlencode()}#composer")


@require_POST
@staff_required
def reply(request: DeskRequest, reference: str) -> HttpResponse:
    """Answer the citizen."""
    return _write(request, reference, "reply", post_message)


@require_POST
@staff_required
def note(request: DeskRequest, reference: str) -> HttpResponse:
    """Write an internal note."""
    return _write(request, reference, "note", write_note)
