"""Secrets that the database keeps for us: encrypted with a key derived from the installation's own, so that a copied table says nothing."""

import base64
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def derive(purpose: str, key: str | None = None) -> bytes:
    """Return 32 bytes for one purpose, derived from the installation's secret key (HKDF-SHA256); another purpose gets others."""
    material = (settings.SECRET_KEY if key is None else key).encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"acompanya:{purpose}".encode()).derive(material)


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derive("secrets", key))) for key in keys])


def seal(values: Mapping[str, str]) -> str:
    """Return secrets as the database keeps them (Fernet: AES-128-CBC with HMAC-SHA256); empty when there are none."""
    return _cipher().encrypt(json.dumps(dict(values), sort_keys=True).encode()).decode() if values else ""


def unseal(sealed: str) -> dict[str, str]:
    """Return what was sealed; nothing when it is empty, or when the key that sealed it is gone."""
    if not sealed:
        return {}
    try:
        found: dict[str, str] = json.loads(_cipher().decrypt(sealed.encode()))
    except InvalidToken:
        return {}
    return found
