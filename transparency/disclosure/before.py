"""What the attacker knew before a draft: what is given away already cannot be taken back, and stops nothing."""

from collections.abc import Sequence

from transparency.disclosure.bounds import Interval, Solver, components, settled
from transparency.disclosure.cells import Fact
from transparency.disclosure.facts import build
from transparency.disclosure.system import Quantity, System, Target

Key = tuple[tuple[Quantity, int], ...]


class Before:
    """What the attacker knew already, without the draft."""

    def __init__(self, facts: Sequence[Fact], threshold: int, system: System) -> None:
        self.system = system
        self.history = build([fact for fact in facts if not fact.is_draft], threshold)
        self.targets = {self._key(self.history, target): target for target in self.history.targets}
        self.drafts = {fact.origin[:2] for fact in facts if fact.is_draft}
        parts, public = components(self.history)
        self.home = {id(target): component for component in parts for target in component.targets}
        self.public = {id(target) for target in public}

    @staticmethod
    def _key(system: System, target: Target) -> Key:
        return tuple((system.quantities[number], factor) for number, factor in target.terms)

    def knew(self, target: Target, interval: Interval | None) -> bool:
        """Say whether the same number, or the same as an earlier report measured it, was known as well before."""
        key = []
        for number, factor in target.terms:
            quantity = self._earlier(number)
            if quantity is None:
                return False
            key.append((quantity, factor))
        same = self.targets.get(tuple(key))
        if same is None:
            return False
        before = self._interval(same)
        return interval is not None and before is not None and (before.low, before.high) == (interval.low, interval.high)

    def _earlier(self, number: int) -> Quantity | None:
        quantity, raw = self.system.quantities[number], self.system.raw[number]
        if quantity.release not in self.drafts:
            return quantity
        if raw is None:
            return None
        same = [other for other, known in self.history.numbers.items() if other.base == quantity.base and self.history.raw[known] == raw]
        return max(same, key=lambda other: other.release, default=None)

    def _interval(self, target: Target) -> Interval | None:
        if id(target) in self.public:
            return settled(self.history, target)
        return Solver(self.history, self.home[id(target)]).interval(target)
