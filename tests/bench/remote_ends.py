"""How long an end takes, from the moment that decides until nothing passes any more.

Pictures from page to page are sent faster than the product's own page sends them, and go on after the end: only the service stops them."""

import asyncio
import json
import struct
import time
from datetime import timedelta

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.drills.remote_browser import Agent, Citizen
from tests.drills.remote_house import Held, House, wait_until

PICTURE = b"RIFF\x00\x00\x00\x00WEBP" + bytes(10_000)
BETWEEN_PICTURES = 0.025
PICTURES_BEFORE = 5
HARD_END_IN = timedelta(seconds=3)
OVER = 4410
ENDS_WITHIN = 20.0


class Page:
    """One page of a session as its socket: what it was told, and when the last thing came."""

    def __init__(self, house: House, held: Held, side: str, cookie: str) -> None:
        self._address = f"{house.origin.replace('http', 'ws', 1)}/ws/remote/{held.session.public_id}/{side}/"
        self._origin, self._cookie, self._tls = house.origin, cookie, house.tls
        self.pictures = 0
        self.picture_at = self.told_at = self.gone_at = 0.0
        self.code = 0
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect as the browser does, and follow what comes."""
        said = {"origin": self._origin, "additional_headers": {"Cookie": self._cookie}}
        ws = await connect(self._address, **said, ssl=self._tls, compression=None, proxy=None)  # type: ignore[arg-type]
        self._task = asyncio.create_task(self._follow(ws))

    async def _follow(self, ws: ClientConnection) -> None:
        beside = asyncio.create_task(self.beside(ws))
        try:
            while True:
                message = await ws.recv()
                if isinstance(message, bytes):
                    self.pictures, self.picture_at = self.pictures + 1, time.monotonic()
                    await ws.send(json.dumps({"t": "ack", "n": struct.unpack_from(">BBHI", message)[3]}))
                elif json.loads(message)["t"] == "over":
                    self.told_at = time.monotonic()
        except ConnectionClosed as closed:
            self.gone_at, self.code = time.monotonic(), closed.rcvd.code if closed.rcvd else 0
        finally:
            beside.cancel()

    async def beside(self, ws: ClientConnection) -> None:
        """What this page does by itself."""


class Sharer(Page):
    """The citizen's: sends pictures until its socket is closed."""

    async def beside(self, ws: ClientConnection) -> None:
        """Send them; one that is not awaited yet is dropped on its way, so that the pace is below what is closed for."""
        number = 0
        await ws.send(json.dumps({"t": "share", "surface": "window", "transport": "relay"}))
        while True:
            await asyncio.sleep(BETWEEN_PICTURES)
            number += 1
            await ws.send(struct.pack(">BBHI", 1, 1, 0, number) + PICTURE)


def pages(house: House, held: Held, citizen: Citizen, agent: Agent) -> tuple[Page, Page]:
    """Open both pages, and wait until pictures pass."""
    agents, citizens = Page(house, held, "agent", agent.cookie), Sharer(house, held, "citizen", citizen.cookie)
    for page in (agents, citizens):
        house.loop.run(page.open())
    wait_until(lambda: agents.pictures >= PICTURES_BEFORE or agents.gone_at or citizens.gone_at, ENDS_WITHIN, "no picture passes")
    assert not agents.gone_at, agents.code
    assert not citizens.gone_at, citizens.code
    return agents, citizens


def until_nothing_passes(both: tuple[Page, Page], decided: float) -> float:
    """Return the milliseconds until both pages were told and closed, and the last picture had come."""
    wait_until(lambda: all(page.gone_at for page in both), ENDS_WITHIN, "a page is not closed")
    for page in both:
        assert page.code == OVER, page.code
        assert page.told_at >= decided, "told before it was decided"
    return (max(moment for page in both for moment in (page.told_at, page.gone_at, page.picture_at)) - decided) * 1000


def relay_end(house: House, *, by_time: bool) -> float:
    """Return how long one end takes, from the citizen's Stop, or from the hard end."""
    from helpdesk.base import clock
    from remote.models import RemoteSession

    held = house.session(provider="browser")
    citizen, agent = Citizen(house, held), Agent(house)
    if by_time:
        hard_end_at, decided = clock.now() + HARD_END_IN, time.monotonic() + HARD_END_IN.total_seconds()
        RemoteSession.objects.filter(pk=held.session.pk).update(hard_end_at=hard_end_at)
        return until_nothing_passes(pages(house, held, citizen, agent), decided)
    both = pages(house, held, citizen, agent)
    citizen.ready()
    decided = time.monotonic()
    citizen.stop()
    return until_nothing_passes(both, decided)


def relay_ends(house: House, repeat: int, *, by_time: bool) -> list[float]:
    """Measure so many, each in a session of its own; the first one pays for what all share, and does not count."""
    from tests.factories import enable_remote

    enable_remote(house.council, "browser", fps="8", quality="60", max_width="1280")
    return [relay_end(house, by_time=by_time) for _turn in range(repeat + 1)][1:]
