"""Who is told of new figures."""

from django.db.models import QuerySet

from helpdesk.base.tokens import hash_token
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from transparency.models import Subscriber
from transparency.permissions import Permission


def confirmed_subscribers(council: Council) -> QuerySet[Subscriber]:
    """Return those who confirmed by mail."""
    return Subscriber.objects.filter(council=council, confirmed_at__isnull=False).order_by("pk")


def subscriber_by_token(council: Council, token: str) -> Subscriber | None:
    """Return whose link this is, on its own council's host."""
    return Subscriber.objects.filter(council=council, token_hash=hash_token(token)).first()


def subscriber_count(council: Council, actor: Actor) -> int:
    """Return how many people are told; never who. Raises NotAllowed."""
    require(actor, Permission.LOOK, council.pk)
    return confirmed_subscribers(council).count()
