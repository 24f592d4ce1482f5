"""The journal of a session: its hashes, and whether it is whole."""

from remote.models import RemoteEvent, RemoteSession
from remote.rules import first_hash, link_hash


def event_hash(event: RemoteEvent, session: RemoteSession) -> str:
    """Return the hash that an entry of the journal must have."""
    fields: dict[str, str | int | None] = {
        "session": str(session.public_id),
        "seq": event.seq,
        "name": event.name,
        "actor": event.actor_kind,
        "user": event.actor_user_id,
        "ip": event.ip or "",
        "at": event.created_at.isoformat(),
        **{f"data.{key}": value for key, value in event.data.items()},
    }
    return link_hash(event.prev_hash, fields)


def broken_event(session: RemoteSession) -> int | None:
    """Return the number of the first entry of the journal that was changed, moved or lost its predecessor; None when it is whole."""
    prev, expected = first_hash(str(session.public_id)), 1
    for event in RemoteEvent.objects.filter(session=session).order_by("seq"):
        if event.seq != expected or event.prev_hash != prev or event.hash != event_hash(event, session):
            return expected
        prev, expected = event.hash, expected + 1
    return None
