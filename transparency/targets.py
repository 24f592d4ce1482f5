"""The commitments of a council's service charter beside what was achieved."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from transparency.report import IndicatorData
from transparency.wording import value_words


@dataclass(frozen=True, slots=True)
class Target:
    """A commitment in words, and whether it was met; None when the figure is not shown or there is nothing better or worse in it."""

    words: str
    is_met: bool | None

    @property
    def verdict(self) -> str:
        """`Met` or `Not met`; nothing when nobody can tell."""
        return "" if self.is_met is None else _("Met") if self.is_met else _("Not met")

    @property
    def tone(self) -> str:
        """The colour of the verdict, which is never said by colour alone."""
        return "success" if self.is_met else "warning"

    @property
    def icon(self) -> str:
        """The sign beside the verdict."""
        return "circle-check" if self.is_met else "circle-alert"


def target_of(indicator: IndicatorData) -> Target | None:
    """Return the commitment of an indicator, if the council has made one."""
    wanted, value = indicator.get("target"), indicator["value"]
    if wanted is None:
        return None
    words = value_words(wanted, indicator["unit"], 0 if float(wanted).is_integer() else max(1, indicator["decimals"]))
    if indicator["polarity"] == "up":
        return Target(_("at least %(value)s") % {"value": words}, None if value is None else value >= wanted)
    if indicator["polarity"] == "down":
        return Target(_("at most %(value)s") % {"value": words}, None if value is None else value <= wanted)
    return Target(words, None)
