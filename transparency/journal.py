"""The journal of a month in words: who did what, and when."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transparency.acts import Act
from transparency.selectors import JournalLine
from transparency.wording import local_words

WORDS: dict[Act, str | Promise] = {
    Act.MEASURED: gettext_lazy("Measured"),
    Act.COMMENTED: gettext_lazy("Wrote the commentary"),
    Act.NOTED: gettext_lazy("Wrote notes on figures"),
    Act.CHECKED: gettext_lazy("Ran the checks"),
    Act.SIGNED: gettext_lazy("Signed"),
    Act.PUBLISHED: gettext_lazy("Published"),
    Act.OPENED: gettext_lazy("Opened a correction"),
    Act.DROPPED: gettext_lazy("Dropped the correction"),
    Act.WITHDRAWN: gettext_lazy("Withdrew the revision"),
}


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A line of the journal."""

    words: str
    who: str
    moment: str
    revision: int


def journal_rows(lines: Iterable[JournalLine], time_zone: str) -> list[JournalRow]:
    """Put the journal into words of the active language."""
    return [
        JournalRow(str(WORDS[line.act]), line.who or _("The system"), local_words(line.moment, time_zone), line.revision) for line in lines
    ]
