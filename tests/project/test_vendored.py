"""Vendored files are what their makers published: every one has its checksum, and none was added or changed."""

import hashlib

import pytest

from tests.project.source import ROOT

pytestmark = pytest.mark.once

VENDOR = ROOT / "static" / "vendor"
NOVNC = VENDOR / "novnc"
LIST = NOVNC / "MANIFEST.sha256"


def test_novnc_is_whole_and_untouched() -> None:
    listed = dict(reversed(line.split("  ", 1)) for line in LIST.read_text(encoding="utf-8").splitlines())
    found = {
        path.relative_to(NOVNC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in NOVNC.rglob("*")
        if path.is_file() and path != LIST
    }
    assert found == listed


def test_the_list_of_vendored_files_names_that_list() -> None:
    words = (VENDOR / "VENDOR.md").read_text(encoding="utf-8")
    assert hashlib.sha256(LIST.read_bytes()).hexdigest() in words
    assert (VENDOR / "licences" / "novnc.txt").is_file()
    assert (VENDOR / "licences" / "pako.txt").is_file()
