"""What the cells of one report say, rule by rule: counts, shares, durations and scores as rows. Standard library only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from transparency.disclosure.cells import Fact, Origin
from transparency.disclosure.links import COUNT, DURATIONS, NUMBER, PART, PLAIN, SCORES, SHARES, WHOLE, threshold_of
from transparency.disclosure.system import UNBOUNDED, Quantity, System, Target
from transparency.rules import GROUPED, MIN_DURATIONS, MIN_LONG_DURATIONS, MIN_SCORES, MIN_SHARES, MISSING

POINTS = (1, 2, 3, 4, 5)
CLASSES: dict[str, tuple[int, ...]] = {**{str(points): (points,) for points in POINTS}, "1-2": (1, 2), "4-5": (4, 5)}
INVITED = "invited"


def state(system: System, facts: Sequence[Fact], threshold: int) -> None:
    """State what the facts of one report say, one indicator and period after the other."""
    tables: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.cell.indicator not in PLAIN:
            tables[fact.cell.indicator, fact.origin.period].append(fact)
    for (indicator, _period), rows in sorted(tables.items()):
        if indicator in SCORES:
            _scores(system, rows, threshold)
        elif indicator in DURATIONS:
            _durations(system, rows)
        elif indicator in SHARES or any(row.cell.part is not None for row in rows):
            _shares(system, rows, threshold)
        else:
            _counts(system, rows, threshold)


def _quantity(origin: Origin, role: str, dimension: str | None = None, member: str | None = None) -> Quantity:
    return Quantity(
        origin.indicator,
        origin.dimension if dimension is None else dimension,
        origin.member if member is None else member,
        role,
        origin.period,
        (origin.month, origin.revision),
    )


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _by_dimension(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.cell.dimension:
            found[fact.cell.dimension].append(fact)
    return found


def _counts(system: System, facts: list[Fact], threshold: int) -> None:
    """S1: each shown row, the grouped row as a sum, and every breakdown as the total."""
    total = next((_counted(system, fact, threshold) for fact in facts if not fact.cell.dimension), None)
    for rows in _by_dimension(facts).values():
        members = [row for row in rows if row.cell.member != GROUPED]
        numbers = [_counted(system, row, threshold) for row in members]
        for group in (row for row in rows if row.cell.member == GROUPED and row.cell.value is not None):
            hidden = [(number, 1) for number, row in zip(numbers, members, strict=True) if row.cell.value is None]
            value = int(group.cell.value or 0)
            system.relate(hidden, value, value, (group.origin,))
            # A zero is never hidden beside a grouped row, and everybody may know that.
            for number, _factor in hidden:
                system.at_least(number, 1, group.origin)
        # Without its total, nobody knows whether a table has all its rows.
        if total is not None:
            system.relate([*((number, 1) for number in numbers), (total, -1)], 0, 0)


def _counted(system: System, fact: Fact, threshold: int) -> int:
    cell = fact.cell
    number = system.unknown(_quantity(fact.origin, COUNT), _whole(cell.raw))
    if cell.value is not None:
        system.fix(number, int(cell.value), fact.origin)
    # Whatever is hidden, and whatever is shown and should not be.
    limit = threshold_of(cell.dimension, threshold)
    system.protect(Target(((number, 1),), fact.origin, threshold, limit, system.raw[number], is_hidden=cell.value is None))
    return number


def _shares(system: System, facts: list[Fact], threshold: int) -> None:
    """S2: two numbers of which the percentage is known within its rounding; along a dimension they add up, or share their whole."""
    pairs = {(fact.cell.dimension, fact.cell.member): _share(system, fact, threshold) for fact in facts if fact.cell.member != GROUPED}
    own = pairs.get(("", ""))
    if own is None:
        return
    for dimension, rows in _by_dimension(facts).items():
        found = [pairs[dimension, row.cell.member] for row in rows if row.cell.member != GROUPED]
        system.relate([*((part, 1) for part, _whole in found), (own[0], -1)], 0, 0, if_known=True)
        if not system.relate([*((whole, 1) for _part, whole in found), (own[1], -1)], 0, 0, if_known=True):
            for _part, whole in found:
                system.relate([(whole, 1), (own[1], -1)], 0, 0, if_known=True)


def _share(system: System, fact: Fact, threshold: int) -> tuple[int, int]:
    cell, origin = fact.cell, fact.origin
    part = system.unknown(_quantity(origin, PART), cell.part)
    whole = system.unknown(_quantity(origin, WHOLE), cell.whole)
    rest = ((whole, 1), (part, -1))
    system.relate(rest, 0, UNBOUNDED)
    if cell.value is not None:
        _percentage(system, [(part, 1)], [(whole, 1)], cell.value, origin)
    if cell.status == MISSING and cell.whole is not None:
        system.relate([(whole, 1)], 0, MIN_SHARES - 1, (origin,))
    elif cell.whole is not None:
        system.at_least(whole, MIN_SHARES, origin)
    system.protect(Target(((part, 1),), origin, threshold, threshold, cell.part))
    system.protect(Target(rest, origin, threshold, threshold, system.measured(rest), is_rest=True))
    return part, whole


def _unit(value: Decimal) -> Decimal:
    """The step to which a percentage was rounded, as far as it shows."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else Decimal(1)


def _percentage(system: System, part: list[tuple[int, int]], whole: list[tuple[int, int]], value: Decimal, origin: Origin) -> None:
    """State `value - u/2 <= 100 part / whole < value + u/2`, in whole numbers."""
    unit = _unit(value)
    steps, scale = int(value / unit), int(200 / unit)
    shown = [(number, scale * factor) for number, factor in part]
    system.relate([*shown, *((number, -factor * (2 * steps - 1)) for number, factor in whole)], 0, scale * UNBOUNDED, (origin,))
    system.relate([*shown, *((number, -factor * (2 * steps + 1)) for number, factor in whole)], -scale * UNBOUNDED, -1, (origin,))


def _durations(system: System, facts: list[Fact]) -> None:
    """S3: that a duration is shown says that there were enough of them."""
    for fact in facts:
        cell = fact.cell
        number = system.unknown(_quantity(fact.origin, NUMBER), cell.whole)
        if cell.value is not None:
            system.at_least(number, MIN_LONG_DURATIONS if DURATIONS[cell.indicator] > 50 else MIN_DURATIONS, fact.origin)


def _scores(system: System, facts: list[Fact], threshold: int) -> None:
    """S4: how many gave each score, of whom the mean, the number and some sums are known; those of the channels add up to all."""
    own = next((fact for fact in facts if not fact.cell.dimension), None)
    if own is None:
        return
    classes, answers = _answers(system, own, threshold)
    for fact in facts:
        if fact.cell.dimension in {"measure", "score"} and fact.cell.value is not None:
            _said_of_scores(system, fact, classes, answers, fact.cell.value)
    channels = [_answers(system, fact, threshold) for fact in facts if fact.cell.dimension == "channel" and fact.cell.member != GROUPED]
    if channels and system.relate([*((number, 1) for _classes, number in channels), (answers, -1)], 0, 0, if_known=True):
        for points in POINTS:
            system.relate([*((numbers[points], 1) for numbers, _answers in channels), (classes[points], -1)], 0, 0)


def _answers(system: System, fact: Fact, threshold: int) -> tuple[dict[int, int], int]:
    """The unknowns of the mean in a cell: how many gave each score, and how many there are."""
    cell, origin = fact.cell, fact.origin
    classes = {points: system.unknown(_quantity(origin, str(points))) for points in POINTS}
    answers = system.unknown(_quantity(origin, NUMBER), cell.part)
    system.relate([*((number, 1) for number in classes.values()), (answers, -1)], 0, 0)
    if cell.value is not None:
        system.at_least(answers, max(MIN_SCORES, threshold), origin)
        tenths, scale = int(cell.value * 10), 20
        shown = [(number, scale * points) for points, number in classes.items()]
        system.relate([*shown, (answers, -(2 * tenths - 1))], 0, 5 * scale * UNBOUNDED, (origin,))
        system.relate([*shown, (answers, -(2 * tenths + 1))], -5 * scale * UNBOUNDED, -1, (origin,))
    if cell.dimension:
        system.protect(Target(((answers, 1),), origin, threshold, threshold, cell.part))
    for number in classes.values():
        # Ten answers have a mean by rule, and no mean of ten leaves five ways: a score must only not be pinned.
        system.protect(Target(((number, 1),), origin, 1, threshold, None))
    return classes, answers


def _said_of_scores(system: System, fact: Fact, classes: dict[int, int], answers: int, value: Decimal) -> None:
    cell, origin = fact.cell, fact.origin
    if cell.member == "answers":
        system.fix(answers, int(value), origin)
    elif cell.member == "share_4_5":
        _percentage(system, [(classes[4], 1), (classes[5], 1)], [(answers, 1)], value, origin)
    elif cell.member == "response_rate":
        invited = system.unknown(_quantity(origin, INVITED), cell.whole)
        _percentage(system, [(answers, 1)], [(invited, 1)], value, origin)
    elif cell.member in CLASSES:
        system.relate([(classes[points], 1) for points in CLASSES[cell.member]], int(value), int(value), (origin,))
