"""The audit of a stored draft: everything that was ever public counts, also what was withdrawn."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from helpdesk.people.models import Council
from tests.factories import make_council
from transparency.auditing import audit_of, facts_published
from transparency.kinds import Withdrawal
from transparency.models import Cell, Draft, Publication
from transparency.rules import GROUPED

MAY = date(2026, 5, 1)
PUBLISHED = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
FIRST = {"citizen": 20, "company": -9, "body": -3, GROUPED: 12}
SECOND = {"citizen": 20, "company": 9, "body": 6}


def make_draft(council: Council, rows: Mapping[str, int], *, revision: int = 1, month: date = MAY) -> Draft:
    """A draft with the requesters of a month; a negative number is hidden."""
    draft = Draft.objects.create(council=council, month=month, revision=revision)
    total = sum(abs(number) for member, number in rows.items() if member != GROUPED)
    for position, (member, number) in enumerate({"": total, **rows}.items()):
        raw, is_hidden = Decimal(abs(number)), number < 0
        Cell.objects.create(
            council=council,
            draft=draft,
            indicator="vol.requester",
            dimension="requester" if member else "",
            member=member,
            position=position,
            raw=raw,
            value=None if is_hidden else raw,
            status="C" if is_hidden else "A",
        )
    return draft


def publish(draft: Draft, *, at: datetime = PUBLISHED) -> Publication:
    return Publication.objects.create(council=draft.council, month=draft.month, revision=draft.revision, draft=draft, published_at=at)


def found(draft: Draft) -> list[tuple[int, str, int, int]]:
    return [(finding.origin.revision, finding.origin.member, finding.low, finding.high) for finding in audit_of(draft)]


def test_a_correction_is_audited_together_with_what_it_replaces(council: Council) -> None:
    first = make_draft(council, FIRST)
    second = make_draft(council, SECOND, revision=2)
    assert found(first) == found(second) == []
    publish(first)
    assert found(second) == [(1, "body", 3, 3)]


@pytest.mark.parametrize("kind", list(Withdrawal))
def test_what_was_withdrawn_is_known_all_the_same(council: Council, kind: Withdrawal) -> None:
    publication = publish(make_draft(council, FIRST))
    publication.withdrawn_at, publication.withdrawn_kind = PUBLISHED, kind
    publication.save()
    assert found(make_draft(council, SECOND, revision=2)) == [(1, "body", 3, 3)]


def test_a_published_draft_is_audited_as_it_was_published(council: Council) -> None:
    leak = make_draft(council, {"citizen": 38, "company": -2})
    publish(leak)
    assert found(leak) == [(1, "company", 2, 2)]


def test_another_council_and_what_was_never_published_do_not_count(council: Council) -> None:
    other = make_council("other", host="other.example", prefix="OT")
    publish(make_draft(other, FIRST))
    make_draft(council, FIRST)
    second = make_draft(council, SECOND, revision=2)
    assert found(second) == []
    assert facts_published(council) == []
    assert len(facts_published(other)) == len(FIRST) + 1


def test_facts_until_a_moment_leave_out_what_came_later(council: Council) -> None:
    publish(make_draft(council, FIRST))
    publish(make_draft(council, SECOND, revision=2), at=PUBLISHED + timedelta(days=30))
    assert {fact.revision for fact in facts_published(council)} == {1, 2}
    assert {fact.revision for fact in facts_published(council, before=PUBLISHED + timedelta(days=1))} == {1}
