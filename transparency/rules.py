"""Protection against re-identification and arithmetic of the indicators: standard library only.

The rules are those of docs/developers/transparency.md: S1 counts, S2 shares, S3 durations, S4 scores.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

K = 5
MIN_DURATIONS = 10
MIN_SCORES = 10
PIN_SEARCH = 40
GROUPED = "grouped"
SCORES = (1, 2, 3, 4, 5)
SCORE_GROUPS: tuple[tuple[str, tuple[int, ...]], ...] = (("1-2", (1, 2)), ("3", (3,)), ("4-5", (4, 5)))
ONE_BY_ONE: tuple[tuple[str, tuple[int, ...]], ...] = tuple((str(score), (score,)) for score in SCORES)

NORMAL = "A"
CONFIDENTIAL = "C"
MISSING = "M"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell: as measured, as published, and its status (A normal, C confidential, M not enough data)."""

    member: str
    raw: Decimal | None
    value: Decimal | None
    status: str


def small(count: int) -> bool:
    """Say whether a count is one that could point at people."""
    return 0 < count < K


def shown(member: str, value: int | Decimal) -> Figure:
    """A figure published as measured."""
    return Figure(member, Decimal(value), Decimal(value), NORMAL)


def hidden(member: str, raw: int | Decimal | None, status: str = CONFIDENTIAL) -> Figure:
    """A figure that is measured but not published."""
    return Figure(member, None if raw is None else Decimal(raw), None, status)


def protect_total(count: int, member: str = "") -> Figure:
    """S1 for a count that stands alone: 1 to K-1 is protected, 0 is shown."""
    return hidden(member, count) if small(count) else shown(member, count)


def protect_part(part: int, whole: int, also_known: Sequence[int] = (0,)) -> Figure:
    """S1 for a part whose whole is published: protected too when the rest, less anything else that is known of it, is 1 to K-1."""
    rest = whole - part
    if small(whole) or small(part) or small(rest) or any(small(rest - known) for known in also_known):
        return hidden("", part)
    return shown("", part)


def _to_group(counts: Mapping[str, int], other: str) -> set[str]:
    """Return the members to be merged: those below K, `other`, then the smallest until K is reached."""
    group = {member for member, count in counts.items() if small(count)}
    if not group:
        return set()
    if counts.get(other):
        group.add(other)
    rest = sorted((count, member) for member, count in counts.items() if count and member not in group)
    for _count, member in rest:
        if sum(counts[m] for m in group) >= K and len(group) > 1:
            break
        group.add(member)
    return group


def protect_breakdown(counts: Mapping[str, int], *, other: str = "other") -> list[Figure]:
    """S1 for a one-way breakdown whose sum is published under its own rule; members keep their order.

    Members of 1 to K-1 are merged into one row `grouped`, with the smallest others until it holds K. A month of 1 to K-1 in all shows nothing.
    """
    if small(sum(counts.values())):
        return [hidden(member, count) for member, count in counts.items()]
    group = _to_group(counts, other)
    figures = [hidden(member, count) if member in group else shown(member, count) for member, count in counts.items()]
    if group:
        figures.append(shown(GROUPED, sum(counts[member] for member in group)))
    return figures


def protect_share(part: int, whole: int, minimum: int, member: str = "") -> Figure:
    """S2: whole percent, if the denominator is large enough and part and complement are both 0 or at least K."""
    raw = Decimal(part) * 100 / whole if whole else None
    if whole < minimum or small(part) or small(whole - part):
        return hidden(member, raw, MISSING if whole < minimum else CONFIDENTIAL)
    return Figure(member, raw, _half_up(Decimal(part) * 100 / whole, Decimal(1)), NORMAL)


def _half_up(value: Decimal, unit: Decimal) -> Decimal:
    return (value / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit


def nearest_rank(values: Iterable[int], percent: int) -> int | None:
    """Return the percentile by nearest rank, the same on every database engine; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[max(1, -(-len(ordered) * percent // 100)) - 1]


def round_duration(seconds: int) -> int:
    """Round to 10 s below an hour, else to a minute."""
    return int(_half_up(Decimal(seconds), Decimal(10 if seconds < 3600 else 60)))


def protect_median(values: Sequence[int]) -> Figure:
    """S3: the median by nearest rank of at least MIN_DURATIONS durations, rounded; how many there are is not published."""
    median = nearest_rank(values, 50)
    if median is None or len(values) < MIN_DURATIONS:
        return hidden("", median, MISSING)
    return Figure("", Decimal(median), Decimal(round_duration(median)), NORMAL)


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """What may be published of a month's ratings; `classes` is empty when the distribution stays protected."""

    mean: Figure
    answers: Figure
    favourable: Figure
    response: Figure
    classes: tuple[Figure, ...]


def _grouped(scores: Mapping[int, int], groups: Iterable[tuple[str, tuple[int, ...]]]) -> list[tuple[str, int]]:
    return [(name, sum(scores.get(score, 0) for score in members)) for name, members in groups]


def _classes(scores: Mapping[int, int]) -> tuple[Figure, ...]:
    """The distribution if every class is 0 or at least K; else merged 1-2, 3, 4-5; else nothing."""
    for groups in (ONE_BY_ONE, SCORE_GROUPS):
        counted = _grouped(scores, groups)
        if not any(small(count) for _name, count in counted):
            return tuple(shown(name, count) for name, count in counted)
    return ()


def mean_score(scores: Mapping[int, int]) -> Decimal | None:
    """Return the mean to one decimal, half up."""
    answers = sum(scores.values())
    return _half_up(Decimal(sum(s * n for s, n in scores.items())) / answers, Decimal("0.1")) if answers else None


def _distributions(answers: int, total: range) -> Iterator[tuple[int, ...]]:
    """Every way in which `answers` ratings of 1 to 5 sum up to something in `total`."""
    for n1 in range(answers + 1):
        for n2 in range(answers - n1 + 1):
            for n3 in range(answers - n1 - n2 + 1):
                left = answers - n1 - n2 - n3
                base = n1 + 2 * n2 + 3 * n3 + 4 * left
                for n5 in range(max(0, total.start - base), min(left, total.stop - 1 - base) + 1):
                    yield n1, n2, n3, left - n5, n5


def score_is_pinned(scores: Mapping[int, int], classes: Sequence[Figure], favourable: Figure) -> bool:
    """Say whether the mean, together with what else is published, leaves one possible count of 1 to K-1 for some score.

    Few answers near 5.0 do: 4.9 of 10 can only be nine fives and one four. From PIN_SEARCH answers on, rounding leaves several sums open.
    """
    answers = sum(scores.values())
    mean = mean_score(scores)
    if mean is None or answers > PIN_SEARCH or len(classes) == len(SCORES):
        return False
    sums = [s for s in range(answers, 5 * answers + 1) if _half_up(Decimal(s) / answers, Decimal("0.1")) == mean]
    lowest, highest = [answers] * 5, [0] * 5
    for found in _distributions(answers, range(sums[0], sums[-1] + 1)):
        counts = dict(zip(SCORES, found, strict=True))
        if classes and _grouped(counts, SCORE_GROUPS) != [(f.member, int(f.value or 0)) for f in classes]:
            continue
        if favourable.value is not None and protect_share(counts[4] + counts[5], answers, 0).value != favourable.value:
            continue
        lowest = [min(a, b) for a, b in zip(lowest, found, strict=True)]
        highest = [max(a, b) for a, b in zip(highest, found, strict=True)]
    return any(low == high and small(low) for low, high in zip(lowest, highest, strict=True))


def protect_scores(scores: Mapping[int, int], invited: int) -> ScoreFigures:
    """S4: at least MIN_SCORES answers; the distribution, the share and at last the mean give way when together they would tell one person's answer."""
    answers = sum(scores.values())
    mean = mean_score(scores)
    response = protect_share(min(answers, invited), invited, MIN_SCORES, "response_rate")
    if mean is None or answers < MIN_SCORES:
        nothing = hidden("share_4_5", None, MISSING)
        return ScoreFigures(
            hidden("", mean, MISSING), protect_total(answers, "answers"), nothing, hidden("response_rate", response.raw, MISSING), ()
        )
    share = protect_share(scores.get(4, 0) + scores.get(5, 0), answers, MIN_SCORES, "share_4_5")
    unsaid = hidden("share_4_5", share.raw)
    public, raw = Figure("", mean, mean, NORMAL), hidden("", mean)
    steps: tuple[tuple[Figure, Figure, tuple[Figure, ...]], ...] = (
        (public, share, _classes(scores)),
        (public, share, ()),
        (public, unsaid, ()),
    )
    for figure, favourable, classes in steps:
        if not score_is_pinned(scores, classes, favourable):
            return ScoreFigures(figure, shown("answers", answers), favourable, response, classes)
    return ScoreFigures(raw, shown("answers", answers), unsaid, response, ())
