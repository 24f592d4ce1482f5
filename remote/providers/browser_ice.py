"""Servers by which two browsers find each other: their addresses, credentials for one session, and whether they answer."""

import asyncio
import base64
import hashlib
import hmac
import re
import secrets
import ssl
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk.base import clock
from remote.providers.base import Session

# RFC 7064 and RFC 7065: a host name or an address, a port, a transport.
ADDRESS = re.compile(
    r"(stuns?|turns?):(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?"
)
MAX_ADDRESSES = 6
PORT, TLS_PORT = 3478, 5349
# RFC 8489, sections 5 and 6.
MAGIC = 0x2112A442
BINDING, BINDING_OK = 0x0001, 0x0101
HEADER = struct.Struct(">HHI12s")
ANSWER_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class IceServer:
    """One address, such as `turn:turn.example.org:3478?transport=udp`."""

    url: str
    scheme: str
    host: str
    port: int
    is_stream: bool

    @property
    def relays(self) -> bool:
        """Whether it passes on what is sent, and does not only say how it is seen from outside."""
        return self.scheme in {"turn", "turns"}


def read_address(line: str) -> IceServer | None:
    """Return a server, or None for what is no address of one."""
    found = ADDRESS.fullmatch(line)
    if found is None:
        return None
    scheme, host, port, transport = found.groups()
    is_tls = scheme.endswith("s")
    number = int(port) if port else TLS_PORT if is_tls else PORT
    if not 0 < number < 65536 or (transport and scheme.startswith("stun")):
        return None
    return IceServer(line, scheme, host.strip("[]"), number, is_stream=is_tls or transport == "tcp")


def read_addresses(text: str) -> list[IceServer]:
    """Return the servers of a text with one address per line; what is none is left out, since rows outlive forms."""
    return [server for line in text.split() if (server := read_address(line)) is not None][:MAX_ADDRESSES]


def credentials(secret: str, s: Session) -> tuple[str, str]:
    """Return user and password for the TURN servers until the hard end of a session: draft-uberti-behave-turn-rest, as coturn takes them.

    The servers go by real time, and not by a clock that tests and the demonstration move."""
    left = (s.hard_end_at - clock.now()).total_seconds() if s.hard_end_at else 0
    user = f"{int(time.time() + max(0.0, left))}:{hashlib.sha256(f'turn:{s.id}'.encode()).hexdigest()[:16]}"
    return user, base64.b64encode(hmac.new(secret.encode(), user.encode(), hashlib.sha1).digest()).decode()


def ice_servers(s: Session) -> list[dict[str, str]]:
    """Return the servers as RTCPeerConnection takes them."""
    found: list[dict[str, str]] = []
    for server in read_addresses(s.config.get("ice_urls", "")):
        if server.relays:
            user, password = credentials(s.secrets.get("turn_secret", ""), s)
            found.append({"urls": server.url, "username": user, "credential": password})
        else:
            found.append({"urls": server.url})
    return found


async def answers(server: IceServer) -> bool:
    """Ask a server how it sees us, and say whether it answered within three seconds."""
    question = HEADER.pack(BINDING, 0, MAGIC, secrets.token_bytes(12))
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            back = await (_by_stream if server.is_stream else _by_datagram)(server, question)
    except (OSError, TimeoutError, ssl.SSLError, EOFError):
        return False
    return len(back) >= HEADER.size and back[:2] == BINDING_OK.to_bytes(2, "big") and back[4:20] == question[4:20]


class _Once(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.back: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        if not self.back.done():
            self.back.set_result(data)

    def error_received(self, exc: Exception) -> None:
        if not self.back.done():
            self.back.set_exception(exc)


async def _by_datagram(server: IceServer, question: bytes) -> bytes:
    """Ask over UDP, again every half second: datagrams get lost."""
    transport, once = await asyncio.get_running_loop().create_datagram_endpoint(_Once, remote_addr=(server.host, server.port))
    try:
        while True:
            transport.sendto(question)
            done, _waiting = await asyncio.wait({once.back}, timeout=0.5)
            if done:
                return once.back.result()
    finally:
        transport.close()


async def _by_stream(server: IceServer, question: bytes) -> bytes:
    context = ssl.create_default_context() if server.scheme.endswith("s") else None
    reader, writer = await asyncio.open_connection(server.host, server.port, ssl=context)
    try:
        writer.write(question)
        await writer.drain()
        return await reader.readexactly(HEADER.size)
    finally:
        writer.close()


async def silent(servers: Sequence[IceServer]) -> list[IceServer]:
    """Return the servers that do not answer; all are asked at once."""
    replies = await asyncio.gather(*(answers(server) for server in servers))
    return [server for server, answered in zip(servers, replies, strict=True) if not answered]
