"""Comparing HTML without its white space, which formatting templates may change."""

import re


def squeeze(html: str) -> str:
    """Return HTML with white space folded and none beside the signs of tags."""
    folded = re.sub(r"\s+", " ", html)
    return re.sub(r"\s*([<>])\s*", r"\1", folded)
