"""What of a month's measures is shown, and the cells that follow from it. Standard library only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from transparency.disclosure.cells import MeasuredCell
from transparency.disclosure.cures import Action, Cure
from transparency.disclosure.figures import distribution, group_of, mean_score, percent, round_duration, small
from transparency.disclosure.links import threshold_of
from transparency.measures import Count, Duration, Measure, NotCollected, Plain, Score, Share
from transparency.rules import CONFIDENTIAL, GROUPED, MIN_DURATIONS, MIN_LONG_DURATIONS, MIN_SCORES, MIN_SHARES, MISSING, NORMAL, SCORES

# Of the scores of a month: the distribution gives way first, then the share of good ones, then the mean.
ALL_SCORES, NO_DISTRIBUTION, NO_SHARE, NO_MEAN, NO_SCORES = range(5)


@dataclass(slots=True)
class Plan:
    """Every step taken so far; it only ever grows, and there are only so many steps. Cells made with a longer plan show less."""

    threshold: int
    steps: set[Cure] = field(default_factory=set)
    scores: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, cure: Cure) -> bool:
        """Take a step; say whether it is a new one."""
        if cure.action is Action.HIDE_SCORES:
            level = self.scores.get((cure.indicator, cure.period), ALL_SCORES)
            self.scores[cure.indicator, cure.period] = min(level + 1, NO_SCORES)
            return level < NO_SCORES
        is_new = cure not in self.steps
        self.steps.add(cure)
        return is_new

    def without(self, cure: Cure) -> "Plan":
        """Return a plan that lacks a step."""
        return Plan(self.threshold, self.steps - {cure}, dict(self.scores))

    def hides(self, action: Action, indicator: str, dimension: str = "", member: str = "", period: str = "") -> bool:
        """Say whether a step was taken."""
        return Cure(action, indicator, dimension, member, period) in self.steps

    def joined(self, indicator: str, dimension: str, period: str) -> frozenset[str]:
        """The rows of a breakdown that were merged beyond those that must be."""
        return frozenset(s.member for s in self.steps if s[:3] == (Action.MERGE, indicator, dimension) and s.period == period)

    def cells(self, measure: Measure) -> list[MeasuredCell]:
        """Return the cells of a measure, the indicator's own first."""
        match measure:
            case Count():
                return list(self._count(measure))
            case Share():
                return list(self._share(measure))
            case Duration():
                return list(self._duration(measure))
            case Score():
                return list(self._score(measure))
            case Plain():
                return list(_plain(measure))
            case NotCollected():
                return [MeasuredCell(measure.indicator, "", "", measure.period, None, None, MISSING)]

    def _count(self, measure: Count) -> Iterator[MeasuredCell]:
        indicator, period, total = measure.indicator, measure.period, measure.total
        is_hidden = small(total, self.threshold) or self.hides(Action.HIDE_TOTAL, indicator, period=period)
        yield _number(indicator, "", "", period, total, is_hidden=is_hidden)
        for dimension, counts in measure.by.items():
            threshold = max(measure.thresholds.get(dimension, 0), threshold_of(dimension, self.threshold))
            group = group_of(counts, threshold, self.joined(indicator, dimension, period))
            if group is None or small(total, self.threshold) or self.hides(Action.HIDE_BREAKDOWN, indicator, dimension, period=period):
                for member, count in counts.items():
                    yield _number(indicator, dimension, member, period, count, is_hidden=True)
                continue
            for member, count in counts.items():
                yield _number(indicator, dimension, member, period, count, is_hidden=member in group)
            if group:
                yield _number(indicator, dimension, GROUPED, period, sum(counts[member] for member in group), is_hidden=False)

    def _share(self, measure: Share) -> Iterator[MeasuredCell]:
        places = [("", "", measure.part, measure.whole)]
        places += [(dimension, member, *pair) for dimension, pairs in measure.by.items() for member, pair in pairs.items()]
        for dimension, member, part, whole in places:
            is_hidden = self.hides(Action.HIDE, measure.indicator, dimension, member, measure.period)
            yield self._percentage(measure.indicator, dimension, member, measure.period, part, whole, MIN_SHARES, is_hidden=is_hidden)

    def _percentage(
        self, indicator: str, dimension: str, member: str, period: str, part: int, whole: int, least: int, *, is_hidden: bool
    ) -> MeasuredCell:
        raw = Decimal(part) * 100 / whole if whole else None
        if whole < least:
            return MeasuredCell(indicator, dimension, member, period, raw, None, MISSING, part, whole)
        if is_hidden or small(part, self.threshold) or small(whole - part, self.threshold):
            return MeasuredCell(indicator, dimension, member, period, raw, None, CONFIDENTIAL, part, whole)
        return MeasuredCell(indicator, dimension, member, period, raw, percent(part, whole), NORMAL, part, whole)

    def _duration(self, measure: Duration) -> Iterator[MeasuredCell]:
        least = MIN_LONG_DURATIONS if measure.percent > 50 else MIN_DURATIONS
        places = [("", "", measure.count, measure.seconds)]
        places += [(dimension, member, *pair) for dimension, pairs in measure.by.items() for member, pair in pairs.items()]
        for dimension, member, count, seconds in places:
            raw = None if seconds is None else Decimal(seconds)
            is_hidden = self.hides(Action.HIDE, measure.indicator, dimension, member, measure.period)
            value, status = (None, MISSING) if seconds is None or count < least else (Decimal(round_duration(seconds)), NORMAL)
            if is_hidden and value is not None:
                value, status = None, CONFIDENTIAL
            yield MeasuredCell(measure.indicator, dimension, member, measure.period, raw, value, status, None, count)

    def _score(self, measure: Score) -> Iterator[MeasuredCell]:
        indicator, period = measure.indicator, measure.period
        level = self.scores.get((indicator, period), ALL_SCORES)
        scores, answers = measure.distribution, sum(measure.distribution.values())
        invited = max(measure.invited, answers)
        yield self._mean(indicator, "", "", period, scores, invited, is_hidden=level >= NO_MEAN)
        few = answers < self.enough
        is_small = small(answers, self.threshold) or level >= NO_SCORES
        yield _number(indicator, "measure", "answers", period, answers, is_hidden=is_small)
        good = scores.get(4, 0) + scores.get(5, 0)
        least = answers + 1 if few else MIN_SCORES
        yield self._percentage(indicator, "measure", "share_4_5", period, good, answers, least, is_hidden=level >= NO_SHARE)
        least = invited + 1 if few else MIN_SCORES
        yield self._percentage(indicator, "measure", "response_rate", period, answers, invited, least, is_hidden=level >= NO_SCORES)
        if not few and level < NO_DISTRIBUTION:
            for name, count in distribution(scores, self.threshold):
                yield _number(indicator, "score", name, period, count, is_hidden=False)
        for channel, (own, asked) in measure.by_channel.items():
            is_hidden = level >= NO_MEAN or self.hides(Action.HIDE, indicator, "channel", channel, period)
            yield self._mean(indicator, "channel", channel, period, own, max(asked, sum(own.values())), is_hidden=is_hidden)

    @property
    def enough(self) -> int:
        """How many answers a mean needs: what hides their number hides the mean."""
        return max(MIN_SCORES, self.threshold)

    def _mean(
        self, indicator: str, dimension: str, member: str, period: str, scores: Mapping[int, int], invited: int, *, is_hidden: bool
    ) -> MeasuredCell:
        answers, mean = sum(scores.get(score, 0) for score in SCORES), mean_score(scores)
        status = MISSING if answers < self.enough else CONFIDENTIAL if is_hidden else NORMAL
        return MeasuredCell(indicator, dimension, member, period, mean, mean if status == NORMAL else None, status, answers, invited)


def _number(indicator: str, dimension: str, member: str, period: str, count: int, *, is_hidden: bool) -> MeasuredCell:
    raw = Decimal(count)
    return MeasuredCell(indicator, dimension, member, period, raw, None if is_hidden else raw, CONFIDENTIAL if is_hidden else NORMAL)


def _plain(measure: Plain) -> Iterator[MeasuredCell]:
    places = [("", "", measure.value)]
    places += [(dimension, member, value) for dimension, values in measure.by.items() for member, value in values.items()]
    for dimension, member, value in places:
        number = None if value is None else Decimal(value)
        yield MeasuredCell(measure.indicator, dimension, member, measure.period, number, number, MISSING if number is None else NORMAL)
