"""The tables for developers: every indicator and every module is there, and nothing else."""

import re
from pathlib import Path

import pytest

from tests.project.source import ROOT
from transparency.catalogue import INDICATORS

pytestmark = pytest.mark.once

PAGE = (ROOT / "docs/developers/transparency.md").read_text()
ROOM = ROOT / "transparency"
# What every room has, or Django asks for.
USUAL = {
    "apps.py",
    "forms.py",
    "management/",
    "migrations/",
    "models/",
    "permissions.py",
    "rules.py",
    "selectors/",
    "services/",
    "templatetags/",
    "urls.py",
}


def rows(title: str) -> list[list[str]]:
    """The cells of the table under a title."""
    table = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| `")]


def name(path: Path) -> str:
    return path.name if path.is_file() else f"{path.name}/"


def test_every_indicator_is_in_the_table_with_its_rule_and_its_breakdowns() -> None:
    documented = [(row[0].strip("`"), row[1], re.findall(r"\w+", re.sub(r":.*|\(.*?\)|;.*", "", row[2]))) for row in rows("Indicators")]
    assert documented == [(found.id, found.rule, [dimension.id for dimension in found.dimensions] or ["none"]) for found in INDICATORS]


def test_every_module_is_in_the_table() -> None:
    documented = [module for row in rows("Modules") for module in re.findall(r"`([^`]+)`", row[0])]
    there = {name(path) for path in ROOM.iterdir() if not path.name.startswith("__")}
    assert sorted(documented) == sorted(there - USUAL)
