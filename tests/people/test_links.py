"""Secret links: bound to a purpose, to a council, and to a time."""

from datetime import timedelta

import pytest

from helpdesk.base import clock
from helpdesk.base.tokens import hash_token
from helpdesk.people.models import Council, SecretLink
from helpdesk.people.rules import Purpose
from helpdesk.people.selectors import citizen_actor, link_for_token
from helpdesk.people.services import expire_links, issue_link
from tests.factories import make_council, make_ticket


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def issue(council: Council, subject: int, purpose: Purpose = Purpose.FOLLOW_UP) -> tuple[SecretLink, str]:
    return issue_link(council_id=council.pk, purpose=purpose, subject_id=subject, language="ca")


def test_only_the_hash_is_kept(council: Council) -> None:
    link, token = issue(council, 1)
    assert link.token_hash == hash_token(token)
    assert token not in str(SecretLink.objects.values())


def test_a_follow_up_link_opens_its_ticket_and_its_rating(council: Council) -> None:
    ticket = make_ticket(council)
    link, _token = issue(council, ticket.pk)
    actor = citizen_actor(council, [link.pk])
    assert (actor.ticket_ids, actor.rating_ticket_ids) == (frozenset({ticket.pk}), frozenset({ticket.pk}))


def test_a_rating_link_opens_no_ticket(council: Council) -> None:
    link, _token = issue(council, 7, Purpose.RATING)
    actor = citizen_actor(council, [link.pk])
    assert (actor.ticket_ids, actor.rating_ticket_ids) == (frozenset(), frozenset({7}))


def test_a_link_is_worth_nothing_on_another_councils_host(council: Council) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    link, token = issue(council, 7)
    assert link_for_token(token, second) is None
    assert citizen_actor(second, [link.pk]).ticket_ids == frozenset()
    assert link_for_token(token, council) == link


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_a_dead_link_opens_nothing(how: str, council: Council) -> None:
    link, token = issue(council, 7)
    if how == "expired":
        expire_links(council_id=council.pk, subject_id=7, at=clock.now() - timedelta(seconds=1))
    else:
        link.revoked_at = clock.now()
        link.save()
    assert link_for_token(token, council) is None
    assert citizen_actor(council, [link.pk]).ticket_ids == frozenset()


def test_a_wrong_token_finds_nothing(council: Council) -> None:
    issue(council, 7)
    assert link_for_token("wrong", council) is None
