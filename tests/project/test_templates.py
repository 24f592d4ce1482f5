"""Every template compiles, and none needs a hole in the content security policy."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.project.source import ROOT

pytestmark = pytest.mark.once

TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "style": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^>{]*\s(?:on[a-z]+|hx-on[\w:-]*)\s*=", re.IGNORECASE),
    "javascript link": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
}
# Printed, not browsed: WeasyPrint reads their style sheet from the document itself.
PRINTED = {path for path in TEMPLATES if "pdf" in path.stem or "pdf" in path.parent.name}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles(path: Path) -> None:
    get_template(name_of(path))


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix in {".html", ".svg"} and path not in PRINTED], ids=name_of)
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    text = re.sub(r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert {kind: found.group() for kind, pattern in INLINE.items() if (found := pattern.search(text))} == {}


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".html"], ids=name_of)
def test_a_translated_block_is_trimmed(path: Path) -> None:
    """The formatter may break its lines, and an untrimmed text would then lose its translations."""
    blocks = re.findall(r"\{%\s*blocktrans(?:late)?\b[^%]*%\}", path.read_text(encoding="utf-8"))
    assert [block for block in blocks if " trimmed" not in block] == []
