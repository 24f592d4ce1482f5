"""QR codes for posters (ISO/IEC 18004): bytes, error correction M, versions 1 to 6, which hold up to 106 characters. Standard library only."""

from collections.abc import Callable, Iterator

QUIET = 4
MODES = 4
# By version: data codewords of each block, and correction codewords of every block (level M, table 9 of the standard).
BLOCKS: dict[int, tuple[tuple[int, ...], int]] = {
    1: ((16,), 10),
    2: ((28,), 16),
    3: ((44,), 26),
    4: ((32, 32), 18),
    5: ((43, 43), 24),
    6: ((27, 27, 27, 27), 16),
}
LEVEL_M = 0b00
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, _c: r % 2 == 0,
    lambda _r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
Grid = list[list[int]]
FREE = -1


class TooLong(ValueError):
    """More than the largest of these codes holds."""


def qr(text: str) -> Grid:
    """Return the modules of a code, 1 for dark, row by row, without the quiet zone; raises TooLong."""
    data = text.encode()
    version = next((v for v, (blocks, _ec) in BLOCKS.items() if len(data) + 2 <= sum(blocks)), None)
    if version is None:
        raise TooLong
    bits = _interleaved(_codewords(data, version), version)
    pattern = _patterns(version)
    drawn = [_finished(pattern, bits, number) for number in range(len(MASKS))]
    return min(drawn, key=_penalty)


def path_of(grid: Grid) -> str:
    """Return the dark modules as the `d` of one SVG path, in modules, inside the quiet zone."""
    runs = []
    for row, line in enumerate(grid):
        start = None
        for column, dark in enumerate([*line, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append(f"M{start + QUIET} {row + QUIET}h{column - start}v1h-{column - start}z")
                start = None
    return "".join(runs)


def _codewords(data: bytes, version: int) -> list[int]:
    """Mode (byte), length (8 bits up to version 9), data, end, then the padding of the standard."""
    room = sum(BLOCKS[version][0])
    bits = f"0100{len(data):08b}" + "".join(f"{byte:08b}" for byte in data) + "0000"
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    return words + [(0xEC, 0x11)[number % 2] for number in range(room - len(words))]


def _times(a: int, b: int) -> int:
    """Multiply in the field of 256 elements, modulo x^8 + x^4 + x^3 + x^2 + 1."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def correction(data: list[int], count: int) -> list[int]:
    """Return the Reed-Solomon codewords of a block."""
    generator, root = [1], 1
    for _ in range(count):
        generator = [x ^ _times(y, root) for x, y in zip([*generator, 0], [0, *generator], strict=True)]
        root = _times(root, 2)
    rest = [*data, *[0] * count]
    for at in range(len(data)):
        factor = rest[at]
        for place, coefficient in enumerate(generator):
            rest[at + place] ^= _times(coefficient, factor)
    return rest[len(data) :]


def _interleaved(words: list[int], version: int) -> list[int]:
    """Return the bits of all blocks, one codeword of each in turn."""
    sizes, count = BLOCKS[version]
    blocks, at = [], 0
    for size in sizes:
        blocks.append(words[at : at + size])
        at += size
    turns = [*zip(*blocks, strict=True), *zip(*(correction(block, count) for block in blocks), strict=True)]
    return [word >> bit & 1 for turn in turns for word in turn for bit in range(7, -1, -1)]


def _patterns(version: int) -> Grid:
    """Return what every code of a version has: finders, timing, alignment, the dark module; room for the format is 0, the rest is FREE."""
    size = 17 + 4 * version
    grid = [[FREE] * size for _ in range(size)]
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for row in range(max(top - 1, 0), min(top + 8, size)):
            for column in range(max(left - 1, 0), min(left + 8, size)):
                ring = max(abs(row - top - 3), abs(column - left - 3))
                grid[row][column] = int(ring in {0, 1, 3})
    for at in range(8, size - 8):
        grid[6][at] = grid[at][6] = 1 - at % 2
    if version > 1:
        for row in range(size - 9, size - 4):
            for column in range(size - 9, size - 4):
                grid[row][column] = int(max(abs(row - size + 7), abs(column - size + 7)) != 1)
    for row, column in _format_places(size):
        grid[row][column] = 0
    grid[size - 8][8] = 1
    return grid


def _format_places(size: int) -> list[tuple[int, int]]:
    """Return where the 15 bits of the format go, the highest first, twice."""
    first = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    second = [(r, 8) for r in range(size - 1, size - 8, -1)] + [(8, c) for c in range(size - 8, size)]
    return first + second


def _way(size: int) -> Iterator[tuple[int, int]]:
    """Yield every place in the order of the bits: pairs of columns from the right, up and down in turn, the timing column left out."""
    up = True
    for right in (column if column > 6 else column - 1 for column in range(size - 1, 0, -2)):
        for row in range(size - 1, -1, -1) if up else range(size):
            yield from ((row, right), (row, right - 1))
        up = not up


def _finished(pattern: Grid, bits: list[int], number: int) -> Grid:
    """Return a code with one of the eight masks, and the format that says which."""
    grid, size, left = [line[:] for line in pattern], len(pattern), iter(bits)
    for row, column in _way(size):
        if pattern[row][column] == FREE:
            grid[row][column] = next(left, 0) ^ MASKS[number](row, column)
    data = LEVEL_M << 3 | number
    rest = data << 10
    for shift in range(4, -1, -1):
        rest ^= 0x537 << shift if rest >> (shift + 10) & 1 else 0
    value = (data << 10 | rest) ^ 0x5412
    for place, (row, column) in enumerate(_format_places(size)):
        grid[row][column] = value >> (14 - place % 15) & 1
    return grid


def _penalty(grid: Grid) -> int:
    """Return how hard a code is to read: long runs, blocks, what looks like a finder, and too much of one colour."""
    size = len(grid)
    total = 0
    for line in ["".join(map(str, row)) for row in (*grid, *zip(*grid, strict=True))]:
        for run in line.replace("01", "0 1").replace("10", "1 0").split():
            total += len(run) - 2 if len(run) >= 5 else 0
        total += 40 * sum(line.startswith(("10111010000", "00001011101"), at) for at in range(size - 10))
    for row in range(size - 1):
        for column in range(size - 1):
            total += 3 * (grid[row][column] == grid[row][column + 1] == grid[row + 1][column] == grid[row + 1][column + 1])
    dark = sum(map(sum, grid))
    return total + 10 * (abs(20 * dark - 10 * size * size) // (size * size))
