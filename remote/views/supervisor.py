"""The supervisor's pages: what goes on now, and ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpdesk.base.errors import Conflict, ForbiddenTransition
from remote import services
from remote.access import RemoteRequest, chrome, ip_of, staff_with
from remote.permissions import Permission
from remote.selectors import live_sessions, recent_sessions, session_for


@require_safe
@staff_with(Permission.TERMINATE)
def live(request: RemoteRequest) -> HttpResponse:
    """What goes on now and what has ended lately, in the councils that this person supervises; for an open page only what goes on."""
    context = {"live": live_sessions(request.actor), "several": len(request.actor.roles) > 1}
    if "X-Requested-With" in request.headers:
        return render(request, "remote/_live_now.html", context)
    context |= chrome(request, "remote") | {"recent": recent_sessions(request.actor), "place": "live"}
    return render(request, "remote/live.html", context)


@require_POST
@staff_with(Permission.TERMINATE)
def terminate(request: RemoteRequest, session: UUID) -> HttpResponse:
    """End anybody's session."""
    found = session_for(session, request.actor)
    try:
        services.terminate(session_id=found.pk, by=request.actor, ip=ip_of(request))
    except (Conflict, ForbiddenTransition) as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The session has been ended."))
    return redirect("remote:live")
