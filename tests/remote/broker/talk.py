"""A gate whose sides have begun to talk, and one message of every kind."""

import random
import zlib
from collections.abc import Callable

import pytest

from remote.broker.gate import Gate
from remote.broker.rfb import Mode, Violation, Why
from tests.remote.broker.screen import GREETING, VIEWER_BEGINS, server_init, update

VIEW, CONTROL, BOTH = Mode(), Mode(control=True), Mode(control=True, clipboard=True)
XVP = b"\xfa\x00\x01\x02"
SET_SIZE = b"\xfb\x00\x03\x20\x02\x58\x01\x00" + bytes(16)
FENCE = b"\xf8\x00\x00\x00\x80\x00\x00\x01\x04abcd"
CONTINUOUS = b"\x96\x01\x00\x00\x00\x00\x00\x10\x00\x10"


def joined(pieces: list[bytes | memoryview]) -> bytes:
    return b"".join(pieces)


def begun(mode: Mode = VIEW, *, init: bytes | None = None) -> Gate:
    """A gate whose two sides have gone through the beginning."""
    gate = Gate(mode)
    gate.from_device(GREETING)
    gate.from_viewer(VIEWER_BEGINS[0])
    gate.from_device(b"\x01\x01")
    gate.from_viewer(b"\x01")
    gate.from_device(b"\x00\x00\x00\x00")
    gate.from_viewer(b"\x01")
    gate.from_device(init or server_init())
    return gate


def cut_by(act: Callable[[], object]) -> Why:
    with pytest.raises(Violation) as caught:
        act()
    return caught.value.why


RECT = (0, 0, 16, 16)


def tight(size: int) -> bytes:
    """A compact length and so many bytes."""
    if size < 0x80:
        return bytes([size]) + b"z" * size
    if size < 0x4000:
        return bytes([size & 0x7F | 0x80, size >> 7]) + b"z" * size
    return bytes([size & 0x7F | 0x80, size >> 7 & 0x7F | 0x80, size >> 14]) + b"z" * size


UPDATES = [
    update((*RECT, 0, b"\x03\x00" * 512)),
    update((*RECT, 1, b"\x00\x05\x00\x05")),
    update((*RECT, 6, b"\x00\x00\x00\x09" + zlib.compress(b"")[:8] + b"!")),
    update((*RECT, 16, b"\x00\x00\x00\x03abc"), (5, 5, 3, 3, 0, b"\x03" * 36)),
    update((*RECT, 7, b"\x80abc"), (*RECT, 7, b"\x90" + tight(100)), (*RECT, 7, b"\x90" + tight(300))),
    update((0, 0, 200, 200, 7, b"\x00" + tight(20_000)), (*RECT, 7, b"\x05" + tight(50))),
    update((0, 0, 1, 1, 7, b"\x00abc"), (0, 0, 2, 2, 7, b"\x40\x02" + tight(13))),
    update((*RECT, 7, b"\x40\x01\x01abcdef" + tight(32)), (0, 0, 8, 1, 7, b"\x40\x01\x01abcdef!")),
    update((*RECT, 7, b"\x50\x01\x03" + b"abc" * 4 + tight(60)), (0, 0, 3, 3, 7, b"\x50\x01\x03" + b"abc" * 4 + b"123456789")),
    update((*RECT, 7, b"\x40\x02" + tight(70)), (*RECT, -260, b"\xa0" + tight(80)), (*RECT, -260, b"\x80abc")),
    update((1, 1, 9, 5, -239, b"c" * (9 * 5 * 4 + 10)), (0, 0, 0, 0, -258, b""), (0, 0, 0, 0, -261, b"\x03")),
    update((0, 0, 800, 600, -308, b"\x02\x00\x00\x00" + bytes(32)), (790, 590, 10, 10, 1, bytes(4))),
    update((1, 3, 9999, 9999, -308, b"\x00\x00\x00\x00"), (*RECT, 1, bytes(4))),
    b"\x00\x00\xff\xff" + update((*RECT, 1, bytes(4)), (0, 0, 0, 0, -224, b""))[4:],
    b"\x01\x00\x00\x00\x00\x02" + bytes(12),
    b"\x02",
    b"\x96",
    b"\xf8" + bytes(7) + b"\x03abc",
    update(),
]


def in_pieces(data: bytes, chance: random.Random, most: int) -> list[bytes]:
    pieces = []
    while data:
        size = chance.randint(1, most)
        pieces.append(data[:size])
        data = data[size:]
    return pieces
