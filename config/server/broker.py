"""The broker inside `serve`, in a thread of its own, when a program of remote sessions needs one."""

import asyncio

from django.conf import settings

from remote.broker.config import from_settings
from remote.broker.thread import BrokerThread
from remote.providers.registry import providers

NEEDED_BY = "ssh_vnc"


def start_broker(home: asyncio.AbstractEventLoop) -> BrokerThread | None:
    """Start it beside the pages, whose loop has the bell; a port that is taken is logged, and everything else goes on."""
    if not settings.REMOTE_BROKER or NEEDED_BY not in providers():
        return None
    thread = BrokerThread(from_settings(), home=home)
    thread.start(wait=False)
    return thread
