"""Who may knock, how often, and what is forgotten."""

import pytest

from remote.broker.limits import Limits, Rates, Refusal, net_of

ONE, OTHER = "203.0.113.7", "203.0.113.8"
WIDE = Rates(strangers=1000, strangers_of_one=1000, burst=10_000, burst_of_one=10_000)


def entered(limits: Limits, ip: str, times: int, now: float = 0.0) -> list[Refusal | None]:
    return [limits.enter(ip, now) for _try in range(times)]


def test_one_address_has_so_many_strangers_and_another_still_comes_in() -> None:
    limits = Limits(Rates(strangers_of_one=3))
    assert entered(limits, ONE, 4) == [None, None, None, Refusal.CROWD_OF_ONE]
    assert entered(limits, OTHER, 1) == [None]
    limits.leave(ONE)
    assert entered(limits, ONE, 2) == [None, Refusal.CROWD_OF_ONE]


def test_all_together_have_so_many_strangers() -> None:
    limits = Limits(Rates(strangers=5))
    assert [limits.enter(f"203.0.113.{number}", 0.0) for number in range(6)] == [None] * 5 + [Refusal.CROWD]
    assert limits.strangers == 5


def test_one_address_has_its_pace_and_gets_it_back_with_time() -> None:
    limits = Limits(Rates(strangers=1000, strangers_of_one=1000, burst_of_one=4, per_second_of_one=0.5))
    assert entered(limits, ONE, 5) == [None] * 4 + [Refusal.PACE_OF_ONE]
    assert entered(limits, ONE, 2, now=2.0) == [None, Refusal.PACE_OF_ONE]


def test_who_is_too_fast_takes_nothing_from_the_others() -> None:
    limits = Limits(Rates(strangers=1000, strangers_of_one=1000, burst=10, per_second=0.0001, burst_of_one=4))
    entered(limits, ONE, 1000)
    assert entered(limits, OTHER, 4) == [None] * 4


def test_all_together_have_a_pace() -> None:
    limits = Limits(Rates(burst=3, per_second=1))
    assert [limits.enter(f"203.0.113.{number}", 0.0) for number in range(4)] == [None] * 3 + [Refusal.PACE]
    assert limits.enter(OTHER, 1.0) is None


def test_twenty_wrong_codes_in_an_hour_shut_the_door_for_one_address() -> None:
    limits = Limits(WIDE)
    for number in range(20):
        limits.wrong(ONE, float(number))
    assert limits.enter(ONE, 100.0) is Refusal.WRONG_CODES
    assert limits.enter(OTHER, 100.0) is None
    assert limits.enter(ONE, 3600.5) is None


def test_the_clock_may_stand_still_or_go_back_without_gifts() -> None:
    limits = Limits(Rates(strangers=1000, strangers_of_one=1000, burst_of_one=2))
    assert entered(limits, ONE, 3, now=50.0)[-1] is Refusal.PACE_OF_ONE
    assert limits.enter(ONE, 10.0) is Refusal.PACE_OF_ONE


def test_addresses_are_forgotten_before_they_fill_the_memory() -> None:
    limits = Limits(Rates(strangers=10**6, addresses=100, burst=10**6))
    for number in range(1000):
        limits.enter(f"10.0.{number // 250}.{number % 250}", 0.0)
    assert len(limits._addresses) == 100


@pytest.mark.parametrize(
    ("ip", "net"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_whole_net_of_ipv6_counts_as_one(ip: str, net: str) -> None:
    assert net_of(ip) == net
