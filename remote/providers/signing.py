"""Signatures of messages between this service and a partner: `t=<unix seconds>,v1=<hex of HMAC-SHA256(secret, "<t>.<body>")>`, the same in both directions."""

import hashlib
import hmac

from remote.providers.base import ProviderError

HEADER = "Acompanya-Signature"
DELIVERY_HEADER = "Acompanya-Delivery"
TOLERANCE_SECONDS = 300
MAX_HEADER = 500


def sign(secret: str, body: bytes, at: int) -> str:
    """Return the header that signs a body at a moment."""
    return f"t={at},v1={_digest(secret, body, at)}"


def _digest(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def check_signature(secret: str, header: str, body: bytes, now: float) -> None:
    """Accept a body that somebody with the secret signed within five minutes of now; raises ProviderError `unsigned`, `old` or `signature`. Several `v1` may be given while a secret is being changed."""
    if not secret or not header or len(header) > MAX_HEADER:
        raise ProviderError("unsigned", permanent=True)
    pairs = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for key, _equals, value in pairs if key == "t"]
    given = [value for key, _equals, value in pairs if key == "v1" and value.isascii()]
    if len(stamps) != 1 or not stamps[0].isascii() or not stamps[0].isdecimal() or len(stamps[0]) > 12 or not given:
        raise ProviderError("unsigned", permanent=True)
    at = int(stamps[0])
    expected = _digest(secret, body, at)
    if not any(hmac.compare_digest(expected, one) for one in given):
        raise ProviderError("signature", permanent=True)
    if abs(now - at) > TOLERANCE_SECONDS:
        raise ProviderError("old", permanent=True)
