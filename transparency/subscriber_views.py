"""Public pages of those who ask to be told of new figures. No cookie is set or read, so there is nothing that another site could misuse: whoever posts proves the address by mail.

Looking at a link of a mail changes nothing, since mail scanners look too; only POST does. A mail program may leave with one request (RFC 8058).
"""

from allauth.core.ratelimit import consume
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from helpdesk.base.errors import InvalidInput, NotFound, TooMany
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from transparency import selectors, services
from transparency.services.subscribers import MAX_EMAIL

# Not `no-referrer`, which would make the browser send its own form with `Origin: null`.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "origin", "X-Robots-Tag": "noindex, nofollow"}
LIMIT = "subscribe"


class SubscribeForm(forms.Form):
    """Where to send it, in which language. `website` is left empty by people."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=MAX_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Write an e-mail address such as name@example.org.")},
    )
    language = forms.ChoiceField(label=_("Language of the mails"))
    website = forms.CharField(required=False)

    def __init__(self, council: Council, language: str, data: object = None) -> None:
        super().__init__(data, initial={"language": language})  # type: ignore[arg-type]
        choices = [(code, LANGUAGES[code]) for code in council.languages]
        self.fields["language"] = forms.ChoiceField(label=_("Language of the mails"), choices=choices)


def _council(request: HttpRequest) -> Council:
    council: Council = request.council  # type: ignore[attr-defined]
    return council


def _language(request: HttpRequest) -> str:
    council = _council(request)
    asked = request.GET.get("lang", "")
    return asked if asked in council.languages else council.default_language


def _page(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    council, language = _council(request), _language(request)
    links = [{"code": c, "name": LANGUAGES[c], "url": f"?lang={c}", "current": c == language} for c in council.languages]
    query = f"?lang={language}" if language != council.default_language else ""
    shared = {"languages": links, "query": query, "page_language": language, "messages": ()}
    with translation.override(language):
        response = render(request, f"transparency/{template}.html", {**shared, **context}, status=status)
    for name, value in {**PRIVATE, "Content-Language": language}.items():
        response.headers[name] = value
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask to be told; the answer is the same whoever is subscribed already."""
    council, language = _council(request), _language(request)
    if request.method != "POST":
        return _page(request, "subscribe", {"form": SubscribeForm(council, language)})
    with translation.override(language):
        form = SubscribeForm(council, language, request.POST)
        valid = form.is_valid()
    if not valid:
        return _page(request, "subscribe", {"form": form}, status=422)
    email = form.cleaned_data["email"]
    if not consume(request, action=LIMIT, key=f"{council.pk}|{email.lower()}"):
        raise TooMany
    if not form.cleaned_data["website"]:
        try:
            services.subscribe(council=council, email=email, language=form.cleaned_data["language"])
        except InvalidInput as error:
            form.add_error("email", str(error.message))
            return _page(request, "subscribe", {"form": form}, status=422)
    return _page(request, "subscribe_sent", {"email": email})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, POST confirms. Unknown, over and left look the same."""
    council = _council(request)
    if request.method != "POST":
        known = selectors.subscriber_by_token(council, token) is not None
        return _page(request, "subscriber_ask", {"confirming": True, "token": token}) if known else _unknown(request)
    try:
        services.confirm(council=council, token=token)
    except NotFound:
        return _unknown(request)
    return _page(request, "subscriber_done", {"confirmed": True, "token": token})


def _unknown(request: HttpRequest) -> HttpResponse:
    return _page(request, "subscriber_done", {"unknown": True}, status=404)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, POST leaves; leaving twice, or with a link that opens nothing any more, is fine."""
    council = _council(request)
    if request.method == "POST":
        services.leave(council=council, token=token)
        return _page(request, "subscriber_done", {"left": True})
    return _page(request, "subscriber_ask", {"confirming": False, "token": token})
