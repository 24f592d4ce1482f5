"""Which councils somebody works for here."""

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where
from helpdesk.people.selectors import councils
from transparency.permissions import Permission


def councils_of(actor: Actor) -> list[Council]:
    """Return the councils whose months this person may look at before they are published."""
    return list(councils(councils_where(actor, Permission.LOOK)))


def councils_to_settle(actor: Actor) -> list[Council]:
    """Return the councils whose rules and dates of publication this person decides."""
    return list(councils(councils_where(actor, Permission.SETTLE)))
