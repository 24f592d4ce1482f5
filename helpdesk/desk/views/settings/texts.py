"""The council's own texts on public pages, in its languages."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.desk.access import DeskRequest, configurer_required
from helpdesk.desk.settings_forms import TextForm
from helpdesk.desk.views.settings.chrome import own_council, page
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES, TEXT_LIMITS, TextKey
from helpdesk.people.selectors import texts_of
from helpdesk.people.services import save_text

Words = str | Promise


@dataclass(frozen=True, slots=True)
class About:
    """What a text is for, what the page says without it, and the page it is on."""

    title: Words
    where: Words
    otherwise: Words
    page: str


ABOUT: dict[TextKey, About] = {
    TextKey.WELCOME: About(
        gettext_lazy("Welcome"),
        gettext_lazy("On the first page, under its title."),
        gettext_lazy("Without it, the page says that a person helps, for free and without an account."),
        "portal:home",
    ),
    TextKey.CLOSED: About(
        gettext_lazy("When we are closed"),
        gettext_lazy("On the first page, outside the hours."),
        gettext_lazy("Without it, the page says only when you are back."),
        "portal:home",
    ),
    TextKey.PRIVACY: About(
        gettext_lazy("Privacy"),
        gettext_lazy("At the end of the page about personal data, in a part of its own."),
        gettext_lazy("Without it, the page says what the service does with data."),
        "portal:privacy",
    ),
    TextKey.LEGAL_NOTICE: About(
        gettext_lazy("Legal notice"),
        gettext_lazy("At the end of the legal notice, in a part of its own."),
        gettext_lazy("Without it, the page says who is responsible, with your name and address."),
        "portal:legal_notice",
    ),
    TextKey.ACCESSIBILITY: About(
        gettext_lazy("Accessibility"),
        gettext_lazy("At the end of the accessibility statement, in a part of its own."),
        gettext_lazy("Without it, the page is the statement of the service as it was delivered."),
        "portal:accessibility",
    ),
}


@dataclass(frozen=True, slots=True)
class LanguageState:
    """Whether a text exists in a language; `falls_back` is the language that readers get instead, empty when the page's own words."""

    code: str
    name: str
    has_own: bool
    falls_back: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text as the list shows it."""

    key: TextKey
    about: About
    states: list[LanguageState]

    @property
    def missing(self) -> list[str]:
        """Names of the languages without it, when another has it."""
        return [state.name for state in self.states if state.falls_back]


def lines_of(council: Council, known: dict[TextKey, dict[str, str]]) -> list[TextLine]:
    """Return every text with its state in each language of the council."""
    found = []
    for key, about in ABOUT.items():
        first = next((code for code in council.languages if known[key].get(code)), "")
        states = [
            LanguageState(
                code,
                LANGUAGES[code],
                has_own=bool(known[key].get(code)),
                falls_back="" if known[key].get(code) or not first else LANGUAGES[first],
            )
            for code in council.languages
        ]
        found.append(TextLine(key, about, states))
    return found


@require_safe
@configurer_required
def texts(request: DeskRequest, council: str) -> HttpResponse:
    """Every text, with the languages that it has."""
    own = own_council(request, council)
    return page(request, own, "texts", {"lines": lines_of(own, texts_of(own))})


@require_http_methods(["GET", "HEAD", "POST"])
@configurer_required
def text(request: DeskRequest, council: str, text: str) -> HttpResponse:
    """Write one text in the languages of the council; an empty one is taken away."""
    own = own_council(request, council)
    key = next((key for key in TextKey if key == text), None)
    if key is None:
        raise NotFound
    known = texts_of(own)
    form = TextForm(request.POST if request.method == "POST" else None, key=key, council=own, known=known[key])
    if request.method == "POST" and form.is_valid():
        try:
            for code, body in form.bodies.items():
                save_text(council_id=own.pk, key=key, language=code, body=body, by=request.actor)
        except InvalidInput as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The text is saved and already shown."))
            return redirect("desk:settings_texts", council=own.slug)
    line = next(line for line in lines_of(own, known) if line.key is key)
    context = {"form": form, "line": line, "limit": TEXT_LIMITS[key], "page_url": reverse(ABOUT[key].page)}
    return page(request, own, "texts", context, template="text", status=422 if form.errors else 200)
