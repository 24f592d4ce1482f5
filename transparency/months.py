"""Calendar months in a council's time zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; its text is `2026-05`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        """First day, as it is stored."""
        return date(self.year, self.number, 1)

    @property
    def following(self) -> "Month":
        """The month after this one."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        """The month before this one."""
        return Month.of(self.first_day - timedelta(days=1))

    @property
    def quarter(self) -> str:
        """The quarter that the month belongs to, such as `2026-Q2`."""
        return f"{self.year:04d}-Q{(self.number + 2) // 3}"

    @property
    def quarter_start(self) -> "Month":
        """The first month of that quarter."""
        return Month(self.year, (self.number - 1) // 3 * 3 + 1)

    def start(self, time_zone: str) -> datetime:
        """First moment in a time zone, as UTC."""
        return datetime.combine(self.first_day, datetime.min.time(), ZoneInfo(time_zone)).astimezone(UTC)

    def end(self, time_zone: str) -> datetime:
        """First moment that no longer belongs to the month."""
        return self.following.start(time_zone)

    def hours(self, time_zone: str) -> int:
        """Hours of the month: 743 in a March and 745 in an October with a change of clocks."""
        return int((self.end(time_zone) - self.start(time_zone)).total_seconds() // 3600)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def at(cls, moment: datetime, time_zone: str) -> "Month":
        """The month that is running at a moment, in a time zone."""
        return cls.of(moment.astimezone(ZoneInfo(time_zone)).date())

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `2026-05`; raises ValueError."""
        if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
            raise ValueError(text)
        return cls(int(text[:4]), int(text[5:]))
