"""From what was measured to what may be shown: the rule of each figure, then the attacker, until the attacker finds nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from transparency.disclosure.audit import Finding, Memory, audit, is_safe, known_zeros
from transparency.disclosure.cells import Fact, MeasuredCell
from transparency.disclosure.cures import Cure, by_loss, cures_of
from transparency.disclosure.facts import around, facts_of
from transparency.disclosure.plan import Plan
from transparency.measures import Measures
from transparency.rules import NORMAL

# A month that hangs together with no other.
ALONE = "1900-01"


def protect(
    measures: Measures, *, threshold: int, published: Sequence[Fact] = (), month: str = "", revision: int | None = None
) -> list[MeasuredCell]:
    """Return the cells of a month, in the order of its measures, so that nothing of 1 to `threshold`-1 can be worked out from them and from what is `published`.

    `month` such as `2026-05` says which one it is, and must be told where something is published; `revision` is the next one by default. Raises ValueError. First each figure follows its own rule; then, while the audit finds something,
    the cheapest cure of every finding is taken. The plan of cures only grows and at last hides everything, so this ends. Then every cure is left out that the others do not need. The values depend on the numbers alone, not on their order.
    """
    if published and not month:
        raise ValueError("which month?")
    month = month or ALONE
    number = revision or 1 + max((fact.revision for fact in published if fact.month == month), default=0)
    draft = _Draft(measures, threshold, (), month, number)
    near = around([*published, *draft.facts(Plan(threshold))])
    draft = replace(draft, published=[fact for fact in near if not fact.is_draft])
    plan = draft.closed()
    return draft.finished(draft.opened(plan))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A month between its measures and its cells."""

    measures: Measures
    threshold: int
    published: Sequence[Fact]
    month: str
    revision: int
    memory: Memory = field(default_factory=dict)

    def cells(self, plan: Plan) -> list[MeasuredCell]:
        return [cell for measure in self.measures for cell in plan.cells(measure)]

    def facts(self, plan: Plan) -> list[Fact]:
        return facts_of(self.cells(plan), month=self.month, revision=self.revision, is_draft=True)

    def audit(self, plan: Plan) -> list[Finding]:
        return audit([*self.published, *self.facts(plan)], threshold=self.threshold, memory=self.memory)

    def is_safe(self, plan: Plan) -> bool:
        return is_safe([*self.published, *self.facts(plan)], threshold=self.threshold, memory=self.memory)

    def closed(self) -> Plan:
        """A plan in which the attacker finds nothing, or which hides everything."""
        plan = Plan(self.threshold)
        while _cure(plan, self.audit(plan), self.facts(plan)):
            pass
        return plan

    def opened(self, plan: Plan) -> Plan:
        """The same without the steps that later ones have made needless, the greatest losses first."""
        if not plan.steps or not self.is_safe(plan):
            return plan
        for cure in by_loss(plan.steps):
            shorter = plan.without(cure)
            if self.is_safe(shorter):
                plan = shorter
        return plan

    def finished(self, plan: Plan) -> list[MeasuredCell]:
        """The cells, where a 0 that everybody can see is not hidden."""
        facts = self.facts(plan)
        seen = known_zeros([*self.published, *facts], threshold=self.threshold)
        return [replace(fact.cell, value=fact.cell.raw, status=NORMAL) if fact.origin in seen else fact.cell for fact in facts]


def _cure(plan: Plan, findings: Iterable[Finding], facts: Sequence[Fact]) -> bool:
    """Take the cheapest cure of every finding; where none is left, everything of the draft in it gives way. Say whether anything was done."""
    chosen: set[Cure] = set()
    for finding in findings:
        cures = finding.cures or cures_of([fact.origin for fact in facts if fact.cell.value is not None], facts)
        if not chosen.intersection(cures):
            chosen.update(cures[:1])
    taken = [plan.take(cure) for cure in sorted(chosen)]
    return any(taken)
