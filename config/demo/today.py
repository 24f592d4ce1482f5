"""A living queue for today: new requests, answered ones, some that wait for others, needs, agreed calls, people in the chat."""

import random
from datetime import timedelta
from uuid import uuid4

from config.demo.calls import seed_calls
from config.demo.cases import CASES, NOTES
from config.demo.councils import PEOPLE
from config.demo.requests import new_request
from config.demo.served import citizen_of
from config.demo.texts import ANSWERS
from helpdesk.base import clock
from helpdesk.chat.models import Chat
from helpdesk.chat.rules import ChatState
from helpdesk.chat.services import set_presence, start_chat, touch_citizen, touch_presence
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.selectors import citizen_actor, colleagues, staff_actor, teams_of
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, Exclusion, Outcome, Preference, WaitingParty
from helpdesk.tickets.services import (
    exclude_ticket,
    log_contact,
    open_ticket,
    post_message,
    resolve_ticket,
    set_needs,
    take_ticket,
    transfer_ticket,
    wait_ticket,
    write_note,
)

REQUESTS = 18
MINUTES_BETWEEN = 11
WAITING_MINUTES = 25
SOMEBODY_MINUTES = 60
STILL_WAITING_MINUTES = 10
NEEDS: dict[int, dict[str, str | Preference]] = {
    0: {"interpreter": "Àrab"},
    4: {"preference": Preference.WRITTEN},
    7: {"helper_name": "Marta Puig (filla)", "helper_contact": "+34972 00 55 21", "preference": Preference.SLOWLY},
    11: {"preference": Preference.SIGN},
}
WAITS: dict[int, tuple[WaitingParty, str, int]] = {
    2: (WaitingParty.TECHNICIANS, "", 1),
    8: (WaitingParty.ADMINISTRATION, "Consorci AOC", 3),
    14: (WaitingParty.DEPARTMENT, "Padró", 2),
}
TEST_NUMBER, TEAM_NUMBERS = 16, (6, 12)


def seed_today(council: Council, seed: int) -> None:
    """Write today's requests, the oldest three hours ago, and the calls agreed for these days."""
    rng = random.Random(seed)  # noqa: S311
    now = clock.now()
    agents = [staff_actor(user) for user in colleagues(council.pk).order_by("email")]
    cases = rng.sample(CASES, len(CASES))
    for number, case in enumerate(cases[:REQUESTS]):
        channel = Channel.PHONE if number % 4 == 3 else Channel.WEB
        moment = now - timedelta(minutes=MINUTES_BETWEEN * (REQUESTS - number))
        email = f"ciutadania{number}@{council.slug}.example" if channel is Channel.WEB else ""
        new = new_request(rng, council, case, channel, email=email)
        by = agents[number % len(agents)]
        with clock.at(moment):
            ticket = (
                log_contact(council=council, new=new, outcome=None, by=by)
                if channel is Channel.PHONE
                else open_ticket(council=council, new=new, by=citizen_actor(council, []))
            )
            if number in NEEDS:
                _note_needs(ticket, NEEDS[number], by)
        with clock.at(min(now, moment + timedelta(minutes=7))):
            _work(ticket, number, by)
    seed_calls(council, cases[REQUESTS:], rng, agents)


def _note_needs(ticket: Ticket, needs: dict[str, str | Preference], by: Actor) -> None:
    set_needs(
        ticket_id=ticket.pk,
        interpreter=str(needs.get("interpreter", "")),
        preference=Preference(needs["preference"]) if "preference" in needs else None,
        helper_name=str(needs.get("helper_name", "")),
        helper_contact=str(needs.get("helper_contact", "")),
        by=by,
    )


def _work(ticket: Ticket, number: int, by: Actor) -> None:
    """What an agent did with a request, by its place in the day: a third of them is still nobody's."""
    if number == TEST_NUMBER:
        exclude_ticket(ticket_id=ticket.pk, reason=Exclusion.TEST, by=by)
    if number in TEAM_NUMBERS:
        team = teams_of([ticket.council_id])[0]
        transfer_ticket(ticket_id=ticket.pk, to_team_id=team.pk, reason="És del seu àmbit.", by=by)
        return
    if number % 3 == 0:
        return
    take_ticket(ticket_id=ticket.pk, by=by)
    if number % 3 == 1:
        post_message(ticket_id=ticket.pk, body=ANSWERS[number % len(ANSWERS)], client_id=uuid4(), by=by)
    if number in WAITS:
        party, name, days = WAITS[number]
        write_note(ticket_id=ticket.pk, body=NOTES[number % len(NOTES)], client_id=uuid4(), by=by)
        until = (clock.now() + timedelta(days=days)).date()
        wait_ticket(ticket_id=ticket.pk, for_citizen=False, party=party, for_whom=name, until=until, by=by)
    elif number % 7 == 5:
        resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=by)
    elif number % 7 == 3:
        wait_ticket(ticket_id=ticket.pk, for_citizen=True, by=by)


def seed_waiting_chat(council: Council) -> list[Ticket]:
    """Put two people in the waiting room, now; who has waited there for a short while only, from an earlier start, goes on waiting."""
    since = clock.now() - timedelta(minutes=STILL_WAITING_MINUTES)
    chats = Chat.objects.filter(council=council, state=ChatState.WAITING, requested_at__gte=since).select_related("ticket")
    waiting = [chat.ticket for chat in chats.order_by("requested_at")]
    if not waiting:
        rng = random.Random(7)  # noqa: S311
        for case in (CASES[0], next(case for case in CASES if case.language == "es" and case.motive == "certificate")):
            new = new_request(rng, council, case, Channel.CHAT)
            ticket = open_ticket(council=council, new=new, by=citizen_actor(council, []))
            start_chat(ticket_id=ticket.pk, by=citizen_of(ticket))
            waiting.append(ticket)
    for ticket in waiting:
        touch_citizen(ticket_id=ticket.pk, by=citizen_of(ticket))
    return waiting


class WaitingRoom:
    """The demonstration's own people in the chat, called every few seconds: they stay until one has been attended, or for an hour."""

    def __init__(self, council: Council) -> None:
        self.council, self.since = council, clock.now()
        self.tickets = seed_waiting_chat(council)

    def __call__(self) -> None:
        """Keep the first agent at her desk and somebody waiting; who has waited in vain for ten minutes is followed by somebody new."""
        touch_presence(by=staff_actor(User.objects.get(email=PEOPLE[0].email)))
        chats = list(Chat.objects.filter(ticket__in=self.tickets))
        attended = any(chat.accepted_at is not None for chat in chats)
        if not attended and clock.now() < self.since + timedelta(minutes=SOMEBODY_MINUTES):
            self.tickets += [ticket for ticket in seed_waiting_chat(self.council) if ticket not in self.tickets]
        for ticket in self.tickets:
            if clock.now() < ticket.created_at + timedelta(minutes=WAITING_MINUTES):
                touch_citizen(ticket_id=ticket.pk, by=citizen_of(ticket))


def open_the_desk() -> None:
    """Make the first agent available."""
    set_presence(available=True, by=staff_actor(User.objects.get(email=PEOPLE[0].email)))
