"""The indicators as data: what is counted, how it is defined, which rule protects it. An id is never used again for something else."""

from transparency.catalogue.access import ACCESS
from transparency.catalogue.digital import DIGITAL
from transparency.catalogue.dimensions import (
    ABOUT,
    AGE,
    BAND,
    BANDS,
    CAUSE,
    CHANNEL,
    DESTINATION,
    FEEDBACK,
    LANGUAGE,
    MEASURE,
    MOTIVE,
    NONE,
    ORIGIN,
    OTHER,
    PROCEDURE,
    REASON,
    REQUESTER,
    SCORE,
    SESSION,
    WEEK,
    WEEKDAY,
    member_label,
)
from transparency.catalogue.quality import QUALITY
from transparency.catalogue.resolution import RESOLUTION
from transparency.catalogue.shape import Dimension, Indicator, Version, Words
from transparency.catalogue.volume import VOLUME
from transparency.catalogue.waiting import PROMISES, WAITING
from transparency.catalogue.words import (
    GROUPED_LABEL,
    MEASURE_UNITS,
    MEASURES,
    NOT_AVAILABLE,
    OTHERWISE,
    POINTS,
    PROTECTED,
    TOO_FEW,
    UNITS,
    privacy_lines,
)

# Raised with any change of what is counted or protected: drafts measured under another edition are not published.
EDITION = "3"
INDICATORS: tuple[Indicator, ...] = (*VOLUME, *ACCESS, *WAITING, *RESOLUTION, *DIGITAL, *QUALITY)
BY_ID: dict[str, Indicator] = {indicator.id: indicator for indicator in INDICATORS}

__all__ = [
    "ABOUT",
    "AGE",
    "BAND",
    "BANDS",
    "BY_ID",
    "CAUSE",
    "CHANNEL",
    "DESTINATION",
    "EDITION",
    "FEEDBACK",
    "GROUPED_LABEL",
    "INDICATORS",
    "LANGUAGE",
    "MEASURE",
    "MEASURES",
    "MEASURE_UNITS",
    "MOTIVE",
    "NONE",
    "NOT_AVAILABLE",
    "ORIGIN",
    "OTHER",
    "OTHERWISE",
    "POINTS",
    "PROCEDURE",
    "PROMISES",
    "PROTECTED",
    "REASON",
    "REQUESTER",
    "SCORE",
    "SESSION",
    "TOO_FEW",
    "UNITS",
    "WEEK",
    "WEEKDAY",
    "Dimension",
    "Indicator",
    "Version",
    "Words",
    "member_label",
    "privacy_lines",
]
