"""`browser_direct`: the same sharing, from browser to browser, with voice and camera if the council wants them.

The server cannot cut what does not go through it: the citizen's page ends a session, and says so."""

import asyncio
from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from asgiref.sync import sync_to_async
from django import forms
from django.core.exceptions import ValidationError
from django.db import Error, connection
from django.utils.translation import gettext_lazy

from helpdesk.base.forms import RadioCards
from helpdesk.tickets.labels import Label
from remote.models import RemoteEvent, RemoteSession
from remote.providers.base import Agent, Caps, Config, Device, EndResult, HardEnd, Health, Session, Viewer, ViewerKind
from remote.providers.browser import (
    COMPUTERS,
    GOES_ROUND,
    NOTHING_COMES_BACK,
    InBrowser,
    PictureConfig,
    goes_round,
    picture_terms,
    tell_pages,
)
from remote.providers.browser_ice import MAX_ADDRESSES, ice_servers, read_address, read_addresses, silent
from remote.rules import EndReason, EventName

# What the journal says when the citizen's page has stopped every track.
PAGE_STOPPED = "page_stopped"

YES, NO = "yes", "no"
STOP_SECONDS = 2.0
ASK_SECONDS = 0.25
BAD_ADDRESS = gettext_lazy("Write one address per line, such as turn:turn.example.org:3478 or stun:stun.example.org:3478.")
NEEDS_TURN = gettext_lazy("To go only through a relay, at least one address has to begin with turn: or turns:.")
NO_ANSWER = gettext_lazy("One of the servers does not answer. Look at its address, its port and the firewall between.")


class DirectConfig(PictureConfig):
    """How two browsers find each other, what they may exchange, and what is done when they do not."""

    ice_urls = forms.CharField(
        label=gettext_lazy("Addresses of the STUN and TURN servers"),
        help_text=gettext_lazy("One per line, such as turn:turn.example.org:3478?transport=udp."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    turn_secret = forms.CharField(
        label=gettext_lazy("Secret of the TURN servers"),
        help_text=gettext_lazy("The one that coturn has as static-auth-secret. It is kept encrypted and never shown again."),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    relay_only = forms.ChoiceField(
        label=gettext_lazy("How it goes"),
        choices=[
            (YES, gettext_lazy("Only through the TURN server: neither side learns the other’s network address")),
            (NO, gettext_lazy("Directly where possible: each side may learn the other’s network address")),
        ],
        widget=RadioCards,
        initial=YES,
    )
    fallback = forms.ChoiceField(
        label=gettext_lazy("When no connection comes about"),
        choices=[
            (YES, gettext_lazy("Go on with pictures through this service")),
            (NO, gettext_lazy("Say that it does not work here")),
        ],
        widget=RadioCards,
        initial=YES,
    )
    voice = forms.ChoiceField(
        label=gettext_lazy("Voice and camera"),
        choices=[(NO, gettext_lazy("Not offered")), (YES, gettext_lazy("Each side may switch them on, and off again"))],
        widget=RadioCards,
        initial=NO,
    )
    video = forms.ChoiceField(
        label=gettext_lazy("Video appointments"),
        help_text=gettext_lazy("Citizens who agree a call may then choose to hold it by video, in their browser, on phones too."),
        choices=[(NO, gettext_lazy("Not offered")), (YES, gettext_lazy("Offered beside the telephone, at exact times"))],
        widget=RadioCards,
        initial=NO,
        required=False,
    )
    secrets = ("turn_secret",)

    def clean_video(self) -> str:
        """Rows that are older than the choice have not made it."""
        return str(self.cleaned_data["video"] or NO)

    def clean_ice_urls(self) -> str:
        """Return the addresses, one per line."""
        lines = self.cleaned_data["ice_urls"].split()
        if not 0 < len(lines) <= MAX_ADDRESSES or any(read_address(line) is None for line in lines):
            raise ValidationError(BAD_ADDRESS)
        return "\n".join(lines)

    def clean(self) -> dict[str, object]:
        """Relay-only needs a relay."""
        data: dict[str, object] = super().clean() or {}
        if data.get("relay_only") == YES and data.get("ice_urls"):
            servers = read_addresses(str(data["ice_urls"]))
            if not any(server.relays for server in servers):
                self.add_error("ice_urls", NEEDS_TURN)
        return data


class DirectProvider(InBrowser):
    """WebRTC, through a TURN server unless the council says otherwise."""

    key: ClassVar[str] = "browser_direct"
    label: ClassVar[Label] = gettext_lazy("Screen sharing from browser to browser, with voice and camera if wanted")
    caps: ClassVar[Caps] = Caps(
        view=True,
        control=False,
        record=False,
        hard_end=HardEnd.CLIENT,
        needs_install=False,
        platforms=COMPUTERS,
        device=Device.SHARE,
        needs_page=True,
    )
    config: ClassVar[type[forms.Form]] = DirectConfig

    def terms(self, s: Session, side: str) -> Mapping[str, object]:
        """The servers with credentials for this session alone, and pictures as the second way."""
        return {
            "transport": "webrtc",
            "fallback": s.config.get("fallback", YES) == YES,
            "relay_only": s.config.get("relay_only", YES) == YES,
            "voice": s.config.get("voice", NO) == YES,
            "ice": ice_servers(s),
            **picture_terms(s.config),
        }

    async def check(self, cfg: Config) -> Health:
        """Ask every server for an answer, and the layer for a round trip: signals go over it."""
        if not await goes_round():
            return Health(ok=False, words=NOTHING_COMES_BACK)
        servers = read_addresses(str(cfg.get("ice_urls", "")))
        if not servers or await silent(servers):
            return Health(ok=False, words=NO_ANSWER)
        return Health(ok=True, words=GOES_ROUND)

    async def viewer(self, s: Session, agent: Agent) -> Viewer:
        """The agent's page shows what comes from the citizen's browser."""
        return Viewer(kind=ViewerKind.WEBRTC, expires=s.hard_end_at)

    async def end(self, s: Session, reason: EndReason) -> EndResult:
        """Tell both pages; certain only if nothing was ever shared, or when the citizen's page says that every track has stopped."""
        await tell_pages(s)
        for _try in range(int(STOP_SECONDS / ASK_SECONDS)):
            try:
                if await sync_to_async(has_stopped, thread_sensitive=False)(s.id):
                    return EndResult.CONFIRMED
            except Error:
                break
            await asyncio.sleep(ASK_SECONDS)
        return EndResult.UNCONFIRMED


def has_stopped(public_id: str) -> bool:
    """Say whether the citizen's page never shared, or has said that it stopped after the end. For a thread of its own, whose connection it closes."""
    rows = RemoteSession.objects.filter(public_id=UUID(public_id))
    told = RemoteEvent.objects.filter(session__in=rows, name=EventName.CLOSED_ATTESTED, data__why=PAGE_STOPPED)
    try:
        return rows.filter(device_connected_at=None).exists() or told.exists()
    finally:
        connection.close()
