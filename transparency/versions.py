"""Which program measured a month: kept with every draft and published with every report."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

LONGEST = 40


def _package() -> str:
    try:
        with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
            return str(tomllib.load(file)["project"]["version"])
    except (OSError, KeyError):
        return "0"


def _commit() -> str:
    """The commit of a checkout, with a mark if files differ from it; empty without git."""
    command = ["git", "-C", str(settings.BASE_DIR), "describe", "--always", "--dirty", "--exclude", "*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603  our own words only
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


@cache
def code_version() -> str:
    """Return the version of the package and, in a checkout, its commit: `0.1.0+g1a2b3c4d`. Read once per process."""
    commit = _commit()
    return (f"{_package()}+g{commit}" if commit else _package())[:LONGEST]
