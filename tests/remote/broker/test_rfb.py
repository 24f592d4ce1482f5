"""In whatever pieces a conversation arrives, and whatever noise comes instead."""

import random
from contextlib import suppress

import pytest

from remote.broker.rfb import Violation
from tests.remote.broker.screen import KEY_DOWN, KEY_UP, POINTER, QEMU_DOWN, UPDATE_REQUEST, cut_text, encodings
from tests.remote.broker.talk import CONTINUOUS, CONTROL, FENCE, SET_SIZE, UPDATES, VIEW, XVP, begun, in_pieces, joined


@pytest.mark.parametrize("seed", range(40))
def test_it_matters_not_in_which_pieces_it_arrives(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  tests that can be repeated
    most = chance.choice([1, 3, 17, 400, 40_000])
    down = [chance.choice([*UPDATES, cut_text(b"secret", 3)]) for _message in range(30)]
    up = [
        chance.choice(
            [KEY_DOWN, KEY_UP, QEMU_DOWN, POINTER, XVP, SET_SIZE, FENCE, CONTINUOUS, UPDATE_REQUEST, encodings(7, 5), cut_text(b"x" * 50)]
        )
        for _message in range(100)
    ]
    gate = begun(CONTROL)
    sent = b"".join(joined(gate.from_device(piece)) for piece in in_pieces(b"".join(down), chance, most))
    assert sent == b"".join(message for message in down if message[:1] != b"\x03")
    heard = b"".join(joined(gate.from_viewer(piece)) for piece in in_pieces(b"".join(up), chance, most))
    known = {encodings(7, 5): encodings(7), XVP: b"", SET_SIZE: b"", cut_text(b"x" * 50): b""}
    assert heard == b"".join(known.get(message, message) for message in up)


@pytest.mark.parametrize("seed", range(200))
def test_noise_is_cut_or_waited_for_but_never_lets_input_through(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  tests that can be repeated
    gate = begun(VIEW)
    noise = bytes(chance.choice([*range(256), *[4, 5, 6, 255, 0, 2, 3] * 40]) for _byte in range(4000))
    told = b""
    with suppress(Violation):
        for piece in in_pieces(noise, chance, 100):
            told += joined(gate.from_viewer(piece))
    # Whatever came out is made of whole messages that move nothing.
    sizes = {0: 20, 3: 10, 150: 10}
    while told:
        kind = told[0]
        assert kind not in {4, 5, 6, 250, 251, 255}
        size = sizes.get(kind) or (4 + 4 * int.from_bytes(told[2:4], "big") if kind == 2 else 9 + told[8])
        told = told[size:]


@pytest.mark.parametrize("seed", range(100))
def test_noise_of_a_screen_server_ends_in_a_cut_and_in_nothing_else(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  tests that can be repeated
    gate = begun(VIEW)
    with suppress(Violation):
        for piece in in_pieces(chance.randbytes(20_000), chance, 5000):
            gate.from_device(piece)
    # No other error, and nothing is kept of what was waited for beyond a header.
    assert len(gate._device._held) <= 4096
