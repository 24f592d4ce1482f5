"""Every route times every actor, generated from the address table: a new route without a row fails."""

from collections.abc import Iterator

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from helpdesk.people.middleware import LINKS_KEY
from helpdesk.people.rules import Purpose, Role
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Entry
from helpdesk.tickets.rules import Outcome
from helpdesk.tickets.services import CheckedFile, resolve_ticket
from helpdesk.tickets.services.attachments import attach
from tests.factories import make_council, make_procedure, make_staff, make_ticket, make_user

CANARY = "canary-7781"
OTHER_HOST = "other.test"
REFUSED = {302, 401, 403, 404, 405}
EVERYBODY = frozenset({"anonymous", "citizen", "agent", "supervisor", "officer", "administrator", "stranger"})
STAFF = frozenset({"agent", "supervisor"})
OFFICER = frozenset({"officer"})
HOLDER = frozenset({"citizen"})

# Who is served what they ask for. Everybody else is refused, and never sees a word of the ticket.
ALLOWED: dict[str, frozenset[str]] = {
    "healthz": EVERYBODY,
    "readyz": EVERYBODY,
    "plain:home": EVERYBODY,
    "plain:secret": EVERYBODY,
    "plain:theme": EVERYBODY,
    "plain:attachment": HOLDER | STAFF,
    "portal:home": EVERYBODY,
    "portal:search": EVERYBODY,
    "portal:procedure": EVERYBODY,
    "portal:step": EVERYBODY,
    "portal:help": EVERYBODY,
    "portal:done": EVERYBODY,
    "portal:my": EVERYBODY,
    "portal:ticket": HOLDER,
    "portal:reply": HOLDER,
    "portal:timeline": HOLDER,
    "portal:chat": HOLDER,
    "portal:chat_leave": HOLDER,
    "portal:accessibility": EVERYBODY,
    "portal:privacy": EVERYBODY,
    "rating:rate": HOLDER,
    "transparency:*": EVERYBODY,
    "kit": EVERYBODY,
    "kit-desk": EVERYBODY,
    "kit-page": EVERYBODY,
    "account_*": EVERYBODY,
    "desk:home": STAFF | {"stranger"},
    "desk:queue": STAFF | {"stranger"},
    "desk:log": STAFF | {"stranger"},
    "desk:presence": STAFF | {"stranger"},
    "desk:*": STAFF,
    "indicators:home": OFFICER,
    "indicators:*": OFFICER,
}
# Pages without anybody's data: their own status may be anything that is not an error of the server.
LOOSE = {"kit", "kit-desk", "kit-page", "plain:secret", "portal:done", "portal:help", "plain:theme", "readyz"}


def routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every named route with its namespace."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{namespace}{pattern.name}", pattern


ROUTES = dict(routes(get_resolver().url_patterns))


def allowed(name: str) -> frozenset[str]:
    """Return the row of a route; the most exact one counts."""
    for key in (name, f"{name.split(':', maxsplit=1)[0]}:*", f"{name.split('_', maxsplit=1)[0]}_*"):
        if key in ALLOWED:
            return ALLOWED[key]
    message = f"the access matrix has no row for {name}"
    raise AssertionError(message)


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_has_a_row(name: str) -> None:
    assert allowed(name)


class World:
    """One council with a ticket, a stranger from another council, and a client for everybody."""

    def __init__(self) -> None:
        self.council = make_council()
        self.other = make_council("rocabruna", host=OTHER_HOST, prefix="RB")
        make_procedure(self.council)
        self.ticket = make_ticket(self.council, subject=CANARY, body=CANARY, name=CANARY)
        entry = Entry.objects.get(ticket=self.ticket, kind="message")
        [self.attachment] = attach(entry, [CheckedFile("a.txt", "text/plain", CANARY.encode())])
        resolve_ticket(ticket_id=self.ticket.pk, outcome=Outcome.SOLVED, by=make_staff(self.council))
        self.ticket.refresh_from_db()
        self.users = {
            "agent": make_user(self.council, Role.AGENT),
            "supervisor": make_user(self.council, Role.SUPERVISOR),
            "officer": make_user(self.council, Role.OFFICER),
            "administrator": make_user(self.council, Role.ADMINISTRATOR),
            "stranger": make_user(self.other, Role.AGENT, Role.SUPERVISOR),
        }

    def client(self, who: str) -> Client:
        client = Client()
        if who == "citizen":
            link, _token = issue_link(council_id=self.council.pk, purpose=Purpose.FOLLOW_UP, subject_id=self.ticket.pk, language="ca")
            session = SessionStore()
            session[LINKS_KEY] = [link.pk]
            session.save()
            client.cookies["__Host-session"] = session.session_key or ""
        elif who != "anonymous":
            client.force_login(self.users[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def address(self, name: str, pattern: URLPattern) -> str:
        known = {
            "reference": self.ticket.reference,
            "token": "x" * 43,
            "key": self.attachment.key if name == "plain:attachment" else "set-password",
            "uidb36": "1",
            "slug": "vallclara" if name == "plain:theme" else "residence-certificate",
            "digest": "0" * 12,
            "step": "sign" if name == "portal:step" else "channel",
            "month": "2026-05",
            "revision": 1,
            "name": "report.json",
            "council": self.council.slug,
        }
        if "month" in pattern.pattern.converters:
            known["month"] = pattern.pattern.converters["month"].to_python("2026-05")
        return reverse(name, kwargs={key: known[key] for key in pattern.pattern.regex.groupindex})


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_what_is_not_theirs(world: World, who: str, method: str) -> None:
    client = world.client(who)
    before = (world.ticket.last_seq, world.ticket.status)
    for name, pattern in ROUTES.items():
        if name in {"account_logout", "readyz"}:
            continue
        response = getattr(client, method)(world.address(name, pattern))
        body = (
            b"".join(response.streaming_content)
            if response.streaming and not response.is_async
            else (b"" if response.streaming else response.content)
        )
        assert response.status_code < 500, f"{method} {name} as {who}: {response.status_code}"
        if who in allowed(name):
            if method == "get" and name not in LOOSE and not name.startswith(("transparency:", "indicators:")):
                assert response.status_code not in {401, 403, 404}, f"{name} is closed to {who}: {response.status_code}"
            continue
        assert response.status_code in REFUSED, f"{method} {name} is open to {who}: {response.status_code}"
        assert CANARY.encode() not in body, f"{method} {name} tells {who} about the ticket"
    if who not in {"agent", "supervisor", "citizen"}:
        world.ticket.refresh_from_db()
        assert (world.ticket.last_seq, world.ticket.status) == before


@pytest.mark.parametrize("who", ["anonymous", "stranger", "officer", "administrator"])
def test_other_roles_never_see_the_ticket_anywhere(world: World, who: str) -> None:
    client = world.client(who)
    for name, pattern in ROUTES.items():
        if name == "readyz":
            continue
        response = client.get(world.address(name, pattern))
        body = b"" if response.streaming else response.content
        assert CANARY.encode() not in body, f"{name} tells {who} about the ticket"


def test_the_holder_of_a_link_gets_nothing_on_another_councils_host(world: World) -> None:
    client = world.client("citizen")
    for name in ("portal:ticket", "portal:timeline", "portal:chat", "rating:rate", "plain:attachment"):
        assert client.get(world.address(name, ROUTES[name]), headers={"host": OTHER_HOST}).status_code == 404, name


def test_an_unknown_host_is_misdirected(world: World) -> None:
    response = world.client("anonymous").get("/", headers={"host": "evil.example"})
    assert response.status_code == 421
    assert b"Vallclara" not in response.content
