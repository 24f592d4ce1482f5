"""What import-linter cannot say about who may use what."""

import ast
import sys
from pathlib import Path

import pytest

from tests.project.source import name_of, nodes, python_files

pytestmark = pytest.mark.once

DOOR_FILES = {"views", "consumers", "receivers", "tasks", "forms", "commands"}
DOOR_ROOMS = {"portal", "desk"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def is_named(path: Path, names: set[str]) -> bool:
    """Whether the file, or a folder that grew out of it, has one of these names."""
    return path.stem in names or bool(names.intersection(name_of(path.parent).split("/")))


@pytest.mark.parametrize("path", [p for p in python_files() if is_named(p, {"rules"})], ids=name_of)
def test_rules_import_the_standard_library_only(path: Path) -> None:
    foreign = set()
    for node in nodes(path):
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        foreign.update(name for name in names if name.split(".")[0] not in sys.stdlib_module_names and not is_pure(name))
    assert foreign == set()


def is_pure(module: str) -> bool:
    """Other rules, and leaves of `base`: import-linter sees to it that these bring in no framework by a detour."""
    return module.startswith("helpdesk.base.") or "rules" in module.split(".")


@pytest.mark.parametrize("path", [p for p in python_files() if is_named(p, DOOR_FILES | DOOR_ROOMS)], ids=name_of)
def test_doors_never_touch_a_manager(path: Path) -> None:
    """Rows are read through selectors, which start at `visible_to(actor)`, and written through services."""
    lines = [node.lineno for node in nodes(path) if isinstance(node, ast.Attribute) and node.attr in MANAGERS]
    assert lines == []


@pytest.mark.parametrize("path", [p for p in python_files() if name_of(p) != "helpdesk/base/clock.py"], ids=name_of)
def test_only_the_clock_knows_the_time(path: Path) -> None:
    """Tests and the demo move `helpdesk.base.clock`; a call past it would not move."""
    lines = [
        node.lineno
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today")}
    ]
    assert lines == []
