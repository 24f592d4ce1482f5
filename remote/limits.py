"""How often one address may call, counted by all web processes together."""

import hmac
import logging
from ipaddress import IPv6Address, ip_address

from django.core.cache import BaseCache, caches
from redis.exceptions import RedisError

from helpdesk.base import clock
from helpdesk.base.secrets import derive

logger = logging.getLogger(__name__)


class PerAddress:
    """A bucket for each address: so many at once, refilled at so many a minute. `name` tells one limit from another.

    Kept is one number for each address, the moment in microseconds at which its bucket is full again (GCRA): a call adds to it, which a cache does in one step. Two calls that
    come together after a pause may count as one.
    """

    def __init__(self, name: str, *, burst: int, a_minute: int) -> None:
        self.name = name
        self._step = 60_000_000 // a_minute
        self._most = burst * self._step

    def takes(self, address: str) -> bool:
        """Say whether this address may call once more now, and count it. Without its cache, each process counts its own."""
        key = self._key(address)
        try:
            return self._take(caches["shared"], key)
        except RedisError as error:
            logger.warning("the limit %s is counted by this process alone: %s", self.name, type(error).__name__)
            return self._take(caches["default"], key)

    def _key(self, address: str) -> str:
        digest = hmac.digest(derive("remote.limits"), whose(address).encode(), "sha256").hex()
        return f"limit:{self.name}:{digest}"

    def _take(self, cache: BaseCache, key: str) -> bool:
        now, kept_for = int(clock.now().timestamp() * 1_000_000), self._most // 1_000_000 + 60
        if cache.add(key, now + self._step, kept_for):
            return True
        try:
            full = cache.incr(key, self._step)
        except ValueError:  # it went in this very moment
            full = 0
        if full < now + self._step:
            cache.set(key, now + self._step, kept_for)
            return True
        if full > now + self._most:
            cache.decr(key, self._step)
            return False
        cache.touch(key, kept_for)
        return True


def whose(address: str) -> str:
    """Return whom an address belongs to: IPv6 by its /64, since whoever has one has all of it."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)
