"""What may be done with ratings, and by whom."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    RATE = "satisfaction.rate"
    SEE_SCORE = "satisfaction.see_score"
    MEASURE = "satisfaction.measure"


grant({Permission.RATE: {Role.CITIZEN}, Permission.SEE_SCORE: {Role.AGENT, Role.SUPERVISOR}, Permission.MEASURE: {Role.OFFICER}})
