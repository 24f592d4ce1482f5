"""How often one address may call: counted in the process, forgotten with it."""

import time
from collections import OrderedDict
from ipaddress import IPv6Address, ip_address
from threading import Lock

MOST_ADDRESSES = 10_000


class PerAddress:
    """A bucket for each address: so many at once, refilled at so many a minute. Several web processes each count their own."""

    def __init__(self, *, burst: int, a_minute: int) -> None:
        self._burst, self._a_second = float(burst), a_minute / 60
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def takes(self, address: str) -> bool:
        """Say whether this address may call once more now, and count it."""
        key, now = whose(address), time.monotonic()
        with self._lock:
            left, since = self._buckets.pop(key, (self._burst, now))
            left = min(self._burst, left + (now - since) * self._a_second)
            may = left >= 1
            self._buckets[key] = (left - 1 if may else left, now)
            while len(self._buckets) > MOST_ADDRESSES:
                self._buckets.popitem(last=False)
        return may

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._buckets.clear()


def whose(address: str) -> str:
    """Return whom an address belongs to: IPv6 by its /64, since whoever has one has all of it."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)
