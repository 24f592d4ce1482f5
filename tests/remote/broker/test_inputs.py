"""What a viewer says: the unknown and the oversized are cut."""

import pytest

from remote.broker.rfb import Why
from tests.remote.broker.talk import BOTH, begun, cut_by


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (b"\x01", Why.UNKNOWN),
        (b"\x07", Why.UNKNOWN),
        (b"\xfc" + bytes(20), Why.UNKNOWN),
        (b"\xff\x01" + bytes(10), Why.UNKNOWN),
        (b"\x02\x00\x00\x81", Why.OVERSIZED),
        (b"\x06\x00\x00\x00\x01\x00\x00\x01", Why.OVERSIZED),
        (b"\x06\x00\x00\x00\x80\x00\x00\x00", Why.OVERSIZED),
        (b"\xf8" + bytes(7) + b"\x41", Why.OVERSIZED),
    ],
)
def test_a_viewer_that_says_something_unknown_or_too_long_is_cut(message: bytes, why: Why) -> None:
    assert cut_by(lambda: begun(BOTH).from_viewer(message)) is why
