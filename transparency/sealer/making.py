"""A self-made seal: an authority of our own, the seal that it vouches for, and the key of the manifests. Nobody else vouches for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

CURVE = ec.SECP256R1()
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Files:
    """Where the private halves lie."""

    seal: Path
    manifest_key: Path


def _name(words: str, organisation: str) -> x509.Name:
    # X.520 gives a name 64 characters.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, words[:LONGEST_NAME]),
        ]
    )


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        encipher_only=False,
        decipher_only=False,
    )


def _certificate(
    *,
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    by: ec.EllipticCurvePrivateKey,
    since: datetime,
    until: datetime,
    is_authority: bool,
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True)
        .add_extension(_usage(signs_documents=not is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .sign(by, SHA256())
    )


def _write(path: Path, data: bytes) -> None:
    """Write a private file, which must not exist; raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(data)


def make_seal(files: Files, *, organisation: str, since: datetime, days: int) -> None:
    """Make both keys and write them, readable by their owner alone; the authority's own key is thrown away. Raises FileExistsError."""
    authority_key = ec.generate_private_key(CURVE)
    seal_key = ec.generate_private_key(CURVE)
    authority = _name(f"Self-made authority of {organisation}", organisation)
    until = since + timedelta(days=days)
    root = _certificate(
        subject=authority, key=authority_key.public_key(), issuer=authority, by=authority_key, since=since, until=until, is_authority=True
    )
    own = _certificate(
        subject=_name(f"Seal of {organisation}", organisation),
        key=seal_key.public_key(),
        issuer=authority,
        by=authority_key,
        since=since,
        until=until,
        is_authority=False,
    )
    _write(files.seal, serialize_key_and_certificates(b"seal", seal_key, own, [root], NoEncryption()))
    _write(files.manifest_key, Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
