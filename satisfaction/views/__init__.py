"""Pages of ratings: the citizen's, the visitor's at an office, the agent's, the supervisor's and the officer's."""

from satisfaction.views.citizen import rate_page, stop
from satisfaction.views.office import office, office_short
from satisfaction.views.results import comments_csv, home, results, results_csv
from satisfaction.views.settings import office_change, offices, poster, question, settings, settings_home
from satisfaction.views.staff import phone, review, reviews

__all__ = [
    "comments_csv",
    "home",
    "office",
    "office_change",
    "office_short",
    "offices",
    "phone",
    "poster",
    "question",
    "rate_page",
    "results",
    "results_csv",
    "review",
    "reviews",
    "settings",
    "settings_home",
    "stop",
]
