"""Who may rate, how often, until when, and what the officer may count."""

from datetime import timedelta

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import Expired, InvalidInput, NotAllowed, NotFound
from helpdesk.outbox.models import OutboxMail
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.rules import Purpose, Role
from helpdesk.tickets.models import Entry
from helpdesk.tickets.rules import Channel, Event, Outcome, Visibility
from helpdesk.tickets.services import reopen_ticket, resolve_ticket
from satisfaction.models import Invitation, Rating
from satisfaction.rules import changeable
from satisfaction.selectors import ScoreCounts, card_for, measure_scores
from satisfaction.services import rate
from tests.factories import citizen_of, citizen_with, make_council, make_staff, make_ticket
from tests.satisfaction.asking import resolved

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return make_council()


@pytest.fixture
def agent(council):
    return make_staff(council)


def by_rating_link(ticket):
    return Actor(citizen_council_id=ticket.council_id, rating_ticket_ids=frozenset({ticket.pk}))


def test_a_resolved_ticket_invites_once_by_mail(council, agent):
    ticket = resolved(council, agent)
    reopen_ticket(ticket_id=ticket.pk, by=agent)
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    row = OutboxMail.objects.get(template="rating")
    assert (row.link_purpose, row.link_subject_id, row.language) == (Purpose.RATING, ticket.pk, "ca")
    assert Invitation.objects.count() == 1


def test_without_an_address_the_invitation_waits_on_the_page(council, agent):
    ticket = resolved(council, agent, email="")
    assert not OutboxMail.objects.filter(template="rating").exists()
    card = card_for(ticket, citizen_with(ticket))
    assert (card.score, card.may_answer, card.is_answered) == (None, True, False)


@pytest.mark.parametrize("holder", [citizen_with, by_rating_link])
def test_the_citizen_rates_with_either_link(council, agent, holder):
    ticket = resolved(council, agent)
    rating = rate(ticket_id=ticket.pk, score=5, comment="  Very kind  ", by=holder(ticket))
    assert (rating.score, rating.comment, rating.council_id) == (5, "Very kind", council.pk)
    event = Entry.objects.get(ticket=ticket, event=Event.RATED)
    assert event.visibility == Visibility.INTERNAL
    assert "5" not in str(event.data)


def test_only_that_citizen_rates(council, agent):
    ticket, another = resolved(council, agent), resolved(council, agent)
    elsewhere = make_council("second", host="second.localhost", prefix="SE")
    refused = {
        "nobody": (citizen_of(council), NotFound),
        "the citizen of another ticket": (citizen_with(another), NotFound),
        "the same link on the host of another council": (
            Actor(citizen_council_id=elsewhere.pk, ticket_ids=frozenset({ticket.pk}), rating_ticket_ids=frozenset({ticket.pk})),
            NotFound,
        ),
        "the agent": (agent, NotAllowed),
        "staff of another council": (make_staff(elsewhere), NotAllowed),
        "the system": (SYSTEM, NotFound),
    } | {role.value: (make_staff(council, role), NotAllowed) for role in (Role.SUPERVISOR, Role.OFFICER, Role.ADMINISTRATOR)}
    answer_tickets = {"the agent", Role.SUPERVISOR.value, "the system"}
    for name, (actor, error) in refused.items():
        with pytest.raises(error):
            rate(ticket_id=ticket.pk, score=5, comment="", by=actor)
        assert (card_for(ticket, actor) is not None) == (name in answer_tickets)
    assert Rating.objects.count() == 0


def test_who_answers_tickets_sees_the_score_and_not_the_comment(council, agent):
    ticket = resolved(council, agent)
    rate(ticket_id=ticket.pk, score=4, comment="My name is Rosa", by=citizen_with(ticket))
    card = card_for(ticket, agent)
    assert (card.score, card.comment, card.may_answer) == (4, "", False)


def test_nobody_rates_without_an_invitation(council):
    ticket = make_ticket(council)
    with pytest.raises(NotFound):
        rate(ticket_id=ticket.pk, score=5, comment="", by=citizen_with(ticket))


@pytest.mark.parametrize(("score", "comment"), [(0, ""), (6, ""), (3, "x" * 1001)])
def test_what_cannot_be_accepted(council, agent, score, comment):
    ticket = resolved(council, agent)
    with pytest.raises(InvalidInput):
        rate(ticket_id=ticket.pk, score=score, comment=comment, by=citizen_with(ticket))


def test_there_is_one_answer_changeable_for_a_day(council, agent):
    ticket = resolved(council, agent)
    citizen, first = citizen_with(ticket), clock.now()
    with clock.at(first):
        rate(ticket_id=ticket.pk, score=1, comment="", by=citizen)
    with clock.at(first + timedelta(hours=23, minutes=59)):
        rate(ticket_id=ticket.pk, score=4, comment="It works now", by=citizen)
        assert card_for(ticket, citizen).may_answer
    with clock.at(first + timedelta(hours=24)):
        with pytest.raises(Expired):
            rate(ticket_id=ticket.pk, score=2, comment="", by=citizen)
        assert not card_for(ticket, citizen).may_answer
    rating = Rating.objects.get()
    assert (rating.score, rating.comment, rating.created_at) == (4, "It works now", first)
    assert Entry.objects.filter(ticket=ticket, event=Event.RATED).count() == 1


def test_the_day_is_counted_from_the_first_answer():
    now = clock.now()
    assert changeable(now, now + timedelta(hours=24) - timedelta(microseconds=1))
    assert not changeable(now, now + timedelta(hours=24))


def test_the_officer_counts_by_channel_and_period(council, agent):
    officer, start = make_staff(council, Role.OFFICER), clock.now()
    scores = {Channel.WEB: [5, 5, 1], Channel.CHAT: [3]}
    for channel, given in scores.items():
        for score in given:
            ticket = resolved(council, agent, channel=channel)
            rate(ticket_id=ticket.pk, score=score, comment="secret", by=citizen_with(ticket))
    resolved(council, agent)
    other = make_council("second", host="second.localhost", prefix="SE")
    ticket = resolved(other, make_staff(other))
    rate(ticket_id=ticket.pk, score=2, comment="", by=citizen_with(ticket))
    end = clock.now()
    assert measure_scores(council=council, start=start, end=end, by=officer) == {
        "chat": ScoreCounts(invited=1, answers=1, distribution=(0, 0, 1, 0, 0)),
        "web": ScoreCounts(invited=4, answers=3, distribution=(1, 0, 0, 0, 2)),
    }
    assert measure_scores(council=council, start=end, end=end + timedelta(days=1), by=officer) == {}


def test_nobody_else_counts(council, agent):
    elsewhere = make_council("second", host="second.localhost", prefix="SE")
    now = clock.now()
    for actor in (agent, make_staff(council, Role.SUPERVISOR), make_staff(elsewhere, Role.OFFICER), citizen_of(council)):
        with pytest.raises(NotAllowed):
            measure_scores(council=council, start=now, end=now, by=actor)


def test_counting_costs_two_queries_however_many_ratings(council, agent, django_assert_num_queries):
    officer, start = make_staff(council, Role.OFFICER), clock.now()
    for _ in range(5):
        ticket = resolved(council, agent)
        rate(ticket_id=ticket.pk, score=5, comment="", by=citizen_with(ticket))
    with django_assert_num_queries(2):
        measure_scores(council=council, start=start, end=clock.now(), by=officer)
