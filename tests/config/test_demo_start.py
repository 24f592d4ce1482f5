"""`manage.py demo` as a real process: it serves before its months are published, and publishing ends with it and goes on at the next start."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.processes import Installation

pytestmark = pytest.mark.sqlite

LEFT = """
from config.demo.past import pending
from helpdesk.people.models import Council
print(json.dumps(len(pending(list(Council.objects.order_by("pk"))))))
"""


def until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def publishers_of(server: "subprocess.Popen[bytes] | None") -> list[Path]:
    """The processes that publish behind a server, by their folders under /proc."""
    assert server is not None
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == server.pid and b"--publish-only" in words:
            found.append(folder)
    return found


def is_over(process: Path) -> bool:
    """Whether a process has ended; one that nobody has waited for yet is over too."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Installation]:
    installed = Installation(tmp_path, DEMO="true")
    yield installed
    installed.close()


def test_it_serves_before_its_months_are_published_and_goes_on_when_it_was_ended(demonstration: Installation) -> None:
    demonstration.start(command="demo", seconds=180)
    assert until(lambda: demonstration.get("/readyz")[0] == 200, 20)
    assert demonstration.get("/transparency/")[0] == 200
    assert "6 months of the past are being measured, sealed and published now" in demonstration.log.read_text()
    [publisher] = publishers_of(demonstration.server)
    assert demonstration.kill(signal.SIGINT) < 20
    assert is_over(publisher)
    assert demonstration.run(LEFT) >= 1

    demonstration.start(command="demo", seconds=120)
    [publisher] = publishers_of(demonstration.server)
    demonstration.kill(signal.SIGKILL)
    assert until(lambda: is_over(publisher), 10)
    assert "Traceback" not in demonstration.log.read_text()
