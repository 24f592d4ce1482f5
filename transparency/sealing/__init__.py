"""Seals documents and signs manifests by asking the sealer, which alone has the keys."""

from transparency.sealing.client import CannotSeal, is_configured
from transparency.sealing.service import manifest_key, seal, sign

__all__ = ["CannotSeal", "is_configured", "manifest_key", "seal", "sign"]
