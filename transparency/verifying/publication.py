"""All checks of one revision."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from django.conf import settings

from transparency import sealing
from transparency.manifest import NAME, SIGNATURE_NAME, ManifestData, read_manifest
from transparency.models import Publication
from transparency.press.structure import attached_files
from transparency.report import read_report
from transparency.sealer.published import PublicKeys, read_published
from transparency.sealing.checking import check_manifest, check_seal
from transparency.verifying.chain import before, stored
from transparency.verifying.finding import Finding
from transparency.verifying.numbers import differences

REPORT = "report.json"
DOCUMENT = re.compile(r"report\.([a-z]{2})\.pdf")
GONE = "is not there"


def _files(manifest: ManifestData, files: dict[str, bytes | None]) -> Iterator[Finding]:
    listed = {file["name"]: file for file in manifest["files"]}
    for name, record in listed.items():
        data = files.get(name)
        if data is None:
            yield Finding(name, "digest", GONE)
        elif len(data) != record["bytes"] or hashlib.sha256(data).hexdigest() != record["sha256"]:
            yield Finding(name, "digest", "differs from the manifest")
        else:
            yield Finding(name, "digest", detail=record["sha256"])
    for name in sorted(set(files) - set(listed) - {NAME, SIGNATURE_NAME}):
        yield Finding(name, "digest", "is not in the manifest")


def _signature(manifest: bytes, known: ManifestData, files: dict[str, bytes | None], public: PublicKeys) -> Finding:
    signature = files.get(SIGNATURE_NAME)
    if signature is None:
        return Finding(NAME, "signature", "" if not known.get("key") else f"{SIGNATURE_NAME} {GONE}", "published without a seal")
    problem = check_manifest(manifest, signature, public["keys"], published_at=known["published_at"])
    return Finding(NAME, "signature", problem, known["key"])


def _chain(publication: Publication, known: ManifestData) -> Finding:
    last = before(publication)
    if known["previous_sha256"] != last:
        return Finding(NAME, "chain", "does not name the manifest that was published before it")
    return Finding(NAME, "chain", detail=last or "the first of this council")


def _document(name: str, data: bytes, report: bytes | None, public: PublicKeys, *, is_sealed: bool) -> Iterator[Finding]:
    if is_sealed:
        found = check_seal(data, public)
        yield Finding(name, "seal", found.why, f"{found.subject}, {found.at:%Y-%m-%d %H:%M}" if found.at else found.subject)
    if report is None:
        return
    try:
        yield Finding(name, "attached data", "" if attached_files(data).get(REPORT) == report else f"is not {REPORT}")
        match = DOCUMENT.fullmatch(name)
        wrong = differences(read_report(report), data, match[1] if match else "")
        yield Finding(name, "numbers", "; ".join(wrong[:5]), "as in the data")
    except (pikepdf.PdfError, ValueError, KeyError) as error:
        yield Finding(name, "reading", f"cannot be read ({type(error).__name__})")


def verify(publication: Publication) -> list[Finding]:
    """Return what was checked of a revision and what is wrong: digests and sizes, signature and chain of the manifest, seal, attached data and numbers of every document."""
    files = stored(publication)
    manifest = files.get(NAME)
    if manifest is None:
        return [Finding(NAME, "digest", GONE)]
    if publication.manifest_sha256 and hashlib.sha256(manifest).hexdigest() != publication.manifest_sha256:
        return [Finding(NAME, "digest", "differs from the record of its publication")]
    try:
        known = read_manifest(manifest)
        public = read_published(Path(settings.SEAL_KEYS_FILE))
        found = [*_files(known, files), _signature(manifest, known, files, public), _chain(publication, known)]
    except (ValueError, KeyError, TypeError):
        return [Finding(NAME, "reading", "cannot be read")]
    for name, data in files.items():
        if DOCUMENT.fullmatch(name) and data is not None:
            found += _document(name, data, files.get(REPORT), public, is_sealed=bool(known.get("key")) or sealing.is_configured())
    return found
