"""Where the sessions of a broker stand: what it reads every two seconds, since a bell may be lost."""

from collections.abc import Collection
from dataclasses import dataclass

from remote.models import RemoteSession


@dataclass(frozen=True, slots=True)
class Standing:
    """A session as its broker has to know it; `hard_end_at` in seconds since 1970."""

    state: str
    scope: str
    broker: str
    hard_end_at: float


def standings(session_ids: Collection[int]) -> dict[int, Standing]:
    """Return where these sessions stand, by their keys."""
    rows = RemoteSession.objects.filter(pk__in=session_ids).values_list("pk", "state", "scope", "broker__name", "hard_end_at")
    return {
        pk: Standing(state, scope, broker or "", hard_end_at.timestamp() if hard_end_at else 0.0)
        for pk, state, scope, broker, hard_end_at in rows
    }
