"""Counts of sessions for the indicators: never a row, a reference or a name."""

from datetime import datetime

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from remote.models import RemoteSession, VideoCall
from remote.permissions import Permission


def measure_sessions(*, council: Council, start: datetime, end: datetime, by: Actor) -> dict[str, int]:
    """Count a council's remote sessions and conversations by video that began in `[start, end)`, by kind; raises NotAllowed without the permission to measure."""
    require(by, Permission.MEASURE, council.pk)
    rows = RemoteSession.objects.filter(council=council, started_at__gte=start, started_at__lt=end, ticket__excluded_reason="")
    calls = VideoCall.objects.filter(council=council, started_at__gte=start, started_at__lt=end, call__ticket__excluded_reason="")
    return {"remote": rows.count(), "video": calls.count()}
