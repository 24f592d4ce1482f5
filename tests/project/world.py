"""A council in which everything exists that an address can name, and a browser for everybody."""

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import URLPattern, reverse

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
