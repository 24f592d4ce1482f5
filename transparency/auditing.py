"""The audit of a draft against everything that its council ever published."""

from collections.abc import Iterable
from datetime import date, datetime

from helpdesk.people.models import Council
from transparency.disclosure.audit import Finding, audit
from transparency.disclosure.cells import Fact, MeasuredCell
from transparency.models import Cell, Draft, Publication
from transparency.months import Month

Report = tuple[int, date, int]
FIELDS = ("indicator", "dimension", "member", "period", "raw", "value", "status", "part", "whole")


def facts_published(council: Council, *, before: datetime | None = None) -> list[Fact]:
    """Return every cell that a council ever made public, or until `before`: superseded and withdrawn revisions too, since what was read once is known."""
    rows = Publication.objects.filter(council=council)
    if before is not None:
        rows = rows.filter(published_at__lt=before)
    public = set(rows.values_list("month", "revision"))
    drafts = Draft.objects.filter(council=council).values_list("pk", "month", "revision")
    return _facts([draft for draft in drafts if draft[1:] in public], is_draft=False)


def audit_of(draft: Draft) -> list[Finding]:
    """Return what could be worked out of a draft together with all that was published, by its own threshold; nothing is written.

    A draft that is published already is compared with everything else, before and after.
    """
    month, revision = str(Month.of(draft.month)), draft.revision
    others = [fact for fact in facts_published(draft.council) if (fact.month, fact.revision) != (month, revision)]
    own = _facts([(draft.pk, draft.month, draft.revision)], is_draft=True)
    return audit([*others, *own], threshold=draft.threshold)


def _facts(drafts: Iterable[Report], *, is_draft: bool) -> list[Fact]:
    """The cells of drafts, given as (key, month, revision)."""
    reports = {pk: (str(Month.of(month)), revision) for pk, month, revision in drafts}
    cells = Cell.objects.filter(draft_id__in=reports).values_list("draft_id", *FIELDS)
    return [Fact(*reports[pk], MeasuredCell(*fields), is_draft) for pk, *fields in cells]
