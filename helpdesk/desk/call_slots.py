"""Free times as the desk offers them: more days at once than a citizen is shown, in fewer words."""

from helpdesk.base.forms import SlotGroup
from helpdesk.calendars.picking import day_group, nearest_group
from helpdesk.calendars.selectors import free_days, nearest_free
from helpdesk.calendars.words import day_words
from helpdesk.people.models import Council

DAYS_SHOWN = 6


def groups_of(council: Council, *, all_days: bool, taken: str = "") -> tuple[tuple[SlotGroup, ...], int]:
    """Return the free days as groups, the nearest times before them when one was `taken`, and how many days are not shown."""
    days = free_days(council)
    shown = days if all_days else days[:DAYS_SHOWN]
    groups = [day_group(day, day_words(day.day), with_hours=False) for day in shown]
    near = tuple(nearest_free(council, taken)) if taken else ()
    if near:
        groups.insert(0, nearest_group(near))
    return tuple(groups), len(days) - len(shown)
