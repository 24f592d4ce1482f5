"""A real copy of the service in its own process: `manage.py serve` on a loopback port, with its own database, files and clock."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
        self.clock_file.write_text(str((moment - datetime.now(UTC)).total_seconds()))

    def _wait(self) -> None:
        for _attempt in range(300):
            try:
                if urllib.request.urlopen(f"{self.url}/readyz", timeout=2).status == 200:  # noqa: S310
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise AssertionError((self.folder / "serve.log").read_text()[-4000:])

    def mails(self) -> list[str]:
        """Return the mails that were sent, oldest first, as text."""
        return [path.read_text() for path in sorted((self.folder / "mail").glob("*.log"))]

    def stop(self) -> None:
        """End the process that this copy started."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
