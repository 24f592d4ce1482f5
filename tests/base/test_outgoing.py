"""The one door out: where it leads and where not, by which address, and what it takes of an answer. Wire tests against a partner are in tests/remote."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from helpdesk.base import outgoing
from helpdesk.base.outgoing import OutgoingError, Rules, is_public, look_up, post, read_target

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104
    "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8", "169.254.169.254", "168.63.129.16", "172.16.0.1", "192.0.0.192",
    "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
    "2002:7f00:1::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
]  # fmt: skip
WRONG = [
    "", "partner.example", "//partner.example/", "https://", "https:///x", "https://user@partner.example/", "https://a:b@partner.example/",
    "https://partner.example:0/", "https://partner.example:99999/", "https://[broken/", "https://partner.example/ x", "https://partner.example/\n",
    "https://partner.example/#x", "https://[fe80::1%25eth0]/", "https://partnér.example/", "https://partner.example/" + "x" * 500,
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_no_place_of_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4003::1"])
def test_a_public_address_is_one(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("url", WRONG)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(OutgoingError) as caught:
        read_target(url, Rules())
    assert caught.value.code in {"address", "scheme"}
    assert caught.value.permanent


@pytest.mark.parametrize("url", ["http://partner.example/", "ftp://partner.example/", "file:///etc/passwd", "gopher://partner.example/"])
def test_only_https_goes_out(url: str) -> None:
    for rules in (Rules(), Rules(allow=frozenset({"partner.example:80"}), plain_loopback=True)):
        with pytest.raises(OutgoingError):
            read_target(url, rules)


def test_plain_http_is_for_developers_to_a_listed_loopback_address_only() -> None:
    listed = frozenset({"127.0.0.1:8000"})
    assert read_target("http://127.0.0.1:8000/x", Rules(listed, plain_loopback=True)).name == "127.0.0.1:8000"
    for url, rules in (
        ("http://127.0.0.1:8000/x", Rules(listed)),
        ("http://127.0.0.1:8001/x", Rules(listed, plain_loopback=True)),
        ("http://10.0.0.1:80/x", Rules(frozenset({"10.0.0.1:80"}), plain_loopback=True)),
    ):
        with pytest.raises(OutgoingError):
            read_target(url, rules)


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://localhost/"],
)  # fmt: skip
async def test_loopback_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises(OutgoingError) as caught:
        await post(url, body=b"{}", headers={}, rules=Rules())
    assert caught.value.code in {"forbidden", "unknown_host"}


class Resolver:
    """Answers with the next of its addresses each time it is asked: a name that is bound anew."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)
        monkeypatch.setattr(socket, "getaddrinfo", self)

    def __call__(self, host: str, port: int, *_args: object, **_fields: object) -> list[tuple[object, ...]]:
        self.asked.append(host)
        found = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


@pytest.mark.parametrize("addresses", [["10.0.0.7"], ["93.184.216.34", "127.0.0.1"], ["169.254.169.254"]])
async def test_one_forbidden_address_among_several_is_enough(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    Resolver(monkeypatch, addresses)
    with pytest.raises(OutgoingError) as caught:
        await look_up(read_target("https://partner.example/", Rules()), Rules())
    assert (caught.value.code, caught.value.permanent) == ("forbidden", True)


async def test_the_exact_host_and_port_can_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    Resolver(monkeypatch, ["10.0.0.7"])
    allowed = Rules(allow=frozenset({"broker.intern:8443"}))
    assert await look_up(read_target("https://Broker.intern:8443/", allowed), allowed) == [ip_address("10.0.0.7")]
    with pytest.raises(OutgoingError):
        await look_up(read_target("https://broker.intern/", allowed), allowed)


class _Server(HTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A handshake that was broken off is part of the tests."""


class Secure:
    """An https server of `partner.test` on loopback; `hosts` and `names` are what its callers asked for."""

    def __init__(self, folder: Path) -> None:
        self.hosts: list[str] = []
        self.names: list[str | None] = []
        secure = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                """Answer, and remember the name."""
                secure.hosts.append(self.headers["Host"])
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certificate(folder))
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)  # type: ignore[assignment,misc]
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def _certificate(self, folder: Path) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "partner.test")])
        now = datetime.datetime.now(datetime.UTC)
        built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        built = built.serial_number(1).not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(1))
        built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName("partner.test")]), critical=False)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        pem = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        self.authority = folder / "authority.pem"
        self.authority.write_bytes(pem)
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        both = folder / "server.pem"
        both.write_bytes(private + pem)
        return both

    def stop(self) -> None:
        """Close the door."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Secure]:
    """The server, whose authority this machine trusts."""
    server = Secure(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
    outgoing._trust.cache_clear()
    yield server
    server.stop()
    outgoing._trust.cache_clear()


async def test_the_name_is_resolved_once_and_travels_in_host_and_tls(secure: Secure, monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = Resolver(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
    for proxy in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(proxy, "http://127.0.0.1:9")
    rules = Rules(allow=frozenset({f"partner.test:{secure.port}"}))
    answer = await post(f"https://partner.test:{secure.port}/x", body=b"{}", headers={}, rules=rules)
    assert (answer.status, answer.body) == (200, b"{}")
    assert resolver.asked == ["partner.test"]
    assert (secure.hosts, secure.names) == ([f"partner.test:{secure.port}"], ["partner.test"])


async def test_a_certificate_for_another_name_is_refused(secure: Secure, monkeypatch: pytest.MonkeyPatch) -> None:
    Resolver(monkeypatch, ["127.0.0.1"])
    rules = Rules(allow=frozenset({f"other.test:{secure.port}"}))
    with pytest.raises(OutgoingError) as caught:
        await post(f"https://other.test:{secure.port}/x", body=b"{}", headers={}, rules=rules)
    assert caught.value.code == "tls"
    assert secure.hosts == []


async def test_an_authority_that_nobody_trusts_is_refused(secure: Secure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    outgoing._trust.cache_clear()
    Resolver(monkeypatch, ["127.0.0.1"])
    rules = Rules(allow=frozenset({f"partner.test:{secure.port}"}))
    with pytest.raises(OutgoingError) as caught:
        await post(f"https://partner.test:{secure.port}/x", body=b"{}", headers={}, rules=rules)
    assert caught.value.code == "tls"


async def test_a_name_that_does_not_exist_is_said() -> None:
    with pytest.raises(OutgoingError) as caught:
        await post("https://nowhere.invalid/", body=b"{}", headers={}, rules=Rules())
    assert caught.value.code == "unknown_host"
