"""Reads of months that are being prepared: only for those who prepare or sign them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from transparency.acts import Act
from transparency.models import Draft, Publication
from transparency.months import Month
from transparency.permissions import Permission
from transparency.report import ReportData
from transparency.selectors.calendar import policy_of, usual_due
from transparency.selectors.publications import latest_reports, publications_with_files
from transparency.selectors.reports import build

HISTORY_MONTHS = 12
JOURNAL_LINES = 40


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month in the officer's list. `draft` is the one that is open; `publication` the newest revision, withdrawn or not."""

    month: Month
    draft: Draft | None
    publication: Publication | None
    is_running: bool
    due_at: datetime


@dataclass(frozen=True, slots=True)
class JournalLine:
    """What somebody did with a month, and when. `who` is empty for the machine itself."""

    act: Act
    who: str
    moment: datetime
    revision: int


def open_draft(council: Council, month: Month) -> Draft | None:
    """Return the draft that is not published yet, if there is one: the first of a month, or that of a correction."""
    published = Publication.objects.filter(council=council, month=month.first_day).order_by("-revision").values_list("revision", flat=True)
    rows = Draft.objects.select_related("council", "created_by", "signed_by").filter(council=council, month=month.first_day)
    return rows.filter(revision__gt=published.first() or 0).order_by("-revision").first()


def draft_of(council: Council, month: Month, actor: Actor) -> Draft | None:
    """Return the open draft of a month; raises NotAllowed for anybody but those who prepare or sign it."""
    require(actor, Permission.LOOK, council.pk)
    return open_draft(council, month)


def draft_report(draft: Draft) -> ReportData:
    """Return the report that a draft would give; never its raw figures."""
    return build(draft)[0]


def previous_values(council: Council, month: Month) -> dict[str, list[float]]:
    """Return the own figures published for the 12 months before a month, by indicator; what is hidden or was defined otherwise is left to the caller."""
    earliest = month
    for _number in range(HISTORY_MONTHS):
        earliest = earliest.previous
    wanted = [p for p in publications_with_files(council) if earliest.first_day <= p.month < month.first_day]
    found: dict[str, list[float]] = defaultdict(list)
    for report in latest_reports(wanted, HISTORY_MONTHS).values():
        for indicator in report["indicators"] if report else []:
            if indicator["value"] is not None:
                found[f"{indicator['id']}@{indicator['version']}"].append(indicator["value"])
    return dict(found)


def month_states(council: Council, actor: Actor, *, running: Month, count: int = 13) -> list[MonthState]:
    """Return the running month and those before it, newest first, with what exists of each; raises NotAllowed."""
    require(actor, Permission.LOOK, council.pk)
    months = [running]
    while len(months) < count:
        months.append(months[-1].previous)
    published: dict[object, Publication] = {}
    for publication in Publication.objects.filter(council=council).order_by("-month", "-revision"):
        published.setdefault(publication.month, publication)
    drafts = {
        draft.month: draft
        for draft in Draft.objects.select_related("council").filter(council=council).order_by("revision")
        if draft.month not in published or draft.revision > published[draft.month].revision
    }
    known = {month.first_day for month in months}
    months += [
        Month.of(day)
        for day in sorted({p.month for p in published.values()} | {d.month for d in drafts.values()}, reverse=True)
        if day not in known
    ]
    policy = policy_of(council)
    moved = dict(council.releases.values_list("month", "due_at"))
    return [
        MonthState(
            month,
            drafts.get(month.first_day),
            published.get(month.first_day),
            month == running,
            moved.get(month.first_day) or usual_due(council, month, policy),
        )
        for month in months
    ]


def journal(council: Council, month: Month, actor: Actor) -> list[JournalLine]:
    """Return what was done with a month and by whom, newest first; raises NotAllowed."""
    require(actor, Permission.LOOK, council.pk)
    acts = {act.value for act in Act}
    rows = Draft.history.filter(council=council, month=month.first_day, history_change_reason__in=acts).select_related("history_user")
    return [
        JournalLine(Act(row.history_change_reason), row.history_user.full_name if row.history_user else "", row.history_date, row.revision)
        for row in rows.order_by("-history_date", "-history_id")[:JOURNAL_LINES]
    ]
