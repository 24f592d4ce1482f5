"""What a client asks for before it has shown a code (CVE-2018-7749): the connection ends, and nothing was opened."""

import asyncio

import asyncssh
import pytest
from asyncssh.connection import SSHClientConnection
from asyncssh.constants import MSG_CHANNEL_OPEN, MSG_GLOBAL_REQUEST
from asyncssh.packet import Boolean, String, UInt32

from tests.remote.broker.conftest import Case, Running

FORWARD = (MSG_GLOBAL_REQUEST, String("tcpip-forward"), Boolean(value=True), String("localhost"), UInt32(0))
SESSION = (MSG_CHANNEL_OPEN, String("session"), UInt32(0), UInt32(2**21), UInt32(2**15))
DIRECT = (
    MSG_CHANNEL_OPEN,
    String("direct-tcpip"),
    UInt32(0),
    UInt32(2**21),
    UInt32(2**15),
    String("127.0.0.1"),
    UInt32(22),
    String(""),
    UInt32(0),
)


@pytest.mark.parametrize("packet", [FORWARD, SESSION, DIRECT])
def test_a_request_before_the_code_ends_the_connection(
    broker: Running, case: Case, monkeypatch: pytest.MonkeyPatch, packet: tuple[int, *tuple[bytes, ...]]
) -> None:
    case.code()

    def ask_at_once(self: SSHClientConnection, **_fields: bool) -> None:
        # As if this client were in already: it does not wait as a decent one does.
        self._auth_complete = True
        self.send_packet(packet[0], *packet[1:])

    monkeypatch.setattr(SSHClientConnection, "try_next_auth", ask_at_once)
    with pytest.raises(asyncssh.DisconnectError) as refused:
        asyncio.run(
            asyncio.wait_for(asyncssh.connect("127.0.0.1", broker.config.ssh_port, username="x", known_hosts=None, config=None), 10)
        )
    assert "before authentication" in refused.value.reason
    assert broker.broker.tunnels == {}
    assert broker.broker.limits.strangers == 0
