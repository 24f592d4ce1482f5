"""The two providers of sharing in the browser: their settings, their credentials, and what "Test connection" finds out."""

import asyncio
import base64
import hashlib
import hmac
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from helpdesk.base import clock
from remote.consumers.pictures import ACK_PATIENCE_SECONDS, BadPicture, PictureGate
from remote.providers.base import HardEnd, Session
from remote.providers.browser import BrowserProvider, PictureConfig
from remote.providers.browser_direct import DirectConfig, DirectProvider
from remote.providers.browser_ice import credentials, read_address, silent
from remote.providers.calling import call
from remote.rules import Scope
from tests.factories import make_council
from tests.remote.sharing import chunk

PICTURES = {"fps": "4", "quality": "60", "max_width": "1280"}
DIRECT = {**PICTURES, "ice_urls": "turn:turn.example.org:3478", "relay_only": "yes", "fallback": "yes", "voice": "no"}


def session(config: dict[str, str], **secrets: str) -> Session:
    return Session(
        id=str(uuid4()),
        scope=frozenset({Scope.VIEW}),
        language="ca",
        agent_name="Laia",
        hard_end_at=clock.now() + timedelta(minutes=30),
        config=config,
        secrets=secrets,
    )


@pytest.mark.parametrize("field", [{"fps": "0"}, {"fps": "9"}, {"quality": "10"}, {"quality": "100"}, {"max_width": "4000"}])
def test_settings_out_of_their_limits_are_refused(field: dict[str, str]) -> None:
    assert PictureConfig(PICTURES).is_valid()
    assert not PictureConfig({**PICTURES, **field}).is_valid()


def test_kept_settings_that_make_no_sense_fall_back_into_the_limits() -> None:
    terms = BrowserProvider().terms(session({"fps": "900", "quality": "x", "max_width": "1"}), "citizen")
    assert terms == {"transport": "relay", "fallback": True, "fps": 8, "quality": 60, "width": 960}


@pytest.mark.parametrize(
    ("line", "good"),
    [
        ("turn:turn.example.org", True),
        ("turn:turn.example.org:3478?transport=tcp", True),
        ("turns:[2001:db8::1]:5349?transport=tcp", True),
        ("stun:192.0.2.7:3478", True),
        ("stun:stun.example.org?transport=udp", False),
        ("turn:turn.example.org:0", False),
        ("turn:turn.example.org:70000", False),
        ("http://turn.example.org", False),
        ("turn:user@turn.example.org", False),
        ("turn:", False),
        ("turn:turn.example.org?transport=sctp", False),
    ],
)
def test_addresses_of_servers(line: str, good: bool) -> None:  # noqa: FBT001
    assert (read_address(line) is not None) is good
    assert DirectConfig({**DIRECT, "ice_urls": line, "relay_only": "no"}).is_valid() is good


def test_relay_only_needs_a_relay() -> None:
    assert not DirectConfig({**DIRECT, "ice_urls": "stun:stun.example.org"}).is_valid()
    assert DirectConfig({**DIRECT, "ice_urls": "stun:stun.example.org", "relay_only": "no"}).is_valid()


def test_credentials_are_for_one_session_until_its_end_by_real_time() -> None:
    one = session(DIRECT)
    user, password = credentials("s3cret", one)
    expires, sid = user.split(":")
    assert abs(int(expires) - time.time() - 1800) < 5
    assert one.id.replace("-", "") not in user.replace("-", "")
    assert base64.b64decode(password) == hmac.new(b"s3cret", user.encode(), hashlib.sha1).digest()
    assert credentials("s3cret", session(DIRECT))[0].split(":")[1] != sid


def test_the_pages_get_credentials_and_never_the_secret() -> None:
    terms = DirectProvider().terms(session({**DIRECT, "ice_urls": "turn:a.example\nstun:b.example"}, turn_secret="s3cret"), "citizen")
    assert "s3cret" not in repr(terms)
    servers = terms["ice"]
    assert isinstance(servers, list)
    turn, stun = servers
    assert set(turn) == {"urls", "username", "credential"}
    assert stun == {"urls": "stun:b.example"}


def test_only_the_one_that_our_server_ends_says_so() -> None:
    assert BrowserProvider.caps.hard_end is HardEnd.SERVER
    assert DirectProvider.caps.hard_end is HardEnd.CLIENT
    for caps in (BrowserProvider.caps, DirectProvider.caps):
        assert (caps.control, caps.clipboard, caps.record, caps.needs_page, caps.needs_install) == (False, False, False, True, False)


def test_the_layer_is_tried_with_a_message_that_goes_round() -> None:
    assert call(BrowserProvider().check(PICTURES)).ok


@contextmanager
def stun_server(*, honest: bool = True) -> Iterator[int]:
    """A server on loopback that answers binding requests, as RFC 8489 wants it or with a transaction that nobody asked about."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    server.settimeout(10)

    def serve() -> None:
        while True:
            try:
                question, who = server.recvfrom(2048)
            except OSError:
                return
            _kind, _length, magic, transaction = struct.unpack(">HHI12s", question)
            server.sendto(struct.pack(">HHI12s", 0x0101, 0, magic, transaction if honest else b"x" * 12), who)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.close()


def test_a_server_that_answers_is_found_and_one_that_does_not_is_not() -> None:
    with stun_server() as port, stun_server(honest=False) as liar:
        assert call(DirectProvider().check({**DIRECT, "ice_urls": f"turn:127.0.0.1:{port}"})).ok
        assert not call(DirectProvider().check({**DIRECT, "ice_urls": f"turn:127.0.0.1:{liar}"})).ok
        both = [server for line in (f"stun:127.0.0.1:{port}", "stun:127.0.0.1:9") if (server := read_address(line))]
        assert [server.port for server in asyncio.run(silent(both))] == [9]
    assert not call(DirectProvider().check({})).ok


# Pictures, without a socket


def test_a_picture_waits_for_the_acknowledgement_of_the_one_before() -> None:
    gate = PictureGate()
    assert gate.take(chunk(1), 0)
    assert not gate.take(chunk(2), 1)
    assert not gate.acknowledge(2)
    assert gate.acknowledge(1)
    assert gate.take(chunk(3), 2)


def test_a_picture_that_was_lost_on_its_way_is_not_waited_for_for_ever() -> None:
    gate = PictureGate()
    assert gate.take(chunk(1), 0)
    assert gate.take(chunk(2), ACK_PATIENCE_SECONDS)


def test_a_new_viewer_is_not_given_the_rest_of_a_picture() -> None:
    gate = PictureGate()
    assert gate.take(chunk(1, last=False), 0)
    gate.start_anew()
    assert not gate.take(chunk(1, 1), 0)
    assert gate.take(chunk(2), 0)


def test_pieces_come_in_their_order_and_a_picture_has_an_end() -> None:
    for pieces in (
        [chunk(1, last=False), chunk(1, 2)],
        [chunk(1, last=False), chunk(2, 1)],
        [chunk(1, last=False), chunk(2)],
        [chunk(2), chunk(2)],
        [chunk(2), chunk(1)],
        [chunk(1, part, last=False, body=b"x" * 49_000) for part in range(22)],
    ):
        gate = PictureGate()
        with pytest.raises(BadPicture):
            [gate.take(piece, 0) for piece in pieces]


# Headers


@pytest.mark.django_db
def test_no_other_page_may_show_the_screen(client: Client) -> None:
    make_council()
    closed = "camera=(), microphone=(), geolocation=(), display-capture=()"
    assert client.get("/en/").headers["Permissions-Policy"] == closed
    assert client.get("/healthz").headers["Permissions-Policy"] == closed
    of_a_session = client.get(f"/en/remote/{uuid4()}/").headers["Permissions-Policy"]
    assert of_a_session == "camera=(self), microphone=(self), geolocation=(), display-capture=(self)"
