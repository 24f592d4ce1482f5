"""The side of citizens' computers: an SSH server that knows one-time codes and reverse forwards, and refuses everything else."""

import asyncio
import logging
from typing import TYPE_CHECKING

import asyncssh

from remote.broker.limits import Refusal
from remote.broker.tunnel import PseudoListener, Tunnel

if TYPE_CHECKING:
    from remote.broker.node import Broker

logger = logging.getLogger(__name__)
REFUSED_WORDS = "Code refused or expired"
BANNER = "Connected to the helpdesk. The agent sees your screen only while your page says so. To stop, press Stop there, or close this window.\r\n"
# A wrong code waits so long for its answer.
WRONG_SECONDS = 0.3
# Whoever has shown a code must offer the screen within this time.
FORWARD_SECONDS = 10.0
# Post-quantum first; the other is known to every OpenSSH since 7.4.
KEX = ("mlkem768x25519-sha256", "curve25519-sha256")
CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
MACS = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com")


class Door(asyncssh.SSHServer):
    """One connection. What is not overridden here is refused by the library: sessions, `-L`, `-D`, sockets by path, tunnels of packets."""

    conn: asyncssh.SSHServerConnection

    def __init__(self, broker: "Broker") -> None:
        self._broker = broker
        self.ip = ""
        self.tunnel: Tunnel | None = None
        self.is_gone = False
        self._is_stranger = False
        self._has_asked = False

    @property
    def client(self) -> str:
        """What the client says it is, such as `SSH-2.0-OpenSSH_9.2p1`."""
        return str(self.conn.get_extra_info("client_version") or "")

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Decide before any key is exchanged."""
        self.conn = conn
        self.ip = str((conn.get_extra_info("peername") or [""])[0])
        self._broker.metrics.connections += 1
        refusal = self._broker.enter(self.ip)
        if refusal is None:
            self._is_stranger = True
        else:
            self._broker.metrics.refused[refusal] += 1
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Make room, and say that the computer is gone."""
        self.is_gone = True
        self._no_stranger()
        if self.tunnel is not None:
            self._broker.lost(self.tunnel, "silent" if isinstance(exc, asyncssh.ConnectionLost) else "closed")

    async def begin_auth(self, username: str) -> bool:
        """Take the user name as the code: right, and no more is asked; wrong, and the connection ends at once. There is no second try."""
        if self._has_asked:
            self._refuse()
            return True
        self._has_asked = True
        # Not ended with the connection: a code that was taken must be followed to its end.
        taken = await asyncio.shield(asyncio.ensure_future(self._broker.take_in(self, username)))
        if not taken:
            await asyncio.sleep(WRONG_SECONDS)
            self._refuse()
            return True
        self._no_stranger()
        self.conn.send_auth_banner(BANNER)
        asyncio.get_running_loop().call_later(FORWARD_SECONDS, self._expect_forward)
        return False

    def server_requested(self, listen_host: str, listen_port: int) -> PseudoListener | bool:
        """Answer a `-R`."""
        listener = self.tunnel.listen(listen_host, listen_port) if self.tunnel is not None else None
        return listener or False

    def _no_stranger(self) -> None:
        if self._is_stranger:
            self._is_stranger = False
            self._broker.limits.leave(self.ip)

    def _refuse(self) -> None:
        self._broker.metrics.refused[Refusal.CODE] += 1
        self.conn.disconnect(asyncssh.DISC_NO_MORE_AUTH_METHODS_AVAILABLE, REFUSED_WORDS)

    def _expect_forward(self) -> None:
        if self.tunnel is not None and not self.tunnel.had_forward and not self.tunnel.is_cut:
            self.conn.disconnect(asyncssh.DISC_BY_APPLICATION, "No screen was offered")


async def listen(broker: "Broker", key: asyncssh.SSHKey) -> asyncssh.SSHAcceptor:
    """Listen for citizens' computers; raises OSError when the address is taken."""
    # The library's own lines carry user names, which are codes here.
    logging.getLogger("asyncssh").setLevel(logging.CRITICAL)
    config = broker.config
    return await asyncssh.listen(
        config.host,
        config.ssh_port,
        server_factory=lambda: Door(broker),
        server_host_keys=[key],
        server_version="Acompanya",
        kex_algs=KEX,
        encryption_algs=CIPHERS,
        mac_algs=MACS,
        compression_algs=["none"],
        login_timeout=config.login_seconds,
        keepalive_interval=config.keepalive_seconds,
        keepalive_count_max=config.keepalive_misses,
        public_key_auth=False,
        password_auth=False,
        kbdint_auth=False,
        host_based_auth=False,
        gss_host=None,
        agent_forwarding=False,
        x11_forwarding=False,
        allow_pty=False,
        allow_scp=False,
        sftp_factory=None,
        line_editor=False,
        config=None,
        backlog=256,
    )
