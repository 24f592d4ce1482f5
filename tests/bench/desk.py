"""How fast the desk is with the tickets of some years, on both databases, beside django-helpdesk.

python -m tests.bench.desk [--tickets 100000] [--repeat 40] [--engine sqlite] [--engine postgresql] [--rival]

With `--rival` django-helpdesk is installed into an environment of its own and measured on the same rows; without it, its figures of
docs/developers/benchmarks.md are compared with. The last lines are JSON, one per engine.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deploy.test_servers import Unavailable, postgres
from tests.bench.rival import RIVAL, measure_rival
from tests.drills.server import ROOT, fresh_database

NAMES = ("list_p50_ms", "search_rare_p50_ms", "search_common_p50_ms", "ticket_p50_ms", "create_p50_ms", "rss_mb")
# How many times as fast as the rival each must be.
FACTORS = {"list_p50_ms": 10, "search_rare_p50_ms": 10, "search_common_p50_ms": 10, "ticket_p50_ms": 1, "create_p50_ms": 1}


def child(*arguments: str, environment: dict[str, str]) -> str:
    """Run one phase in a process of its own, so that filling does not count as memory of the desk; returns its last line."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.desk", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip().rpartition("\n")[2]


def run_engine(engine: str, url: str, options: argparse.Namespace) -> dict[str, str | float]:
    """Fill a fresh database, measure the desk on it and compare; returns the figures."""
    with tempfile.TemporaryDirectory(prefix="acompanya-bench-") as folder, fresh_database(url, Path(folder)) as database:
        environment = {
            "DATABASE_URL": database,
            "VAR_DIR": folder,
            "TESTING": "true",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "ERROR",
        }
        start = time.monotonic()
        child("--phase", "fill", "--tickets", str(options.tickets), environment=environment)
        print(f"{engine}: {options.tickets} tickets written in {time.monotonic() - start:.0f} s", flush=True)
        figures: dict[str, float] = json.loads(child("--phase", "measure", "--repeat", str(options.repeat), environment=environment))
    rival, source = RIVAL[engine], "recorded"
    if options.rival:
        with tempfile.TemporaryDirectory(prefix="acompanya-bench-rival-") as folder, fresh_database(url, Path(folder)) as database:
            rival, source = measure_rival(engine, database, tickets=options.tickets, repeat=options.repeat), "same run"
    compare(engine, figures, rival, source)
    return {"bench": "desk", "engine": engine, **figures}


def compare(engine: str, figures: dict[str, float], rival: dict[str, float], source: str) -> None:
    """Print the figures beside those of django-helpdesk."""
    print(f"{engine:<22}{'desk':>10}{'rival':>10}{'times':>8}   (django-helpdesk 2.6.1, {source})")
    for name in NAMES:
        times = rival[name] / figures[name] if figures[name] else 0.0
        wanted = FACTORS.get(name, 0)
        mark = "" if not wanted else "  ok" if times >= wanted else f"  must be {wanted}"
        print(f"  {name:<20}{figures[name]:>10}{rival[name]:>10}{times:>8.1f}{mark}", flush=True)


def phase(options: argparse.Namespace) -> None:
    """One phase, in a process that was given its database."""
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench.filling import fill
    from tests.bench.measuring import measure_as_served

    if options.phase == "fill":
        call_command("migrate", verbosity=0)
        fill(options.tickets)
    else:
        print(json.dumps(asyncio.run(measure_as_served(options.repeat))))


def main() -> int:
    """Measure each engine that there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=40)
    parser.add_argument("--engine", action="append", choices=sorted(RIVAL))
    parser.add_argument("--rival", action="store_true", help="measure django-helpdesk in the same run (needs a package index)")
    parser.add_argument("--phase", choices=("fill", "measure"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        phase(options)
        return 0
    engines: list[str] = options.engine or ["sqlite", "postgresql"]
    results = []
    if "sqlite" in engines:
        results.append(run_engine("sqlite", "sqlite://", options))
    if "postgresql" in engines:
        try:
            with postgres() as url:
                results.append(run_engine("postgresql", url, options))
        except Unavailable as reason:
            print(f"skipped: postgresql: {reason}")
    for result in results:
        print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
