"""The drill in small, as a program, on the engine of this run."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def test_many_citizens_choosing_one_time_book_its_seats_exactly() -> None:
    sizes = ["--clients=20", "--seats=5", "--rounds=1"]
    url = settings.DATABASE_URL if settings.DATABASE_URL.startswith("postgres") else "sqlite"
    command = [sys.executable, "-m", "tests.drills.booking", *sizes, f"--database-url={url}", f"--redis-url={settings.REDIS_URL}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["drill"], found["booked"], found["refused_409"], found["errors_5xx"], found["wrong"]) == ("booking", [5], [15], 0, [])
