"""A tiny screen server, and the words that a viewer says: enough of the protocol to see what passes."""

import socket
import struct
import threading
from collections.abc import Callable

GREETING = b"RFB 003.008\n"
FORMAT = struct.pack(">BBBBHHHBBB3x", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
KEY_DOWN = b"\x04\x01\x00\x00\x00\x00\x00\x61"
KEY_UP = b"\x04\x00\x00\x00\x00\x00\x00\x61"
QEMU_DOWN = b"\xff\x00\x00\x01\x00\x00\x00\x61\x00\x00\x00\x1e"
QEMU_UP = b"\xff\x00\x00\x00\x00\x00\x00\x61\x00\x00\x00\x1e"
POINTER = b"\x05\x01\x00\x10\x00\x10"
UPDATE_REQUEST = b"\x03\x01\x00\x00\x00\x00\x00\x10\x00\x10"
VIEWER_BEGINS = (b"RFB 003.008\n", b"\x01", b"\x01")


def server_init(width: int = 640, height: int = 480, name: bytes = b"screen") -> bytes:
    """What a screen server says of its screen."""
    return struct.pack(">HH", width, height) + FORMAT + struct.pack(">I", len(name)) + name


def cut_text(text: bytes, kind: int = 6) -> bytes:
    """A clipboard: 6 from the viewer, 3 from the screen server."""
    return struct.pack(">B3xI", kind, len(text)) + text


def update(*rects: tuple[int, int, int, int, int, bytes]) -> bytes:
    """An update of the screen: x, y, width, height, encoding and bytes of each rectangle."""
    head = struct.pack(">BxH", 0, len(rects))
    return head + b"".join(struct.pack(">HHHHi", *rect[:5]) + rect[5] for rect in rects)


def encodings(*numbers: int) -> bytes:
    """What the viewer says that it can draw."""
    return struct.pack(">BxH", 2, len(numbers)) + b"".join(struct.pack(">i", number) for number in numbers)


class Screen:
    """Listens on a free port; keeps what it was told after the beginning, and says what a test has it say."""

    def __init__(self, *, greeting: bytes = GREETING, init: bytes | None = None) -> None:
        self._greeting, self._init = greeting, init or server_init()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.heard = bytearray()
        self.connections = 0
        self._peer: socket.socket | None = None
        self._changed = threading.Condition()
        threading.Thread(target=self._run, daemon=True).start()

    def say(self, data: bytes) -> None:
        """Send as the screen server."""
        assert self._peer is not None
        self._peer.sendall(data)

    def wait(self, known: Callable[[bytes], bool], seconds: float = 30) -> bytes:
        """Return what it was told, once that is enough."""
        with self._changed:
            self._changed.wait_for(lambda: known(bytes(self.heard)), seconds)
            return bytes(self.heard)

    def close(self) -> None:
        self._listening.close()
        if self._peer is not None:
            self._peer.close()

    def _run(self) -> None:
        try:
            while True:
                peer, _address = self._listening.accept()
                self.connections += 1
                self._peer = peer
                self._serve(peer)
        except OSError:
            pass

    def _serve(self, peer: socket.socket) -> None:
        peer.sendall(self._greeting)
        if self._greeting == GREETING:
            self._exactly(peer, 12)
            peer.sendall(b"\x01\x01")
            self._exactly(peer, 1)
            peer.sendall(b"\x00\x00\x00\x00")
            self._exactly(peer, 1)
            peer.sendall(self._init)
        while data := peer.recv(65536):
            with self._changed:
                self.heard += data
                self._changed.notify_all()

    def _exactly(self, peer: socket.socket, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += peer.recv(size - len(data))
        return data
