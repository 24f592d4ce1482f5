"""What every test shares: one engine per run, no silent skip in CI, and Debian's Chromium for the journeys."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection
from django.utils import translation

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
OTHERS = {"sqlite": ("postgres",), "postgresql": ("sqlite", "once")}
ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's own folder."""
    return ROOT


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Tests read English words, whatever language the one before left on, and whatever the default of the installation is."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Playwright with the system's Chromium; `deploy/test_runner.py` names it in CHROMIUM."""
    if path := os.environ.get("CHROMIUM"):
        return {**browser_type_launch_args, "executable_path": path, "args": CHROMIUM_FLAGS}
    return browser_type_launch_args


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test of one engine does not exist on the other, and what no database changes runs on one: deselected, not skipped."""
    marks = OTHERS[connection.vendor]
    other = {item for item in items if any(item.get_closest_marker(mark) for mark in marks)}
    if other:
        config.hook.pytest_deselected(items=[item for item in items if item in other])
        items[:] = [item for item in items if item not in other]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return fail_when_skipped_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return fail_when_skipped_in_ci((yield))


def fail_when_skipped_in_ci(report: Report) -> Report:
    """A machine of CI has everything, so that a skip there means that something was not tested."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
