"""The drill in small, as a program, on the engine of this run."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def test_killing_the_web_process_loses_repeats_and_reorders_nothing() -> None:
    command = [
        sys.executable,
        "-m",
        "tests.drills.kill_chat",
        "--messages",
        "100",
        "--kills",
        "2",
        "--database-url",
        settings.DATABASE_URL,
        "--redis-url",
        settings.REDIS_URL,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found.pop("seconds") > 0
    assert found == {"drill": "kill_chat", "messages": 100, "kills": 2, "lost": 0, "duplicated": 0, "reordered": 0, "acked_not_stored": 0}
