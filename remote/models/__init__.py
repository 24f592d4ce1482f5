"""Remote sessions, their journal, which programs a council uses, and the rooms of calls by video."""

from remote.models.fields import among, choices
from remote.models.journal import RemoteDelivery, RemoteEvent
from remote.models.programs import BrokerNode, ProviderConfig, RemotePolicy
from remote.models.sessions import RemoteConsent, RemoteSession, ViewerTicket
from remote.models.video import VideoCall

__all__ = [
    "BrokerNode",
    "ProviderConfig",
    "RemoteConsent",
    "RemoteDelivery",
    "RemoteEvent",
    "RemotePolicy",
    "RemoteSession",
    "VideoCall",
    "ViewerTicket",
    "among",
    "choices",
]
