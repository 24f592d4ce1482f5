"""The two keys of a sealer, read from files: the seal (PKCS#12 with its certificates) and the key of the manifests (Ed25519, PEM)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from transparency.sealer.protocol import manifest_message

SealKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class UnusableKey(ValueError):
    """A file holds no key that can be used; the message names the file and never what is in it."""


def key_id(key: Ed25519PublicKey) -> str:
    """Return the name of a public key: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Keys:
    """What a sealer holds. `chain` are the certificates of the authorities, the issuer first."""

    seal: SealKey
    certificate: x509.Certificate
    chain: list[x509.Certificate]
    manifest: Ed25519PrivateKey

    def sign_pdf(self, sha256: str) -> bytes:
        """Sign the digest (hexadecimal) of a document's signed attributes: RSA PKCS#1 v1.5 or ECDSA, as the key is."""
        digest, algorithm = bytes.fromhex(sha256), Prehashed(SHA256())
        if isinstance(self.seal, rsa.RSAPrivateKey):
            return self.seal.sign(digest, padding.PKCS1v15(), algorithm)
        return self.seal.sign(digest, ec.ECDSA(algorithm))

    def sign_manifest(self, sha256: str) -> bytes:
        """Sign a manifest by its digest (hexadecimal): Ed25519."""
        return self.manifest.sign(manifest_message(sha256))

    def certificates(self) -> list[x509.Certificate]:
        """Return the certificate of the seal and those of its authorities."""
        return [self.certificate, *self.chain]


def load_keys(seal: Path, manifest: Path, passphrase: Path | None) -> Keys:
    """Read both files; raises UnusableKey."""
    try:
        secret = passphrase.read_bytes().strip() if passphrase else None
        found = load_pkcs12(seal.read_bytes(), secret)
    except (OSError, ValueError) as error:
        message = f"cannot read the seal in {seal}"
        raise UnusableKey(message) from error
    if not isinstance(found.key, SealKey) or found.cert is None:
        message = f"{seal} has no RSA or elliptic-curve key with a certificate"
        raise UnusableKey(message)
    try:
        key = load_pem_private_key(manifest.read_bytes(), None)
    except (OSError, ValueError) as error:
        message = f"cannot read the key in {manifest}"
        raise UnusableKey(message) from error
    if not isinstance(key, Ed25519PrivateKey):
        message = f"{manifest} has no Ed25519 key"
        raise UnusableKey(message)
    return Keys(found.key, found.cert.certificate, [extra.certificate for extra in found.additional_certs], key)
