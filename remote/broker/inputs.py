"""What a viewer may say after the beginning (RFC 6143, 7.5, and what noVNC adds), and what of it passes in which mode."""

from collections.abc import Callable, Generator

from remote.broker.handshake import viewer_begins
from remote.broker.rfb import DROP, MAX_HELD, READ, Out, Parser, Step, Talk, Violation, Why

Part = Generator[Step, bytes, None]

SET_PIXEL_FORMAT, SET_ENCODINGS, UPDATE_REQUEST, KEY, POINTER, CUT_TEXT = 0, 2, 3, 4, 5, 6
CONTINUOUS, FENCE, XVP, SET_SIZE, QEMU = 150, 248, 250, 251, 255

MAX_ENCODINGS = 128
MAX_TEXT = 256 * 1024
# A viewer may offer its clipboard without having been asked: it is thrown away unread, but not for ever.
MAX_TEXT_TO_DROP = 16 * 1024 * 1024
MAX_FENCE = 64

CLIPBOARD = -1063131698
# What the gate can follow to its end; the screen server never learns that the viewer knows more. Pixels: raw, copyrect, zlib, tight, zrle,
# tight with PNG. Beside pixels: cursor, sizes of the screen, end of an update, QEMU's keys and lamps, fences, continuous updates, and the
# qualities of tight (JPEG -32 to -23, compression -256 to -247).
ENCODINGS = frozenset({0, 1, 6, 7, 16, -260, -239, -223, -308, -224, -258, -261, -312, -313, *range(-32, -22), *range(-256, -246)})


def viewer(talk: Talk, out: Out) -> Parser:
    """Read all that a viewer says. Raises Violation at the first message that is unknown, too long or out of order."""
    yield from viewer_begins(talk, out)
    while True:
        kind = (yield READ, 1)[0]
        # The server must have told its screen: a pixel format before it would be overwritten by it.
        if not talk.width:
            raise Violation(Why.ORDER)
        part = MESSAGES.get(kind)
        if part is None:
            raise Violation(Why.UNKNOWN)
        yield from part(talk, out)


def _pixel_format(talk: Talk, out: Out) -> Part:
    """Only before the first picture: later, nobody could say in which format the bytes under way are."""
    rest = yield READ, 19
    if talk.drawing:
        raise Violation(Why.ORDER)
    talk.use_format(rest[3:19])
    out.append(b"\x00" + rest)


def _encodings(talk: Talk, out: Out) -> Part:
    """Written anew with what the gate can follow; the extended clipboard only when it is granted."""
    head = yield READ, 3
    count = int.from_bytes(head[1:3], "big")
    if count > MAX_ENCODINGS:
        raise Violation(Why.OVERSIZED)
    wanted = yield READ, 4 * count
    known = ENCODINGS | {CLIPBOARD} if talk.mode.clipboard else ENCODINGS
    words = [wanted[at : at + 4] for at in range(0, len(wanted), 4)]
    kept = [word for word in words if int.from_bytes(word, "big", signed=True) in known]
    out.append(b"\x02\x00" + len(kept).to_bytes(2, "big") + b"".join(kept))


def _update_request(talk: Talk, out: Out) -> Part:
    talk.drawing = True
    out.append(b"\x03" + (yield READ, 9))


def _key(talk: Talk, out: Out) -> Part:
    rest = yield READ, 7
    _press(talk, out, b"\x04" + rest, down=rest[0] != 0, key=b"\x04" + rest[3:7], release=b"\x04\x00" + rest[1:7])


def _qemu(talk: Talk, out: Out) -> Part:
    """QEMU's own messages: the key with its place on the keyboard, which is what noVNC sends; sound is nobody's here."""
    rest = yield READ, 11
    if rest[0] != 0:
        raise Violation(Why.UNKNOWN)
    _press(talk, out, b"\xff" + rest, down=any(rest[1:3]), key=b"\xff" + rest[3:11], release=b"\xff\x00\x00\x00" + rest[3:11])


def _press(talk: Talk, out: Out, message: bytes, *, down: bool, key: bytes, release: bytes) -> None:
    if not talk.mode.control:
        talk.counts.dropped += 1
        return
    talk.counts.keys += 1
    if down:
        talk.held[key] = release
        if len(talk.held) > MAX_HELD:
            talk.held.popitem(last=False)
    else:
        talk.held.pop(key, None)
    out.append(message)


def _pointer(talk: Talk, out: Out) -> Part:
    """Always six bytes: the longer form needs an encoding that the gate takes off the list."""
    rest = yield READ, 5
    if not talk.mode.control:
        talk.counts.dropped += 1
        return
    talk.counts.pointer += 1
    talk.pointer_held = b"\x05\x00" + rest[1:5] if rest[0] else b""
    out.append(b"\x05" + rest)


def _cut_text(talk: Talk, out: Out) -> Part:
    """The agent's clipboard: a negative length says that it is in the extended form."""
    head = yield READ, 7
    size = abs(int.from_bytes(head[3:7], "big", signed=True))
    if size > MAX_TEXT_TO_DROP:
        raise Violation(Why.OVERSIZED)
    if not _may_paste(talk) or size > MAX_TEXT:
        talk.counts.dropped += 1
        yield DROP, size
        return
    # Read whole, so that whatever the gate says by itself falls between two messages. The citizen may have taken it back meanwhile.
    text = yield READ, size
    if _may_paste(talk):
        out.append(b"\x06" + head + text)
    else:
        talk.counts.dropped += 1


def _may_paste(talk: Talk) -> bool:
    return talk.mode.control and talk.mode.clipboard


def _continuous(talk: Talk, out: Out) -> Part:
    talk.drawing = True
    out.append(b"\x96" + (yield READ, 9))


def _fence(_talk: Talk, out: Out) -> Part:
    head = yield READ, 8
    if head[7] > MAX_FENCE:
        raise Violation(Why.OVERSIZED)
    out.append(b"\xf8" + head + (yield READ, head[7]))


def _xvp(talk: Talk, _out: Out) -> Part:
    """Shutting the computer down is never passed."""
    yield READ, 3
    talk.counts.dropped += 1


def _set_size(talk: Talk, _out: Out) -> Part:
    """The citizen's screen keeps its size."""
    head = yield READ, 7
    yield READ, 16 * head[5]
    talk.counts.dropped += 1


MESSAGES: dict[int, Callable[[Talk, Out], Part]] = {
    SET_PIXEL_FORMAT: _pixel_format,
    SET_ENCODINGS: _encodings,
    UPDATE_REQUEST: _update_request,
    KEY: _key,
    POINTER: _pointer,
    CUT_TEXT: _cut_text,
    CONTINUOUS: _continuous,
    FENCE: _fence,
    XVP: _xvp,
    SET_SIZE: _set_size,
    QEMU: _qemu,
}
