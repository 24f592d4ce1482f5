"""What a screen server says: every kind of message passes whole, anything else is cut."""

import pytest

from remote.broker.rfb import Why
from tests.remote.broker.screen import cut_text, update
from tests.remote.broker.talk import RECT, UPDATES, begun, cut_by, joined


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (b"\x04", Why.UNKNOWN),
        (b"\xfa\x00\x01\x01", Why.UNKNOWN),
        (b"GET / HTTP/1.1\r\n", Why.UNKNOWN),
        (b"\x03\x00\x00\x00\x01\x00\x00\x01", Why.OVERSIZED),
        (b"\xf8" + bytes(7) + b"\x41", Why.OVERSIZED),
        (update((*RECT, 5, b"")), Why.ENCODING),
        (update((*RECT, 21, b"")), Why.ENCODING),
        (update((*RECT, -307, b"")), Why.ENCODING),
        (update((630, 0, 16, 16, 0, b"")), Why.SCREEN),
        (update((0, 470, 16, 16, 7, b"")), Why.SCREEN),
        (update((*RECT, 16, b"\x7f\xff\xff\xff")), Why.OVERSIZED),
        (update((*RECT, 7, b"\x90\xff\xff\xff")), Why.OVERSIZED),
        (update((*RECT, 7, b"\xa0")), Why.ENCODING),
        (update((*RECT, 7, b"\x40\x07")), Why.ENCODING),
        (update((*RECT, -260, b"\x00")), Why.ENCODING),
        (update((0, 0, 2000, 2000, -239, b"")), Why.OVERSIZED),
        (update((0, 0, 9000, 100, -223, b"")), Why.SCREEN),
        (update((0, 0, 0, 100, -308, b"")), Why.SCREEN),
    ],
)
def test_a_screen_server_that_says_something_unknown_or_too_long_is_cut(message: bytes, why: Why) -> None:
    assert cut_by(lambda: begun().from_device(message)) is why


@pytest.mark.parametrize("message", UPDATES)
def test_every_message_of_a_screen_server_passes_whole_and_the_clipboard_after_it_does_not(message: bytes) -> None:
    gate = begun()
    assert joined(gate.from_device(message + cut_text(b"secret", 3) + b"\x02")) == message + b"\x02"
    assert gate.counts.dropped == 1
