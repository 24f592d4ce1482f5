"""What people think of the service."""

from collections.abc import Iterator

from satisfaction.selectors import measure_scores
from transparency.catalogue import CHANNEL, FEEDBACK
from transparency.measures import Count, Measure, NotCollected, Score
from transparency.measuring.shaping import complete
from transparency.measuring.window import Window
from transparency.rules import SCORES


def quality(window: Window) -> Iterator[Measure]:
    """Yield ratings, and what was said of the service."""
    ratings = measure_scores(council=window.council, start=window.start, end=window.end, by=window.by)
    by_channel = {
        channel: (dict(zip(SCORES, ratings[channel].distribution, strict=True)), ratings[channel].invited)
        for channel in CHANNEL.members
        if channel in ratings
    }
    yield Score(
        indicator="sat.score",
        distribution={score: sum(one[score] for one, _invited in by_channel.values()) for score in SCORES},
        invited=sum(invited for _one, invited in by_channel.values()),
        by_channel=by_channel,
        period=window.period,
    )
    feedback = complete(FEEDBACK, window.contacts.by_feedback)
    yield Count(indicator="qual.complaints", total=sum(feedback.values()), by={FEEDBACK.id: feedback}, period=window.period)
    yield NotCollected(indicator="eco.cost", period=window.period)
