"""The look of a council: its colour, seen before it is chosen, its names, languages and contact details."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helpdesk.base.contrast import Measure, Pair, canonical, measure_brand, nearest_usable
from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.base.theme import sample_theme
from helpdesk.desk.access import DeskRequest, configurer_required
from helpdesk.desk.context import Context
from helpdesk.desk.settings_forms import LookForm
from helpdesk.desk.views.settings.chrome import own_council, page
from helpdesk.people.models import Council
from helpdesk.people.services import save_look

PAIRS: dict[Pair, str | Promise] = {
    Pair.BUTTON_TEXT: gettext_lazy("Text on buttons"),
    Pair.BUTTON_EDGE: gettext_lazy("Buttons on the page"),
    Pair.LINK: gettext_lazy("Links"),
    Pair.TINT: gettext_lazy("Text on tinted boxes"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A measured pair in words."""

    label: str | Promise
    ratio: str
    needed: str
    passes: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A colour on a light or a dark page."""

    scheme: str
    title: str
    lines: list[Line]


def _line(measure: Measure) -> Line:
    return Line(PAIRS[measure.pair], number_format(measure.ratio, 1), number_format(measure.needed, 1), measure.passes)


def preview_of(colour: str, council: Council) -> Context:
    """Return what the preview shows: samples with their contrast, or that it is no colour."""
    try:
        plain = canonical(colour.strip())
    except ValueError:
        return {"sample_colour": "", "samples": []}
    measures = measure_brand(plain)
    samples = [
        Sample(
            "dark" if dark else "light", _("Dark screens") if dark else _("Light screens"), [_line(m) for m in measures if m.dark is dark]
        )
        for dark in (False, True)
    ]
    usable = all(measure.passes for measure in measures)
    return {
        "sample_colour": plain,
        "sample_url": reverse("desk:settings_look_css", args=[council.slug, plain.removeprefix("#")]),
        "samples": samples,
        "is_usable": usable,
        "nearest": "" if usable else nearest_usable(plain),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@configurer_required
def look(request: DeskRequest, council: str) -> HttpResponse:
    """Change the look; the button `preview` shows the colour and saves nothing."""
    own = own_council(request, council)
    form = LookForm(request.POST if request.method == "POST" else None, council=own)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            save_look(council_id=own.pk, look=form.look(), by=request.actor)
        except InvalidInput as error:
            form.add_error("mark" if "mark" not in form.errors else None, str(error.message))
        else:
            messages.success(request, _("The look is saved, and public pages already show it."))
            return redirect("desk:settings_look", council=own.slug)
    context = preview_of(form["brand_color"].value() or "", own) | {"form": form}
    return page(request, own, "look", context, status=422 if form.errors else 200)


@require_safe
@configurer_required
def preview(request: DeskRequest, council: str) -> HttpResponse:
    """The samples of a colour, for the script that shows them while it is typed."""
    own = own_council(request, council)
    return render(request, "desk/settings/look_preview.html", preview_of(request.GET.get("brand_color", ""), own) | {"own_council": own})


@require_safe
@configurer_required
def css(request: DeskRequest, council: str, colour: str) -> HttpResponse:
    """The style sheet of the samples of a colour."""
    own_council(request, council)
    try:
        return HttpResponse(sample_theme(colour, ".s-samples"), content_type="text/css; charset=utf-8")
    except ValueError as error:
        raise NotFound from error
