"""The seal of a document, made by another process, and what it is good for: any change is seen."""

import io
import subprocess
from pathlib import Path
from shutil import which

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pytest_django import Settings

from tests.transparency.pdf.drawn import months
from tests.transparency.running_sealer import running_sealer, seal_settings
from transparency.sealer.published import PublicKeys, read_published
from transparency.sealing import CannotSeal, manifest_key, seal, sign
from transparency.sealing.checking import check_manifest, check_seal


@pytest.fixture
def public(sealed: Path) -> PublicKeys:
    return read_published(sealed / "keys.json")


@pytest.fixture
def document(sealed: Path) -> bytes:
    return seal(months()["nothing"].pdf, document="vallclara 2026-10 r1 report.eu.pdf")


def test_a_sealed_document_is_whole_trusted_and_certified_against_changes(document: bytes, public: PublicKeys, tmp_path: Path) -> None:
    plain = months()["nothing"].pdf
    assert document.startswith(plain), "the seal is added, what was drawn stays"
    found = check_seal(document, public)
    assert (found.why, "Seal of Ajuntament de Vallclara" in found.subject) == ("", True)
    with pikepdf.open(io.BytesIO(document)) as pdf:
        [field] = pdf.Root.AcroForm.Fields
        assert field.V.SubFilter == pikepdf.Name("/ETSI.CAdES.detached")
        [rule] = field.V.Reference
        assert (rule.TransformMethod, int(rule.TransformParams.P)) == (pikepdf.Name.DocMDP, 1)
        assert [float(number) for number in field.Rect] == [0, 0, 0, 0]
    path = tmp_path / "sealed.pdf"
    path.write_bytes(document)
    if which("qpdf"):
        subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)  # noqa: S607
    if which("pdfsig"):
        said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout  # noqa: S607
        assert "Signature is Valid" in said
        assert "Total document signed" in said


def test_a_document_changed_after_its_seal_is_refused(document: bytes, public: PublicKeys) -> None:
    at = document.index(b"stream") + 20
    tampered = document[:at] + bytes([document[at] ^ 1]) + document[at + 1 :]
    assert check_seal(tampered, public).why != ""
    added = IncrementalPdfFileWriter(io.BytesIO(document))
    added.root[pdf_name("/Lang")] = pdf_string("en")
    added.update_root()
    written = io.BytesIO()
    added.write(written)
    assert written.getvalue().startswith(document)
    assert check_seal(written.getvalue(), public).why != ""
    assert check_seal(document + b"\n% one more line\n", public).why != ""


def test_a_document_without_seal_or_with_that_of_another_is_refused(document: bytes, public: PublicKeys) -> None:
    assert check_seal(months()["nothing"].pdf, public).why == "no seal"
    assert check_seal(b"no document", public).why.startswith("unreadable")
    other: PublicKeys = {"keys": [], "seals": []}
    assert check_seal(document, other).why == "not by an authority of keys.json"


def test_every_signature_is_in_the_journal(document: bytes, sealed: Path) -> None:
    lines = (sealed / "journal.jsonl").read_text().splitlines()
    assert '"purpose": "pdf", "document": "vallclara 2026-10 r1 report.eu.pdf"' in lines[-1]
    sign(b"{}", document="vallclara 2026-10 r1 manifest.json")
    after = (sealed / "journal.jsonl").read_text().splitlines()
    assert after[:-1] == lines
    assert '"purpose": "manifest"' in after[-1]
    assert (sealed / "journal.jsonl").stat().st_mode & 0o777 == 0o600


def test_without_a_seal_nothing_is_sealed_unless_it_has_to_be(settings: Settings, tmp_path: Path) -> None:
    for name, value in seal_settings(tmp_path).items():
        setattr(settings, name, value)
    assert (seal(b"%PDF-"), sign(b"{}"), manifest_key()) == (b"%PDF-", b"", "")
    settings.SEAL_REQUIRED = True
    for act in (lambda: seal(b"%PDF-"), lambda: sign(b"{}"), manifest_key):
        with pytest.raises(CannotSeal):
            act()


def test_a_sealer_that_is_gone_leaves_nothing_half_sealed(sealed: Path, settings: Settings) -> None:
    settings.SEAL_SOCKET = str(sealed / "nobody.sock")
    with pytest.raises(CannotSeal):
        seal(months()["nothing"].pdf)
    with pytest.raises(CannotSeal):
        sign(b"{}")


def test_a_new_key_leaves_what_the_old_one_signed_valid(sealed: Path, settings: Settings) -> None:
    manifest = b'{"month": "2026-10"}\n'
    signature = sign(manifest)
    with running_sealer() as newer:
        keys = [*read_published(sealed / "keys.json")["keys"], *read_published(newer / "keys.json")["keys"]]
        now = keys[0]["valid_from"][:4] + "-12-31T00:00:00Z"
        assert check_manifest(manifest, signature, keys, published_at=now) == ""
        assert check_manifest(manifest, signature, keys[1:], published_at=now) == "signed with a key that is not in keys.json"
        assert check_manifest(manifest + b" ", signature, keys, published_at=now) == "the manifest is not the one that was signed"
        early = check_manifest(manifest, signature, keys, published_at="2001-01-01T00:00:00Z")
        assert early == "signed with a key outside of its time"
        assert check_manifest(manifest, b"[]", keys, published_at=now) == "the signature cannot be read"
