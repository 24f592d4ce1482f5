"""Run the tests as `make test` does: on SQLite, on PostgreSQL with Redis, and in a browser. Standard library only.

python3 deploy/test_runner.py [sqlite] [postgres] [browser] [-- what pytest takes]
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_servers import ROOT, Unavailable, postgres, redis

PYTHON = ROOT / ".venv" / "bin" / "python"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
AT_ONCE = 2
FAILED, NO_TESTS = 1, 5  # pytest's own exit codes
FEW = 3  # so many tests that failed are tried once more by themselves
TOLD = 120  # lines of a failed part that are printed again at the end


@dataclass
class Outcome:
    """How a part ended, and what of it belongs at the very end of the output, where nobody misses it."""

    name: str
    code: int = 0
    skipped: str = ""
    unstable: list[str] = field(default_factory=list)
    last_lines: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Run the parts asked for, all of them and to the end; the exit code is the first that was not zero."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    names, for_pytest = arguments[:cut] or list(PARTS), arguments[cut + 1 :]
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"Unknown part {unknown[0]}; there are: {', '.join(PARTS)}")
        return 2
    # The parts share nothing: two at a time, so that the browser begins when the first engine is done.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(lambda name: run_part(name, for_pytest), names))
    tell(outcomes)
    return next((outcome.code for outcome in outcomes if outcome.code), 0)


def run_part(name: str, for_pytest: list[str]) -> Outcome:
    """Run one part; what cannot run here is skipped and said so, which CI does not accept."""
    print(f"\n== Tests: {name}", flush=True)
    try:
        outcome = PARTS[name](for_pytest)
    except Unavailable as reason:
        return Outcome(name, code=1 if os.environ.get("CI") == "true" else 0, skipped=str(reason))
    print(f"== {name}: {'passed' if outcome.code == 0 else f'failed ({outcome.code})'}", flush=True)
    return outcome


def tell(outcomes: list[Outcome]) -> None:
    """Print how each part ended; of one that failed, its last lines again, for the parts print beside each other."""
    for outcome in outcomes:
        for line in outcome.last_lines if outcome.code else ():
            print(f"{outcome.name} | {line}", end="")
    print("\n== In all", flush=True)
    for outcome in outcomes:
        word = "skipped" if outcome.skipped else "failed" if outcome.code else "passed"
        print(f"{word}: {outcome.name}{': ' if outcome.skipped else ''}{outcome.skipped}")
        for test in outcome.unstable:
            print(f"UNSTABLE: {outcome.name}: {test} failed among the others and passed by itself: it has a fault that is to be found")
        if outcome.skipped and outcome.code:
            print("In CI nothing may be skipped.")
    sys.stdout.flush()


def run_sqlite(extra: list[str]) -> Outcome:
    """The embedded size; tests that need Redis itself still get its address."""
    with folder() as scratch, optional_redis() as redis_url:
        return pytest("sqlite", "not browser and not postgres", embedded(scratch) | redis_url, extra)


def run_postgres(extra: list[str]) -> Outcome:
    """The scaled-out size: PostgreSQL and Redis together."""
    with folder() as scratch, postgres() as database, redis() as bell:
        size = {"DATABASE_URL": database, "REDIS_URL": bell, "TEST_REDIS_URL": bell}
        return pytest("postgres", "not browser and not sqlite", embedded(scratch) | size, extra)


def run_browser(extra: list[str]) -> Outcome:
    """Journeys run on one engine, in a process of their own: Playwright leaves a running loop behind."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chromium is None:
        raise Unavailable("no Chromium: install the package chromium, or name one in CHROMIUM")
    with folder() as scratch:
        return pytest("browser", "browser", embedded(scratch) | {"CHROMIUM": chromium, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}, extra)


PARTS: dict[str, Callable[[list[str]], Outcome]] = {"sqlite": run_sqlite, "postgres": run_postgres, "browser": run_browser}


def embedded(scratch: Path) -> dict[str, str]:
    """Settings of a run that shares nothing with the demo or with a run beside it."""
    return {"DATABASE_URL": f"sqlite:///{scratch / 'tests.sqlite3'}", "VAR_DIR": str(scratch / "var")}


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="acompanya-tests-") as name:
        yield Path(name)


@contextlib.contextmanager
def optional_redis() -> Iterator[dict[str, str]]:
    with contextlib.ExitStack() as stack:
        try:
            found = {"TEST_REDIS_URL": stack.enter_context(redis())}
        except Unavailable as reason:
            print(f"skipped: tests of Redis itself: {reason}", flush=True)
            found = {}
        yield found


def pytest(name: str, marks: str, settings: Mapping[str, str], extra: list[str]) -> Outcome:
    """Run one part with pytest. Up to three tests that failed are run once more, by themselves, and named in the end if they pass.

    Real servers, browsers and processes on a busy machine make a test fail now and then. Whoever reads the end of the output
    learns of it; a change that has nothing to do with it is not stopped by it. See docs/decisions/0028.
    """
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}} | dict(settings)
    code, lines = run_pytest(name, ["-m", marks, *extra], environment)
    if code == NO_TESTS and extra:
        return Outcome(name)  # a choice of files may well have none for this part
    failed = list(dict.fromkeys(match[1] for line in lines if (match := re.match(r"(?:FAILED|ERROR) (tests/\S+)", line))))
    outcome = Outcome(name, code, last_lines=lines[-TOLD:])
    if code == FAILED and 0 < len(failed) <= FEW:
        print(f"\n== Tests: {name}: once more, by themselves: {' '.join(failed)}", flush=True)
        files = list(dict.fromkeys(test.split("[")[0] for test in failed))  # all values of a test: its own may hold spaces
        outcome.code, again = run_pytest(name, ["-m", marks, *files], environment)
        outcome.last_lines += again[-TOLD:]
        outcome.unstable = [] if outcome.code else failed
    return outcome


def run_pytest(name: str, arguments: list[str], environment: Mapping[str, str]) -> tuple[int, list[str]]:
    """Run pytest once and print its lines as they come, with the name of the part before them; its exit code and all lines."""
    command: list[str | Path] = [PYTHON, "-m", "pytest", "--durations=10", "--durations-min=5", *arguments]
    lines: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        for line in running.stdout or ():
            lines.append(line)
            print(f"{name} | {line}", end="", flush=True)
    return running.returncode, lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
