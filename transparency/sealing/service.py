"""What publishing asks for: a sealed document, a signed manifest. Without a seal in this installation both say so by returning nothing new."""

import base64
import hashlib
import json

from django.conf import settings

from transparency.sealer.protocol import MANIFEST
from transparency.sealing.client import CannotSeal, identity, is_configured, signature
from transparency.sealing.pades import seal_pdf

REASON = "Published as it is: nothing may be changed"


def _is_to_be_sealed() -> bool:
    """Sealed when there is a seal; raises CannotSeal where one is demanded and there is none."""
    if is_configured():
        return True
    if settings.SEAL_REQUIRED:
        raise CannotSeal
    return False


def seal(pdf: bytes, *, document: str = "report.pdf") -> bytes:
    """Return the document sealed, or as it is where the installation has no seal and demands none; raises CannotSeal. `document` is its name in the journal."""
    return seal_pdf(pdf, document=document, reason=REASON) if _is_to_be_sealed() else pdf


def manifest_key() -> str:
    """Return the name of the key that signs manifests now; empty where the installation has no seal and demands none; raises CannotSeal."""
    return identity().key if _is_to_be_sealed() else ""


def sign(manifest: bytes, *, document: str = "manifest.json") -> bytes:
    """Return the bytes of `manifest.json.sig`, or none where the installation has no seal and demands none; raises CannotSeal."""
    if not _is_to_be_sealed():
        return b""
    digest = hashlib.sha256(manifest).hexdigest()
    signed, key = signature(MANIFEST, document, digest)
    found = {"algorithm": "Ed25519", "key": key, "manifest_sha256": digest, "signature": base64.b64encode(signed).decode()}
    return (json.dumps(found, indent=2, sort_keys=True) + "\n").encode()
