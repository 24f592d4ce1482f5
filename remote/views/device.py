"""The citizen's computer and the agent's picture of it: codes, scripts, viewer tickets. Each is given once, by POST, and kept nowhere."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from helpdesk.base.errors import DomainError, ForbiddenTransition, NotFound, TooMany
from remote import services
from remote.access import RemoteRequest, ip_of, staff_with
from remote.command_card import command_card, reach_for, script_for
from remote.models import RemoteSession
from remote.permissions import Permission
from remote.providers import find_provider
from remote.providers.base import Device
from remote.scripts import screen_password
from remote.selectors import card_of, session_for
from remote.selectors.brokers import broker_of
from remote.views.citizen import page
from remote.views.policy import address_of

NO_BROKER = _("Your computer cannot be connected just now. Tell the agent, and try again in a few minutes.")
NOT_YET = "not_yet"


def _own(request: RemoteRequest, session: UUID) -> RemoteSession:
    """Return the citizen's session, if it is one that is held with a command; raises NotFound."""
    found = session_for(session, request.citizen)
    provider = find_provider(found.provider)
    if provider is None or provider.caps.device is not Device.COMMAND:
        raise NotFound
    return found


def _new_code(request: RemoteRequest, found: RemoteSession) -> str:
    """Make a code, or say why there is none."""
    try:
        return services.issue_code(session_id=found.pk, by=request.citizen, ip=ip_of(request))
    except (ForbiddenTransition, TooMany) as error:
        messages.warning(request, str(error.message))
        return ""


def _secret(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def code(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Show a new code and its command, once; the one before is dead."""
    found = _own(request, session)
    fresh = _new_code(request, found)
    found.refresh_from_db()
    card = command_card(request, found, fresh) if fresh else None
    if card is None or card.reach is None:
        if fresh:
            messages.warning(request, NO_BROKER)
        return redirect("remote:session", session=found.public_id)
    return _secret(page(request, found, command=card))


@require_POST
def script(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Give a script with a new code inside."""
    found = _own(request, session)
    fresh = _new_code(request, found)
    reach = reach_for(found, fresh) if fresh else None
    if reach is None:
        if fresh:
            messages.warning(request, NO_BROKER)
        return redirect("remote:session", session=found.public_id)
    made = script_for(request, reach)
    response = HttpResponse(made.text, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return _secret(response)


def _agents(request: RemoteRequest, session: UUID) -> RemoteSession:
    found = session_for(session, request.actor)
    if found.agent_id != request.actor.user_id:
        raise NotFound
    return found


@require_POST
@staff_with(Permission.REQUEST)
def viewer_ticket(request: RemoteRequest, session: UUID) -> HttpResponse:
    """Give the agent's page what it shows to the broker within 30 seconds, and the password of the screen server that our script started."""
    found = _agents(request, session)
    broker = broker_of(found.public_id)
    address = address_of(broker.viewer_base) if broker else ""
    if not address:
        return JsonResponse({"error": NOT_YET}, status=409)
    try:
        one = services.issue_viewer_ticket(session_id=found.pk, by=request.actor)
    except DomainError:
        return JsonResponse({"error": NOT_YET}, status=409)
    return _secret(JsonResponse({"token": one.token, "address": address, "password": screen_password(str(found.public_id))}))


@require_safe
@staff_with(Permission.REQUEST)
def viewer_state(request: RemoteRequest, session: UUID) -> JsonResponse:
    """Say where a session stands, for the page that shows its picture."""
    found = _agents(request, session)
    card = card_of(found, request.actor)
    return JsonResponse({"state": card.state, "scope": found.scope, "key": card.key})
