"""Logging a contact while the person is on the line or at the counter."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.context import Context, desk_context
from helpdesk.desk.filters import councils_of
from helpdesk.desk.log_form import LogForm
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import ticket_for
from helpdesk.tickets.services import log_contact

LOGGED_KEY = "logged_contacts"


def _form(request: DeskRequest) -> LogForm:
    mine = sorted(councils_of(request.actor), key=lambda council: council.pk != request.council.pk)
    return LogForm(request.POST if request.method == "POST" else None, councils=mine, language=mine[0].default_language)


def _logged(request: DeskRequest) -> Ticket | None:
    try:
        return ticket_for(request.GET.get("logged", ""), request.actor)
    except NotFound:
        return None


def _save(request: DeskRequest, form: LogForm) -> str:
    """Log the contact once, however often the form arrives, and return its reference."""
    new = form.new_ticket()
    known: dict[str, str] = request.session.get(LOGGED_KEY, {})
    if (reference := known.get(str(new.client_id))) is not None:
        return reference
    ticket = log_contact(
        council=form.chosen_council,
        new=new,
        outcome=form.chosen_outcome,
        ending=form.ending,
        note=form.cleaned_data["note"],
        by=request.actor,
    )
    request.session[LOGGED_KEY] = dict([*known.items(), (str(new.client_id), ticket.reference)][-20:])
    return ticket.reference


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def log(request: DeskRequest) -> HttpResponse:
    """One page; after saving, the same page is ready for the next contact."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            reference = _save(request, form)
        except InvalidInput as error:
            form.add_error(None, str(error.message))
        else:
            return redirect(f"{reverse('desk:log')}?logged={reference}")
    context: Context = desk_context(request, "log") | {"form": form, "logged": _logged(request)}
    return render(request, "desk/log.html", context, status=422 if form.errors else 200)
