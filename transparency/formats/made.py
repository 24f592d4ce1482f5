"""A file before it is stored."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MadeFile:
    """Bytes with the name and the media type under which they are published."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def json_bytes(document: Mapping[str, object] | Sequence[object]) -> bytes:
    """Return a document as UTF-8 JSON in the order of its keys, with a final line end: the same document gives the same bytes."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
