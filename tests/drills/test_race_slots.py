"""However many want a seat at the same moment, exactly the seats are given: real connections, on the engine of this run."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def test_forty_clients_and_six_who_move_get_exactly_the_seats() -> None:
    command = [sys.executable, "-m", "tests.drills.race_slots", "--database-url", settings.DATABASE_URL, "--rounds", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    exactly = {"booked": 3, "slot_taken": 43, "seats_taken": 3, "calls_without_a_seat": 0}
    assert told["rounds"] == [exactly, exactly], told
