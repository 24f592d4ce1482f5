"""Every read of brokers: which are alive, which has the least to do, and whether one has let go of a session."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from helpdesk.base import clock
from remote.models import BrokerNode, RemoteSession
from remote.rules import BROKER_DEAD, RUNNING


def live_brokers() -> QuerySet[BrokerNode]:
    """Return the brokers that were heard of lately and take new sessions."""
    return BrokerNode.objects.filter(seen_at__gt=clock.now() - BROKER_DEAD, is_draining=False)


def least_busy_broker() -> BrokerNode | None:
    """Return the live broker with the fewest running sessions; None when none is alive."""
    running = Count("sessions", filter=Q(sessions__state__in=RUNNING))
    return live_brokers().annotate(running=running).order_by("running", "name").first()


def broker_of(public_id: UUID) -> BrokerNode | None:
    """Return the broker that holds the computer of a session; None while none does."""
    found = RemoteSession.objects.select_related("broker").filter(public_id=public_id).first()
    return found.broker if found else None


def device_is_there(public_id: UUID) -> bool:
    """Say whether a living broker holds a tunnel to the computer of a session."""
    held = RemoteSession.objects.filter(public_id=public_id, device_connected_at__isnull=False, device_lost_at=None)
    return held.filter(broker__seen_at__gt=clock.now() - BROKER_DEAD).exists()
