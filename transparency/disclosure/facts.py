"""All facts as one system: what each report says, what the definitions say of it, and how months, sums of months and revisions hang together. Standard library only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from transparency.disclosure.cells import Fact, MeasuredCell, Origin
from transparency.disclosure.links import COUNT, LINKS, NUMBER, PART, STOCKS, WHOLE, Link, threshold_of
from transparency.disclosure.periods import months_of
from transparency.disclosure.statements import CLASSES, state
from transparency.disclosure.system import UNBOUNDED, Base, Quantity, Release, System, Target

# What is worth following into months of which nothing was published; how many gave a score there bounds nothing.
ADDED = frozenset({COUNT, PART, WHOLE})
NOWHERE: Release = ("", 0)
# (indicator, role, dimension, member): the number of the unknown.
Places = dict[tuple[str, str, str, str], int]
# (indicator, role, month): the unknown to which the rows of a month add up.
Totals = dict[tuple[str, str, str], int | None]


class Side(NamedTuple):
    """What one report says of one period."""

    release: Release
    period: str
    numbers: Places


def facts_of(cells: Iterable[MeasuredCell], *, month: str, revision: int, is_draft: bool = False) -> list[Fact]:
    """Return the cells of one report as facts."""
    return [Fact(month, revision, cell, is_draft) for cell in cells]


def around(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts that can have to do with the draft among them: those of its months, and of the months that sums of months tie to them. All of them where there is no draft."""
    spans = [(frozenset(months_of(fact.origin.period)), fact) for fact in facts]
    reached = frozenset[str]().union(*(months for months, fact in spans if fact.is_draft))
    if not reached:
        return list(facts)
    sums = {months for months, _fact in spans if len(months) > 1}
    while tied := {months for months in sums if months & reached and not months <= reached}:
        reached = reached.union(*tied)
    return [fact for months, fact in spans if months & reached]


def build(facts: Sequence[Fact], threshold: int) -> System:
    """State everything that the facts say. The order in which they come does not matter."""
    system = System()
    reports: dict[Release, list[Fact]] = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: fact.origin):
        reports[fact.month, fact.revision].append(fact)
    for _release, own in sorted(reports.items()):
        state(system, own, threshold)
    _add_up(system, threshold)
    _join_revisions(system)
    for (release, period), numbers in sorted(_sides(system).items()):
        for link in LINKS:
            _apply(system, link, threshold, Side(release, period, numbers))
    return system


def _releases(system: System) -> dict[Base, list[Quantity]]:
    """Every number with the reports that measured it, in the order in which they did."""
    found: dict[Base, list[Quantity]] = defaultdict(list)
    for quantity in system.quantities:
        found[quantity.base].append(quantity)
    for quantities in found.values():
        quantities.sort(key=lambda quantity: quantity.release)
    return found


def _add_up(system: System, threshold: int) -> None:
    """A quarter is the sum of its months, and so is any other sum of months: also of months of which nothing was published. What is counted at a moment is that of the last month."""
    releases = _releases(system)
    totals: Totals = {}
    # Totals come before their rows.
    for base, quantities in sorted(releases.items()):
        months = months_of(base[4])
        is_known = all((*base[:4], month) in releases for month in months)
        if (
            len(months) == 1
            or (base[3] not in ADDED and not is_known)
            or (base[3] in CLASSES and not _same_answers(system, releases, base))
        ):
            continue
        added = months[-1:] if base[0] in STOCKS else months
        # An older report of the sum was measured from rows that nobody has any more.
        for quantity in quantities if is_known else quantities[-1:]:
            parts = [_months(system, releases, quantity, month, threshold) for month in added]
            place = _sum(system, system.numbers[quantity], parts)
            if not quantity.dimension:
                found = [None if place is None else part[place] for part in parts]
                totals |= {(base[0], base[3], month): number for month, number in zip(added, found, strict=True)}
    _tables_of_months(system, totals)


def _sum(system: System, whole: int, parts: Sequence[Sequence[int]]) -> int | None:
    """State a sum as the newest reports of its parts have it, else as the first ones had it: one of them was measured together with the sum. Return which, None for neither."""
    return next((place for place in (-1, 0) if system.relate([(whole, -1), *((found[place], 1) for found in parts)], 0, 0)), None)


def _same_answers(system: System, releases: dict[Base, list[Quantity]], base: Base) -> bool:
    """Say whether the answers of the months are those of their sum. Nobody knows any more how many gave a score, but where an answer came in or went since, it was not the same."""
    counts = [[system.numbers[one] for one in releases.get((*base[:3], NUMBER, period), [])] for period in (base[4], *months_of(base[4]))]
    if not all(counts):
        return False
    return any(system.measured([(counts[0][-1], -1), *((found[place], 1) for found in counts[1:])]) == 0 for place in (-1, 0))


def _months(system: System, releases: dict[Base, list[Quantity]], quantity: Quantity, month: str, threshold: int) -> list[int]:
    """The unknowns that are a number's share of one month, oldest report first; a month of which nothing was published has one too, which must not come out either."""
    found = releases.get((*quantity[:4], month))
    if found:
        return [system.numbers[one] for one in found]
    unpublished = quantity._replace(period=month, release=NOWHERE)
    if unpublished not in system.numbers:
        limit = threshold_of(quantity.dimension, threshold)
        origin = Origin(month, 0, quantity.indicator, quantity.dimension, quantity.member, month)
        width = 1 if quantity.role in CLASSES else threshold
        system.protect(Target(((system.unknown(unpublished), 1),), origin, width, limit, None))
    return [system.numbers[unpublished]]


def _tables_of_months(system: System, totals: Totals) -> None:
    """The rows of a month that was published as a total only add up to that total, as it was when the sum of months was measured; to none where it has changed in between."""
    tables: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for quantity, number in system.numbers.items():
        if quantity.release == NOWHERE and quantity.dimension and quantity.role == COUNT:
            tables[quantity.indicator, quantity.role, quantity.period, quantity.dimension].append(number)
    releases = _releases(system)
    for (indicator, role, period, _dimension), numbers in sorted(tables.items()):
        newest = [system.numbers[one] for one in releases.get((indicator, "", "", role, period), [])[-1:]]
        total = totals.get((indicator, role, period), newest[0] if newest else None)
        if total is not None:
            system.relate([*((number, 1) for number in sorted(numbers)), (total, -1)], 0, 0)


def _join_revisions(system: System) -> None:
    """A number that a later report measured again and that did not change is the same, unless the later report newly hides it: that is published as a change."""
    for _base, quantities in sorted(_releases(system).items()):
        for one, other in pairwise(quantities):
            earlier, later = system.numbers[one], system.numbers[other]
            if earlier in system.fixed and later not in system.fixed:
                continue
            system.relate([(earlier, 1), (later, -1)], 0, 0, if_known=True)


def _sides(system: System) -> dict[tuple[Release, str], Places]:
    found: dict[tuple[Release, str], Places] = defaultdict(dict)
    for quantity, number in system.numbers.items():
        found[quantity.release, quantity.period][quantity.indicator, quantity.role, quantity.dimension, quantity.member] = number
    return found


def _apply(system: System, link: Link, threshold: int, side: Side) -> None:
    """State a link wherever all its numbers stand side by side: in one report, for one period."""
    for place in _places(link, side.numbers):
        keys = [(t.indicator, t.role, *((t.dimension, t.member) if t.dimension is not None else place)) for t in link.terms]
        if any(key not in side.numbers for key in keys):
            continue
        terms = tuple((side.numbers[key], term.factor) for key, term in zip(keys, link.terms, strict=True))
        if not link.is_rest:
            system.relate(terms, 0, 0)
            continue
        if link.guess or not system.relate(terms, 0, UNBOUNDED):
            system.relate(terms, -UNBOUNDED, UNBOUNDED)
        origin = Origin(*side.release, link.terms[1].indicator, keys[1][2], keys[1][3], side.period)
        system.protect(Target(terms, origin, threshold, threshold, system.measured(terms), is_rest=True))


def _places(link: Link, numbers: Places) -> list[tuple[str, str]]:
    first = link.terms[0]
    if first.dimension is not None:
        return [(first.dimension, first.member)]
    return sorted(
        (dimension, member) for indicator, role, dimension, member in numbers if (indicator, role) == (first.indicator, first.role)
    )
