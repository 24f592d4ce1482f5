"""Every page of every role in a pseudo-locale, followed link by link and form by form: no text that people see escapes translation.

New pages need nothing here: they are reached from the address table and from the pages that link to them.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, Resolver404, resolve
from django.utils import translation
from pytest_django import Settings

from config.error_pages import pages_of
from config.error_words import WORDS
from config.errors import error_page
from helpdesk.base import clock
from helpdesk.people.rules import Role
from helpdesk.people.services import issue_link
from helpdesk.portal.authorities import OF_PROVINCE, SPAIN
from helpdesk.tickets.rules import Channel
from tests.factories import make_staff, make_ticket
from tests.portal.journey import PLACE, fill, send
from tests.project.access import ROUTES
from tests.project.pseudo import Data, install, left_in_plain, pseudo, texts_of_body, texts_of_html
from tests.project.world import CANARY, OTHER_HOST, World
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, TOWN, add_contacts, add_ratings, publish_unchecked
from tests.work import work
from transparency import pdf, services
from transparency.catalogue import BY_ID

WHO = ("anonymous", "citizen", "agent", "supervisor", "officer", "administrator")
MOST_PAGES = 600
# Published files and pages of dated revisions have words of their own test; the gallery is for developers.
OUTSIDE = re.compile(r"^/(_kit|static|theme|attachments|healthz|readyz|\.well-known|robots\.txt)|/accounts/logout/|\.(json|pdf|csv|ics)$")

Finding = tuple[str, str, str]
PRINTED: list[str] = []


class Links(HTMLParser):
    """Collects addresses of links and of what scripts load, and forms with the values that they have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[tuple[str, str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a link, a form or a field."""
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        self.links.extend(values[name] for name in ("hx-get", "data-url", "data-poll") if values.get(name))
        if tag == "form":
            self.forms.append((values.get("method", "get").lower(), values.get("action", ""), {}))
        elif tag in {"input", "button"} and self.forms and values.get("name"):
            kind = values.get("type", "text")
            if kind not in {"checkbox", "radio", "file"} or "checked" in values:
                self.forms[-1][2].setdefault(values["name"], values.get("value", ""))


def shape(address: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What makes two addresses the same page, whatever the language: the route, and the query but for numbers, keys and addresses."""
    parts = urlsplit(address)
    try:
        with translation.override(translation.get_language_from_path(parts.path) or "ca"):
            route = resolve(parts.path).view_name
    except Resolver404:
        route = parts.path
    query = tuple(sorted((name, "#" if re.search(r"[\d/]", value) else value) for name, value in parse_qsl(parts.query)))
    return route, query


def addresses(world: World) -> Iterator[str]:
    """The table of addresses; one whose words the matrix does not know yet fails there."""
    for name, pattern in ROUTES.items():
        with suppress(KeyError, NoReverseMatch):
            yield world.address(name, pattern)


class Crawl:
    """One person's way through everything that she can reach."""

    def __init__(self, world: World, who: str) -> None:
        self.client = world.client(who)
        self.who = who
        self.seen: set[object] = set()
        self.pages: list[tuple[str, HttpResponse]] = []
        self.waiting = [*addresses(world), "/en/", "/en/nothing/"]

    def run(self) -> None:
        """Follow every link, then send every form as it stands, then follow what came of it."""
        self._follow()
        forms = [(base, *form) for base, response in list(self.pages) for form in self._parsed(response).forms]
        for base, method, action, values in forms:
            address = urljoin(base, action) if action else base
            key = (method, shape(address), tuple(sorted(values)))
            if method != "post" or key in self.seen or OUTSIDE.search(urlsplit(address).path):
                continue
            self.seen.add(key)
            self._keep(f"POST {address}", self.client.post(address, {**values, "csrfmiddlewaretoken": ""}))
        self._follow()

    def _parsed(self, response: HttpResponse) -> Links:
        parser = Links()
        if "html" in response.headers.get("Content-Type", "") and not response.streaming:
            parser.feed(response.content.decode())
        return parser

    def _keep(self, address: str, response: HttpResponse) -> None:
        assert response.status_code < 500, f"{address} as {self.who}: {response.status_code}"
        self.pages.append((address.removeprefix("POST "), response))
        base = address.removeprefix("POST ")
        self.waiting.extend(urljoin(base, link) for link in self._parsed(response).links)
        if location := response.headers.get("Location"):
            self.waiting.append(urljoin(base, location))

    def _follow(self) -> None:
        while self.waiting and len(self.pages) < MOST_PAGES:
            parts = urlsplit(self.waiting.pop(0))
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc not in {"", "testserver"} or parts.scheme in {"mailto", "tel"} or not address or OUTSIDE.search(parts.path):
                continue
            if (key := shape(address)) in self.seen:
                continue
            self.seen.add(key)
            self._keep(address, self.client.get(address))

    def findings(self, data: Data) -> Iterator[Finding]:
        """Every text in plain letters, with the address and the place."""
        for address, response in self.pages:
            if response.streaming:
                continue
            for text, place in texts_of_body(response.content.decode(), response.headers.get("Content-Type", "")):
                if words := left_in_plain(text, data):
                    yield address, place, f"{' '.join(text.split())[:120]!r} → {words}"


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> World:
    """The matrix's world in the pseudo-locale, with a request of every channel."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.KIT_GALLERY = False
    install(monkeypatch)
    monkeypatch.setattr(pdf, "print_pdf", lambda job, *_kept: PRINTED.append(job.html) or b"%PDF")
    PRINTED.clear()
    world = World()
    for channel in Channel:
        make_ticket(world.council, channel=channel, subject=f"Subject {channel.name}", body="First line.\n\nSecond line.")
    return world


def publish_a_month(world: World) -> None:
    """Enough contacts for figures that may be shown, and the files of their month."""
    officer = make_staff(world.council, Role.OFFICER)
    add_ratings(world.council, add_contacts(world.council, TOWN), {5: 20, 4: 9, 2: 6}, silent=8)
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=world.council, month=OCTOBER, by=officer)
        publish_unchecked(world.council, OCTOBER, officer)


def data_now(*more: str) -> Data:
    return Data.of_the_database("testserver", OTHER_HOST, CANARY, *(one.name for one in (SPAIN, *OF_PROVINCE.values())), *more)


def nothing(findings: Iterable[Finding]) -> None:
    """Fail with one line for each text, and the first place where it was met."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding[2], finding)
    lines = sorted(f"{address} {place}: {text}" for address, place, text in first.values())
    assert not lines, "\n".join(["texts that were not translated:", *lines])


def test_the_pseudo_locale_keeps_what_programs_need() -> None:
    assert pseudo("Save %(n)s of <b class='x'>{name}</b>&nbsp;now") == "Šàṽé %(n)s öƒ <b class='x'>{name}</b>&nbsp;ñöŵ"


def test_the_crawler_finds_what_was_not_translated() -> None:
    html = '<title>Good</title><p>Hello <b>Rosa Mas</b></p><img alt="A cat"><p lang="ca">Hola</p><button aria-label="Close">x</button>'
    html += '<div data-text-many="%n new messages" data-url="/en/x/"></div><input type="submit" value="Send"><code>cookie_name</code>'
    data = Data(("rosa mas", "hola"))
    assert [text for text, _place in texts_of_html(html) if left_in_plain(text, data)] == [
        "Good", "Hello ", "A cat", "Close", "%n new messages", "Send",
    ]  # fmt: skip
    assert left_in_plain(pseudo("All is well, Rosa"), data) == []
    assert left_in_plain("Rosa M…", data) == []
    assert left_in_plain("12:30 · 20 KB · 3f2a99bc · a@b.example", data) == []


@pytest.mark.once
def test_nothing_is_left_in_plain_on_any_page(world: World) -> None:
    """One after another, so that each meets what the others did."""
    publish_a_month(world)
    found: list[Finding] = []
    for who in WHO:
        crawl = Crawl(world, who)
        crawl.run()
        assert 30 < len(crawl.pages) < MOST_PAGES, who
        found += [(f"{who} {address}", place, text) for address, place, text in crawl.findings(data_now())]
    nothing(found)


def test_nothing_is_left_in_plain_on_the_way_to_a_request(world: World) -> None:
    """The wizard with errors on every page, to the end, and the follow-up."""
    visitor = Client()
    pages: list[tuple[str, HttpResponse]] = []

    def look(response: HttpResponse) -> None:
        pages.append((response.wsgi_request.path, response))  # type: ignore[attr-defined]

    for step in ("channel", "problem", "who", "when", "check"):
        look(visitor.get(f"/en/help/{step}/?procedure=residence-certificate&step=sign"))
        look(visitor.post(f"/en/help/{step}/", {"body": "", "email": "no", "phone": "x", "channel": "zzz", "key": "zzz"}))
    look(visitor.post("/en/help/problem/", {**PLACE, "body": ""}))
    fill(visitor)
    for path in ("/en/help/check/", "/en/help/who/", "/en/help/problem/"):
        look(visitor.get(path))
    look(send(visitor))
    for path in ("/en/help/done/", "/en/my/"):
        look(visitor.get(path))
    link, token = issue_link(council_id=world.council.pk, purpose="follow_up", subject_id=world.ticket.pk, language="en")
    look(visitor.get(f"/s/{token}/"))
    look(visitor.get("/s/unknown/"))
    data = data_now("Rosa Mas")
    assert link.pk
    nothing(found for path, response in pages for found in findings_of(path, response.content.decode(), data))


def findings_of(path: str, html: str, data: Data) -> Iterator[Finding]:
    for text, place in texts_of_html(html):
        if words := left_in_plain(text, data):
            yield path, place, f"{' '.join(text.split())[:120]!r} → {words}"


def test_nothing_is_left_in_plain_in_mails(world: World) -> None:
    work()
    data = data_now()
    found: list[Finding] = []
    assert mail.outbox
    for message in mail.outbox:
        lines = [message.subject, *str(message.body).splitlines()]
        found += [("mail", "text", f"{line[:120]!r} → {words}") for line in lines if (words := left_in_plain(line, data))]
        for part in message.alternatives:
            found += findings_of("mail", str(part[0]), data)
    nothing(found)


def test_nothing_is_left_in_plain_in_the_pdf(world: World) -> None:
    publish_a_month(world)
    data = data_now(*BY_ID)  # ids of indicators are the same everywhere
    assert PRINTED
    nothing(found for html in PRINTED for found in findings_of("pdf", html, data))


def test_nothing_is_left_in_plain_on_error_pages(world: World) -> None:
    data = data_now()
    pages = {}
    for status in (*WORDS, 418):
        request = RequestFactory().get("/en/desk/")
        pages[str(status)] = error_page(request, status).content.decode()
        request.council = world.council  # type: ignore[attr-defined]
        pages[f"{status} of a council"] = error_page(request, status).content.decode()
    pages.update(pages_of(world.council))
    nothing(found for name, html in pages.items() for found in findings_of(name, html, data))
