"""Which programs a council uses for remote sessions, what each can do, and what the council demands of all of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.people.selectors import base_url
from remote import services
from remote.abilities import abilities_of
from remote.access import RemoteRequest, chrome, staff_with
from remote.forms import PolicyForm, ProviderForm, own_form
from remote.permissions import Permission
from remote.providers.registry import calls_back
from remote.rules import MAX_MINUTES
from remote.selectors import ProviderRow, configurable, demanding


def callback_url(row: ProviderRow) -> str:
    """Return where a partner calls back, on the council's own host; empty for programs that tell nothing by themselves."""
    if not calls_back(row.provider):
        return ""
    return base_url(row.council.pk) + reverse("remote_plain:callback", args=[row.council.slug, row.provider.key])


@require_safe
@staff_with(Permission.CONFIGURE)
def settings(request: RemoteRequest) -> HttpResponse:
    """The programs of this installation, council by council, with what each can do."""
    demand = demanding(request.actor)
    groups: dict[int, dict[str, object]] = {}
    for row in configurable(request.actor):
        needs = row.council.pk in demand
        group = groups.setdefault(
            row.council.pk, {"council": row.council, "needs": needs, "policy": _policy(row.council.pk, needs=needs), "rows": []}
        )
        group["rows"].append((row, abilities_of(row, needs_server_end=needs)))  # type: ignore[attr-defined]
    return render(request, "remote/settings.html", chrome(request, "settings") | {"groups": list(groups.values())})


def _policy(council_id: int, *, needs: bool) -> PolicyForm:
    return PolicyForm(initial={"needs_server_end": needs}, auto_id=f"policy_{council_id}_%s")


@require_POST
@staff_with(Permission.CONFIGURE)
def policy(request: RemoteRequest, council: str) -> HttpResponse:
    """Keep what the council demands of every session."""
    found = next((row.council for row in configurable(request.actor) if row.council.slug == council), None)
    if found is None:
        raise NotFound
    form = PolicyForm(request.POST)
    form.full_clean()
    services.save_policy(council_id=found.pk, by=request.actor, **form.cleaned_data)
    messages.success(request, _("The settings are kept."))
    return redirect("remote:settings")


def _row(request: RemoteRequest, council: str, provider: str) -> ProviderRow:
    for row in configurable(request.actor):
        if (row.council.slug, row.provider.key) == (council, provider):
            return row
    raise NotFound


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(Permission.CONFIGURE)
def provider(request: RemoteRequest, council: str, provider: str) -> HttpResponse:
    """How one council uses one program. Secrets go in and never come out."""
    row = _row(request, council, provider)
    kept = row.config
    data = request.POST if request.method == "POST" else None
    use = ProviderForm(
        data, initial={"is_enabled": bool(kept and kept.is_enabled), "max_minutes": kept.max_minutes if kept else MAX_MINUTES}
    )
    own = own_form(row, data, needs_all=data is not None and "is_enabled" in data)
    if data is not None and use.is_valid() and own.form.is_valid():
        try:
            services.save_provider(
                council_id=row.council.pk,
                provider=row.provider.key,
                settings=own.settings,
                forget=own.forget,
                by=request.actor,
                **use.cleaned_data,
            )
        except InvalidInput as error:
            use.add_error(None, str(error.message))
        else:
            messages.success(request, _("The settings are kept."))
            return redirect("remote:provider", council=council, provider=provider)
    wrong = bool(use.errors or own.form.errors)
    context = chrome(request, "settings") | {
        "row": row,
        "use": use,
        "own": own.form,
        "form": use if use.errors else own.form,
        "callback_url": callback_url(row),
        "can": abilities_of(row, needs_server_end=row.council.pk in demanding(request.actor)),
    }
    return render(request, "remote/provider.html", context, status=422 if wrong else 200)


@require_POST
@staff_with(Permission.CONFIGURE)
def provider_check(request: RemoteRequest, council: str, provider: str) -> HttpResponse:
    """Test the settings that are kept."""
    row = _row(request, council, provider)
    health = services.try_provider(council_id=row.council.pk, provider=row.provider.key, by=request.actor)
    messages.add_message(request, messages.SUCCESS if health.ok else messages.ERROR, str(health.words))
    return redirect("remote:provider", council=council, provider=provider)
