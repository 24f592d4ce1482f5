"""What an indicator consists of. Standard library and lazy words only."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise

Words = str | Promise

# Months from these days on are measured by what the three editions of the catalogue say.
FIRST, SECOND, THIRD = date(2026, 1, 1), date(2026, 7, 1), date(2026, 8, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A way of breaking an indicator down; members keep the order of `members`.

    `is_open` says that the members are a council's own, such as its procedures; those in `members` then come last. `threshold` replaces the council's K where it is larger.
    """

    id: str
    label: Words
    members: dict[str, Words]
    chart: bool = False
    is_open: bool = False
    threshold: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a definition: the first day that is measured by it, and what it changed."""

    number: int
    valid_from: date
    changed: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One published indicator. `polarity` says whether more is better (up), worse (down) or neither.

    `rule` is S0 to S5 of docs/developers/disclosure.md. `target_unit` is that of a commitment of the service charter, empty where none makes sense. `collected` is False where the
    service has no source: nothing is invented. `history` has every version, the newest first.
    """

    id: str
    unit: str
    decimals: int
    polarity: str
    rule: str
    name: Words
    explanation: Words
    definition: Words
    formula: Words
    source: Words
    exclusions: Words
    history: tuple[Version, ...]
    dimensions: tuple[Dimension, ...] = field(default=())
    target_unit: str = ""
    collected: bool = True

    @property
    def version(self) -> int:
        """The version in force."""
        return self.history[0].number

    @property
    def valid_from(self) -> date:
        """The first day that is measured by the version in force."""
        return self.history[0].valid_from
