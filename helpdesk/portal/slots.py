"""Times for a call in words, and the groups that a slot picker shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from helpdesk.base import clock
from helpdesk.base.forms import SlotGroup
from helpdesk.calendars.picking import day_group, hour, nearest_group, slot_words
from helpdesk.calendars.rules import Track, parse_key
from helpdesk.calendars.selectors import Slot, SlotDay, free_days, nearest_free, slot_rule
from helpdesk.calendars.words import day_words, time_words
from helpdesk.people.models import Council

DAYS_SHOWN = 3
DAYS_MORE = 6


def today_of(council: Council) -> date:
    """Return the council's own date."""
    return clock.now().astimezone(ZoneInfo(council.time_zone)).date()


def first_words(slot: Slot, today: date) -> str:
    """Return the first free time as a sentence: from when somebody can be called."""
    days = (slot.starts_at.date() - today).days
    if slot.track == Track.EXACT and days < 2:
        words = _("We can call you tomorrow from %(time)s.") if days else _("We can call you today from %(time)s.")
        return words % {"time": hour(slot.starts_at)}
    if days == 0:
        return _("We can call you this morning.") if slot.track == Track.MORNING else _("We can call you this afternoon.")
    return _("First free time: %(when)s") % {"when": slot_words(slot)}


def first_slot(days: Sequence[SlotDay]) -> Slot | None:
    """Return what can be had first: the earliest exact time of the first day, or else its first part."""
    if not days:
        return None
    first = days[0]
    return next((slot for slot in (*first.exact[:1], first.morning, first.afternoon) if slot is not None), None)


def _title(day: date, today: date) -> tuple[str, str]:
    if day == today:
        return _("Today"), day_words(day)
    if day == today + timedelta(days=1):
        return _("Tomorrow"), day_words(day)
    return capfirst(str(WEEKDAYS[day.weekday()])), date_format(day, "MONTH_DAY_FORMAT")


def _day(day: SlotDay, today: date) -> SlotGroup:
    title, detail = _title(day.day, today)
    return day_group(day, title, detail, with_hours=True)


def key_words(council: Council, key: str) -> str:
    """Return when the slot of a key is, free or not; nothing when it names none."""
    named = parse_key(key)
    return time_words(named[1].replace(tzinfo=ZoneInfo(council.time_zone)), named[0], council.time_zone) if named else ""


@dataclass(frozen=True, slots=True)
class Picker:
    """What a page shows to choose a time: groups of times, how many days they are, and how many the next link asks for (0: these are all)."""

    groups: tuple[SlotGroup, ...]
    shown: int
    more: int
    minutes: int
    nearest: tuple[Slot, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether no time is free at all."""
        return not self.groups

    @property
    def taken_words(self) -> str:
        """Return what to say to whom a time was taken away."""
        if not self.nearest:
            return _("That time has just been taken, and no other is free.")
        times = "; ".join(slot_words(slot) for slot in self.nearest)
        return _("That time has just been taken. The nearest free times are: %(times)s.") % {"times": times}


def _days_asked(asked: str, days: Sequence[SlotDay], chosen: str) -> int:
    """Return how many days to show: those asked for, and as many as it takes to show the one that is chosen."""
    count = int(asked) if asked.isdecimal() and len(asked) < 4 else DAYS_SHOWN
    place = next((number for number, day in enumerate(days, start=1) if chosen in _keys(day)), 0)
    return min(max(count, place, DAYS_SHOWN), len(days))


def _keys(day: SlotDay) -> list[str]:
    return [slot.key for slot in (day.morning, day.afternoon, *day.exact) if slot is not None]


def picker_of(council: Council, *, asked: str = "", chosen: str = "", taken: str = "") -> Picker:
    """Return the free days; before them the times nearest to the one that was `taken`, or the `chosen` one when it is not among the days."""
    days, today = free_days(council), today_of(council)
    shown = _days_asked(asked, days, chosen)
    groups = [_day(day, today) for day in days[:shown]]
    nearest = tuple(nearest_free(council, taken)) if taken else ()
    if nearest:
        groups.insert(0, nearest_group(nearest))
    elif chosen and not any(chosen in _keys(day) for day in days) and key_words(council, chosen):
        groups.insert(0, SlotGroup(_("The time you have chosen"), "", ((chosen, key_words(council, chosen), ""),)))
    more = shown + DAYS_MORE if shown < len(days) else 0
    return Picker(tuple(groups), shown, more, slot_rule(council).minutes, nearest)
