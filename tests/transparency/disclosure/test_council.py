"""A council with 40 contacts a month over 14 months with two corrections, and an attacker who has read everything."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import highspy
import pytest

from tests.transparency.disclosure.made import Council, contacts, corrected, dice, measures, months
from transparency.disclosure.audit import audit, intervals
from transparency.disclosure.cells import Fact
from transparency.disclosure.links import DURATIONS, PLAIN, SCORES, SHARES
from transparency.rules import GROUPED

K = 5
TABLES = ("vol.contacts", "vol.attended", "vol.motives", "vol.requester", "vol.language", "vol.band", "vol.callbacks")


@pytest.fixture(scope="module")
def village() -> Council:
    random, council = dice(40), Council(K)
    rows = {month: contacts(random, random.randint(32, 48)) for month in months(14)}
    for month in months(14):
        council.publish(month, measures(rows[month]))
    for month in (months(14)[4], months(14)[11]):
        council.publish(month, measures(corrected(random, rows[month])))
    return council


def _hidden(council: Council) -> list[Fact]:
    known = SHARES | SCORES | PLAIN | set(DURATIONS)
    return [fact for fact in council.published if fact.cell.value is None and fact.cell.indicator not in known]


def test_no_hidden_cell_can_be_worked_out(village: Council) -> None:
    assert audit(village.published, threshold=K) == []


def test_every_interval_is_as_wide_as_the_threshold(village: Council) -> None:
    known = intervals(village.published, threshold=K)
    hidden = _hidden(village)
    assert len(hidden) > 300
    for fact in hidden:
        found = known[fact.origin]
        assert not found.narrower_than(K), (fact, found)
        assert found.low <= int(fact.cell.raw or 0) <= (found.high if found.high is not None else 10**9)


def test_there_is_still_something_to_read(village: Council) -> None:
    for month in months(14):
        own = [fact.cell for fact in village.published if fact.month == month and fact.cell.value is not None]
        assert {"vol.contacts", "vol.motives", "vol.requester"} <= {cell.indicator for cell in own if not cell.dimension}
        assert len(own) > 25


def test_an_attacker_who_knows_nothing_of_our_code_finds_nothing_either(village: Council) -> None:
    """Written again from what is public alone: rows, groups, totals, who is a part of whom, and what did not change from one revision to the next."""
    narrow, count = [], 0
    for month in months(14):
        facts = [fact for fact in village.published if fact.month == month and fact.cell.indicator in TABLES]
        attacker = _Attacker(facts)
        for fact in facts:
            if fact.cell.value is None:
                count += 1
                low, high = attacker.interval(fact)
                if high - low < K - 1e-6:
                    narrow.append((fact, low, high))
    assert count == len(_hidden(village))
    assert narrow == []


Key = tuple[int, str, str, str]


class _Attacker:
    """One month and its revisions as a linear program of its own."""

    def __init__(self, facts: list[Fact]) -> None:
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", "false")
        self.columns: dict[Key, int] = {}
        tables: dict[tuple[int, str, str], dict[str, Fact]] = defaultdict(dict)
        for fact in facts:
            tables[fact.revision, fact.cell.indicator, fact.cell.dimension][fact.cell.member] = fact
        for (revision, indicator, dimension), rows in tables.items():
            for member, fact in rows.items():
                if member != GROUPED:
                    value, least = fact.cell.value, 1.0 if GROUPED in rows and fact.cell.value is None else 0.0
                    self.columns[revision, indicator, dimension, member] = self._unknown(
                        least if value is None else float(value), value is not None
                    )
        for place, rows in tables.items():
            self._sums(place, rows)
        for one, other in self._parts():
            self.solver.addRow(0.0, highspy.kHighsInf, 2, [one, other], [1.0, -1.0])
        self._revisions({(fact.revision, *fact.origin[2:5]): fact for fact in facts})

    def _unknown(self, least: float, is_known: bool) -> int:  # noqa: FBT001
        self.solver.addVar(least, least if is_known else 1e5)
        return int(self.solver.getNumCol()) - 1

    def _sums(self, place: tuple[int, str, str], rows: Mapping[str, Fact]) -> None:
        revision, indicator, dimension = place
        members = {member: self.columns[*place, member] for member in rows if member != GROUPED}
        hidden = [column for member, column in members.items() if rows[member].cell.value is None]
        if GROUPED in rows:
            value = float(rows[GROUPED].cell.value or 0)
            self.solver.addRow(value, value, len(hidden), hidden, [1.0] * len(hidden))
        if dimension:
            total = self.columns[revision, indicator, "", ""]
            self.solver.addRow(0.0, 0.0, len(members) + 1, [*members.values(), total], [*[1.0] * len(members), -1.0])

    def _parts(self) -> Iterator[tuple[int, int]]:
        """(whole, part) as the definitions say."""
        for (revision, indicator, dimension, member), column in self.columns.items():
            if indicator == "vol.attended":
                yield self.columns[revision, "vol.contacts", dimension, member], column
            elif indicator == "vol.callbacks" and dimension:
                channel = {"voice": "phone", "chat": "chat", "web": "callback"}[member]
                whole, part = self.columns[revision, "vol.contacts", "channel", channel], column
                yield (part, whole) if member == "web" else (whole, part)
            elif dimension == "" and indicator in TABLES[2:6]:
                contacts_ = self.columns[revision, "vol.contacts", "", ""]
                yield from ((contacts_, column), (column, contacts_))

    def _revisions(self, facts: Mapping[Key, Fact]) -> None:
        for (revision, *place), fact in facts.items():
            later = facts.get((revision + 1, *place))  # type: ignore[arg-type]
            if later is None or place[2] == GROUPED or (fact.cell.value is not None and later.cell.value is None):
                continue
            if fact.cell.raw == later.cell.raw:
                pair = [self.columns[key] for key in ((revision, *place), (revision + 1, *place))]  # type: ignore[index]
                self.solver.addRow(0.0, 0.0, 2, pair, [1.0, -1.0])

    def interval(self, fact: Fact) -> tuple[float, float]:
        column, ends = self.columns[fact.revision, *fact.origin[2:5]], []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self.solver.changeColCost(column, 1.0)
            self.solver.changeObjectiveSense(sense)
            self.solver.run()
            assert self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            ends.append(float(self.solver.getInfo().objective_function_value))
            self.solver.changeColCost(column, 0.0)
        return ends[0], ends[1]
