"""Run the tests as `make test` does: on SQLite, on PostgreSQL with Redis, and in a browser. Standard library only.

python3 deploy/test_runner.py [sqlite] [postgres] [browser] [-- what pytest takes]
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_servers import ROOT, Unavailable, postgres, redis

PYTHON = ROOT / ".venv" / "bin" / "python"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS = 5  # pytest's own exit code


def main(arguments: list[str]) -> int:
    """Run the parts asked for, all of them and to the end; the exit code is the first that was not zero."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    names, for_pytest = arguments[:cut] or list(PARTS), arguments[cut + 1 :]
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"Unknown part {unknown[0]}; there are: {', '.join(PARTS)}")
        return 2
    codes, skipped = [], []
    for name in names:
        print(f"\n== Tests: {name}", flush=True)
        try:
            codes.append(PARTS[name](for_pytest))
        except Unavailable as reason:
            skipped.append(f"skipped: {name}: {reason}")
            print(skipped[-1], flush=True)
    if skipped and os.environ.get("CI") == "true":
        print("In CI nothing may be skipped:", *skipped, sep="\n  ")
        return 1
    return next((code for code in codes if code), 0)


def run_sqlite(extra: list[str]) -> int:
    """The embedded size; tests that need Redis itself still get its address."""
    with folder() as scratch, optional_redis() as redis_url:
        return pytest("not browser and not postgres", embedded(scratch) | redis_url, extra)


def run_postgres(extra: list[str]) -> int:
    """The scaled-out size: PostgreSQL and Redis together."""
    with folder() as scratch, postgres() as database, redis() as bell:
        size = {"DATABASE_URL": database, "REDIS_URL": bell, "TEST_REDIS_URL": bell}
        return pytest("not browser and not sqlite", embedded(scratch) | size, extra)


def run_browser(extra: list[str]) -> int:
    """Journeys run on one engine, in a process of their own: Playwright leaves a running loop behind."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chromium is None:
        raise Unavailable("no Chromium: install the package chromium, or name one in CHROMIUM")
    with folder() as scratch:
        return pytest("browser", embedded(scratch) | {"CHROMIUM": chromium, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}, extra)


PARTS: dict[str, Callable[[list[str]], int]] = {"sqlite": run_sqlite, "postgres": run_postgres, "browser": run_browser}


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


def pytest(marks: str, settings: Mapping[str, str], extra: list[str]) -> int:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}} | dict(settings)
    command: list[str | Path] = [PYTHON, "-m", "pytest", "-m", marks, *extra]
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code == NO_TESTS and extra:
        return 0  # a choice of files may well have none for this part
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
