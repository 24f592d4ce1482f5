"""`keys.json`: every public key that has ever signed, with the time in which it did, so that old months can still be checked after a change of key."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from transparency.sealer.keys import Keys, key_id


class PublicKey(TypedDict):
    """A key of manifests: `public_key` are its 32 bytes in base64. `valid_until` None: still in use."""

    id: str
    algorithm: str
    public_key: str
    valid_from: str
    valid_until: str | None


class PublicSeal(TypedDict):
    """A seal of documents: its certificate, then those of its authorities, in PEM."""

    sha256: str
    subject: str
    certificates: list[str]
    valid_from: str
    valid_until: str


class PublicKeys(TypedDict):
    """All of `keys.json`."""

    keys: list[PublicKey]
    seals: list[PublicSeal]


def moment(when: datetime) -> str:
    """Return a moment as it is written: UTC, to the second."""
    return when.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def read_published(path: Path) -> PublicKeys:
    """Return what is in `keys.json`; nothing when there is no such file."""
    try:
        found: PublicKeys = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {"keys": [], "seals": []}
    return found


def _key(keys: Keys, since: datetime) -> PublicKey:
    public = keys.manifest.public_key()
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {
        "id": key_id(public),
        "algorithm": "Ed25519",
        "public_key": base64.b64encode(raw).decode(),
        "valid_from": moment(since),
        "valid_until": None,
    }


def _seal(keys: Keys) -> PublicSeal:
    own = keys.certificate
    return {
        "sha256": own.fingerprint(SHA256()).hex(),
        "subject": own.subject.rfc4514_string(),
        "certificates": [certificate.public_bytes(Encoding.PEM).decode() for certificate in keys.certificates()],
        "valid_from": moment(own.not_valid_before_utc),
        "valid_until": moment(own.not_valid_after_utc),
    }


def publish_keys(path: Path, keys: Keys, *, since: datetime) -> None:
    """Add the public halves to `keys.json`, if they are not there, and end the time of the key before. What is there is never taken away."""
    found = read_published(path)
    own, seal = _key(keys, since), _seal(keys)
    if own["id"] not in {key["id"] for key in found["keys"]}:
        for key in found["keys"]:
            key["valid_until"] = key["valid_until"] or own["valid_from"]
        found["keys"].append(own)
    if seal["sha256"] not in {other["sha256"] for other in found["seals"]}:
        found["seals"].append(seal)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".new")
    written.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    written.chmod(0o644)
    written.replace(path)
