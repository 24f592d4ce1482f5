"""The attacker: who takes everything that was ever published, and asks what each hidden number can be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transparency.disclosure.before import Before
from transparency.disclosure.bounds import Interval, Solver, components, settled
from transparency.disclosure.cells import Fact, Origin
from transparency.disclosure.cures import Cure, cures_of
from transparency.disclosure.facts import around, build
from transparency.disclosure.system import System, Target


@dataclass(frozen=True, slots=True)
class Finding:
    """A number that everything public leaves too little room for: it lies from `low` to `high`, by the figures `because`.

    With `is_rest` it is not the number of the cell `origin` but what its whole has beyond it: those who were not attended, say. `is_contradiction` means that the figures cannot all
    be true, so that nothing can be told. `cures` name what hiding or merging in the draft would help, the cheapest first.
    """

    origin: Origin
    low: int
    high: int
    width: int
    is_rest: bool
    because: tuple[Origin, ...]
    cures: tuple[Cure, ...]
    is_contradiction: bool = False


# What was found in components that were looked at before: auditing one month again and again mostly meets the same ones.
Memory = dict[tuple[object, ...], list[tuple[int, Interval | None]]]


def audit(facts: Sequence[Fact], *, threshold: int, memory: Memory | None = None) -> list[Finding]:
    """Return every number of 1 to `threshold`-1, and every hidden cell, for which the facts leave less room than the threshold.

    Where some of the facts are a draft, only what the draft makes narrower is found: what was given away before cannot be taken back.
    """
    findings = _findings(around(facts), threshold, {} if memory is None else memory)
    return sorted(findings, key=lambda finding: (finding.origin, finding.is_rest, finding.low))


def is_safe(facts: Sequence[Fact], *, threshold: int, memory: Memory | None = None) -> bool:
    """Say whether the audit finds nothing; it stops at the first finding."""
    return next(_findings(around(facts), threshold, {} if memory is None else memory), None) is None


def _findings(facts: Sequence[Fact], threshold: int, memory: Memory) -> Iterator[Finding]:
    system = build(facts, threshold)
    draft = {fact.origin[:2] for fact in facts if fact.is_draft}
    before: Before | None = None
    for target, interval in _narrow(system, draft, memory):
        if draft and before is None:
            before = Before(facts, threshold, system)
        if before is None or not before.knew(target, interval):
            yield _finding(target, interval, facts)


def intervals(facts: Sequence[Fact], *, threshold: int) -> dict[Origin, Interval]:
    """Return what the facts leave open for every hidden count: the attacker's view, for tests and for whoever wants to look at it."""
    system = build(facts, threshold)
    found: dict[Origin, Interval] = {}
    for component in components(system)[0]:
        solver = Solver(system, component)
        for target in component.targets:
            interval = solver.interval(target) if target.is_hidden else None
            if interval is not None:
                found[target.origin] = interval
    return found


def known_zeros(facts: Sequence[Fact], *, threshold: int) -> set[Origin]:
    """Return the hidden counts of the draft that everybody can see are 0, such as the answered ones of a channel that nobody used."""
    facts = around(facts)
    system = build(facts, threshold)
    wanted = {fact.origin for fact in facts if fact.is_draft and fact.cell.value is None and fact.cell.raw == 0}
    found: set[Origin] = set()
    for component in components(system)[0]:
        targets = [target for target in component.targets if target.is_hidden and target.origin in wanted]
        if targets:
            solver = Solver(system, component)
            found.update(target.origin for target in targets if (known := solver.interval(target)) is not None and known.high == 0)
    return found


def _narrow(system: System, draft: set[tuple[str, int]], memory: Memory) -> Iterator[tuple[Target, Interval | None]]:
    """Every target with too little room; with a draft, only in what hangs together with it."""
    parts, public = components(system)
    for target in public:
        if not draft or _touches(system, {number for number, _factor in target.terms}, draft):
            known = settled(system, target)
            if _is_too_narrow(system, target, known):
                yield target, known
    for component in parts:
        targets = [target for target in component.targets if _may_be_small(system, target)]
        if not targets or (draft and not _touches(system, component.numbers, draft)):
            continue
        key = component.key(system, targets)
        known_before = memory.get(key)
        found = []
        for position, interval in _narrow_ones(system, Solver(system, component), targets) if known_before is None else known_before:
            found.append((position, interval))
            yield targets[position], interval
        memory[key] = found


def _narrow_ones(system: System, solver: Solver, targets: Sequence[Target]) -> Iterator[tuple[int, Interval | None]]:
    solver.explore(targets)
    for position, target in enumerate(targets):
        if not solver.has_room(target):
            interval = solver.interval(target)
            if interval is None or _is_too_narrow(system, target, interval):
                yield position, interval


def _touches(system: System, numbers: Iterable[int], draft: set[tuple[str, int]]) -> bool:
    return any(system.quantities[number].release in draft for number in numbers)


def _may_be_small(system: System, target: Target) -> bool:
    """A number that is known not to be small needs no protection, unless it is hidden to protect another."""
    if target.raw is None or 0 < target.raw < target.limit:
        return True
    # Another report may show the same number: it was hidden here for a reason that is gone there.
    base = system.quantities[target.terms[0][0]].base
    return target.is_hidden and target.raw >= target.limit and (base, target.raw) not in system.public


def _is_too_narrow(system: System, target: Target, interval: Interval) -> bool:
    if not _may_be_small(system, target) or not interval.narrower_than(target.width):
        return False
    if target.is_hidden and target.raw is not None:
        return True
    high = interval.low if interval.high is None else interval.high
    return interval.low < target.limit and high > 0


def _finding(target: Target, interval: Interval | None, facts: Sequence[Fact]) -> Finding:
    if interval is None:
        return Finding(target.origin, 0, 0, target.width, target.is_rest, (), (), is_contradiction=True)
    high = interval.low if interval.high is None else interval.high
    return Finding(target.origin, interval.low, high, target.width, target.is_rest, interval.origins, cures_of(interval.origins, facts))
