"""Teams: people who answer the same kind of requests."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.desk.access import DeskRequest, configurer_required
from helpdesk.desk.settings_forms import TeamForm
from helpdesk.desk.views.settings.chrome import own_council, page
from helpdesk.people.models import Council, Team
from helpdesk.people.selectors import colleagues, teams_of
from helpdesk.people.services import delete_team, save_team


def _saved(request: DeskRequest, council: Council, form: TeamForm, team: Team | None) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        save_team(council_id=council.pk, team_id=team.pk if team else None, name=data["name"], member_ids=data["members"], by=request.actor)
    except InvalidInput as error:
        form.add_error("name", str(error.message))
        return False
    messages.success(request, _("The team %(name)s is saved.") % {"name": data["name"]})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@configurer_required
def teams(request: DeskRequest, council: str) -> HttpResponse:
    """The teams of a council, and the form for a new one."""
    own = own_council(request, council)
    form = TeamForm(request.POST if request.method == "POST" else None, people=colleagues(own.pk))
    if request.method == "POST" and _saved(request, own, form, None):
        return redirect("desk:settings_teams", council=own.slug)
    return page(request, own, "teams", {"form": form, "teams": teams_of([own.pk])}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@configurer_required
def team(request: DeskRequest, council: str, team: int) -> HttpResponse:
    """The name and the members of one team."""
    own = own_council(request, council)
    found = teams_of([own.pk]).filter(pk=team).first()
    if found is None:
        raise NotFound
    form = TeamForm(request.POST if request.method == "POST" else None, people=colleagues(own.pk), team=found)
    if request.method == "POST" and _saved(request, own, form, found):
        return redirect("desk:settings_teams", council=own.slug)
    return page(request, own, "teams", {"form": form, "team": found}, template="team", status=422 if form.errors else 200)


@require_POST
@configurer_required
def delete(request: DeskRequest, council: str, team: int) -> HttpResponse:
    """Delete a team; its tickets go on without one."""
    own = own_council(request, council)
    delete_team(council_id=own.pk, team_id=team, by=request.actor)
    messages.success(request, _("The team is deleted. Its tickets go on without a team."))
    return redirect("desk:settings_teams", council=own.slug)
