"""Free times as pages offer them to be picked, the same for citizens and for the desk."""

from datetime import datetime

from django.utils.translation import gettext as _

from helpdesk.base.forms import SlotGroup
from helpdesk.calendars.rules import Track
from helpdesk.calendars.selectors import Slot, SlotDay
from helpdesk.calendars.words import time_words


def hour(moment: datetime) -> str:
    """Return a local time such as `8:00`."""
    return f"{moment.hour}:{moment.minute:02d}"


def hours_of(starts_at: datetime, ends_at: datetime) -> str:
    """Return local hours such as `8:00–14:00`."""
    return f"{hour(starts_at)}–{hour(ends_at)}"


def slot_words(slot: Slot) -> str:
    """Return when a slot is, such as `Monday 25 May, 10:00`."""
    return time_words(slot.starts_at, slot.track, str(slot.starts_at.tzinfo))


def day_group(day: SlotDay, title: str, detail: str = "", *, with_hours: bool) -> SlotGroup:
    """Return what is free on a day: its parts, `with_hours` of each or without, then its exact times."""
    parts = [slot for slot in (day.morning, day.afternoon) if slot is not None]
    bands = (
        (
            slot.key,
            _("In the morning") if slot.track == Track.MORNING else _("In the afternoon"),
            hours_of(slot.starts_at, slot.ends_at) if with_hours else "",
        )
        for slot in parts
    )
    return SlotGroup(title, detail, tuple(bands), tuple((slot.key, hour(slot.starts_at)) for slot in day.exact))


def nearest_group(nearest: tuple[Slot, ...]) -> SlotGroup:
    """Return the times to offer first to whom one was taken away."""
    return SlotGroup(_("The nearest free times"), "", tuple((slot.key, slot_words(slot), "") for slot in nearest))
