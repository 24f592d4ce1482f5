"""Two web processes share a bell: what is said through one arrives at the sockets of the other at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.postgres
def test_a_message_crosses_processes_in_less_than_two_seconds() -> None:
    redis_url = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")
    command = [sys.executable, "-m", "tests.drills.two_processes", "--database-url", settings.DATABASE_URL, "--redis-url", redis_url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["slowest"] < 2
