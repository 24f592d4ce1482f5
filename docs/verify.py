"""Checks a published month without any of our programs: `python3 verify.py ADDRESS_OR_FOLDER [KEYS]`. Needs Python 3.11 and the package `cryptography`.

ADDRESS_OR_FOLDER is a revision, such as https://ajuda.example/transparency/2026-05/r1/ or the folder into which its files were saved.
KEYS is the address or file of keys.json; without it, it is asked for where the revision is published. See docs/developers/verify.md.
"""

import base64
import hashlib
import json
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LARGEST = 50_000_000


def read(place: str) -> bytes:
    """Return the bytes at an address or in a file."""
    if place.startswith(("https://", "http://")):
        with urllib.request.urlopen(place, timeout=30) as answer:  # noqa: S310  only the two schemes above
            return answer.read(LARGEST)
    return Path(place).read_bytes()


def problems(root: str, keys_at: str) -> list[str]:
    """Return everything that is wrong with a revision; nothing when it is as it was published."""
    data, found = read(root + "manifest.json"), []
    manifest, signed = json.loads(data), json.loads(read(root + "manifest.json.sig"))
    key = {key["id"]: key for key in json.loads(read(keys_at))["keys"]}.get(signed["key"])
    if key is None:
        found.append("manifest.json: signed with a key that is not in keys.json")
    else:
        message = f"acompanya manifest v1\n{hashlib.sha256(data).hexdigest()}\n".encode()
        try:
            Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public_key"])).verify(base64.b64decode(signed["signature"]), message)
        except InvalidSignature:
            found.append("manifest.json: is not what was signed")
        if not key["valid_from"] <= manifest["published_at"] <= (key["valid_until"] or "9"):
            found.append("manifest.json: signed with a key outside of its time")
    for file in manifest["files"]:
        stored = read(root + file["name"])
        if len(stored) != file["bytes"] or hashlib.sha256(stored).hexdigest() != file["sha256"]:
            found.append(f"{file['name']}: is not what was published")
    return found


if __name__ == "__main__":
    place = sys.argv[1].rstrip("/") + "/"
    usual = urljoin(place, "../../keys.json") if "://" in place else f"{place}keys.json"
    wrong = problems(place, sys.argv[2] if len(sys.argv) > 2 else usual)
    print("\n".join(wrong) or f"Everything in {place} is as it was published.")  # noqa: T201
    sys.exit(1 if wrong else 0)
