"""How the desk behaves for one person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.context import desk_context
from helpdesk.desk.view_forms import PreferencesForm
from helpdesk.people.services import set_preferences


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def preferences(request: DeskRequest) -> HttpResponse:
    """Whether single keys do something."""
    user = request.user
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial={"shortcuts": user.shortcuts})
    if form.is_bound and form.is_valid():
        set_preferences(user_id=user.pk, shortcuts=form.cleaned_data["shortcuts"], by=request.actor)
        messages.success(request, str(_("Your preferences are saved.")))
        return redirect("desk:preferences")
    status = 422 if form.errors else 200
    return render(request, "desk/preferences.html", desk_context(request, "") | {"form": form}, status=status)
