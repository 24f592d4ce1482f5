"""What is written on a ticket: replies, notes, and drafts of both with their files."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.base.errors import InvalidInput, Outdated
from helpdesk.desk.access import DeskRequest, in_background, staff_required
from helpdesk.desk.forms import MessageForm
from helpdesk.desk.rules import DraftKind
from helpdesk.desk.services.drafts import forget_draft, save_draft
from helpdesk.desk.services.kept import drop_files, files_to_send, keep_refused
from helpdesk.desk.views.ticket import here, number, outdated, refused
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.selectors import ticket_for
from helpdesk.tickets.services import CheckedFile, post_message, write_note

Write = Callable[..., Entry]


def _numbers(request: DeskRequest, name: str) -> set[int]:
    return {int(value) for value in request.POST.getlist(name) if value.isdecimal() and len(value) < 19}


def _drop_unticked(request: DeskRequest, ticket: Ticket, kind: DraftKind) -> set[int]:
    """Throw away the files whose box was cleared, whatever becomes of the rest; returns those that are to be sent."""
    kept = _numbers(request, "kept")
    unticked = _numbers(request, "waiting") - kept
    if unticked:
        drop_files(ticket_id=ticket.pk, kind=kind, file_ids=unticked, by=request.actor)
    return kept


def _back(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    query = here(request)
    return redirect(f"{reverse('desk:ticket', args=[ticket.reference])}{'?' if query else ''}{query}#composer")


def _write(request: DeskRequest, reference: str, kind: DraftKind, service: Write) -> HttpResponse:
    ticket = ticket_for(reference, request.actor)
    form = MessageForm(request.POST, auto_id=f"{kind}_%s")
    kept = _drop_unticked(request, ticket, kind)
    if not form.is_valid():
        return refused(request, ticket, kind, form)
    client_id: UUID = form.cleaned_data["client_id"]
    message = {"body": form.cleaned_data["body"], "client_id": client_id, "seen": number(request.POST, "seen")}
    new: list[CheckedFile] = []
    try:
        uploads = request.FILES.getlist("files")
        waiting, new = files_to_send(ticket=ticket, kind=kind, kept=kept, uploads=uploads, client_id=client_id, by=request.actor)
        service(ticket_id=ticket.pk, by=request.actor, files=[*waiting, *new], **message)
    except InvalidInput as error:
        form.add_error("body", str(error.message))
        return refused(request, ticket, kind, form)
    except Outdated:
        left_out = keep_refused(ticket_id=ticket.pk, kind=kind, body=form.cleaned_data["body"], files=new, by=request.actor)
        if left_out:
            form.add_error("body", _("Attach these files again before you send: %(names)s") % {"names": ", ".join(left_out)})
        return outdated(request, reference, kind, form)
    forget_draft(ticket_id=ticket.pk, kind=kind, by=request.actor)
    return _back(request, ticket)


@require_POST
@staff_required
def reply(request: DeskRequest, reference: str) -> HttpResponse:
    """Answer the citizen."""
    return _write(request, reference, DraftKind.REPLY, post_message)


@require_POST
@staff_required
def note(request: DeskRequest, reference: str) -> HttpResponse:
    """Write an internal note."""
    return _write(request, reference, DraftKind.NOTE, write_note)


@require_POST
@staff_required
def draft(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep what is being written, or throw it away: 204 for a script, back to the ticket for a person."""
    ticket = ticket_for(reference, request.actor)
    form = MessageForm(request.POST)
    kind = next((kind for kind in DraftKind if kind == request.POST.get("kind")), None)
    if kind is None or not form.is_valid():
        raise InvalidInput
    thrown_away = "discard" in request.POST
    if thrown_away:
        forget_draft(ticket_id=ticket.pk, kind=kind, by=request.actor)
    else:
        _drop_unticked(request, ticket, kind)
        message = {"body": form.cleaned_data["body"], "client_id": form.cleaned_data["client_id"]}
        save_draft(ticket_id=ticket.pk, kind=kind, by=request.actor, **message)
    if in_background(request):
        return HttpResponse(status=204)
    messages.success(request, _("The draft has been thrown away.") if thrown_away else _("The draft is saved."))
    return _back(request, ticket)
