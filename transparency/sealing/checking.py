"""Checks what was sealed and signed, with the public keys alone. Nothing is fetched."""

import base64
import binascii
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.context import ValidationContext

from transparency.sealer.protocol import manifest_message
from transparency.sealer.published import PublicKey, PublicKeys


@dataclass(frozen=True, slots=True)
class SealFound:
    """What a document's seal says: `why` is empty when it holds, else what is wrong in a few words."""

    why: str
    subject: str = ""
    at: datetime | None = None


def check_seal(data: bytes, public: PublicKeys) -> SealFound:
    """Say whether a document has exactly one seal, by an authority of `keys.json`, over the whole file, and nothing after it.

    Certificates are judged as of the time that the seal itself names: without a time stamp there is no better one.
    """
    try:
        seals = PdfFileReader(io.BytesIO(data)).embedded_signatures
        if len(seals) != 1:
            return SealFound("no seal" if not seals else "more than one seal")
        at = seals[0].self_reported_timestamp
        # The last certificate of a seal is its authority's.
        roots = [certificate for seal in public["seals"] for certificate in load_certs_from_pemder_data(seal["certificates"][-1].encode())]
        context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=at)
        status = validate_pdf_signature(seals[0], context)
    except (PdfError, SignatureValidationError, ValueError, KeyError, IndexError) as error:
        return SealFound(f"unreadable ({type(error).__name__})")
    subject = status.signing_cert.subject.human_friendly
    if not status.intact or not status.valid:
        return SealFound("the document was changed", subject, at)
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return SealFound("something was added after the seal", subject, at)
    if not status.trusted:
        return SealFound("not by an authority of keys.json", subject, at)
    return SealFound("" if status.bottom_line else "the seal does not hold", subject, at)


def _in_time(key: PublicKey, at: str) -> bool:
    return key["valid_from"] <= at and (key["valid_until"] is None or at <= key["valid_until"])


def check_manifest(manifest: bytes, signature: bytes, keys: Sequence[PublicKey], *, published_at: str) -> str:
    """Return what is wrong with the signature of a manifest, in a few words; empty when it holds."""
    digest = hashlib.sha256(manifest).hexdigest()
    try:
        signed = json.loads(signature)
        key = next((key for key in keys if key["id"] == signed["key"]), None)
        if key is None:
            return "signed with a key that is not in keys.json"
        if not _in_time(key, published_at):
            return "signed with a key outside of its time"
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public_key"], validate=True))
        public.verify(base64.b64decode(signed["signature"], validate=True), manifest_message(digest))
    except InvalidSignature:
        return "the manifest is not the one that was signed"
    except (ValueError, KeyError, TypeError, binascii.Error):
        return "the signature cannot be read"
    return ""
