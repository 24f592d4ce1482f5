"""How many strangers may knock, and how often: decided before any key is exchanged, which is what costs. Standard library only."""

import ipaddress
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from enum import StrEnum


class Refusal(StrEnum):
    """Why a connection was not taken, for the counters."""

    CROWD = "crowd"
    CROWD_OF_ONE = "crowd_of_one"
    PACE = "pace"
    PACE_OF_ONE = "pace_of_one"
    WRONG_CODES = "wrong_codes"
    CODE = "code"
    FULL = "full"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Rates:
    """Strangers are connections that have not shown a code yet; an address is one of IPv4 or a /64 of IPv6."""

    strangers: int = 64
    strangers_of_one: int = 10
    burst: int = 100
    per_second: float = 20.0
    burst_of_one: int = 20
    per_second_of_one: float = 1 / 3
    wrong_of_one: int = 20
    wrong_within: float = 3600.0
    tunnels: int = 500
    # How many addresses are remembered; the one not heard of for longest is forgotten first.
    addresses: int = 10_000


@dataclass(slots=True)
class Bucket:
    """Tokens that come back with time."""

    size: float
    per_second: float
    tokens: float
    at: float

    def take(self, now: float) -> bool:
        """Take one token, if there is one."""
        self.tokens = min(self.size, self.tokens + max(now - self.at, 0.0) * self.per_second)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass(slots=True)
class _Address:
    bucket: Bucket
    wrong: deque[float] = field(default_factory=deque)


def net_of(ip: str) -> str:
    """Return what counts as one address: a whole /64 of IPv6, since one connection owns all of it."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


class Limits:
    """Counts strangers and their tries. Time comes in as an argument: seconds of a clock that never goes back."""

    def __init__(self, rates: Rates | None = None, *, now: float = 0.0) -> None:
        self.rates = rates or Rates()
        self._all = Bucket(self.rates.burst, self.rates.per_second, self.rates.burst, now)
        self._strangers: Counter[str] = Counter()
        self._addresses: OrderedDict[str, _Address] = OrderedDict()

    @property
    def strangers(self) -> int:
        """How many connections have not shown a code yet."""
        return self._strangers.total()

    def enter(self, ip: str, now: float) -> Refusal | None:
        """Let a connection begin, or say why not. Whoever was let in must `leave`."""
        net = net_of(ip)
        address = self._address(net, now)
        while address.wrong and address.wrong[0] <= now - self.rates.wrong_within:
            address.wrong.popleft()
        if len(address.wrong) >= self.rates.wrong_of_one:
            return Refusal.WRONG_CODES
        if self._strangers[net] >= self.rates.strangers_of_one:
            return Refusal.CROWD_OF_ONE
        if self.strangers >= self.rates.strangers:
            return Refusal.CROWD
        # One's own pace first: whoever is too fast takes nothing from the others.
        if not address.bucket.take(now):
            return Refusal.PACE_OF_ONE
        if not self._all.take(now):
            return Refusal.PACE
        self._strangers[net] += 1
        return None

    def leave(self, ip: str) -> None:
        """Say that a connection is no stranger any more: it showed its code, or it is gone."""
        net = net_of(ip)
        self._strangers[net] -= 1
        if self._strangers[net] <= 0:
            del self._strangers[net]

    def wrong(self, ip: str, now: float) -> None:
        """Note a wrong code."""
        self._address(net_of(ip), now).wrong.append(now)

    def _address(self, net: str, now: float) -> _Address:
        found = self._addresses.get(net)
        if found is None:
            size = self.rates.burst_of_one
            found = self._addresses[net] = _Address(Bucket(size, self.rates.per_second_of_one, size, now))
            if len(self._addresses) > self.rates.addresses:
                self._addresses.popitem(last=False)
        self._addresses.move_to_end(net)
        return found
