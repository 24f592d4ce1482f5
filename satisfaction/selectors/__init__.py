"""Every read of ratings."""

from satisfaction.selectors.cards import RatingCard, asked_before, card_by_reference, card_for, keyable, may_be_keyed, was_spoken_to
from satisfaction.selectors.measure import ScoreCounts, measure_scores
from satisfaction.selectors.results import Line, Results, comments_of, invitations_of, procedure_titles, ratings_of, results_of, team_names
from satisfaction.selectors.reviews import open_reviews, review_for, reviews_for
from satisfaction.selectors.survey import (
    OwnQuestion,
    Survey,
    current_questions,
    office_code,
    office_codes,
    settings_of,
    survey_of,
    surveyed_councils,
    worded,
)

__all__ = [
    "Line",
    "OwnQuestion",
    "RatingCard",
    "Results",
    "ScoreCounts",
    "Survey",
    "asked_before",
    "card_by_reference",
    "card_for",
    "comments_of",
    "current_questions",
    "invitations_of",
    "keyable",
    "may_be_keyed",
    "measure_scores",
    "office_code",
    "office_codes",
    "open_reviews",
    "procedure_titles",
    "ratings_of",
    "results_of",
    "review_for",
    "reviews_for",
    "settings_of",
    "survey_of",
    "surveyed_councils",
    "team_names",
    "was_spoken_to",
    "worded",
]
