"""Whether a draft is what it says: the whole month, under the definitions of today, and as severe a correction as it claims."""

from collections.abc import Iterator
from datetime import datetime

from transparency.catalogue import EDITION, INDICATORS
from transparency.checking.result import Result, fine, worth_a_look, wrong
from transparency.kinds import Severity
from transparency.models import Draft
from transparency.months import Month
from transparency.selectors import changes_of_draft, replaced_report

FRESH, CHANGED = "fresh", "changed"


def is_stale(draft: Draft) -> bool:
    """Say whether a draft was measured before its month was over, or under other definitions than today's."""
    end = Month.of(draft.month).end(draft.council.time_zone)
    return draft.measured_at < end or draft.edition != EDITION or draft.definitions != {i.id: i.version for i in INDICATORS}


def fresh(draft: Draft, now: datetime) -> Iterator[Result]:
    """Say whether the month is over and was measured after its end, under the definitions of today."""
    end = Month.of(draft.month).end(draft.council.time_zone)
    if end > now:
        yield wrong(FRESH, "month_running")
    elif draft.measured_at < end:
        yield wrong(FRESH, "measured_early")
    elif is_stale(draft):
        yield wrong(FRESH, "other_definitions", edition=draft.edition)
    else:
        yield fine(FRESH)


def changed(draft: Draft) -> Iterator[Result]:
    """Say of a correction whether it changes figures, and whether that is what it claims: wording only changes none."""
    changes = changes_of_draft(draft)
    if changes is None:
        return
    number = len(changes["changes"])
    if number and draft.severity == Severity.TINY:
        yield wrong(CHANGED, "tiny_with_figures", number=number)
    elif not changes["is_complete"]:
        yield worth_a_look(CHANGED, "not_compared")
    elif not number and _says_the_same(draft):
        yield worth_a_look(CHANGED, "changes_nothing")
    else:
        yield fine(CHANGED, number=number)


def _says_the_same(draft: Draft) -> bool:
    old = replaced_report(draft)
    if old is None:
        return False
    notes = {indicator["id"]: indicator.get("note", {}) for indicator in old["indicators"] if indicator.get("note")}
    return bool(old["commentary"] == draft.commentary and notes == draft.notes)
