"""veraPDF: the printed report is PDF/A-3a and PDF/UA-1 at once, before and after the seal; what is broken on purpose is found."""

import io
from pathlib import Path

import pikepdf
import pytest

from tests.transparency.pdf import verapdf
from tests.transparency.pdf.drawn import months
from transparency.press.structure import elements
from transparency.sealing import seal

GOOD = ("month", "names")
Verdicts = dict[tuple[str, str], str]


def without_identifier(data: bytes) -> bytes:
    """The document without the words that name PDF/UA."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        old = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(old.replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))
        written = io.BytesIO()
        pdf.save(written)
    return written.getvalue()


def without_alternatives(data: bytes) -> bytes:
    """The document without the words that stand for its charts."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for figure in elements(pdf.Root.StructTreeRoot, "Figure"):
            del figure["/Alt"]
        written = io.BytesIO()
        pdf.save(written)
    return written.getvalue()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, sealer_folder: Path) -> Verdicts:
    from django.test.utils import override_settings

    from tests.transparency.running_sealer import seal_settings

    if why := verapdf.missing():
        pytest.skip(f"veraPDF cannot run: {why}")
    drawn = months()
    documents = {name: drawn[name].pdf for name in GOOD}
    with override_settings(**seal_settings(sealer_folder)):
        documents["sealed"] = seal(drawn["month"].pdf)
    documents["no-identifier"] = without_identifier(drawn["nothing"].pdf)
    documents["no-alternatives"] = without_alternatives(drawn["month"].pdf)
    return verapdf.verdicts(documents, tmp_path_factory.mktemp("verapdf"))


def test_every_document_conforms_to_both_standards_also_when_sealed(found: Verdicts) -> None:
    good = {(name, profile): "" for name in (*GOOD, "sealed") for profile in verapdf.PROFILES}
    assert {key: why for key, why in found.items() if not key[0].startswith("no-")} == good


def test_what_is_broken_on_purpose_is_found(found: Verdicts) -> None:
    assert found["no-identifier", "ua1"].startswith("5-1 ")
    assert found["no-identifier", "3a"] == ""
    assert found["no-alternatives", "ua1"].startswith("7.3-1 ")
