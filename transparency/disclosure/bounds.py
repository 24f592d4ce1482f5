"""The least and the most that an unknown can be: linear programs, and whole numbers where it comes to that (HiGHS)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

import highspy
import numpy as np

from transparency.disclosure.cells import Origin
from transparency.disclosure.system import UNBOUNDED, Row, System, Target, Terms

# Numerical tolerance of a bound before it is taken for a whole number.
NEARLY = 1e-4
# A linear bound this much wider than what is asked for is wide in whole numbers too: rows with rounding have gaps, sums have hardly any.
ROOM, ROOM_ROUNDED = 2, 8
# How far from the best an answer may be that only has to be another one.
GAP = 0.5
# How far from what was measured such an answer is looked for, in widths of the targets: in a small space it is found in a hundredth of the time.
NEAR = 4


@dataclass(frozen=True, slots=True)
class Interval:
    """What an attacker knows of a number, both ends included; `high` None where nothing bounds it. `origins` are the figures that prove it."""

    low: int
    high: int | None
    origins: tuple[Origin, ...]

    def narrower_than(self, width: int) -> bool:
        """Say whether there is less room than that."""
        return self.high is not None and self.high - self.low < width


@dataclass(frozen=True, slots=True)
class _End:
    """One end of an interval; `is_whole` when it is reached by whole numbers, so that nothing narrower is true."""

    value: int
    origins: frozenset[Origin]
    is_whole: bool


@dataclass(slots=True)
class Component:
    """Rows and targets that share unknowns, directly or through others; what shares none cannot help the attacker."""

    rows: list[Row] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        """The unknowns, and the public numbers beside them."""
        used = {number for row in self.rows for number, _factor in row.terms}
        return sorted(used | {number for target in self.targets for number, _factor in target.terms})

    def key(self, system: System, targets: Sequence[Target]) -> tuple[object, ...]:
        """Everything that the intervals of some targets follow from, whatever the unknowns are numbered."""
        place = {number: system.quantities[number] for number in self.numbers}
        bounds = [(quantity, system.low[n], system.fixed.get(n), system.shown_by.get(n)) for n, quantity in place.items()]
        rows = [(tuple((place[n], factor) for n, factor in row.terms), row.low, row.high, row.origins) for row in self.rows]
        wanted = [(tuple((place[n], f) for n, f in t.terms), t.width, t.limit, t.raw, t.is_hidden) for t in targets]
        return tuple(sorted(bounds, key=lambda bound: bound[0])), tuple(rows), tuple(wanted)


class _Sets:
    """Union-find over the unknowns."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, one: int) -> int:
        while self.parent[one] != one:
            self.parent[one] = self.parent[self.parent[one]]
            one = self.parent[one]
        return one

    def join(self, ones: Sequence[int]) -> None:
        for one in ones[1:]:
            self.parent[self.find(one)] = self.find(ones[0])


def components(system: System) -> tuple[list[Component], list[Target]]:
    """Split a system into what hangs together, and the targets whose numbers are all public."""
    sets = _Sets(len(system.quantities))
    open_rows = []
    for row in system.rows:
        unknown = [number for number, _factor in row.terms if number not in system.fixed]
        if unknown:
            sets.join(unknown)
            open_rows.append((unknown[0], row))
    found: dict[int, Component] = defaultdict(Component)
    for number, row in open_rows:
        found[sets.find(number)].rows.append(row)
    settled = []
    for target in system.targets:
        unknown = [number for number, _factor in target.terms if number not in system.fixed]
        if unknown:
            found[sets.find(unknown[0])].targets.append(target)
        else:
            settled.append(target)
    return list(found.values()), settled


def settled(system: System, target: Target) -> Interval:
    """The interval of a target whose numbers are all public."""
    value = sum(factor * system.fixed[number] for number, factor in target.terms)
    return Interval(value, value, tuple(sorted({o for number, _factor in target.terms for o in system.shown_by.get(number, ())})))


class Solver:
    """One component as a linear program, asked for one target after the other; each answer starts from the one before."""

    def __init__(self, system: System, component: Component) -> None:
        self.system, self.component = system, component
        self.numbers = component.numbers
        self.columns = {number: column for column, number in enumerate(self.numbers)}
        self.is_rounded = any(abs(factor) > 1 for row in component.rows for _number, factor in row.terms)
        self.linear = self._solver(is_whole=False)
        self.whole: highspy.Highs | None = None
        # Every answer in whole numbers that was met so far: two of them that differ enough show that a target has room, without asking.
        self.points: list[np.ndarray] = []

    def _solver(self, *, is_whole: bool) -> highspy.Highs:
        system, rows = self.system, self.component.rows
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.numbers), len(rows)
        model.col_cost_ = np.zeros(len(self.numbers))
        model.col_lower_ = np.array([float(system.fixed.get(number, system.low[number])) for number in self.numbers])
        model.col_upper_ = np.array([float(system.fixed.get(number, UNBOUNDED)) for number in self.numbers])
        model.row_lower_ = np.array([float(row.low) for row in rows])
        model.row_upper_ = np.array([float(row.high) for row in rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row.terms) for row in rows)])
        model.a_matrix_.index_ = np.array([self.columns[number] for row in rows for number, _factor in row.terms], dtype=np.int32)
        model.a_matrix_.value_ = np.array([float(factor) for row in rows for _number, factor in row.terms])
        if is_whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.numbers)
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", "false")
        solver.setOptionValue("threads", 1)
        solver.passModel(model)
        return solver

    def interval(self, target: Target) -> Interval | None:
        """Return the interval of a target; None when the facts contradict each other."""
        low, high = self._ends(self.linear, target.terms)
        if low is None or high is None:
            return None
        found = Interval(low.value, high.value if high.value < UNBOUNDED // 2 else None, tuple(sorted(low.origins | high.origins)))
        is_settled = found.narrower_than(target.width) or (low.is_whole and high.is_whole)
        if is_settled or not found.narrower_than(target.width + (ROOM_ROUNDED if self.is_rounded else ROOM)):
            return found
        return self._whole_interval(target, found)

    def explore(self, targets: Sequence[Target]) -> None:
        """Look for answers that show many targets wide at once: half of them as large as can be and half as small, halved in ever other ways."""
        solver = self._near(targets) if self.is_rounded else self.linear
        narrow = list(enumerate(targets))
        for bit in range(len(targets).bit_length() + 1):
            wish: dict[int, int] = defaultdict(int)
            for place, target in narrow:
                for number, factor in target.terms:
                    wish[number] += factor if place >> bit & 1 else -factor
            if any(end is None for end in self._ends(solver, tuple(wish.items()), gap=GAP)):
                return
            narrow = [(place, target) for place, target in narrow if not self.has_room(target)]
            if not bit:
                narrow = [(place, target) for place, target in narrow if self._may_have_room(target)]
            if len(narrow) < 2:
                return

    def _near(self, targets: Sequence[Target]) -> highspy.Highs:
        """The program in whole numbers, but with every unknown close to what was measured, where that is known."""
        solver, most = self._solver(is_whole=True), NEAR * max(target.width for target in targets)
        for number, column in self.columns.items():
            measured = self.system.raw[number]
            if measured is not None and number not in self.system.fixed:
                solver.changeColBounds(column, float(max(self.system.low[number], measured - most)), float(measured + most))
        return solver

    def _may_have_room(self, target: Target) -> bool:
        """Say whether the linear program leaves a target room; where it does not, whole numbers do not either."""
        low, high = self._ends(self.linear, target.terms)
        return low is not None and high is not None and high.value - low.value >= target.width

    def has_room(self, target: Target) -> bool:
        """Say whether the answers met so far show already that a target is wide enough."""
        if not self.points:
            return False
        self.points = [np.vstack(self.points)]
        columns = [self.columns[number] for number, _factor in target.terms]
        values = self.points[0][:, columns] @ np.array([factor for _number, factor in target.terms], dtype=float)
        return bool(np.max(values) - np.min(values) >= target.width)

    def _whole_interval(self, target: Target, found: Interval) -> Interval | None:
        """The interval in whole numbers. What proves it beyond the linear program is not known: every figure of the component may."""
        if self.whole is None:
            self.whole = self._solver(is_whole=True)
        low, high = self._ends(self.whole, target.terms)
        if low is None or high is None:
            return None
        if (low.value, high.value) == (found.low, found.high):
            return found
        return Interval(low.value, high.value, self.origins())

    def origins(self) -> tuple[Origin, ...]:
        """Every public figure of the component."""
        found = {origin for row in self.component.rows for origin in row.origins}
        return tuple(sorted(found | {origin for number in self.numbers for origin in self.system.shown_by.get(number, ())}))

    def _ends(self, solver: highspy.Highs, terms: Terms, gap: float = 0.0) -> tuple[_End | None, _End | None]:
        solver.setOptionValue("mip_rel_gap", gap)
        for number, factor in terms:
            solver.changeColCost(self.columns[number], float(factor))
        ends = self._end(solver, highspy.ObjSense.kMinimize), self._end(solver, highspy.ObjSense.kMaximize)
        for number, _factor in terms:
            solver.changeColCost(self.columns[number], 0.0)
        return ends

    def _end(self, solver: highspy.Highs, sense: highspy.ObjSense) -> _End | None:
        solver.changeObjectiveSense(sense)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        value = solver.getInfo().objective_function_value
        end = ceil(value - NEARLY) if sense == highspy.ObjSense.kMinimize else floor(value + NEARLY)
        point = np.array(solver.getSolution().col_value)
        is_whole = bool(np.all(np.abs(point - np.rint(point)) < NEARLY))
        if is_whole:
            self.points.append(np.rint(point))
        return _End(end, frozenset(self._proof(solver)), is_whole=is_whole)

    def _proof(self, solver: highspy.Highs) -> Iterator[Origin]:
        """The figures whose rows and bounds hold the optimum, by its dual solution; a program in whole numbers has none."""
        solution = solver.getSolution()
        if not solution.dual_valid:
            return
        for row, dual in zip(self.component.rows, solution.row_dual, strict=True):
            if abs(dual) > NEARLY:
                yield from row.origins
        for number, dual in zip(self.numbers, solution.col_dual, strict=True):
            if abs(dual) > NEARLY:
                yield from self.system.shown_by.get(number, ())
