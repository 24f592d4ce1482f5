"""A broker beside the pages: started only when it is needed, and in nobody's way when it cannot listen."""

import asyncio
import socket
from pathlib import Path

import pytest
from pytest_django import Settings as SettingsWrapper

from config.server.broker import start_broker
from remote.broker.config import Config, from_settings
from remote.broker.thread import BrokerThread


@pytest.mark.parametrize("kept", [{"REMOTE_BROKER": False}, {"REMOTE_PROVIDERS": ["remote.providers.link.LinkProvider"]}])
def test_it_is_not_started_when_nobody_needs_it(settings: SettingsWrapper, kept: dict[str, object]) -> None:
    for name, value in kept.items():
        setattr(settings, name, value)
    loop = asyncio.new_event_loop()
    assert start_broker(loop) is None
    loop.close()


def test_a_port_that_is_taken_is_said_and_nothing_else_fails(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        thread = BrokerThread(Config(name="a", host_key=tmp_path / "key", ssh_port=taken.getsockname()[1]))
        assert not thread.start()
        assert thread.stop()
    assert thread.error == "OSError"
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "broker_not_started error=OSError reason=" + caplog.records[-1].getMessage().rpartition("reason=")[2]
    ]


def test_the_command_line_changes_what_the_settings_say(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert (from_settings().ssh_port, from_settings().path) == (2222, "/remote/b/a/")
    changed = from_settings(name="b", ssh_port=0, host="", viewer_base="wss://help.example.org/remote/b/b/")
    assert (changed.path, changed.ssh_port, changed.host, changed.host_key.name) == ("/remote/b/b/", 0, "127.0.0.1", "remote_host_key_b")
    listening = changed.with_ports(ssh_port=1234, viewer_port=5678)
    assert (listening.viewer_base, listening.public_ssh_host, listening.public_ssh_port) == (
        "wss://help.example.org/remote/b/b",
        "127.0.0.1",
        1234,
    )
