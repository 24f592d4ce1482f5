"""Every route times every actor, generated from the address table: a new route without a row fails."""

from collections.abc import Iterator

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from helpdesk.desk.models import CannedAnswer
from helpdesk.people.middleware import LINKS_KEY
from helpdesk.people.models import Team
from helpdesk.people.rules import Purpose, Role
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Entry
from helpdesk.tickets.rules import Outcome
from helpdesk.tickets.services import CheckedFile, resolve_ticket
from helpdesk.tickets.services.attachments import attach
from tests.factories import (
    agree_call,
    make_council,
    make_png,
    make_procedure,
    make_ratings,
    make_remote_session,
    make_staff,
    make_ticket,
    make_user,
)

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
    "portal:call": HOLDER,
    "portal:call_cancel": HOLDER,
    "portal:call_ics": HOLDER,
    "portal:picture": HOLDER,
    "portal:screenshot": EVERYBODY,
    "portal:accessibility": EVERYBODY,
    "portal:privacy": EVERYBODY,
    "portal:cookies": EVERYBODY,
    "portal:legal_notice": EVERYBODY,
    "portal:site_map": EVERYBODY,
    "plain:security_txt": EVERYBODY,
    "plain:robots_txt": EVERYBODY,
    "offline": EVERYBODY,
    "rating:rate": HOLDER,
    "rating:home": frozenset({"supervisor", "officer", "stranger"}),
    "rating:results": frozenset({"supervisor", "officer", "stranger"}),
    "rating:results_csv": frozenset({"supervisor", "officer", "stranger"}),
    "rating:comments_csv": frozenset({"supervisor", "officer", "stranger"}),
    "rating:reviews": frozenset({"supervisor", "stranger"}),
    "rating:review": frozenset({"supervisor"}),
    "rating:settings_home": frozenset({"supervisor", "administrator", "stranger"}),
    "rating:settings": frozenset({"supervisor", "administrator"}),
    "rating:question": frozenset({"supervisor", "administrator"}),
    "rating:offices": frozenset({"supervisor", "administrator"}),
    "rating:office_change": frozenset({"supervisor", "administrator"}),
    "rating:poster": frozenset({"supervisor", "administrator"}),
    "rating:phone": STAFF,
    "rating:office": EVERYBODY,
    "rating:stop": EVERYBODY,
    "rating_plain:office": EVERYBODY,
    "remote:live": frozenset({"supervisor", "stranger"}),
    "remote:history": frozenset({"supervisor", "stranger"}),
    "remote:report": frozenset({"supervisor", "stranger"}),
    "remote:report_csv": frozenset({"supervisor", "stranger"}),
    "remote:panel": frozenset({"agent"}),
    "remote:ask": frozenset({"agent"}),
    "remote:give_back": frozenset({"agent"}),
    "remote:record": STAFF,
    "remote:settings": frozenset({"supervisor", "administrator", "stranger"}),
    "remote:provider": frozenset({"supervisor", "administrator"}),
    "remote:provider_check": frozenset({"supervisor", "administrator"}),
    "remote:policy": frozenset({"supervisor", "administrator"}),
    # Nobody with a browser: what is not signed is refused.
    "remote_plain:callback": frozenset({"partner"}),
    "remote:citizen_card": HOLDER,
    "remote:desk_card": STAFF,
    "remote:propose": STAFF,
    "remote:viewer": frozenset({"agent"}),
    "remote:screen": frozenset({"agent"}),
    "remote:viewer_ticket": frozenset({"agent"}),
    "remote:viewer_state": frozenset({"agent"}),
    "remote:start": frozenset({"agent"}),
    "remote:end": frozenset({"agent"}),
    "remote:attest": STAFF,
    "remote:terminate": frozenset({"supervisor"}),
    "remote:video_room": STAFF,
    "remote:video_room_leave": STAFF,
    "remote:video_room_phone": STAFF,
    "remote:video_desk_card": STAFF,
    "remote:*": HOLDER,
    "transparency:*": EVERYBODY,
    "kit": EVERYBODY,
    "kit-desk": EVERYBODY,
    "kit-page": EVERYBODY,
    "account_*": EVERYBODY,
    "desk:home": STAFF | {"stranger"},
    "desk:queue": STAFF | {"stranger"},
    "desk:log": STAFF | {"stranger"},
    "desk:calls": STAFF | {"stranger"},
    "desk:presence": STAFF | {"stranger"},
    "desk:answers": STAFF | {"administrator", "stranger"},
    "desk:answer_new": STAFF | {"administrator", "stranger"},
    "desk:answer": frozenset({"supervisor", "administrator"}),
    "desk:answer_delete": frozenset({"supervisor", "administrator"}),
    "desk:views": STAFF | {"stranger"},
    "desk:view_save": STAFF | {"stranger"},
    "desk:palette": STAFF | {"stranger"},
    "desk:shortcuts": STAFF | {"stranger"},
    "desk:preferences": STAFF | {"stranger"},
    "desk:board": frozenset({"supervisor", "stranger"}),
    "desk:board_move": frozenset({"supervisor"}),
    "desk:analysis": frozenset({"supervisor", "officer", "stranger"}),
    "desk:analysis_csv": frozenset({"supervisor", "officer", "stranger"}),
    "desk:settings": frozenset({"supervisor", "administrator", "stranger"}),
    "desk:settings_*": frozenset({"supervisor", "administrator"}),
    "desk:*": STAFF,
    "indicators:home": OFFICER | {"supervisor", "stranger"},
    "indicators:month": OFFICER | {"supervisor"},
    "indicators:sign": OFFICER | {"supervisor"},
    "indicators:settings": OFFICER | {"supervisor", "administrator"},
    "indicators:calendar": OFFICER | {"supervisor", "administrator"},
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
    for key in (name, f"{name.split('_', maxsplit=1)[0]}_*", f"{name.split(':', maxsplit=1)[0]}:*"):
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
        self.team = Team.objects.create(council=self.council, name="Taxes")
        self.ticket = make_ticket(self.council, subject=CANARY, body=CANARY, name=CANARY)
        entry = Entry.objects.get(ticket=self.ticket, kind="message")
        [self.attachment] = attach(entry, [CheckedFile("a.txt", "text/plain", CANARY.encode())])
        [self.picture] = attach(entry, [CheckedFile(f"{CANARY}.png", "image/png", make_png())])
        self.call = agree_call(self.ticket)
        self.answer = CannedAnswer.objects.create(council=self.council, shortcut="x", title="x", texts={"ca": "x"})
        resolve_ticket(ticket_id=self.ticket.pk, outcome=Outcome.SOLVED, by=make_staff(self.council))
        self.ticket.refresh_from_db()
        self.users = {
            "agent": make_user(self.council, Role.AGENT),
            "supervisor": make_user(self.council, Role.SUPERVISOR),
            "officer": make_user(self.council, Role.OFFICER),
            "administrator": make_user(self.council, Role.ADMINISTRATOR),
            "stranger": make_user(self.other, Role.AGENT, Role.SUPERVISOR),
        }
        self.remote = make_remote_session(self.ticket, self.users["agent"], reason=CANARY)
        self.spoken, self.review, self.office = make_ratings(self.council, name=CANARY, subject=CANARY)

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
            "reference": self.spoken.reference if name == "rating:phone" else self.ticket.reference,
            "token": "x" * 43,
            "key": {
                "plain:attachment": self.attachment.key,
                "portal:picture": self.picture.key,
                "desk:mark": self.picture.key,
            }.get(name, "set-password"),
            "uidb36": "1",
            "table": "places",
            "slug": "vallclara" if name == "plain:theme" else "residence-certificate",
            "digest": "0" * 12,
            "step": "sign" if name == "portal:step" else "channel",
            "month": "2026-05",
            "revision": 1,
            "session": self.remote.public_id,
            "provider": "fake",
            "name": "report" if name == "transparency:schema_file" else "report.json",
            "indicator": "vol.contacts",
            "suffix": "ttl",
            "council": self.council.slug,
            "team": self.team.pk,
            "person": self.users["agent"].pk,
            "text": "welcome",
            "colour": "0b5d66",
            "view": 1,
            "answer": self.answer.pk,
            "call": self.call.pk,
            "review": self.review.pk,
            "office": self.office.pk,
            "code": self.office.code,
            "slot": 1,
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
    for name in ("portal:ticket", "portal:timeline", "portal:chat", "rating:rate", "plain:attachment", "portal:picture"):
        assert client.get(world.address(name, ROUTES[name]), headers={"host": OTHER_HOST}).status_code == 404, name


def test_an_unknown_host_is_misdirected(world: World) -> None:
    response = world.client("anonymous").get("/", headers={"host": "evil.example"})
    assert response.status_code == 421
    assert b"Vallclara" not in response.content
