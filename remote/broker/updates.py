"""What a screen server may say after the beginning (RFC 6143, 7.6 to 7.8): read by its lengths, so that its clipboard can be taken out.

Pixels are skipped over and not copied: a rectangle costs a few calls, its bytes cost nothing."""

from collections.abc import Callable, Generator

from remote.broker.handshake import device_begins
from remote.broker.rfb import DROP, LET, PEEK, READ, Out, Parser, Step, Talk, Violation, Why

Part = Generator[Step, bytes, None]

UPDATE, COLOURS, BELL, CUT_TEXT, END_OF_CONTINUOUS, FENCE = 0, 1, 2, 3, 150, 248
LAST_RECT = -224
MAX_TEXT = 1024 * 1024
MAX_TEXT_TO_DROP = 16 * 1024 * 1024
MAX_FENCE = 64
MAX_CURSOR = 1024
# Compressed pixels are smaller than pixels; a little more when there was nothing to compress.
SLACK = 4096


def device(talk: Talk, out: Out) -> Parser:
    """Read all that a screen server says. Raises Violation at the first message that is unknown, too long or out of order."""
    yield from device_begins(talk, out)
    while True:
        kind = (yield READ, 1)[0]
        part = MESSAGES.get(kind)
        if part is None:
            raise Violation(Why.UNKNOWN)
        yield from part(talk, out)


def _update(talk: Talk, out: Out) -> Part:
    out.append(b"\x00")
    head = yield PEEK, 3
    count = int.from_bytes(head[1:3], "big")
    for _number in range(count):
        rect = yield PEEK, 12
        encoding = int.from_bytes(rect[8:12], "big", signed=True)
        if encoding == LAST_RECT:
            return
        x, y, width, height = (int.from_bytes(rect[at : at + 2], "big") for at in (0, 2, 4, 6))
        pixels = PIXELS.get(encoding)
        if pixels is not None:
            if x + width > talk.width or y + height > talk.height:
                raise Violation(Why.SCREEN)
            yield from pixels(talk, width, height)
            continue
        beside = BESIDE.get(encoding)
        if beside is None:
            raise Violation(Why.ENCODING)
        yield from beside(talk, rect)


def _raw(talk: Talk, width: int, height: int) -> Part:
    yield LET, width * height * talk.pixel


def _copyrect(_talk: Talk, _width: int, _height: int) -> Part:
    yield LET, 4


def _counted(talk: Talk, width: int, height: int) -> Part:
    """Zlib and ZRLE: a length, then so many bytes."""
    length = yield PEEK, 4
    size = int.from_bytes(length, "big")
    _fits(size, width, height, talk)
    yield LET, size


def _fits(size: int, width: int, height: int, talk: Talk) -> None:
    if size > 2 * width * height * talk.pixel + SLACK:
        raise Violation(Why.OVERSIZED)


def _tight(talk: Talk, width: int, height: int) -> Part:
    """Tight: what follows depends on the upper half of its first byte."""
    first = yield PEEK, 1
    kind = first[0] >> 4
    if kind == 8:
        yield LET, talk.tight_pixel
    elif kind == 9:
        yield from _compact(talk, width, height)
    elif kind < 8:
        yield from _tight_basic(talk, width, height, filtered=bool(kind & 4))
    else:
        raise Violation(Why.ENCODING)


def _tight_png(talk: Talk, width: int, height: int) -> Part:
    first = yield PEEK, 1
    kind = first[0] >> 4
    if kind == 8:
        yield LET, talk.tight_pixel
    elif kind in {9, 10}:
        yield from _compact(talk, width, height)
    else:
        raise Violation(Why.ENCODING)


def _tight_basic(talk: Talk, width: int, height: int, *, filtered: bool) -> Part:
    size = width * height * talk.tight_pixel
    if filtered:
        name = yield PEEK, 1
        if name[0] == 1:
            colours = yield PEEK, 1
            count = colours[0] + 1
            yield LET, count * talk.tight_pixel
            size = ((width + 7) // 8) * height if count <= 2 else width * height
        elif name[0] not in {0, 2}:
            raise Violation(Why.ENCODING)
    if size < 12:
        yield LET, size
    else:
        yield from _compact(talk, width, height)


def _compact(talk: Talk, width: int, height: int) -> Part:
    """A length of seven, fourteen or twenty-two bits, then so many bytes."""
    first = yield PEEK, 1
    size = first[0] & 0x7F
    if first[0] & 0x80:
        more = yield PEEK, 1
        size |= (more[0] & 0x7F) << 7
        if more[0] & 0x80:
            last = yield PEEK, 1
            size |= last[0] << 14
    _fits(size, width, height, talk)
    yield LET, size


def _cursor(talk: Talk, rect: bytes) -> Part:
    width, height = int.from_bytes(rect[4:6], "big"), int.from_bytes(rect[6:8], "big")
    if width > MAX_CURSOR or height > MAX_CURSOR:
        raise Violation(Why.OVERSIZED)
    yield LET, width * height * talk.pixel + ((width + 7) // 8) * height


def _desktop_size(talk: Talk, rect: bytes) -> Part:
    talk.resize(int.from_bytes(rect[4:6], "big"), int.from_bytes(rect[6:8], "big"))
    yield LET, 0


def _extended_size(talk: Talk, rect: bytes) -> Part:
    """With the layout of the screens; an answer to a request that failed changes nothing."""
    reason, status = int.from_bytes(rect[0:2], "big"), int.from_bytes(rect[2:4], "big")
    if reason != 1 or status == 0:
        talk.resize(int.from_bytes(rect[4:6], "big"), int.from_bytes(rect[6:8], "big"))
    head = yield PEEK, 4
    yield LET, 16 * head[0]


def _nothing(_talk: Talk, _rect: bytes) -> Part:
    yield LET, 0


def _lamps(_talk: Talk, _rect: bytes) -> Part:
    yield LET, 1


PIXELS: dict[int, Callable[[Talk, int, int], Part]] = {
    0: _raw,
    1: _copyrect,
    6: _counted,
    7: _tight,
    16: _counted,
    -260: _tight_png,
}
BESIDE: dict[int, Callable[[Talk, bytes], Part]] = {
    -239: _cursor,
    -223: _desktop_size,
    -308: _extended_size,
    -258: _nothing,
    -261: _lamps,
}


def _colours(_talk: Talk, out: Out) -> Part:
    head = yield READ, 5
    out.append(b"\x01" + head)
    yield LET, 6 * int.from_bytes(head[3:5], "big")


def _bell(_talk: Talk, out: Out) -> Part:
    out.append(b"\x02")
    yield LET, 0


def _cut_text(talk: Talk, out: Out) -> Part:
    """The citizen's clipboard goes nowhere unless it was granted. A negative length says that it is in the extended form."""
    head = yield READ, 7
    size = abs(int.from_bytes(head[3:7], "big", signed=True))
    if size > MAX_TEXT_TO_DROP:
        raise Violation(Why.OVERSIZED)
    if talk.mode.clipboard and size <= MAX_TEXT:
        out.append(b"\x03" + head)
        yield LET, size
    else:
        talk.counts.dropped += 1
        yield DROP, size


def _end_of_continuous(_talk: Talk, out: Out) -> Part:
    out.append(b"\x96")
    yield LET, 0


def _fence(_talk: Talk, out: Out) -> Part:
    head = yield READ, 8
    if head[7] > MAX_FENCE:
        raise Violation(Why.OVERSIZED)
    out.append(b"\xf8" + head)
    yield LET, head[7]


MESSAGES: dict[int, Callable[[Talk, Out], Part]] = {
    UPDATE: _update,
    COLOURS: _colours,
    BELL: _bell,
    CUT_TEXT: _cut_text,
    END_OF_CONTINUOUS: _end_of_continuous,
    FENCE: _fence,
}
