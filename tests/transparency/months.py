"""Months full of real rows: contacts, calls, unserved demand, ratings."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from typing import Any

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.people.actors import Actor
from helpdesk.people.models import Citizen, Council
from helpdesk.people.rules import Role
from helpdesk.people.selectors import actor_by_email
from helpdesk.tickets.models import Ticket, UnservedDemand
from satisfaction.models import Invitation, Rating
from tests.factories import make_staff
from transparency import services
from transparency.models import Draft, Publication, PublicationPolicy
from transparency.months import Month
from transparency.report import ReportData, report_bytes
from transparency.selectors import draft_report, open_draft
from transparency.services import publishing

OCTOBER = Month(2026, 10)
MID_OCTOBER = datetime(2026, 10, 14, 8, 0, tzinfo=UTC)
AFTER_OCTOBER = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
_numbers = count(1)

TOWN: dict[str, Mapping[str, int]] = {
    "channel": {"web": 96, "chat": 61, "phone": 148, "counter": 22, "email": 3},
    "motive": {
        "procedure": 88,
        "appointment": 61,
        "folder": 44,
        "catalogue": 31,
        "certificate": 52,
        "form": 20,
        "document": 17,
        "payment": 9,
        "notification": 4,
        "other": 4,
    },
    "requester": {"citizen": 271, "company": 38, "body": 14, "representative": 7},
}
VILLAGE: dict[str, Mapping[str, int]] = {
    "channel": {"web": 5, "chat": 2, "phone": 4, "counter": 1},
    "motive": {"procedure": 6, "certificate": 3, "form": 2, "other": 1},
    "requester": {"citizen": 11, "company": 1},
}


def spread(counts: Mapping[str, int]) -> list[str]:
    """Every member as often as it counts."""
    return [member for member, number in counts.items() for _i in range(number)]


def add_contacts(
    council: Council, counts: dict[str, Mapping[str, int]], *, at: datetime = MID_OCTOBER, unanswered: int = 0, **fields: Any
) -> list[Ticket]:
    """Contacts with the given numbers by channel, motive and requester; phone and counter are answered at once, the rest after 1, 2, 3... minutes."""
    citizen = Citizen.objects.create(council=council, name="Rosa Mas", language="ca")
    channels = spread(counts["channel"])
    rows = []
    for number, (channel, motive, requester) in enumerate(
        zip(channels, cycle(spread(counts["motive"])), cycle(spread(counts["requester"])), strict=False)
    ):
        created = at + timedelta(seconds=number)
        at_once = channel in {"phone", "counter"}
        answered = None if number < unanswered else created if at_once else created + timedelta(minutes=1 + number % 40)
        rows.append(
            Ticket(
                council=council,
                reference=f"T{next(_numbers):010d}",
                subject="x",
                citizen=citizen,
                channel=channel,
                motive=motive,
                requester=requester,
                language="ca",
                created_at=created,
                updated_at=created,
                first_human_response_at=answered,
                **fields,
            )
        )
    return Ticket.objects.bulk_create(rows)


def add_unserved(council: Council, counts: Mapping[tuple[str, str], int], *, at: datetime = MID_OCTOBER) -> None:
    """Unserved demand by (channel, reason)."""
    for (channel, reason), number in counts.items():
        UnservedDemand.objects.bulk_create(
            UnservedDemand(council=council, channel=channel, reason=reason, created_at=at) for _i in range(number)
        )


def add_ratings(council: Council, tickets: list[Ticket], scores: Mapping[int, int], *, silent: int = 0, at: datetime = MID_OCTOBER) -> None:
    """Answers by score, and invitations that nobody answered."""
    answers: list[int | None] = [score for score, number in scores.items() for _i in range(number)]
    answers += [None] * silent
    for ticket, score in zip(tickets, answers, strict=False):
        invitation = Invitation.objects.create(council=council, ticket=ticket, created_at=at)
        if score is not None:
            Rating.objects.create(council=council, invitation=invitation, score=score, created_at=at, changed_at=at)


def add_calls(council: Council, tickets: list[Ticket], *, on_time: int = 0, late: int = 0, at: datetime = MID_OCTOBER) -> None:
    """Calls that were made, by whether the first attempt was in time."""
    due = at + timedelta(minutes=10)
    tries = [due] * on_time + [due + timedelta(minutes=1)] * late
    Call.objects.bulk_create(
        Call(
            council=council,
            ticket=ticket,
            state="done",
            when="exact",
            origin="web",
            starts_at=at,
            ends_at=at + timedelta(minutes=30),
            due_at=due,
            phone="+34972000010",
            attempt_count=1,
            first_attempt_at=tried,
            finished_at=tried,
        )
        for ticket, tried in zip(tickets, tries, strict=False)
    )


def town_month(council: Council, *, at: datetime = MID_OCTOBER) -> list[Ticket]:
    """The month of a town: 330 contacts, 12 of them not yet answered."""
    tickets = add_contacts(council, TOWN, at=at, unanswered=12)
    add_unserved(
        council, {("chat", "abandoned"): 6, ("phone", "outside_hours"): 21, ("web", "outside_hours"): 9, ("chat", "rejected"): 5}, at=at
    )
    add_ratings(council, tickets, {5: 61, 4: 24, 3: 7, 2: 3, 1: 2}, silent=90, at=at)
    return tickets


def measured(council: Council, officer: Actor, month: Month = OCTOBER) -> ReportData:
    """The report that a month would give, without drawing its files."""
    with clock.at(AFTER_OCTOBER):
        return draft_report(services.make_draft(council=council, month=month, by=officer))


def published_data(council: Council, officer: Actor, month: Month = OCTOBER) -> Publication:
    """A month published as data only: drawing its PDF takes seconds. What was published before is corrected when there is one."""
    report = measured(council, officer, month)
    draft = open_draft(council, month)
    assert draft is not None
    report["published_at"] = report["measured_at"]
    files = [services.MadeFile("report.json", "application/json", report_bytes(report))]
    staged = publishing._stage_all(publishing.folder_of(draft), files)
    with clock.at(AFTER_OCTOBER):
        previous = publishing._hash_of_manifest(publishing._last(council))
        return publishing._record(draft, files, staged, AFTER_OCTOBER, previous, officer)


def second_person(council: Council) -> Actor:
    """The supervisor who signs: the same one every time."""
    email = f"signs@{council.slug}.example.org"
    return actor_by_email(email) or make_staff(council, Role.SUPERVISOR, email=email, name="Mercè Soler")


def announce_early(council: Council) -> None:
    """Have months come out on the first day of the month after, so that `AFTER_OCTOBER` is late enough."""
    PublicationPolicy.objects.update_or_create(council=council, defaults={"release_day": 1})


def signed(council: Council, month: Month, officer: Actor) -> Draft:
    """The open draft, checked by its officer and signed by a second person."""
    services.check(council=council, month=month, by=officer)
    return services.sign(council=council, month=month, by=second_person(council))


def publish_measured(council: Council, month: Month, officer: Actor) -> Publication:
    """Bring a month that is measured through checks, signature and publication; its release is announced early enough."""
    announce_early(council)
    signed(council, month, officer)
    return services.publish(council=council, month=month, by=officer)


def publish_unchecked(council: Council, month: Month, officer: Actor) -> Publication:
    """Publish a month that is measured as if it had been checked and signed now: for tests of what is published, not of the way there."""
    announce_early(council)
    draft = open_draft(council, month)
    assert draft is not None
    Draft.objects.filter(pk=draft.pk).update(checked_at=clock.now(), signed_at=clock.now())
    return services.publish(council=council, month=month, by=officer)


def published(council: Council, officer: Actor) -> Publication:
    """October, measured, commented in the council's languages, checked, signed and published. The council keeps two languages, since each is a PDF."""
    council.language_order = ["ca", "en"]
    council.save()
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        services.write_commentary(council=council, month=OCTOBER, texts={"ca": "Un mes tranquil.", "en": "A quiet month."}, by=officer)
        return publish_measured(council, OCTOBER, officer)
