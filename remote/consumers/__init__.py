"""Sockets of sessions that are held in browsers: the citizen's page, which shows its screen, and the agent's, which looks at it; and of calls by video."""

from remote.consumers.agent import AgentConsumer
from remote.consumers.citizen import CitizenConsumer
from remote.consumers.video import AgentRoom, CitizenRoom

__all__ = ["AgentConsumer", "AgentRoom", "CitizenConsumer", "CitizenRoom"]
