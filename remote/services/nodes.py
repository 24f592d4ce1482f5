"""What a broker writes of itself, and of the input that goes through it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from helpdesk.base import clock
from remote.models import BrokerNode, RemoteSession
from remote.rules import CONNECTED, RUNNING
from remote.services.device import lose_broker


@dataclass(frozen=True, slots=True)
class Place:
    """Where a broker is reached: by citizens' computers, and by agents' viewers."""

    ssh_host: str
    ssh_port: int
    host_key: str
    viewer_base: str


def open_node(*, name: str, place: Place) -> datetime:
    """Say that a broker begins, and return since when it is this one. What an earlier one of the same name held went with it."""
    now = clock.now()
    with transaction.atomic():
        node, _created = BrokerNode.objects.update_or_create(
            name=name,
            defaults={
                "ssh_host": place.ssh_host,
                "ssh_port": place.ssh_port,
                "host_key": place.host_key,
                "viewer_base": place.viewer_base,
                "started_at": now,
                "seen_at": now,
                "is_draining": False,
            },
        )
    for session_id in RemoteSession.objects.filter(broker=node, state__in=RUNNING).values_list("pk", flat=True):
        lose_broker(session_id=session_id)
    return now


def beat_node(*, name: str, started_at: datetime, is_draining: bool) -> bool:
    """Heartbeat. False when another broker has begun under the same name since."""
    mine = BrokerNode.objects.filter(name=name, started_at=started_at)
    return bool(mine.update(seen_at=clock.now(), is_draining=is_draining))


def touch_input(*, session_id: int) -> None:
    """Note that the agent touches something now: not what."""
    RemoteSession.objects.filter(pk=session_id, state__in=CONNECTED).update(last_input_at=clock.now())
