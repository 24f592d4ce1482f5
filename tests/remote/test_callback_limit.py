"""How often one address may call: counted by all web processes together, and by each alone while Redis is gone."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import caches
from pytest_django import Settings

from config.caching import caches_of
from helpdesk.base import clock
from remote.limits import PerAddress, whose
from tests.project.source import ROOT

NOON = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)
ONE_NETWORK = ("2001:db8::1", "2001:db8::2", "2001:db8::3")
ANOTHER_PROCESS = """
import sys
import django
django.setup()
from remote.limits import PerAddress
limit = PerAddress(sys.argv[1], burst=3, a_minute=1)
print([limit.takes("192.0.2.1") for _call in range(2)])
"""


@pytest.fixture
def name() -> str:
    """A limit that no other test counts."""
    return f"test-{uuid4()}"


def test_buckets_fill_again_and_belong_to_whole_networks(name: str) -> None:
    limit = PerAddress(name, burst=2, a_minute=60)
    with clock.at(NOON):
        assert [limit.takes(address) for address in ONE_NETWORK] == [True, True, False]
        assert limit.takes("2001:db8:0:1::1")
        assert limit.takes("192.0.2.1")
    with clock.at(NOON + timedelta(seconds=1)):
        assert [limit.takes(address) for address in ONE_NETWORK] == [True, False, False]
    with clock.at(NOON + timedelta(hours=1)):
        assert [limit.takes(address) for address in ONE_NETWORK] == [True, True, False], "it never holds more than at first"


def test_what_is_no_address_is_counted_as_it_is() -> None:
    assert whose("unix") == "unix"


def test_what_was_refused_costs_nothing(name: str) -> None:
    limit = PerAddress(name, burst=1, a_minute=60)
    with clock.at(NOON):
        assert [limit.takes("192.0.2.1") for _call in range(50)] == [True] + [False] * 49
    with clock.at(NOON + timedelta(seconds=1)):
        assert limit.takes("192.0.2.1")


def test_two_limits_do_not_share_a_count(name: str) -> None:
    with clock.at(NOON):
        assert [PerAddress(f"{name}-{which}", burst=1, a_minute=1).takes("192.0.2.1") for which in range(2)] == [True, True]


def test_no_address_is_kept_as_it_is(name: str) -> None:
    assert "192.0.2.1" not in PerAddress(name, burst=1, a_minute=1)._key("192.0.2.1")


@pytest.mark.postgres
def test_processes_count_together(name: str) -> None:
    """On the larger size, with a process of its own."""
    limit = PerAddress(name, burst=3, a_minute=1)
    assert [limit.takes("192.0.2.1") for _call in range(2)] == [True, True]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", ANOTHER_PROCESS, name]
    other = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert other.stdout.splitlines()[-1] == "[True, False]"
    assert not limit.takes("192.0.2.1")


def test_without_redis_each_process_counts_its_own(name: str, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.CACHES = caches_of("redis://127.0.0.1:1/0")
    limit = PerAddress(name, burst=2, a_minute=60)
    with clock.at(NOON):
        assert [limit.takes("192.0.2.1") for _call in range(3)] == [True, True, False]
    assert "counted by this process alone" in caplog.text
    assert "192.0.2.1" not in caplog.text


@pytest.mark.once
def test_pages_need_no_redis() -> None:
    assert caches_of("redis://127.0.0.1:1/0")["default"] == caches_of("")["default"]
    assert type(caches["default"]).__name__ == "LocMemCache"
