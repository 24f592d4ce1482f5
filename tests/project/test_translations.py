"""The interface is complete in all five languages: nothing untranslated, nothing fuzzy, nothing left out of the catalogues."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.project.source import ROOMS, ROOT

pytestmark = pytest.mark.once

LANGUAGES = ("ca", "es", "eu", "gl")
Key = tuple[str | None, str, str]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue(folder: Path, language: str) -> polib.POFile:
    path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(path.read_text(encoding="utf-8"))


def keys(found: polib.POFile) -> set[Key]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in found if not entry.obsolete}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete(language: str) -> None:
    found = catalogue(ROOT, language)
    plurals = int(re.search(r"nplurals\s*=\s*(\d+)", found.metadata["Plural-Forms"])[1])
    assert [entry.msgid for entry in found if entry.fuzzy and not entry.obsolete] == []
    assert [entry.msgid for entry in found.untranslated_entries()] == []
    short = [
        entry.msgid
        for entry in found
        if entry.msgid_plural and (len(entry.msgstr_plural) != plurals or not all(entry.msgstr_plural.values()))
    ]
    assert short == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(language: str) -> None:
    """A plural form may spell the number out, so that only its own new placeholders are wrong."""
    wrong = []
    for entry in catalogue(ROOT, language).translated_entries():
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            given = set(PLACEHOLDER.findall(text))
            if given - wanted or (not entry.msgid_plural and given != wanted):
                wrong.append(entry.msgid)
    assert wrong == []


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with the catalogues as `make messages` would leave them."""
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed")
    copy = tmp_path_factory.mktemp("messages")
    for name in (*ROOMS, "templates", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", copy)
    wanted = [argument for language in LANGUAGES for argument in ("--locale", language)]
    environment = os.environ | {"PYTHONPATH": str(copy), "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "manage.py", "makemessages", *wanted, "--verbosity=0"], cwd=copy, env=environment, check=True)
    return copy


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_text_of_the_source(language: str, extracted: Path) -> None:
    """After a change of texts: `make messages`, then translate."""
    assert keys(catalogue(ROOT, language)) == keys(catalogue(extracted, language))
