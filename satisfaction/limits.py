"""How often one address may answer at an office: counted in the process, by a digest that changes every day and is never stored."""

import hmac
import secrets
from collections import OrderedDict
from datetime import date
from threading import Lock

A_DAY = 40
MOST_ADDRESSES = 10_000


class PerDay:
    """So many answers a day from one address: people at an office share one. Several web processes each count their own."""

    def __init__(self, most: int = A_DAY) -> None:
        self._most = most
        self._lock = Lock()
        self._day: date | None = None
        self._key = b""
        self._counts: OrderedDict[bytes, int] = OrderedDict()

    def takes(self, address: str, today: date) -> bool:
        """Say whether this address may answer once more today, and count it."""
        with self._lock:
            if today != self._day:
                self._day, self._key = today, secrets.token_bytes(32)
                self._counts.clear()
            digest = hmac.digest(self._key, address.encode(), "sha256")
            count = self._counts.pop(digest, 0) + 1
            self._counts[digest] = count
            while len(self._counts) > MOST_ADDRESSES:
                self._counts.popitem(last=False)
            return count <= self._most

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()


answers = PerDay()
