"""The same for viewers, and for screens that are none."""

from collections.abc import Callable

from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.drills.remote_house import Held, House, wait_until
from tests.drills.remote_refusals import PATIENCE, REFUSALS, Refusal, refusal
from tests.drills.rfb import Screen, begin, through


def refused_viewer(make: Callable[[House, Held], tuple[str, str, str]]) -> Refusal:
    """A viewer that must be turned away: address, origin and ticket come from `make`."""

    def tried(house: House, port: int) -> bool:
        held = house.session()
        client = house.connect(held, "a", port)
        address, origin, ticket = make(house, held)

        async def look() -> bool:
            try:
                line = await through(address, origin, ticket, house.tls)
                await line.read(12)
            except (ConnectionClosed, InvalidStatus):
                return True
            return False

        refused = house.loop.run(look())
        alive = client.poll() is None
        client.kill()
        return refused and alive

    return tried


def _address(house: House, name: str = "a") -> str:
    return f"{house.node(name).viewer_base}/"


def _used(house: House, held: Held) -> tuple[str, str, str]:
    ticket = house.ticket(held)

    async def use() -> None:
        line = await through(_address(house), house.origin, ticket, house.tls)
        await line.read(12)
        await line.close()

    house.loop.run(use())
    return _address(house), house.origin, ticket


REFUSALS["viewer without a ticket"] = refused_viewer(lambda house, _held: (_address(house), house.origin, "x" * 43))
REFUSALS["viewer with a used ticket"] = refused_viewer(_used)
REFUSALS["viewer from a foreign page"] = refused_viewer(lambda house, held: (_address(house), "https://evil.example", house.ticket(held)))
REFUSALS["viewer at the other broker"] = refused_viewer(lambda house, held: (_address(house, "b"), house.origin, house.ticket(held)))
REFUSALS["viewer at another path"] = refused_viewer(
    lambda house, held: (_address(house).replace("/b/a/", "/b/c/"), house.origin, house.ticket(held))
)


def cuts(house: House, port: int, *, says: bytes = b"") -> bool:
    """Whether the broker ends a session whose viewer says this after a proper beginning, or whose computer shows no screen at all."""
    held = house.session()
    client = house.connect(held, "a", port)

    async def talk() -> None:
        line = await through(_address(house), house.origin, house.ticket(held), house.tls)
        try:
            await begin(line)
            await line.write(says)
            while True:
                await line.read(1)
        except (ConnectionClosed, AssertionError):
            return

    house.loop.run(talk())
    wait_until(lambda: client.poll() is not None, PATIENCE, "the computer stays connected")
    wait_until(lambda: house.state(held) == "failed", PATIENCE, "the session goes on")
    return True


def refused_words(says: bytes) -> Refusal:
    """A viewer that says what no viewer says."""

    def tried(house: House, _port: int) -> bool:
        return cuts(house, house.screen(Screen(16, 16)), says=says)

    return tried


REFUSALS["an unknown message"] = refused_words(b"\x63" + bytes(20))
REFUSALS["an oversized clipboard"] = refused_words(b"\x06\0\0\0" + (2**31 - 1).to_bytes(4, "big"))
REFUSALS["too many encodings"] = refused_words(b"\x02\0\xff\xff" + bytes(4 * 0xFFFF))


@refusal("a server that is not RFB")
def not_rfb(house: House, _port: int) -> bool:
    return cuts(house, house.node("b").ssh_port)
