"""Counts of what was asked of the service."""

from collections.abc import Iterator

from remote.selectors import measure_sessions
from transparency.catalogue import (
    BAND,
    CHANNEL,
    LANGUAGE,
    MOTIVE,
    NONE,
    ORIGIN,
    OTHER,
    PROCEDURE,
    REASON,
    REQUESTER,
    SESSION,
    WEEK,
    WEEKDAY,
    Dimension,
)
from transparency.measures import Count, Measure
from transparency.measuring.shaping import complete
from transparency.measuring.window import Window


def by_procedure(window: Window) -> dict[str, int]:
    """Return contacts by procedure: those shown by name, the rest, and those about none."""
    counts = window.contacts.by_procedure
    named = {slug: counts[slug] for slug in window.procedures}
    none = counts.get("", 0)
    return {**named, OTHER: window.contacts.contacts - sum(named.values()) - none, NONE: none}


def _whole(window: Window, indicator: str, dimension: Dimension, counts: dict[str, int]) -> Count:
    """All contacts of the period, along one dimension."""
    thresholds = {dimension.id: dimension.threshold} if dimension.threshold else {}
    return Count(
        indicator=indicator, total=window.contacts.contacts, by={dimension.id: counts}, period=window.period, thresholds=thresholds
    )


def volume(window: Window) -> Iterator[Measure]:
    """Yield what was asked for."""
    contacts, unserved, period = window.contacts, window.unserved, window.period
    weekdays = {name: contacts.by_weekday.get(number, 0) for number, name in enumerate(WEEK)}
    yield Count(
        indicator="vol.contacts",
        total=contacts.contacts,
        by={CHANNEL.id: complete(CHANNEL, contacts.by_channel), WEEKDAY.id: weekdays},
        period=period,
    )
    yield Count(
        indicator="vol.attended",
        total=contacts.attended,
        by={CHANNEL.id: complete(CHANNEL, contacts.attended_by_channel)},
        period=period,
    )
    yield Count(
        indicator="vol.unattended",
        total=unserved.total,
        by={REASON.id: complete(REASON, unserved.by_reason), CHANNEL.id: complete(CHANNEL, unserved.by_channel)},
        period=period,
    )
    yield _whole(window, "vol.motives", MOTIVE, complete(MOTIVE, contacts.by_motive))
    yield _whole(window, "vol.procedures", PROCEDURE, by_procedure(window))
    yield _whole(window, "vol.requester", REQUESTER, complete(REQUESTER, contacts.by_requester))
    yield _whole(window, "vol.language", LANGUAGE, complete(LANGUAGE, contacts.by_language))
    yield _whole(window, "vol.band", BAND, complete(BAND, contacts.by_band))
    origins = complete(ORIGIN, contacts.by_origin)
    yield Count(indicator="vol.callbacks", total=sum(origins.values()), by={ORIGIN.id: origins}, period=period)
    held = measure_sessions(council=window.council, start=window.start, end=window.end, by=window.by)
    sessions = complete(SESSION, held)
    yield Count(indicator="vol.sessions", total=sum(sessions.values()), by={SESSION.id: sessions}, period=period)
