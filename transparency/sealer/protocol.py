"""What is said on the sealer's socket: one line of JSON each way, then the connection ends.

Request: {"purpose": "identity"} or {"purpose": "pdf" | "manifest", "document": "vallclara 2026-05 r1 report.ca.pdf", "sha256": "…"}.
Answer: {"signature": "…"} (base64), the identity, or {"error": code} with a code of ERRORS.
"""

import json
import re
from dataclasses import dataclass

PDF, MANIFEST, IDENTITY = "pdf", "manifest", "identity"
LONGEST_REQUEST, LONGEST_ANSWER = 2048, 65536
ANSWERS_WITHIN = 5.0
DOCUMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,159}")
DIGEST = re.compile(r"[0-9a-f]{64}")
ERRORS = frozenset({"not_understood", "too_long", "too_slow", "cannot_sign"})
# Names what is signed, so that a signature made for one purpose means nothing for another.
MANIFEST_MESSAGE = "acompanya manifest v1\n{digest}\n"


class NotUnderstood(ValueError):
    """What came is no request of this protocol."""


@dataclass(frozen=True, slots=True)
class Request:
    """A digest to sign; for `identity` both texts are empty."""

    purpose: str
    document: str = ""
    sha256: str = ""

    def line(self) -> bytes:
        """Return the request as it travels."""
        found = {"purpose": self.purpose}
        if self.purpose != IDENTITY:
            found |= {"document": self.document, "sha256": self.sha256}
        return json.dumps(found).encode() + b"\n"


def _text(found: dict[str, object], name: str, form: re.Pattern[str]) -> str:
    value = found[name]
    if not isinstance(value, str) or not form.fullmatch(value):
        raise NotUnderstood(name)
    return value


def read_request(line: bytes) -> Request:
    """Read a request and nothing else: other names, other purposes and other forms raise NotUnderstood."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood from error
    if found == {"purpose": IDENTITY}:
        return Request(IDENTITY)
    if not isinstance(found, dict) or set(found) != {"purpose", "document", "sha256"} or found["purpose"] not in {PDF, MANIFEST}:
        raise NotUnderstood
    return Request(found["purpose"], _text(found, "document", DOCUMENT), _text(found, "sha256", DIGEST))


def manifest_message(sha256: str) -> bytes:
    """Return what is signed for a manifest with this digest (hexadecimal)."""
    return MANIFEST_MESSAGE.format(digest=sha256).encode()
