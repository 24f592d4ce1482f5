"""A real copy of the service in its own process: `manage.py serve` on a loopback port, with its own database, files and clock."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(url: str, process: subprocess.Popen[bytes], *, seconds: float) -> None:
    """Wait until a service that was just started is ready; TimeoutError when it ended or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            if urllib.request.urlopen(f"{url}/readyz", timeout=2).status == 200:  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise TimeoutError(url)


class ServedCopy:
    """One installation that ends with the tests."""

    def __init__(self, folder: Path, *, contacts: int) -> None:
        self.folder = folder
        self.port = free_port()
        self.database = folder / "served.sqlite3"
        self.clock_file = folder / "clock"
        self.env = {
            **{
                k: v
                for k, v in os.environ.items()
                if k not in {"TESTING", "DATABASE_URL", "VAR_DIR", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
            },
            "DATABASE_URL": f"sqlite:///{self.database}",
            "VAR_DIR": str(folder),
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "CLOCK_OFFSET_FILE": str(self.clock_file),
            "KIT_GALLERY": "true",
            "REMOTE_PROVIDERS": ",".join(
                f"remote.providers.{name}"
                for name in (
                    "link.LinkProvider",
                    "fake.FakeProvider",
                    "browser.BrowserProvider",
                    "browser_direct.DirectProvider",
                    "ssh_vnc.SshVncProvider",
                    "webhook.WebhookProvider",
                )
            ),
            "REMOTE_BROKER_SSH_PORT": "0",
            "REMOTE_BROKER_VIEWER_PORT": "0",
            "LOG_LEVEL": "WARNING",
            "DEFAULT_FROM_EMAIL": "ajuda@vallclara.example",
            "SECRET_KEY": "served-copy-" + "k" * 60,
        }
        self.move_clock(START)
        subprocess.run([sys.executable, "-m", "tests.browser.seed", str(self.port), str(contacts)], cwd=ROOT, env=self.env, check=True)
        self.log = (folder / "serve.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self._wait()

    @property
    def url(self) -> str:
        """Origin of the first council."""
        return f"http://127.0.0.1:{self.port}"

    def move_clock(self, moment: datetime) -> None:
        """Make the service believe that it is `moment`."""
        self._set_offset((moment - datetime.now(UTC)).total_seconds())

    def now(self) -> datetime:
        """Return when the service believes that it is."""
        return datetime.now(UTC) + timedelta(seconds=float(self.clock_file.read_text()))

    def let_pass(self, **time: float) -> None:
        """Move the clock forward, as in `let_pass(minutes=40)`: what was written before stays in the past."""
        self.move_clock(self.now() + timedelta(**time))

    def _set_offset(self, seconds: float) -> None:
        """In one move: a half-written number would be another time."""
        written = self.clock_file.with_suffix(".new")
        written.write_text(str(seconds))
        written.replace(self.clock_file)

    def _wait(self) -> None:
        try:
            ready(self.url, self.process, seconds=180)
        except TimeoutError:
            raise AssertionError((self.folder / "serve.log").read_text()[-4000:]) from None

    def mails(self) -> list[str]:
        """Return the mails that were sent, oldest first, as text."""
        return [path.read_text() for path in sorted((self.folder / "mail").glob("*.log"))]

    def stop(self) -> None:
        """End the process that this copy started, and wait until it has ended."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
