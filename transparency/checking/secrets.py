"""The audit: whether somebody could work out a protected number from all that was ever published."""

from collections.abc import Iterator

from transparency.auditing import audit_of
from transparency.checking.result import Result, fine, wrong
from transparency.disclosure.audit import Finding
from transparency.models import Draft

AUDIT = "audit"
SHOWN, CURES = 20, 3


def _result(finding: Finding) -> Result:
    where = finding.origin
    cures: list[dict[str, str | int | float | None]] = [
        {
            "action": cure.action.value,
            "indicator": cure.indicator,
            "dimension": cure.dimension,
            "member": cure.member,
            "period": cure.period,
        }
        for cure in finding.cures[:CURES]
    ]
    return wrong(
        AUDIT,
        "could_be_worked_out",
        month=where.month,
        revision=where.revision,
        indicator=where.indicator,
        dimension=where.dimension,
        member=where.member,
        period=where.period if where.period != where.month else "",
        low=finding.low,
        high=finding.high,
        is_rest=finding.is_rest,
        is_contradiction=finding.is_contradiction,
        cures=cures,
    )


def audited(draft: Draft) -> Iterator[Result]:
    """Say which protected numbers could be worked out too closely, and what merging would cure it."""
    findings = audit_of(draft)
    yield from (_result(finding) for finding in findings[:SHOWN])
    if not findings:
        yield fine(AUDIT)
