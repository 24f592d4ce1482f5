"""What is published can be checked: by the command on the server, and by a stranger with a page of code."""

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from helpdesk.people.models import Council
from tests.transparency.pdf.drawn import months
from transparency.formats.made import MadeFile
from transparency.manifest import manifest_files
from transparency.models import Publication, PublishedFile
from transparency.months import Month
from transparency.sealing import seal
from transparency.verifying import verify

ROOT = Path(__file__).resolve().parent.parent.parent.parent
MONTH = Month(2026, 10)
AT = datetime(2026, 11, 10, 9, tzinfo=UTC)


def publish(council: Council, *, revision: int = 1, previous: str = "") -> Publication:
    """A revision as publishing leaves it: rows, and files in the store."""
    drawn = months()["nothing"]
    files = [MadeFile("report.json", "application/json", drawn.data), MadeFile("report.eu.pdf", "application/pdf", seal(drawn.pdf))]
    files += manifest_files(
        council=council.slug, month=MONTH, revision=revision, published_at="2026-11-10T09:00:00Z", previous_sha256=previous, files=files
    )
    manifest = next(file for file in files if file.name == "manifest.json")
    publication = Publication.objects.create(
        council=council,
        month=MONTH.first_day,
        revision=revision,
        published_at=AT,
        manifest_sha256=manifest.sha256,
        previous_sha256=previous,
    )
    for file in files:
        path = default_storage.save(f"transparency/{council.slug}/{MONTH}/r{revision}/{file.name}", ContentFile(file.data))
        PublishedFile.objects.create(
            council=council,
            publication=publication,
            name=file.name,
            path=path,
            media_type=file.media_type,
            size=len(file.data),
            sha256=file.sha256,
        )
    return publication


@pytest.fixture
def publication(council: Council, sealed: Path) -> Publication:
    return publish(council)


def folder_of(publication: Publication) -> Path:
    """Where its files lie."""
    return Path(default_storage.path(publication.files.get(name="manifest.json").path)).parent


def problems(publication: Publication) -> set[tuple[str, str]]:
    """(file, check) of everything that is wrong."""
    return {(finding.subject, finding.check) for finding in verify(publication) if not finding.is_good}


def test_what_was_published_passes_every_check(publication: Publication) -> None:
    checks = {(finding.subject, finding.check) for finding in verify(publication)}
    assert checks == {
        ("report.json", "digest"),
        ("report.eu.pdf", "digest"),
        ("manifest.json", "signature"),
        ("manifest.json", "chain"),
        ("report.eu.pdf", "seal"),
        ("report.eu.pdf", "attached data"),
        ("report.eu.pdf", "numbers"),
    }
    assert problems(publication) == set()
    said = StringIO()
    call_command("verify_publication", "--council", publication.council.slug, "--month", "2026-10", stdout=said)
    assert "All 7 checks" in said.getvalue()


def test_every_change_is_found(publication: Publication) -> None:
    folder = folder_of(publication)
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}

    def after(name: str, data: bytes | None) -> set[tuple[str, str]]:
        path = folder / name
        path.chmod(0o600)
        path.unlink() if data is None else path.write_bytes(data)
        found = problems(publication)
        path.write_bytes(whole[name])
        return found

    report, pdf, manifest = whole["report.json"], whole["report.eu.pdf"], whole["manifest.json"]
    other = report.replace(b'"value": 0', b'"value": 7', 1)
    assert after("report.json", other) == {("report.json", "digest"), ("report.eu.pdf", "attached data"), ("report.eu.pdf", "numbers")}
    assert after("report.json", None) == {("report.json", "digest")}
    assert {("report.eu.pdf", "digest"), ("report.eu.pdf", "seal")} <= after("report.eu.pdf", pdf + b"\n")
    assert after("report.eu.pdf", months()["nothing"].pdf) == {("report.eu.pdf", "digest"), ("report.eu.pdf", "seal")}
    assert after("manifest.json", manifest.replace(b'"revision": 1', b'"revision": 2')) == {("manifest.json", "digest")}
    assert after("manifest.json", None) == {("manifest.json", "digest")}
    assert after("manifest.json.sig", None) == {("manifest.json", "signature")}
    assert after("manifest.json.sig", b"{}") == {("manifest.json", "signature")}
    (folder / "report.json").write_bytes(other)
    with pytest.raises(CommandError, match="3 of 7 checks failed"):
        call_command("verify_publication", "--council", publication.council.slug, "--month", "2026-10", stdout=StringIO())


def test_a_manifest_of_whoever_has_the_store_but_not_the_key_is_refused(publication: Publication) -> None:
    folder = folder_of(publication)
    forged = (folder / "manifest.json").read_bytes().replace(b'"revision": 1', b'"revision": 9')
    (folder / "manifest.json").write_bytes(forged)
    publication.manifest_sha256 = MadeFile("", "", forged).sha256
    assert problems(publication) == {("manifest.json", "signature")}


def test_a_manifest_names_the_one_before_it(publication: Publication) -> None:
    good = publish(publication.council, revision=2, previous=publication.manifest_sha256)
    assert problems(good) == set()
    broken = publish(publication.council, revision=3, previous=publication.manifest_sha256)
    assert problems(broken) == {("manifest.json", "chain")}


def test_the_command_says_what_there_is_nothing_of(council: Council) -> None:
    for council_slug, month, words in (
        ("nobody", "2026-10", "no council"),
        (council.slug, "October", "not a month"),
        (council.slug, "2026-10", "cannot find"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("verify_publication", "--council", council_slug, "--month", month)


def test_the_public_keys_are_public_and_hold_no_private_one(sealed: Path, council: Council) -> None:
    answer = Client().get("/transparency/keys.json")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json() == json.loads((sealed / "keys.json").read_bytes())
    assert b"PRIVATE" not in answer.content
    assert set(answer.json()["keys"][0]) == {"id", "algorithm", "public_key", "valid_from", "valid_until"}


def test_without_a_seal_the_list_of_keys_is_empty(settings: Settings, tmp_path: Path, council: Council) -> None:
    settings.SEAL_KEYS_FILE = str(tmp_path / "keys.json")
    assert Client().get("/transparency/keys.json").json() == {"keys": [], "seals": []}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_stranger_checks_a_folder_or_an_address_with_a_page_of_code(publication: Publication, sealed: Path, tmp_path: Path) -> None:
    script = ROOT / "docs" / "verify.py"
    assert len(script.read_text().splitlines()) < 60

    def check(*words: str) -> tuple[int, str]:
        done = subprocess.run([sys.executable, str(script), *words], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    site = tmp_path / "site" / "transparency"
    saved = site / "2026-10" / "r1"
    saved.mkdir(parents=True)
    for path in folder_of(publication).iterdir():
        (saved / path.name).write_bytes(path.read_bytes())
    (site / "keys.json").write_bytes((sealed / "keys.json").read_bytes())
    with served(site.parent) as address:
        code, said = check(f"{address}/transparency/2026-10/r1/")
        assert (code, "as it was published" in said) == (0, True)
        (saved / "report.json").write_bytes(months()["nothing"].data + b" ")
        assert check(f"{address}/transparency/2026-10/r1") == (1, "report.json: is not what was published\n")
    assert check(str(saved), str(site / "keys.json"))[0] == 1
    (saved / "report.json").write_bytes(months()["nothing"].data)
    (saved / "manifest.json").write_bytes((saved / "manifest.json").read_bytes().replace(b'"revision": 1', b'"revision": 2'))
    assert check(str(saved), str(site / "keys.json")) == (1, "manifest.json: is not what was signed\n")
