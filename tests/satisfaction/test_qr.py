"""Codes are read back as the standard says, by a reader that shares nothing with what draws them but the standard."""

import pytest

from satisfaction.qr import QUIET, TooLong, correction, path_of, qr

# ISO/IEC 18004, table of the format information for level M, masks 0 to 7.
FORMATS = [
    "101010000010010",
    "101000100100101",
    "101111001111100",
    "101101101001011",
    "100010111111001",
    "100000011001110",
    "100111110010111",
    "100101010100000",
]
# By size: how many blocks, data and correction codewords of each.
BLOCKS = {21: (1, 16, 10), 25: (1, 28, 16), 29: (1, 44, 26), 33: (2, 32, 18), 37: (2, 43, 24), 41: (4, 27, 16)}


def is_function(row, column, size):
    """Say whether a module belongs to the pattern and not to the data."""
    finder = (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9)
    alignment = size > 21 and size - 9 <= row <= size - 5 and size - 9 <= column <= size - 5
    return finder or alignment or 6 in {row, column}


def masked(mask, i, j):
    """Table 10 of the standard, `i` the row and `j` the column."""
    return [
        (i + j) % 2,
        i % 2,
        j % 3,
        (i + j) % 3,
        (i // 2 + j // 3) % 2,
        (i * j) % 2 + (i * j) % 3,
        ((i * j) % 2 + (i * j) % 3) % 2,
        ((i + j) % 2 + (i * j) % 3) % 2,
    ][mask] == 0


def power(exponent):
    """A power of 2 in the field of 256 elements."""
    value = 1
    for _ in range(exponent % 255):
        value = value * 2 ^ (0x11D if value >= 128 else 0)
    return value


LOG = {power(exponent): exponent for exponent in range(255)}


def syndromes(block, count):
    """The value of a block at each root; all zero when nothing is wrong."""
    for root in range(count):
        value = 0
        for word in block:
            value = (power(LOG[value] + root) if value else 0) ^ word
        yield value


def read(grid):
    """Return the text of a code, having checked everything that can be checked."""
    size = len(grid)
    places = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    again = [(r, 8) for r in range(size - 1, size - 8, -1)] + [(8, c) for c in range(size - 8, size)]
    words = {"".join(str(grid[r][c]) for r, c in way) for way in (places, again)}
    assert len(words) == 1
    mask = FORMATS.index(words.pop())
    assert grid[size - 8][8] == 1
    bits, column, up = [], size - 1, True
    while column > 0:
        column -= column == 6
        for row in range(size - 1, -1, -1) if up else range(size):
            bits += [grid[row][c] ^ masked(mask, row, c) for c in (column, column - 1) if not is_function(row, c, size)]
        column, up = column - 2, not up
    number, data, extra = BLOCKS[size]
    stream = [int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, number * (data + extra) * 8, 8)]
    blocks = [stream[one : number * data : number] + stream[number * data + one :: number] for one in range(number)]
    for block in blocks:
        assert len(block) == data + extra
        assert set(syndromes(block, extra)) == {0}
    content = "".join(f"{word:08b}" for block in blocks for word in block[:data])
    assert content[:4] == "0100"
    length = int(content[4:12], 2)
    return bytes(int(content[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()


@pytest.mark.parametrize("length", [1, 14, 15, 26, 27, 42, 43, 62, 63, 84, 85, 106])
def test_a_code_is_read_back(length):
    text = ("https://ajuda.vallclara.example/v/7K3M9Q?" * 3)[:length]
    assert read(qr(text)) == text


def test_other_letters_are_bytes():
    assert read(qr("ajudà·l’Hospitalet")) == "ajudà·l’Hospitalet"


def test_what_does_not_fit_is_refused():
    with pytest.raises(TooLong):
        qr("x" * 107)


def test_the_example_of_the_standard():
    data = bytes.fromhex("10200C566180EC11EC11EC11EC11EC11")
    assert bytes(correction(list(data), 10)).hex().upper() == "A524D4C1ED36C7872C55"


def test_the_path_draws_the_dark_modules():
    grid = qr("A")
    drawn = path_of(grid)
    assert drawn.startswith(f"M{QUIET} {QUIET}h7v1h-7z")
    assert sum(int(run.split("v")[0]) for run in drawn.split("h")[1::2]) == sum(map(sum, grid))
