"""What the gate lets pass, in which mode."""

import struct

import pytest

from remote.broker.gate import Gate, mode_of
from remote.broker.inputs import CLIPBOARD, ENCODINGS
from remote.broker.rfb import Mode, Why
from tests.remote.broker.screen import (
    FORMAT,
    GREETING,
    KEY_DOWN,
    KEY_UP,
    POINTER,
    QEMU_DOWN,
    QEMU_UP,
    UPDATE_REQUEST,
    cut_text,
    encodings,
    update,
)
from tests.remote.broker.talk import BOTH, CONTINUOUS, CONTROL, FENCE, SET_SIZE, VIEW, XVP, begun, cut_by, joined

# Modes


@pytest.mark.parametrize(
    ("state", "scope", "mode"),
    [
        ("viewing", "view", VIEW),
        ("controlling", "view+control", CONTROL),
        ("controlling", "view+control+clipboard", BOTH),
        ("viewing", "view+control+clipboard", VIEW),
        ("controlling", "view", VIEW),
        ("ready", "view+control", VIEW),
    ],
)
def test_control_needs_the_state_and_the_scope_and_the_clipboard_needs_control(state: str, scope: str, mode: Mode) -> None:
    assert mode_of(state, scope) == mode


@pytest.mark.parametrize("message", [KEY_DOWN, KEY_UP, QEMU_DOWN, QEMU_UP, POINTER, cut_text(b"secret"), XVP, SET_SIZE])
def test_looking_lets_no_input_pass(message: bytes) -> None:
    gate = begun(VIEW)
    assert joined(gate.from_viewer(message + UPDATE_REQUEST)) == UPDATE_REQUEST
    assert (gate.counts.dropped, gate.counts.keys, gate.counts.pointer) == (1, 0, 0)


def test_control_lets_keys_and_pointer_pass_but_no_clipboard_and_never_the_power_or_the_size() -> None:
    gate = begun(CONTROL)
    typed = KEY_DOWN + KEY_UP + QEMU_DOWN + QEMU_UP + POINTER
    assert joined(gate.from_viewer(cut_text(b"secret") + typed + XVP + SET_SIZE)) == typed
    assert (gate.counts.dropped, gate.counts.keys, gate.counts.pointer) == (3, 4, 1)


def test_the_clipboard_passes_both_ways_only_when_it_is_granted() -> None:
    for mode, passes in ((VIEW, False), (CONTROL, False), (BOTH, True)):
        gate = begun(mode)
        assert joined(gate.from_viewer(cut_text(b"to you"))) == (cut_text(b"to you") if passes else b"")
        assert joined(gate.from_device(cut_text(b"to me", 3))) == (cut_text(b"to me", 3) if passes else b"")
        extended = struct.pack(">B3xi", 3, -8) + b"\x01\x00\x00\x00zzzz"
        assert joined(gate.from_device(extended)) == (extended if passes else b"")


@pytest.mark.parametrize("message", [FENCE, CONTINUOUS, UPDATE_REQUEST])
def test_what_moves_nothing_passes_in_every_mode(message: bytes) -> None:
    assert [joined(begun(mode).from_viewer(message)) for mode in (VIEW, CONTROL, BOTH)] == [message] * 3


def test_what_is_held_is_let_go_when_control_ends() -> None:
    gate = begun(CONTROL)
    gate.from_viewer(KEY_DOWN + QEMU_DOWN + POINTER)
    assert gate.change(VIEW) == KEY_UP + QEMU_UP + b"\x05\x00" + POINTER[2:]
    assert gate.change(VIEW) == b""
    assert joined(gate.from_viewer(KEY_DOWN)) == b""


def test_what_was_let_go_already_is_not_let_go_again() -> None:
    gate = begun(CONTROL)
    gate.from_viewer(KEY_DOWN + KEY_UP + POINTER + b"\x05\x00" + POINTER[2:])
    assert gate.change(VIEW) == b""


def test_a_paste_whose_grant_ends_halfway_does_not_arrive() -> None:
    gate = begun(BOTH)
    text = cut_text(b"half of it")
    gate.from_viewer(text[:12])
    gate.change(CONTROL)
    assert joined(gate.from_viewer(text[12:])) == b""


# The list of what the viewer can draw


def test_only_what_the_gate_can_follow_stays_on_the_list() -> None:
    gate = begun(CONTROL)
    wanted = (7, -260, 5, 2, 21, 50, 16, 0, -239, -314, -316, -307, -309, -26, -256, CLIPBOARD, 0x574D5664)
    assert joined(gate.from_viewer(encodings(*wanted))) == encodings(7, -260, 16, 0, -239, -26, -256)


def test_the_extended_clipboard_stays_on_the_list_only_when_it_is_granted() -> None:
    assert joined(begun(BOTH).from_viewer(encodings(0, CLIPBOARD))) == encodings(0, CLIPBOARD)
    assert CLIPBOARD not in ENCODINGS
    assert struct.pack(">i", CLIPBOARD).hex() == "c0a1e5ce"


def test_a_pixel_format_is_set_before_the_first_picture_and_never_after() -> None:
    message = b"\x00\x00\x00\x00" + FORMAT
    gate = begun()
    assert joined(gate.from_viewer(message + UPDATE_REQUEST)) == message + UPDATE_REQUEST
    assert cut_by(lambda: gate.from_viewer(message)) is Why.ORDER


def test_a_flood_is_cut() -> None:
    gate = Gate(VIEW, max_bytes=1000)
    gate.from_device(GREETING)
    assert cut_by(lambda: gate.from_device(b"x" * 1000)) is Why.TOO_MUCH


def test_what_passes_side_by_side_is_not_copied() -> None:
    gate = begun()
    gate.from_device(update((0, 0, 640, 480, 0, b""))[: 4 + 12])
    pixels = bytes(100_000)
    [piece] = gate.from_device(pixels)
    assert piece is pixels
