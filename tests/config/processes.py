"""Real processes for tests: `manage.py serve`, a script beside it, and a mail server that can stall."""

import json
import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Installation:
    """A folder with a database of its own, and at most one server."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.log = folder / "log"
        self.env = {key: value for key, value in os.environ.items() if key not in {"REDIS_URL", "SECRET_KEY"}} | {
            "TESTING": "true",
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            **settings,
        }
        self.server: subprocess.Popen[bytes] | None = None

    def start(self, *options: str, command: str = "serve", seconds: float = 60) -> None:
        """Serve, and wait until the process answers."""
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "manage.py", command, "--port", str(self.port), *options], cwd=ROOT, env=self.env, stdout=log, stderr=log
            )
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.server.poll() is None, self.log.read_text()
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def get(self, path: str, host: str = "127.0.0.1") -> tuple[int, dict[str, str], str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": host})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode()

    def run(self, script: str) -> Any:
        """Run Python with the installation's settings; its last printed line is JSON."""
        begin = "import django, json\ndjango.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", begin + script],
            cwd=ROOT,
            env=self.env | {"DJANGO_SETTINGS_MODULE": "config.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else None

    def kill(self, number: int = signal.SIGKILL) -> float:
        """Signal the server and wait for its end; returns the seconds that it took."""
        assert self.server is not None
        began = time.monotonic()
        self.server.send_signal(number)
        self.server.wait(timeout=30)
        return time.monotonic() - began

    def close(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.kill()


class _Conversation(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        self.say(b"220 test")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.say(b"354 go on")
                self._data()
            elif word == b"QUIT":
                self.say(b"221 bye")
                return
            else:
                self.say(b"250 ok")

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")

    def _data(self) -> None:
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        message = message_from_bytes(b"".join(lines))
        if self.server.stalls:
            self.server.stalled.append(message)
            self.server.reached.set()
            self.server.ending.wait(60)
            return
        self.server.accepted.append(message)
        self.say(b"250 kept")


class MailServer(socketserver.ThreadingTCPServer):
    """An SMTP server that keeps what it gets; while `stalls`, it never says that it did."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.stalls = False
        self.stalled: list[Message] = []
        self.accepted: list[Message] = []
        self.reached = threading.Event()
        self.ending = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        port: int = self.server_address[1]
        return port

    def close(self) -> None:
        self.ending.set()
        self.shutdown()
        self.server_close()
