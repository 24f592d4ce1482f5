"""`ssh_vnc`: the citizen's computer reaches a broker of this installation with its own OpenSSH client, and noVNC draws its screen here.

The broker ends, narrows and widens a session by itself: it obeys the session's bell and row (remote/broker)."""

import asyncio
import time
from contextlib import closing
from typing import ClassVar
from uuid import UUID

from asgiref.sync import sync_to_async
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from helpdesk.tickets.labels import Label
from remote.models import BrokerNode
from remote.providers.base import (
    Agent,
    Caps,
    CitizenSteps,
    Config,
    Device,
    EndResult,
    HardEnd,
    Health,
    ProviderError,
    Session,
    Status,
    Told,
    Viewer,
    ViewerKind,
)
from remote.rules import EndReason, Scope
from remote.scripts import SCREEN_PORT
from remote.selectors.brokers import broker_of, device_is_there, least_busy_broker

GREETING_SECONDS = 3.0
END_SECONDS = 2.0
END_STEP_SECONDS = 0.05


class SshVncConfig(forms.Form):
    """What a council may choose: everything else comes from the brokers that are alive."""

    screen_port = forms.IntegerField(
        label=gettext_lazy("Port of the screen server on the citizen’s computer"),
        help_text=gettext_lazy(
            "5900, unless your instructions for citizens say another one. The broker is chosen by how much each has to do."
        ),
        min_value=1024,
        max_value=65535,
        initial=SCREEN_PORT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class SshVncProvider:
    """Looking and control, through our own broker. Windows brings no screen server, so it is not promised there."""

    key: ClassVar[str] = "ssh_vnc"
    label: ClassVar[Label] = gettext_lazy("Control with a command (SSH and VNC)")
    caps: ClassVar[Caps] = Caps(
        view=True,
        control=True,
        record=False,
        hard_end=HardEnd.SERVER,
        needs_install=True,
        platforms=frozenset({"linux", "macos"}),
        clipboard=True,
        device=Device.COMMAND,
        needs_page=True,
    )
    config: ClassVar[type[forms.Form]] = SshVncConfig

    async def check(self, cfg: Config) -> Health:
        """Look for a broker that is alive, have it greet us as an SSH server, and see to it that pages may connect to it: from TLS they reach TLS only."""
        broker = await sync_to_async(least_busy_broker)()
        if broker is None:
            return Health(ok=False, words=gettext_lazy("No broker is running: start one with “manage.py remote_broker”."))
        if not await _greets(broker):
            return Health(
                ok=False,
                words=gettext_lazy("A broker is running, but it does not answer at the address that citizens’ computers are given."),
            )
        if settings.HTTPS and not broker.viewer_base.startswith("wss://"):
            return Health(
                ok=False,
                words=gettext_lazy(
                    "The broker answers, but agents’ browsers cannot reach it: REMOTE_BROKER_VIEWER_BASE has to begin with wss://."
                ),
            )
        return Health(ok=True, words=gettext_lazy("The broker answers."))

    async def prepare(self, s: Session) -> CitizenSteps:
        """Make sure that a broker is there; the code and the command are made when the citizen asks for them."""
        if await sync_to_async(least_busy_broker)() is None:
            raise ProviderError("no_broker")
        return CitizenSteps(ready=False)

    async def viewer(self, s: Session, agent: Agent) -> Viewer:
        """Say where the picture comes from, once a computer is connected; the page asks for its ticket itself, just before it connects."""
        broker = await sync_to_async(broker_of)(UUID(s.id))
        return Viewer(kind=ViewerKind.NOVNC, url=broker.viewer_base if broker else "", expires=s.hard_end_at)

    async def set_scope(self, s: Session, scope: frozenset[Scope]) -> None:
        """Nothing to tell: the broker's gate obeys the bell and the row."""

    async def end(self, s: Session, reason: EndReason) -> EndResult:
        """Confirm when the broker has let go of the computer, or is dead and its tunnels with it. It was told before us, by the bell."""
        until = time.monotonic() + END_SECONDS
        while await sync_to_async(device_is_there)(UUID(s.id)):
            if time.monotonic() > until:
                return EndResult.UNCONFIRMED
            await asyncio.sleep(END_STEP_SECONDS)
        return EndResult.CONFIRMED

    async def status(self, s: Session) -> Status:
        """Say whether a computer is connected now."""
        return Status(connected=await sync_to_async(device_is_there)(UUID(s.id)))

    async def on_callback(self, request: HttpRequest) -> list[Told]:
        """It never calls."""
        raise ProviderError("no_callbacks", permanent=True)


async def _greets(broker: BrokerNode) -> bool:
    """Say whether an SSH server greets us where a broker says that it is reached."""
    try:
        async with asyncio.timeout(GREETING_SECONDS):
            reader, writer = await asyncio.open_connection(broker.ssh_host, broker.ssh_port)
            with closing(writer):
                return (await reader.readline()).startswith(b"SSH-2.0-")
    except (OSError, TimeoutError, ValueError):
        return False
