"""Random secrets and references."""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET = ALPHABET + "*~$=U"


def new_token() -> str:
    """Return a URL-safe secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return the SHA-256 hex digest under which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_character(body: str) -> str:
    """Return a check character for Crockford base 32 digits: the value modulo 31, so that it stays alphanumeric and can be read aloud."""
    value = 0
    for character in body:
        value = value * 32 + ALPHABET.index(character)
    return ALPHABET[value % 31]


def new_reference(prefix: str) -> str:
    """Return a reference such as `VC-7K3M-9Q2H-R`: 8 random Crockford characters and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"
