"""How long it takes to measure and protect a month of the largest of 24 councils, on both databases, beside bare SQL for the same numbers; and to draw its PDF.

python -m tests.bench.indicators [--quick] [--tickets 1000000] [--repeat 5] [--engine sqlite] [--engine postgresql]

`--quick` takes 20,000 tickets. Everything is written to databases and folders of its own, which go at the end. The last line is JSON.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from deploy.test_servers import Unavailable, postgres
from tests.drills.server import ROOT, fresh_database

TICKETS, QUICK = 1_000_000, 20_000
LIMIT = {"sqlite": 1.0, "postgresql": 0.3}
NAME = {"sqlite": "sqlite", "postgresql": "postgres"}
TIMES, PDF_SECONDS, PDF_MB = 3, 4.0, 150.0
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)


def child(*arguments: str, environment: dict[str, str]) -> str:
    """Run one phase in a process of its own; returns its last line."""
    command = [sys.executable, "-m", "tests.bench.indicators", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip().rpartition("\n")[2]


def run_engine(engine: str, url: str, options: argparse.Namespace) -> dict[str, float]:
    """Fill a fresh database and measure a month in it; on the first engine, draw the PDF too."""
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
        file = str(Path(folder) / "report.json")
        figures: dict[str, float] = json.loads(
            child("--phase", "measure", "--repeat", str(options.repeat), "--file", file, environment=environment)
        )
        if engine == "sqlite":
            figures |= json.loads(child("--phase", "pdf", "--file", file, environment=environment))
        return figures


def timed(action: Callable[[], object], repeat: int) -> float:
    """Return the shortest in seconds, after one that warms up: what other processes take is not ours."""
    found = []
    for _number in range(repeat + 1):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found[1:])


def measure_phase(options: argparse.Namespace) -> dict[str, float]:
    """Measure, protect, and ask by hand; keep the month's report for the PDF."""
    from django.db import connection

    from helpdesk.people.models import Council
    from helpdesk.people.selectors import actor_by_email
    from tests.bench.bare import ask
    from tests.bench.report import report_of
    from transparency.disclosure.protect import protect
    from transparency.measuring import measure
    from transparency.months import Month
    from transparency.report import report_bytes

    council, by, month = Council.objects.get(slug="town00"), actor_by_email("officer@example.org"), Month(2026, 10)
    assert by is not None
    start, end = month.start(council.time_zone), month.end(council.time_zone)
    measures = measure(council=council, month=month, by=by)
    figures = {
        "measure_s": timed(lambda: measure(council=council, month=month, by=by), options.repeat),
        "protect_s": timed(lambda: protect(measures, threshold=5, published=()), options.repeat),
        "bare_s": timed(lambda: ask(council.pk, start, end), options.repeat),
    }
    figures["month_s"] = figures["measure_s"] + figures["protect_s"]
    figures["contacts"] = next(one.total for one in measures if one.indicator == "vol.contacts")  # type: ignore[union-attr]
    report = report_of(council, month, protect(measures, threshold=5, published=()), NOW)
    Path(options.file).write_bytes(report_bytes(report))
    connection.close()
    return {name: round(value, 4) for name, value in figures.items()}


def pdf_phase(options: argparse.Namespace) -> dict[str, float]:
    """Draw the PDF of the report that was kept: its time, and the greatest memory of whichever process draws."""
    from transparency.pdf import report_pdf
    from transparency.report import read_report

    data = Path(options.file).read_bytes()
    report = read_report(data)
    start = time.perf_counter()
    report_pdf(
        report,
        language="ca",
        brand_color="#0b5d66",
        mark="T",
        address="https://town00.example/transparency/2026-10/r1/report.json",
        data=data,
    )
    seconds = time.perf_counter() - start
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"pdf_s": round(seconds, 2), "pdf_peak_mb": round(peak / 1024, 1)}


def phase(options: argparse.Namespace) -> None:
    """One phase, in a process that was given its database."""
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench.years import fill

    if options.phase == "fill":
        call_command("migrate", verbosity=0)
        fill(options.tickets)
    else:
        print(json.dumps((measure_phase if options.phase == "measure" else pdf_phase)(options)))


def say(engine: str, figures: dict[str, float]) -> None:
    """Print what one engine took, and whether that is within its limit."""
    month, bare = figures["month_s"], figures["bare_s"]
    is_fine = month <= max(LIMIT[engine], TIMES * bare)
    print(f"{engine}: a month of {figures['contacts']:.0f} contacts: measured {figures['measure_s']:.3f} s, protected {figures['protect_s']:.3f} s, bare SQL {bare:.3f} s  {'ok' if is_fine else 'too slow'}")  # fmt: skip
    if "pdf_s" in figures:
        is_fine = figures["pdf_s"] <= PDF_SECONDS and figures["pdf_peak_mb"] <= PDF_MB
        print(f"PDF: {figures['pdf_s']} s, {figures['pdf_peak_mb']} MB  {'ok' if is_fine else 'too much'}", flush=True)


def main() -> int:
    """Measure each engine that there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} tickets")
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--engine", action="append", choices=sorted(LIMIT))
    parser.add_argument("--phase", choices=("fill", "measure", "pdf"), help=argparse.SUPPRESS)
    parser.add_argument("--file", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        phase(options)
        return 0
    options.tickets = QUICK if options.quick else options.tickets
    result: dict[str, str | float] = {"bench": "indicators", "tickets": options.tickets}
    pdf: dict[str, float] = {}
    for engine in options.engine or ["sqlite", "postgresql"]:
        with ExitStack() as stack:
            try:
                url = stack.enter_context(postgres()) if engine == "postgresql" else "sqlite://"
            except Unavailable as reason:
                print(f"skipped: postgresql: {reason}")
                continue
            figures = run_engine(engine, url, options)
        say(engine, figures)
        result |= {f"month_{NAME[engine]}_s": round(figures["month_s"], 3), f"bare_{NAME[engine]}_s": round(figures["bare_s"], 3)}
        pdf |= {name: figures[name] for name in ("pdf_s", "pdf_peak_mb") if name in figures}
    print(json.dumps(result | pdf))
    return 0


if __name__ == "__main__":
    sys.exit(main())
