"""The release calendar as iCalendar (RFC 5545): when each month comes out, the same for everybody."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vUri

from helpdesk.people.models import Council
from transparency.formats.terms import one_line
from transparency.models import PublicationPolicy, Release
from transparency.months import Month
from transparency.selectors import ReleaseDate
from transparency.wording import month_words

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Acompanya//Release calendar//EN"
# How often a program may look again.
EVERY = timedelta(days=1)


def changes_of(council: Council) -> tuple[dict[Month, int], datetime]:
    """Return how often the date of each month was changed, by itself or with the rule for all, and when last. A month never touched is not there."""
    rule = PublicationPolicy.history.filter(council=council).aggregate(times=Count("pk"), last=Max("history_date"))
    own = Release.history.filter(council=council).order_by("month").values("month").annotate(times=Count("pk"), last=Max("history_date"))
    rows = list(own)
    last = max([council.created_at, *(row["last"] for row in rows), *([rule["last"]] if rule["last"] else [])])
    return {Month.of(row["month"]): row["times"] for row in rows}, last


def rule_changes_of(council: Council) -> int:
    """Return how often the rule by which months come out was changed."""
    return int(PublicationPolicy.history.filter(council=council).count())


def _event(council: Council, release: ReleaseDate, *, root: str, sequence: int, changed: datetime) -> Event:
    month = month_words(release.month)
    event = Event()
    event.add("uid", f"{release.month}.{council.slug}@{urlsplit(root).hostname or council.slug}")
    event.add("sequence", sequence)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", release.due_at.astimezone(UTC))
    event.add("summary", _("Figures of %(month)s are published") % {"month": month})
    event.add(
        "description",
        _("%(council)s: help with electronic procedures. Everybody sees the figures at the same time.")
        % {"council": one_line(council.name)},
    )
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if release.publication is not None:
        event["url"] = vUri(root + reverse("transparency:period", args=[release.month]))
    return event


def calendar_bytes(council: Council, releases: Sequence[ReleaseDate], *, root: str, language: str) -> bytes:
    """Return the calendar. An event keeps its UID when its date moves, and its SEQUENCE grows."""
    own, changed = changes_of(council)
    rule = rule_changes_of(council)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    with translation.override(language):
        calendar.add("x-wr-calname", _("%(council)s: when figures are published") % {"council": one_line(council.name)})
        calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
        for release in releases:
            sequence = rule + own.get(release.month, 0)
            calendar.add_component(_event(council, release, root=root, sequence=sequence, changed=changed.astimezone(UTC)))
    return bytes(calendar.to_ical())
