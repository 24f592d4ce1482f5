"""System checks of the settings: what makes no sense is refused before anything listens."""

import pytest
from pytest_django import Settings

from config.checks import broker_settings_make_sense

WRONG = {
    "REMOTE_BROKER_NAME": ("", "a b", "a/b", "x" * 41),
    "REMOTE_BROKER_SSH_PORT": (-1, 65_536, 2280),
    "REMOTE_BROKER_METRICS_PORT": (2222,),
    "REMOTE_BROKER_PUBLIC_SSH_PORT": (70_000,),
    "REMOTE_BROKER_VIEWER_BASE": ("https://help.example.org/remote/b/a", "help.example.org"),
    "REMOTE_BROKER_KEEPALIVE_SECONDS": (0.0, -1.0),
    "REMOTE_BROKER_KEEPALIVE_MISSES": (0,),
    "REMOTE_BROKER_DRAIN_SECONDS": (-1.0,),
}
USUAL = {
    "REMOTE_BROKER_NAME": "a",
    "REMOTE_BROKER_SSH_PORT": 2222,
    "REMOTE_BROKER_VIEWER_PORT": 2280,
    "REMOTE_BROKER_PUBLIC_SSH_PORT": 0,
    "REMOTE_BROKER_METRICS_PORT": 0,
    "REMOTE_BROKER_VIEWER_BASE": "",
    "REMOTE_BROKER_KEEPALIVE_SECONDS": 15.0,
    "REMOTE_BROKER_KEEPALIVE_MISSES": 3,
    "REMOTE_BROKER_DRAIN_SECONDS": 0.0,
}


@pytest.fixture
def usual(settings: Settings) -> Settings:
    for name, value in USUAL.items():
        setattr(settings, name, value)
    return settings


def test_usual_settings_of_the_broker_are_fine_and_so_are_free_ports(usual: Settings) -> None:
    assert broker_settings_make_sense(None) == []
    usual.REMOTE_BROKER_SSH_PORT = usual.REMOTE_BROKER_VIEWER_PORT = 0
    usual.REMOTE_BROKER_VIEWER_BASE = "wss://help.example.org/remote/b/a"
    assert broker_settings_make_sense(None) == []


def test_what_makes_no_sense_is_named(usual: Settings) -> None:
    for name, values in WRONG.items():
        for value in values:
            setattr(usual, name, value)
            [found] = broker_settings_make_sense(None)
            assert (found.id, name.removeprefix("REMOTE_BROKER") in found.msg) == ("acompanya.E005", True), (name, value)
        setattr(usual, name, USUAL[name])
