"""The remote framebuffer protocol (RFC 6143) as the gate reads it: standard library only, byte by byte as they arrive, nothing kept."""

from collections import OrderedDict
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

MAX_SIDE = 8192
MAX_NAME = 256
MAX_REASON = 4096
MAX_HELD = 64
VERSIONS = {b"RFB 003.003\n": 3, b"RFB 003.007\n": 7, b"RFB 003.008\n": 8}
SECURITY_NONE, SECURITY_VNC = 1, 2
SECURITY = frozenset({SECURITY_NONE, SECURITY_VNC})

Piece = bytes | memoryview


class Why(StrEnum):
    """Why the gate cuts a session: what goes to the journal and to the viewer."""

    NOT_RFB = "not_rfb"
    VERSION = "version"
    SECURITY = "security"
    ORDER = "order"
    UNKNOWN = "unknown_message"
    OVERSIZED = "oversized"
    ENCODING = "encoding"
    SCREEN = "screen"
    TOO_MUCH = "too_much"


class Violation(Exception):
    """A side said something that the gate does not let pass."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Verb(IntEnum):
    """What a parser asks of the bytes that come next."""

    # Take them out: the parser decides what becomes of them.
    READ = 0
    # Look at them while they pass.
    PEEK = 1
    # Let them pass without looking.
    LET = 2
    # Throw them away.
    DROP = 3


READ, PEEK, LET, DROP = Verb
Step = tuple[Verb, int]
Parser = Generator[Step, bytes, None]
Out = list[Piece]


@dataclass(frozen=True, slots=True)
class Mode:
    """What the citizen has granted beyond looking."""

    control: bool = False
    clipboard: bool = False

    def exceeds(self, other: "Mode") -> bool:
        """Say whether this grants something that the other does not."""
        return self.control > other.control or self.clipboard > other.clipboard


@dataclass(slots=True)
class Counts:
    """What went through, in numbers: never what was typed or copied."""

    bytes_down: int = 0
    bytes_up: int = 0
    dropped: int = 0
    keys: int = 0
    pointer: int = 0

    def as_data(self) -> dict[str, str | int]:
        """Return the numbers for the journal."""
        return {
            "bytes_down": self.bytes_down,
            "bytes_up": self.bytes_up,
            "dropped": self.dropped,
            "keys": self.keys,
            "pointer": self.pointer,
        }


@dataclass(slots=True)
class Talk:
    """What both directions of one conversation have to know of each other."""

    mode: Mode = field(default_factory=Mode)
    counts: Counts = field(default_factory=Counts)
    offered: int = 0
    version: int = 0
    types: frozenset[int] = frozenset()
    security: int = 0
    let_in: bool = False
    initialised: bool = False
    drawing: bool = False
    width: int = 0
    height: int = 0
    pixel: int = 4
    tight_pixel: int = 4
    # Keys that are down on the other side, as the messages that release them; and where the pointer holds a button.
    held: OrderedDict[bytes, bytes] = field(default_factory=OrderedDict)
    pointer_held: bytes = b""

    def resize(self, width: int, height: int) -> None:
        """Note the size of the screen; raises Violation for one that no browser should have to draw."""
        if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
            raise Violation(Why.SCREEN)
        self.width, self.height = width, height

    def use_format(self, pixel_format: bytes) -> None:
        """Note how many bytes a pixel takes (RFC 6143, 7.4), for the encodings whose length depends on it."""
        bits, depth, true_colour = pixel_format[0], pixel_format[1], pixel_format[3]
        if bits not in {8, 16, 32}:
            raise Violation(Why.SCREEN)
        self.pixel = bits // 8
        plain = bits == 32 and depth == 24 and true_colour and pixel_format[4:10] == b"\x00\xff\x00\xff\x00\xff"
        self.tight_pixel = 3 if plain else self.pixel


class Sieve:
    """Feeds a stream to a parser in whatever pieces it arrives, and returns what may pass. What passes side by side stays one piece and is not copied."""

    def __init__(self, make: Callable[[Talk, Out], Parser], talk: Talk) -> None:
        self._out: Out = []
        self._parser = make(talk, self._out)
        # The beginning of something that has to be seen whole.
        self._held = bytearray()
        self._verb, self._left = next(self._parser)

    def feed(self, data: bytes) -> Out:
        """Return the pieces that may go on, in order; raises Violation."""
        out, held, send = self._out, self._held, self._parser.send
        verb, left = self._verb, self._left
        # What passes and has not been put out yet is data[start:at].
        start, at, end = 0, 0, len(data)
        while True:
            if verb <= PEEK:
                missing = left - len(held)
                if end - at < missing:
                    _put(out, data, start, at)
                    held += data[at:]
                    start = at = end
                    break
                taken = data[at : at + missing]
                if held or verb is READ:
                    _put(out, data, start, at)
                    taken = bytes(held) + taken
                    held.clear()
                    start = at + missing
                    if verb is PEEK:
                        out.append(taken)
                at += missing
                verb, left = send(taken)
                continue
            if verb is DROP:
                _put(out, data, start, at)
            size = min(left, end - at)
            at += size
            left -= size
            if verb is DROP:
                start = at
            if left:
                break
            verb, left = send(b"")
        _put(out, data, start, at)
        self._verb, self._left = verb, left
        pieces = out[:]
        out.clear()
        return pieces


def _put(out: Out, data: bytes, start: int, end: int) -> None:
    if start < end:
        out.append(data if end - start == len(data) else memoryview(data)[start:end])
