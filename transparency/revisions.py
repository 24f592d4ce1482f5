"""What a page says of revisions: why this one exists, what changed, which others there are. Made from published reports and rows."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transparency.catalogue import BY_ID, MEASURE_UNITS, member_label
from transparency.changes import ChangeData
from transparency.kinds import Kind, Severity, Withdrawal
from transparency.models import Publication
from transparency.report import CellData, IndicatorData, ReportData
from transparency.wording import cell_shown, indicator_shown, local_words, moment_words, period_words, pick

KINDS: dict[str, str | Promise] = {
    Kind.RELEASE: gettext_lazy("First publication"),
    Kind.SCHEDULED_REVISION: gettext_lazy("Planned revision"),
    Kind.CORRECTION: gettext_lazy("Correction"),
    Kind.METHOD_CHANGE: gettext_lazy("Change of method"),
}
SEVERITIES: dict[str, str | Promise] = {
    Severity.TINY: gettext_lazy("Wording only: no figure changes"),
    Severity.MINOR: gettext_lazy("Small correction"),
    Severity.SERIOUS: gettext_lazy("Serious correction"),
}
WITHDRAWALS: dict[str, str | Promise] = {
    Withdrawal.DISCLOSURE: gettext_lazy("It could have told something about a person."),
    Withdrawal.LEGAL: gettext_lazy("The law, or a court, asked for it."),
}


@dataclass(frozen=True, slots=True)
class Banner:
    """Why a revision exists, at the top of its page. `tone` is a warning when readers were misled."""

    title: str
    text: str
    reason: str
    reason_language: str
    conclusion: str
    tone: str
    replaces: int


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A figure that another revision told otherwise."""

    indicator: str
    name: str
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A revision in the list of a month's revisions."""

    revision: int
    published: str
    kind: str
    reason: str
    reason_language: str
    state: str
    tone: str
    is_gone: bool
    is_current: bool


def is_serious(publication: Publication) -> bool:
    """Say whether a publication corrects figures that misled."""
    return publication.severity == Severity.SERIOUS


def reason_of(texts: dict[str, str], language: str) -> tuple[str, str]:
    """Return a reason, and in which language it is."""
    return pick(texts, language), language if language in texts else next(iter(texts), "")


def banner_of(report: ReportData, language: str) -> Banner | None:
    """Return what stands at the top of a revision's page; nothing for the first."""
    why = report.get("revision_of")
    if why is None:
        return None
    reason, reason_language = reason_of(why["reason"], language)
    day = moment_words(report["published_at"], report["period"]["time_zone"])
    serious = why["severity"] == Severity.SERIOUS
    title = (
        _("Figures of this month were wrong and have been corrected")
        if serious
        else _("%(kind)s of %(day)s") % {"kind": KINDS.get(why["kind"], KINDS[Kind.CORRECTION]), "day": day}
    )
    return Banner(
        title=title,
        text=_("Revision %(revision)s replaces revision %(replaced)s.") % {"revision": report["revision"], "replaced": why["replaces"]},
        reason=reason,
        reason_language=reason_language,
        conclusion=_("What one would conclude from the figures changes.")
        if why["changes_conclusion"]
        else _("What one would conclude from the figures does not change."),
        tone="warning" if serious else "info",
        replaces=why["replaces"],
    )


def _labels(report: ReportData, language: str) -> dict[tuple[str, str, str], str]:
    """The words for every cell of a report, by indicator, dimension and member."""
    return {
        (indicator["id"], breakdown["dimension"], cell["member"]): pick(cell["label"], language)
        for indicator in report["indicators"]
        for breakdown in indicator["breakdowns"]
        for cell in breakdown["cells"]
    }


def _member_words(change: ChangeData, labels: dict[tuple[str, str, str], str]) -> str:
    """The words for a cell; one that is no longer there is named by the catalogue."""
    if not change["dimension"]:
        return _("Total")
    key = (change["indicator"], change["dimension"], change["member"])
    if key in labels:
        return labels[key]
    known = BY_ID.get(change["indicator"])
    dimension = next((one for one in known.dimensions if one.id == change["dimension"]), None) if known else None
    return str(member_label(dimension, change["member"])) if dimension else change["member"]


def _figure(value: float | None, status: str, indicator: IndicatorData, change: ChangeData) -> str:
    if not status:
        return _("Not there")
    if not change["dimension"]:
        return indicator_shown({**indicator, "value": value, "status": status})
    cell: CellData = {"member": change["member"], "label": {}, "value": value, "status": status}
    if change["member"] in MEASURE_UNITS:
        cell["unit"] = MEASURE_UNITS[change["member"]]
    return cell_shown(cell, indicator)


def changed_words(report: ReportData, changes: list[ChangeData], language: str) -> list[ChangedCell]:
    """Put what a revision changed into words; an indicator that the report no longer has is left out."""
    indicators = {indicator["id"]: indicator for indicator in report["indicators"]}
    labels = _labels(report, language)
    found = []
    for change in changes:
        indicator = indicators.get(change["indicator"])
        if indicator is None:
            continue
        where = ", ".join(part for part in (_member_words(change, labels), period_words(change["period"])) if part)
        before = _figure(change["old"], change["old_status"], indicator, change)
        after = _figure(change["new"], change["new_status"], indicator, change)
        if before != after:
            found.append(ChangedCell(indicator["id"], pick(indicator["name"], language), where, before, after))
    return found


def _state(publication: Publication, current: int) -> tuple[str, str]:
    if publication.withdrawn_at:
        return _("Withdrawn"), "danger"
    return (_("Current"), "success") if publication.revision == current else (_("Replaced"), "info")


def rows_of(publications: list[Publication], language: str, time_zone: str) -> list[RevisionRow]:
    """Return the revisions of one month, newest first as they are given."""
    current = max((one.revision for one in publications if not one.withdrawn_at), default=0)
    return [
        RevisionRow(
            revision=one.revision,
            published=local_words(one.published_at, time_zone),
            kind=str(KINDS.get(one.kind, "")),
            reason=reason_of(one.reason, language)[0],
            reason_language=reason_of(one.reason, language)[1],
            state=state,
            tone=tone,
            is_gone=one.withdrawn_at is not None,
            is_current=one.revision == current,
        )
        for one in publications
        for state, tone in [_state(one, current)]
    ]
