"""The council's colours as an address that changes with them."""

import hashlib
from functools import lru_cache

from helpdesk.base.theme import build_theme


@lru_cache(maxsize=256)
def theme_of(brand_color: str) -> tuple[str, str]:
    """Return the style sheet of a colour and the first 12 digits of its SHA-256; that of the product when malformed."""
    try:
        css = build_theme(brand_color)
    except ValueError:
        css = build_theme("#0b5d66")
    return css, hashlib.sha256(css.encode()).hexdigest()[:12]
