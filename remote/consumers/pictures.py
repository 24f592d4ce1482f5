"""Pictures on their way from the citizen's page to the agent's: cut into chunks, one picture at a time, never kept. Standard library only."""

import struct

# Kind, whether it is the last one, number within its picture, number of the picture.
HEADER = struct.Struct(">BBHI")
KIND = 1
# Whole chunks stay below the 65,536 bytes that the server takes in one message.
MAX_CHUNK = 49_152
MAX_PICTURE = 1_000_000
# A picture that nobody acknowledged for so long was lost on its way; the next one may go.
ACK_PATIENCE_SECONDS = 5.0
# A page that does not wait for acknowledgements is told by silence at first, and then closed.
MAX_EARLY = 20


class BadPicture(Exception):
    """Bytes that no page of ours would send."""


def is_picture(data: bytes) -> bool:
    """Say whether these bytes begin as WebP or JPEG."""
    return (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[:3] == b"\xff\xd8\xff"


class PictureGate:
    """Lets the next picture pass when the one before was acknowledged: a slow agent makes the citizen's page wait, and nothing piles up."""

    def __init__(self) -> None:
        self.number = -1
        self.part = 0
        self.size = 0
        self.is_unfinished = False
        self.is_dropping = False
        self.early = 0
        self.awaited: int | None = None
        self.since = 0.0

    def take(self, data: bytes, now: float) -> bool:
        """Say whether a chunk goes on; raises BadPicture for what is none, comes in the wrong order or is too large."""
        if not HEADER.size < len(data) <= HEADER.size + MAX_CHUNK:
            raise BadPicture
        kind, last, part, number = HEADER.unpack_from(data)
        if kind != KIND or last not in {0, 1}:
            raise BadPicture
        if part == 0:
            self._begin(number, data[HEADER.size :], now)
        elif not self.is_unfinished or number != self.number or part != self.part + 1:
            raise BadPicture
        self.part = part
        self.size += len(data) - HEADER.size
        self.is_unfinished = not last
        if self.size > MAX_PICTURE:
            raise BadPicture
        return not self.is_dropping

    def _begin(self, number: int, start: bytes, now: float) -> None:
        if self.is_unfinished or number <= self.number or not is_picture(start):
            raise BadPicture
        self.number, self.size = number, 0
        self.is_dropping = self.awaited is not None and now - self.since < ACK_PATIENCE_SECONDS
        if self.is_dropping:
            self.early += 1
            if self.early > MAX_EARLY:
                raise BadPicture
        else:
            self.awaited, self.since = number, now

    def acknowledge(self, number: int) -> bool:
        """Note that the agent has seen a picture; False for one that was not on its way."""
        if number != self.awaited or (self.is_unfinished and number == self.number):
            return False
        self.awaited, self.early = None, 0
        return True

    def start_anew(self) -> None:
        """Begin with whoever looks now: what was on its way to somebody else is not awaited, and its rest goes nowhere."""
        self.awaited = None
        self.is_dropping = self.is_unfinished
