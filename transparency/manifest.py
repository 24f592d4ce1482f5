"""The list of a revision's files with their digests, chained to the list before it. It is outside of them: no file holds its own digest."""

import json
from collections.abc import Sequence
from typing import TypedDict

from transparency import sealing
from transparency.formats.made import MadeFile
from transparency.months import Month

NAME, SIGNATURE_NAME = "manifest.json", "manifest.json.sig"
MEDIA_TYPE = "application/json"


class ListedFile(TypedDict):
    """A file of a revision: `bytes` long, with the hexadecimal SHA-256 of its bytes."""

    name: str
    media_type: str
    bytes: int
    sha256: str


class ManifestData(TypedDict):
    """All of `manifest.json`. `previous_sha256` is of the manifest that the council published before, empty in its first; `key` names the key that signs, empty without one."""

    council: str
    month: str
    revision: int
    published_at: str
    previous_sha256: str
    key: str
    files: list[ListedFile]


def manifest_bytes(
    *, council: str, month: Month, revision: int, published_at: str, previous_sha256: str, key: str, files: Sequence[MadeFile]
) -> bytes:
    """Return the manifest: fields sorted, UTF-8, two spaces, a final line end. `published_at` is as in `report.json`."""
    manifest: ManifestData = {
        "council": council,
        "month": str(month),
        "revision": revision,
        "published_at": published_at,
        "previous_sha256": previous_sha256,
        "key": key,
        "files": [{"name": file.name, "media_type": file.media_type, "bytes": len(file.data), "sha256": file.sha256} for file in files],
    }
    return (json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()


def manifest_files(
    *, council: str, month: Month, revision: int, published_at: str, previous_sha256: str, files: Sequence[MadeFile]
) -> list[MadeFile]:
    """Return the manifest of `files` and, where there is a seal, its signature; raises CannotSeal."""
    data = manifest_bytes(
        council=council,
        month=month,
        revision=revision,
        published_at=published_at,
        previous_sha256=previous_sha256,
        key=sealing.manifest_key(),
        files=files,
    )
    signature = sealing.sign(data, document=f"{council} {month} r{revision} {NAME}")
    made = [MadeFile(NAME, MEDIA_TYPE, data)]
    return [*made, MadeFile(SIGNATURE_NAME, MEDIA_TYPE, signature)] if signature else made


def read_manifest(data: bytes) -> ManifestData:
    """Read a manifest of our own; raises ValueError."""
    found: ManifestData = json.loads(data)
    return found
