"""The one door for HTTP to other people's servers: to an address that was looked up once and checked, bounded in time and size.

The address is pinned. The name is resolved once, every answer of the resolver is checked, and the connection goes to the checked address itself: its URL carries the address,
`Host` and the TLS handshake carry the name, and the certificate is checked against the name. A second answer of the resolver (DNS rebinding) is never asked for.
httpx's transport is used without its client: no redirects, no proxies or credentials from the environment, no cookies, no line in the log with an address in it."""

import asyncio
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

import httpx

SECONDS = 4.5
CONNECT_SECONDS = 2.0
MOST_BYTES = 64 * 1024
PAUSE_SECONDS = 0.2
MAX_ADDRESS = 500
# Worth another try: the server is busy, or somebody in front of it is.
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})

# Addresses that Python calls global and that are not places of the public internet: a cloud's own services, relays, tunnels, documentation.
_NOT_PUBLIC_4 = tuple(IPv4Network(net) for net in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24"))
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))

Address = IPv4Address | IPv6Address


class OutgoingError(Exception):
    """A request did not go out, or its answer cannot be used. `code` is from a closed list: address, scheme, forbidden, unknown_host, network, tls, timeout, redirect, too_big, encoding."""

    def __init__(self, code: str, *, permanent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Rules:
    """What an installation allows beyond the public internet: `allow` lists `host:port`, exactly; `plain_loopback` is for developers and tests."""

    allow: frozenset[str] = frozenset()
    plain_loopback: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """An address in its parts."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """Host and port, as `Rules.allow` lists them."""
        return f"{_bracketed(self.host)}:{self.port}"

    @property
    def host_header(self) -> str:
        """What `Host` says: the port only where it is not the usual one."""
        return _bracketed(self.host) if self.port == {"https": 443, "http": 80}[self.scheme] else self.name

    def at(self, address: Address) -> str:
        """Return the URL that connects to a checked address."""
        return f"{self.scheme}://{_bracketed(str(address))}:{self.port}{self.path}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    body: bytes


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def read_target(url: str, rules: Rules) -> Target:
    """Return the parts of an address; raises OutgoingError for what is none, for credentials in it, and for anything but https (plain http to a listed loopback address where the rules say so)."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise OutgoingError("address", permanent=True) from error
    if not host or len(url) > MAX_ADDRESS or not url.isascii() or not url.isprintable() or any(mark in url for mark in " <>\"'\\`"):
        raise OutgoingError("address", permanent=True)
    if parts.username or parts.password or parts.fragment or port == 0 or "%" in host:
        raise OutgoingError("address", permanent=True)
    target = Target(
        scheme=parts.scheme,
        host=host.lower(),
        port=port or (80 if parts.scheme == "http" else 443),
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )
    plain = parts.scheme == "http" and rules.plain_loopback and target.name in rules.allow and _is_loopback(host)
    if parts.scheme != "https" and not plain:
        raise OutgoingError("scheme", permanent=True)
    return target


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_public(address: Address) -> bool:
    """Say whether an address is a place of the public internet: not private, loopback, link-local (and so no cloud's metadata), shared, multicast, reserved or unspecified, and none that hides an IPv4 address in itself."""
    if address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback or address.is_link_local:
        return False
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in net for net in _NOT_PUBLIC_4)
    return address.is_global and address in _PUBLIC_6 and not any(address in net for net in _NOT_PUBLIC_6)


async def look_up(target: Target, rules: Rules) -> list[Address]:
    """Resolve a name once and return its addresses in the resolver's order; raises OutgoingError if any of them is not public, unless the name is listed."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutgoingError("unknown_host") from error
    addresses = list(dict.fromkeys(ip_address(str(row[4][0]).partition("%")[0]) for row in found))
    if not addresses:
        raise OutgoingError("unknown_host")
    if target.name not in rules.allow and not all(is_public(address) for address in addresses):
        raise OutgoingError("forbidden", permanent=True)
    return addresses


async def post(
    url: str, *, body: bytes, headers: Mapping[str, str], rules: Rules, attempts: int = 1, seconds: float = SECONDS, most: int = MOST_BYTES
) -> Answer:
    """Send a body and return the whole answer, within `seconds` in all, attempts and pauses included; raises OutgoingError. The same body and headers are sent each time."""
    try:
        async with asyncio.timeout(seconds):
            target = read_target(url, rules)
            addresses = await look_up(target, rules)
            for attempt in range(1, attempts):
                try:
                    answer = await _post_once(target, addresses[(attempt - 1) % len(addresses)], body, headers, most)
                except OutgoingError as error:
                    if error.permanent:
                        raise
                else:
                    if answer.status not in AGAIN:
                        return answer
                await asyncio.sleep(PAUSE_SECONDS * attempt)
            return await _post_once(target, addresses[(attempts - 1) % len(addresses)], body, headers, most)
    except TimeoutError as error:
        raise OutgoingError("timeout") from error


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Return the machine's own trusted authorities: whoever runs the installation adds a private one there."""
    return ssl.create_default_context()


async def _post_once(target: Target, address: Address, body: bytes, headers: Mapping[str, str], most: int) -> Answer:
    request = httpx.Request(
        "POST",
        target.at(address),
        content=body,
        headers={**headers, "Host": target.host_header, "Accept-Encoding": "identity", "User-Agent": "Acompanya", "Connection": "close"},
        extensions={"sni_hostname": target.host, "timeout": {"connect": CONNECT_SECONDS}},
    )
    try:
        async with httpx.AsyncHTTPTransport(verify=_trust(), trust_env=False) as transport:
            response = await transport.handle_async_request(request)
            try:
                return await _read(response, most)
            finally:
                await response.aclose()
    except httpx.TimeoutException as error:
        raise OutgoingError("timeout") from error
    except (httpx.HTTPError, httpx.StreamError, ssl.SSLError) as error:
        raise OutgoingError("tls" if any(isinstance(one, ssl.SSLError) for one in _causes(error)) else "network") from error


async def _read(response: httpx.Response, most: int) -> Answer:
    """Read an answer of this house's size; a redirect is never followed."""
    if 300 <= response.status_code < 400:
        raise OutgoingError("redirect", permanent=True)
    if response.headers.get("content-encoding", "identity") != "identity":
        raise OutgoingError("encoding", permanent=True)
    length = response.headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 12 or int(length) > most:
        raise OutgoingError("too_big", permanent=True)
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > most:
            raise OutgoingError("too_big", permanent=True)
    return Answer(response.status_code, response.headers.get("content-type", ""), bytes(body))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
