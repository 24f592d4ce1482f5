"""What may be done with ratings, and by whom."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    RATE = "satisfaction.rate"
    KEY = "satisfaction.key"
    SEE_SCORE = "satisfaction.see_score"
    MEASURE = "satisfaction.measure"
    RESULTS = "satisfaction.results"
    REVIEW = "satisfaction.review"
    CONFIGURE = "satisfaction.configure"


grant(
    {
        Permission.RATE: {Role.CITIZEN},
        Permission.KEY: {Role.AGENT, Role.SUPERVISOR},
        Permission.SEE_SCORE: {Role.AGENT, Role.SUPERVISOR},
        Permission.MEASURE: {Role.OFFICER},
        Permission.RESULTS: {Role.SUPERVISOR, Role.OFFICER},
        Permission.REVIEW: {Role.SUPERVISOR},
        Permission.CONFIGURE: {Role.SUPERVISOR, Role.ADMINISTRATOR},
    }
)
