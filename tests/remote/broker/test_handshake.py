"""How a conversation begins, in every version, and what is cut before it has begun."""

import struct

import pytest

from remote.broker.gate import Gate
from remote.broker.rfb import Why
from tests.remote.broker.screen import GREETING, UPDATE_REQUEST, server_init
from tests.remote.broker.talk import VIEW, begun, cut_by, joined


@pytest.mark.parametrize(
    "greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\n", b"220 mail ready\r\n", b"RFC 003.008\n", b"\x05\x00\x00\x00\x00"]
)
def test_a_server_that_is_no_screen_is_cut_at_its_first_bytes(greeting: bytes) -> None:
    assert cut_by(lambda: Gate(VIEW).from_device(greeting)) is Why.NOT_RFB


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"RFB 003.889\n", b"RFB 003.008\n"),
        (b"RFB 005.000\n", b"RFB 003.008\n"),
        (b"RFB 003.007\n", b"RFB 003.007\n"),
        (b"RFB 003.006\n", b"RFB 003.003\n"),
    ],
)
def test_a_version_of_its_own_is_told_as_the_one_that_it_speaks(said: bytes, told: bytes) -> None:
    assert joined(Gate(VIEW).from_device(said)) == told


def test_securities_that_the_gate_cannot_follow_are_taken_off_the_list() -> None:
    gate = Gate(VIEW)
    gate.from_device(GREETING)
    gate.from_viewer(GREETING)
    assert joined(gate.from_device(b"\x05\x1e\x21\x24\x23\x02")) == b"\x01\x02"


def test_a_server_with_none_but_those_is_cut() -> None:
    gate = Gate(VIEW)
    gate.from_device(GREETING)
    gate.from_viewer(GREETING)
    assert cut_by(lambda: gate.from_device(b"\x03\x1e\x21\x24")) is Why.SECURITY


def test_a_viewer_may_not_choose_what_was_taken_off() -> None:
    gate = Gate(VIEW)
    gate.from_device(GREETING)
    gate.from_viewer(GREETING)
    gate.from_device(b"\x02\x1e\x02")
    assert cut_by(lambda: gate.from_viewer(b"\x1e")) is Why.SECURITY


@pytest.mark.parametrize("version", [b"RFB 003.003\n", b"RFB 003.007\n", b"RFB 003.008\n"])
@pytest.mark.parametrize("security", [1, 2])
def test_every_version_begins_with_and_without_a_password(version: bytes, security: int) -> None:
    gate = Gate(VIEW)
    assert joined(gate.from_device(version)) == version
    assert joined(gate.from_viewer(version)) == version
    if version == b"RFB 003.003\n":
        offer = struct.pack(">I", security)
        assert joined(gate.from_device(offer)) == offer
    else:
        assert joined(gate.from_device(bytes([1, security]))) == bytes([1, security])
        assert joined(gate.from_viewer(bytes([security]))) == bytes([security])
    if security == 2:
        assert joined(gate.from_device(b"c" * 16)) == b"c" * 16
        assert joined(gate.from_viewer(b"r" * 16)) == b"r" * 16
    if security == 2 or version == b"RFB 003.008\n":
        assert joined(gate.from_device(bytes(4))) == bytes(4)
    assert joined(gate.from_viewer(b"\x00")) == b"\x01"
    assert joined(gate.from_device(server_init())) == server_init()
    assert joined(gate.from_viewer(UPDATE_REQUEST)) == UPDATE_REQUEST


def test_a_wrong_password_is_told_and_nothing_follows_it() -> None:
    gate = Gate(VIEW)
    gate.from_device(GREETING)
    gate.from_viewer(GREETING)
    gate.from_device(b"\x01\x02")
    gate.from_viewer(b"\x02")
    gate.from_device(b"c" * 16)
    gate.from_viewer(b"r" * 16)
    refusal = b"\x00\x00\x00\x01\x00\x00\x00\x05wrong"
    assert joined(gate.from_device(refusal)) == refusal
    assert cut_by(lambda: gate.from_device(b"\x00")) is Why.ORDER


def test_nobody_speaks_before_their_turn() -> None:
    assert cut_by(lambda: Gate(VIEW).from_viewer(GREETING)) is Why.ORDER
    gate = Gate(VIEW)
    gate.from_device(GREETING)
    gate.from_viewer(GREETING)
    gate.from_device(b"\x01\x01")
    gate.from_viewer(b"\x01")
    assert cut_by(lambda: gate.from_viewer(b"\x01")) is Why.ORDER


@pytest.mark.parametrize(
    ("init", "why"),
    [
        (server_init(8193, 100), Why.SCREEN),
        (server_init(0, 100), Why.SCREEN),
        (server_init(name=b"n" * 257), Why.OVERSIZED),
        (server_init()[:4] + b"\x18" + server_init()[5:], Why.SCREEN),
    ],
)
def test_a_screen_that_no_browser_should_draw_is_cut(init: bytes, why: Why) -> None:
    assert cut_by(lambda: begun(init=init)) is why
