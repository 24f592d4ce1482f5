"""The same rows give the same figures: in any order, on either database, and as plain SQL and plain Python count them."""

import hashlib
import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from helpdesk.calendars.rules import band, business_seconds
from helpdesk.calendars.selectors import schedule_of
from helpdesk.catalogue.models import Procedure
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Entry, Ticket
from tests.transparency.measuring.rows import OCTOBER, counted, find, measured, write
from transparency.measures import Count, Duration, Measure, Share
from transparency.rules import nearest_rank

NUMBER = 400
# Of what is measured of `random_rows`: equal on both databases.
DIGEST = "6886a924a4e7c0d000a24a0136bf1f9f399a6e8b0d488e4d189ff30283bad088"
CHANNELS = ("web", "chat", "phone", "counter", "email", "callback")


def random_rows(procedures: list[Procedure]) -> list[dict[str, Any]]:
    """A month and its neighbours, the same at every time."""
    rng = random.Random(11)  # noqa: S311
    start, end = OCTOBER.start("Europe/Madrid"), OCTOBER.end("Europe/Madrid")
    span, rows = int((end - start).total_seconds()), []
    for _number in range(NUMBER):
        at = start + timedelta(seconds=rng.randrange(-span // 4, span + span // 4), microseconds=rng.randrange(1_000_000))
        channel = rng.choice(CHANNELS)
        spot = channel in {"phone", "counter"}
        wait, work = timedelta(seconds=rng.randrange(1, 400_000)), timedelta(seconds=rng.randrange(1, 900_000))
        answered = at if spot else rng.choice((at + wait, None))
        resolved = at if spot else rng.choice((at + wait + work, None))
        again = resolved + work if resolved and rng.random() < 0.3 else None
        rows.append(
            {
                "at": at, "channel": channel, "answered": answered, "resolved": resolved, "again": again,
                "resolved_again": again + wait if again and rng.random() < 0.5 else None,
                "motive": rng.choice(("form", "payment", "procedure")), "requester": rng.choice(("citizen", "company")),
                "language": rng.choice(("ca", "es", "en")), "outcome": rng.choice(("solved", "informed", "referred")),
                "callback_origin": "web" if channel == "callback" else "", "procedure": rng.choice((None, *procedures)),
                "procedure_result": rng.choice(("", "online", "other_channel", "not_finished")), "failure_cause": rng.choice(("", "doubt", "technical")),
                "referral": rng.choice(("", "department")), "feedback_kind": rng.choice(("", "", "complaint")), "excluded_reason": rng.choice(("", "", "", "test")),
            }
        )  # fmt: skip
    return rows


@pytest.fixture
def procedures(council: Council) -> list[Procedure]:
    return [Procedure.objects.create(council=council, slug=f"p{n:02}", administration="municipal", motive="form") for n in range(13)]


def digest(measures: dict[str, Measure]) -> str:
    return hashlib.sha256(repr(list(measures.values())).encode()).hexdigest()


def test_any_order_of_writing_gives_the_same_figures_on_both_databases(
    council: Council, officer: Actor, procedures: list[Procedure]
) -> None:
    rows = random_rows(procedures)
    found = set()
    for seed in range(3):
        write(council, rows)
        once = measured(council, officer)
        assert measured(council, officer) == once
        found.add(digest(once))
        Entry.objects.all().delete()
        Ticket.objects.all().delete()
        random.Random(seed).shuffle(rows)  # noqa: S311
    assert found == {DIGEST}


def ask(query: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def test_counts_are_those_of_sql_and_of_the_clock(council: Council, officer: Actor, procedures: list[Procedure]) -> None:
    write(council, random_rows(procedures))
    month, schedule = measured(council, officer), schedule_of(council)
    bounds = (council.pk, OCTOBER.start("Europe/Madrid"), OCTOBER.end("Europe/Madrid"))
    arrived = "FROM tickets_ticket t LEFT JOIN catalogue_procedure p ON p.id = t.procedure_id WHERE t.council_id = %s AND t.created_at >= %s AND t.created_at < %s AND t.excluded_reason = ''"
    for name, dimension, column in (
        ("vol.contacts", "channel", "t.channel"),
        ("vol.motives", "motive", "t.motive"),
        ("vol.requester", "requester", "t.requester"),
        ("vol.language", "language", "t.language"),
        ("vol.callbacks", "origin", "nullif(t.callback_origin, '')"),
        ("qual.complaints", "feedback", "nullif(t.feedback_kind, '')"),
    ):
        rows = {key: number for key, number in ask(f"SELECT {column}, count(*) {arrived} GROUP BY {column}", *bounds) if key}
        assert counted(find(month, name, Count).by[dimension]) == rows, name
    top = ask(f"SELECT p.slug, count(*) AS n {arrived} AND p.slug IS NOT NULL GROUP BY p.slug ORDER BY n DESC, p.slug LIMIT 10", *bounds)
    assert list(find(month, "vol.procedures", Count).by["procedure"].items())[:10] == top
    resolved = arrived.replace("t.created_at", "t.first_resolved_at")
    [(whole, referred)] = ask(f"SELECT count(*), sum(CASE WHEN first_outcome = 'referred' THEN 1 ELSE 0 END) {resolved}", *bounds)
    assert (find(month, "res.referred", Share).part, find(month, "res.referred", Share).whole) == (referred, whole)
    for name, parts in (("dig.completed", "'online', 'other_channel', 'not_finished'"), ("dig.takeup", "'online', 'other_channel'")):
        [(number,)] = ask(f"SELECT count(*) {resolved} AND t.procedure_id IS NOT NULL AND t.procedure_result IN ({parts})", *bounds)
        assert find(month, name, Share).whole == number
    tickets = list(Ticket.objects.filter(council=council, excluded_reason="", created_at__gte=bounds[1], created_at__lt=bounds[2]))
    assert counted(find(month, "vol.band", Count).by["band"]) == Counter(band(schedule, ticket.created_at) for ticket in tickets)
    waits = [
        business_seconds(schedule, ticket.created_at, ticket.first_human_response_at)
        for ticket in tickets
        if ticket.first_human_response_at and ticket.first_human_response_at > ticket.created_at and not ticket.callback_origin
    ]
    for name, percent in (("wait.first_p50_sh", 50), ("wait.first_p90_sh", 90)):
        assert (find(month, name, Duration).count, find(month, name, Duration).seconds) == (len(waits), nearest_rank(waits, percent))
