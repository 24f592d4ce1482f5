"""Whether the service could be reached."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from helpdesk.base.stamps import stamp_of
from helpdesk.calendars.counting import OpenTime
from helpdesk.calendars.selectors import schedule_of
from transparency.catalogue import CHANNEL
from transparency.measures import Measure, NotCollected, Plain, Share
from transparency.measuring.shaping import pairs
from transparency.measuring.window import Window

MOMENT = timedelta(microseconds=1)


def access(window: Window) -> Iterator[Measure]:
    """Yield hours offered, and who was attended."""
    contacts, unserved, period = window.contacts, window.unserved, window.period
    hours = OpenTime(schedule_of(window.council), window.start, window.end - MOMENT).seconds(stamp_of(window.start), stamp_of(window.end))
    yield Plain(
        indicator="acc.service_hours", value=str((Decimal(hours) / 3600).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)), period=period
    )
    yield NotCollected(indicator="acc.availability", period=period)
    yield Share(
        indicator="acc.answer_rate",
        part=contacts.attended,
        whole=contacts.contacts,
        by={CHANNEL.id: pairs(CHANNEL, contacts.attended_by_channel, contacts.by_channel)},
        part_of="vol.attended",
        whole_of="vol.contacts",
        period=period,
    )
    left, attended = unserved.abandoned_by_channel, contacts.attended_by_channel
    both = {member: left.get(member, 0) + attended.get(member, 0) for member in CHANNEL.members}
    yield Share(
        indicator="acc.abandon_rate",
        part=sum(left.values()),
        whole=sum(both.values()),
        by={CHANNEL.id: pairs(CHANNEL, left, both)},
        period=period,
    )
