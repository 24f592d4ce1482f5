"""What both sockets of a remote session have in common: who may open them, and that they are cut the moment it is over."""

from uuid import UUID

from helpdesk.chat import sessions
from helpdesk.chat.sockets import Message
from remote.bell import session_group
from remote.consumers import seen
from remote.consumers.live import LiveSocket
from remote.rules import RUNNING


class SessionSocket(LiveSocket[seen.Seen]):
    """One page of a remote session."""

    def find(self, identity: sessions.Identity, key: UUID) -> seen.Seen:
        """Return the session for this side of it."""
        return seen.look(identity, key)

    def group_of(self, seen: seen.Seen) -> str:
        """Return the session's group."""
        return session_group(seen.public_id)

    async def on_bell(self, message: Message) -> None:
        """The session has moved: cut at once when it is over, and look otherwise."""
        if message["state"] not in RUNNING:
            await self.over()
        else:
            await self.look()
