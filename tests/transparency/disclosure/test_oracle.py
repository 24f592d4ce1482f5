"""The audit against an attacker who tries everything: small tables, all whole numbers that agree with what is public."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from random import Random

from tests.transparency.disclosure.made import dice
from tests.transparency.disclosure.test_leaks import cell
from transparency.disclosure.audit import audit, intervals
from transparency.disclosure.cells import MeasuredCell
from transparency.disclosure.facts import facts_of
from transparency.disclosure.figures import mean_score, percent
from transparency.rules import GROUPED

CHANNELS = ("phone", "web", "chat")
Counts = tuple[int, ...]
Hidden = frozenset[int]


def _sums(total: int, parts: int) -> Iterator[Counts]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _sums(total - first, parts - 1):
            yield (first, *rest)


def _table(indicator: str, counts: Counts, hidden: Hidden) -> list[MeasuredCell]:
    cells = [cell(f"{indicator}/channel/{name}", counts[i], hidden=i in hidden) for i, name in enumerate(CHANNELS)]
    group = [cell(f"{indicator}/channel/{GROUPED}", sum(counts[i] for i in hidden))] if hidden else []
    return [cell(indicator, sum(counts)), *cells, *group]


def _looks_alike(one: Counts, other: Counts, hidden: Hidden) -> bool:
    """Whether two tables show the same; in a grouped row there are no zeros."""
    return all(one[i] == other[i] for i in range(3) if i not in hidden) and sum(one) == sum(other) and all(one[i] > 0 for i in hidden)


def _random_pair(random: Random) -> tuple[Counts, Counts, Hidden, Hidden]:
    contacts = tuple(random.randint(1, 6) for _name in CHANNELS)
    attended = tuple(random.randint(1, number) for number in contacts)
    ways = [frozenset[int](), frozenset({0, 1}), frozenset({1, 2}), frozenset({0, 1, 2})]
    return contacts, attended, random.choice(ways), random.choice(ways)


def test_the_interval_of_every_hidden_cell_is_what_trying_everything_gives() -> None:
    random = dice(7)
    for _case in range(60):
        contacts, attended, some, others = _random_pair(random)
        rate = percent(sum(attended), sum(contacts)) if random.random() < 0.5 else None
        cells = [*_table("vol.contacts", contacts, some), *_table("vol.attended", attended, others)]
        phone = percent(attended[0], contacts[0]) if random.random() < 0.5 else None
        if rate is not None:
            cells.append(cell("acc.answer_rate", float(rate), part=sum(attended), whole=sum(contacts)))
            if phone is not None:
                cells.append(cell("acc.answer_rate/channel/phone", float(phone), part=attended[0], whole=contacts[0]))
        possible = [
            (c, a)
            for c in _sums(sum(contacts), 3)
            if _looks_alike(c, contacts, some)
            for a in product(*(range(number + 1) for number in c))
            if _looks_alike(a, attended, others) and (rate is None or phone is None or (c[0] and percent(a[0], c[0]) == phone))
        ]
        known = intervals(facts_of(cells, month="2026-05", revision=1), threshold=5)
        for place, (indicator, hidden) in enumerate((("vol.contacts", some), ("vol.attended", others))):
            for i in hidden:
                values = [pair[place][i] for pair in possible]
                (interval,) = [found for origin, found in known.items() if origin[2:5] == (indicator, "channel", CHANNELS[i])]
                assert (interval.low, interval.high) == (min(values), max(values)), (cells, origin_of(indicator, i))


def origin_of(indicator: str, place: int) -> str:
    return f"{indicator}/{CHANNELS[place]}"


def _distributions(answers: int, mean: Decimal) -> Iterator[Counts]:
    """Every way in which so many answers have a mean."""
    for counts in _sums(answers, 5):
        if mean_score(dict(zip((1, 2, 3, 4, 5), counts, strict=True))) == mean:
            yield counts


def test_a_score_is_refused_exactly_when_every_distribution_agrees_on_it() -> None:
    random = dice(8)
    pinned = 0
    for case in range(24):
        answers = random.randint(10, 15) if case % 3 else 10
        counts = {1: 0, 2: 0, 3: random.randint(0, 1), 4: random.randint(0, 2), 5: 0}
        counts[5] = answers - sum(counts.values())
        mean = mean_score(counts)
        assert mean is not None
        cells = [cell("sat.score", float(mean), part=answers, whole=answers), cell("sat.score/measure/answers", answers)]
        tried = list(_distributions(answers, mean))
        agreed = {points for points in range(1, 6) if len({t[points - 1] for t in tried}) == 1 and 0 < tried[0][points - 1] < 5}
        findings = audit(facts_of(cells, month="2026-05", revision=1), threshold=5)
        assert len(findings) == len(agreed), (counts, mean, findings)
        pinned += bool(agreed)
    assert 0 < pinned < 24
