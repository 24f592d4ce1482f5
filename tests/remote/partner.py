"""A partner's session broker on loopback: a real HTTP server that does what a test tells it, well or badly, and remembers what it was sent."""

import hashlib
import hmac
import json
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from uuid import uuid4

SECRET = "a-secret-of-at-least-24-characters"
WELL: dict[str, dict[str, object]] = {
    "check": {"ok": True},
    "prepare": {
        "ready": False,
        "program": "Helper",
        "url": "https://partner.example/start/1",
        "steps": ["Open the address.", "Press “Share”."],
        "closing": ["Press “Stop”."],
    },
    "viewer": {"url": "https://partner.example/look/1"},
    "scope": {"applied": True},
    "end": {"ended": True},
    "status": {"connected": True},
}


class Heard(NamedTuple):
    """One request as it arrived."""

    event: str
    id: str
    fields: dict[str, Any]
    body: bytes
    headers: dict[str, str]

    @property
    def is_signed(self) -> bool:
        """Whether the signature is right, reckoned here once more from what the documentation says."""
        t, v1 = (part.split("=", 1)[1] for part in self.headers["acompanya-signature"].split(","))
        expected = hmac.new(SECRET.encode(), t.encode() + b"." + self.body, hashlib.sha256).hexdigest()
        return abs(int(t) - time.time()) < 300 and hmac.compare_digest(v1, expected)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_POST(self) -> None:
        """Remember, and behave."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fields = json.loads(body)
        partner = self.server.partner
        partner.heard.append(Heard(fields["event"], fields["id"], fields, body, {k.lower(): v for k, v in self.headers.items()}))
        waiting = partner.next[fields["event"]]
        behaviour = waiting.pop(0) if waiting else well
        try:
            behaviour(self, fields["event"])
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def answer(self, body: bytes, *, status: int = 200, content_type: str = "application/json", **headers: str) -> None:
        """Answer with a body."""
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


Behaviour = Callable[[_Handler, str], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    partner: "Partner"

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever breaks off is part of the tests."""


class Partner:
    """The broker: `next[event]` lists how it behaves the next times; after that it behaves well."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.next: dict[str, list[Behaviour]] = defaultdict(list)
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.partner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """Host and port, as the installation allows them."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def settings(self) -> dict[str, str]:
        """How a council is set to use it."""
        return {"address": f"http://{self.name}/hooks/"}

    def events(self) -> list[str]:
        """What was asked for, in order."""
        return [heard.event for heard in self.heard]

    def stop(self) -> None:
        """Close the door."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def well(handler: _Handler, event: str) -> None:
    """Answer as agreed."""
    handler.answer(json.dumps(WELL[event]).encode())


def says(answer: object) -> Behaviour:
    """Answer with this."""
    return lambda handler, _event: handler.answer(json.dumps(answer).encode())


def fails(status: int) -> Behaviour:
    """Answer with an error."""
    return lambda handler, _event: handler.answer(b"{}", status=status)


def redirects(handler: _Handler, _event: str) -> None:
    """Send the caller somewhere else."""
    handler.answer(b"{}", status=307, Location="http://169.254.169.254/latest/")


def is_huge(handler: _Handler, _event: str) -> None:
    """Announce more than anybody wants."""
    handler.answer(b'{"a": "' + b"x" * 70_000 + b'"}')


def never_stops(handler: _Handler, _event: str) -> None:
    """Send pieces without saying how many."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _piece in range(1000):
        handler.wfile.write(b"2000\r\n" + b"x" * 8192 + b"\r\n")


def speaks_html(handler: _Handler, event: str) -> None:
    """Answer well, and call it something else."""
    handler.answer(json.dumps(WELL[event]).encode(), content_type="text/html")


def is_compressed(handler: _Handler, _event: str) -> None:
    """Answer in a form that was not asked for."""
    handler.answer(b"{}", Content_Encoding="gzip")


def is_no_json(handler: _Handler, _event: str) -> None:
    """Answer with a thousand brackets."""
    handler.answer(b"[" * 60_000)


def resets(handler: _Handler, _event: str) -> None:
    """Break off without a word."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def drips(handler: _Handler, event: str) -> None:
    """Answer well, a byte at a time."""
    body = json.dumps(WELL[event]).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    for place in range(len(body)):
        handler.wfile.write(body[place : place + 1])
        handler.wfile.flush()
        time.sleep(0.5)


def told(event: str, session: object, *, number: str = "", at: float | None = None, **data: object) -> bytes:
    """Return the body of a callback."""
    message = {"id": number or str(uuid4()), "event": event, "session": str(session), "at": time.time() if at is None else at, "data": data}
    return json.dumps(message).encode()


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """Return the headers of a callback, as the documentation says."""
    t = int(time.time() if at is None else at)
    v1 = hmac.new(secret.encode(), f"{t}.".encode() + body, hashlib.sha256).hexdigest()
    return {"acompanya-signature": f"t={t},v1={v1}"}
