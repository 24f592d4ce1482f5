"""Short files, short functions, names after a place in the room, and nothing of one machine in the tree."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.project.source import ROOT, name_of, nodes, python_files

pytestmark = pytest.mark.once

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 60
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "misc", "managers", "signals"}
# Written apart so that this file does not find itself.
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.<])/(?:work|root|home/\w+)/|pythonhost" + r"ed|pypi" + r"\.org/s|registry\.npm" + r"js|deb\.deb" + r"ian"
)


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_file_is_short_and_named_after_its_place(path: Path) -> None:
    assert path.stem not in NAMES_THAT_SAY_NOTHING
    assert len(path.read_text(encoding="utf-8").splitlines()) < MOST_LINES


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_function_is_short(path: Path) -> None:
    functions = [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [node.name for node in functions if (node.end_lineno or node.lineno) - node.lineno > MOST_LINES_OF_A_FUNCTION] == []


def test_the_tree_names_no_machine_and_no_package_index() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if not path.is_file() or "vendor" in path.parts:
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found.extend(f"{name}:{number}" for number, line in enumerate(text.splitlines(), 1) if OF_ONE_MACHINE.search(line))
    assert found == []


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=name_of)
def test_a_lock_pins_by_hash_and_names_no_index(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z0-9].*", text, re.MULTILINE)
    assert all(re.match(r"[\w.-]+==[\w.]+ ", package) for package in packages)
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
