"""`browser`: the citizen shows a window, a tab or the screen from the page itself. Nothing is installed, and nothing can be touched.

The pictures go through our own sockets, which the server closes: it ends a session for certain."""

import asyncio
from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from channels.layers import get_channel_layer
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from helpdesk.tickets.bell import send
from helpdesk.tickets.labels import Label
from remote.bell import session_group
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
from remote.rules import EndReason, Scope, State

MIN_FPS, FPS, MAX_FPS = 1, 4, 8
WIDTHS = (960, 1280, 1600, 1920)
WIDTH = 1280
QUALITY = 60
COMPUTERS = frozenset({"windows", "macos", "linux"})
ROUND_TRIP_SECONDS = 2.0
NOTHING_COMES_BACK = gettext_lazy("The sockets of this installation do not reach each other: see to Redis, or to `REDIS_URL`.")
GOES_ROUND = gettext_lazy("Pictures can go from page to page. Try it with a colleague once, with a real screen.")


class PictureConfig(forms.Form):
    """How often, how sharp and how large."""

    fps = forms.IntegerField(
        label=gettext_lazy("Pictures per second, at most"),
        help_text=gettext_lazy("From 1 to 8. Four are enough to follow a form; a slow line sends fewer by itself."),
        min_value=MIN_FPS,
        max_value=MAX_FPS,
        initial=FPS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    quality = forms.IntegerField(
        label=gettext_lazy("Quality of the pictures"),
        help_text=gettext_lazy("From 30 to 90. At 60 small letters can be read, and a picture takes little."),
        min_value=30,
        max_value=90,
        initial=QUALITY,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    max_width = forms.TypedChoiceField(
        label=gettext_lazy("Widest picture, in pixels"),
        help_text=gettext_lazy("Larger screens are made smaller before anything is sent."),
        coerce=int,
        choices=[(width, str(width)) for width in WIDTHS],
        initial=WIDTH,
    )


def number(cfg: Config, name: str, otherwise: int) -> int:
    """Return a number of the settings; rows outlive forms."""
    kept = str(cfg.get(name, ""))
    return int(kept) if kept.isdecimal() else otherwise


def picture_terms(cfg: Config) -> dict[str, object]:
    """Return how the citizen's page takes its pictures."""
    return {
        "fps": min(max(number(cfg, "fps", FPS), MIN_FPS), MAX_FPS),
        "quality": min(max(number(cfg, "quality", QUALITY), 30), 90),
        "width": min(max(number(cfg, "max_width", WIDTH), WIDTHS[0]), WIDTHS[-1]),
    }


async def goes_round() -> bool:
    """Say whether a message comes back through the layer by which sockets reach each other."""
    layer = get_channel_layer()
    if layer is None:
        return False
    try:
        async with asyncio.timeout(ROUND_TRIP_SECONDS):
            channel = await layer.new_channel()
            await layer.send(channel, {"type": "remote.check", "data": b"round"})
            back: Mapping[str, object] = await layer.receive(channel)
    except Exception:  # noqa: BLE001  a layer that fails in whatever way does not work
        return False
    return back.get("data") == b"round"


async def tell_pages(s: Session) -> None:
    """Tell every socket of a session that it is over; those who do not hear it look by themselves."""
    message: dict[str, str | int] = {
        "type": "remote.bell",
        "session": UUID(s.id).hex,
        "state": State.ENDING,
        "scope": "",
        "event": "ending",
    }
    await asyncio.to_thread(send, session_group(UUID(s.id)), message)


class InBrowser:
    """What both ways of sharing from a browser have in common."""

    def terms(self, s: Session, side: str) -> Mapping[str, object]:
        """Return what the pages of a session are told when their sockets open."""
        raise NotImplementedError

    async def prepare(self, s: Session) -> CitizenSteps:
        """The citizen's page does the rest: it waits until a screen is shared."""
        return CitizenSteps(ready=False)

    async def set_scope(self, s: Session, scope: frozenset[Scope]) -> None:
        """A browser lets nobody drive: there is nothing to take back."""

    async def status(self, s: Session) -> Status:
        """The sockets tell by themselves."""
        return Status(connected=None)

    async def on_callback(self, request: HttpRequest) -> list[Told]:
        """Nobody calls."""
        raise ProviderError("no_callbacks", permanent=True)


def in_browser(provider: object) -> InBrowser | None:
    """Return a provider whose sessions have our sockets; None for every other."""
    return provider if isinstance(provider, InBrowser) else None


class BrowserProvider(InBrowser):
    """Pictures through our own sockets."""

    key: ClassVar[str] = "browser"
    label: ClassVar[Label] = gettext_lazy("Screen sharing from the page, with nothing to install")
    caps: ClassVar[Caps] = Caps(
        view=True,
        control=False,
        record=False,
        hard_end=HardEnd.SERVER,
        needs_install=False,
        platforms=COMPUTERS,
        device=Device.SHARE,
        needs_page=True,
    )
    config: ClassVar[type[forms.Form]] = PictureConfig

    def terms(self, s: Session, side: str) -> Mapping[str, object]:
        """Only pictures, and how they are taken."""
        return {"transport": "relay", "fallback": True, **picture_terms(s.config)}

    async def check(self, cfg: Config) -> Health:
        """Send a message around."""
        ok = await goes_round()
        return Health(ok=ok, words=GOES_ROUND if ok else NOTHING_COMES_BACK)

    async def viewer(self, s: Session, agent: Agent) -> Viewer:
        """The agent's page paints what comes over its socket."""
        return Viewer(kind=ViewerKind.RELAY, expires=s.hard_end_at)

    async def end(self, s: Session, reason: EndReason) -> EndResult:
        """Tell both sockets, which close at once. It is certain: a socket that did not hear it reads the database, and one in a dead process is closed already."""
        await tell_pages(s)
        return EndResult.CONFIRMED
