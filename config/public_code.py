"""What publiccode.yml says about where the source is."""

import re
from pathlib import Path


def source_url(publiccode: Path) -> str:
    """Return the `url` of a publiccode.yml; empty when there is none."""
    if not publiccode.is_file():
        return ""
    found = re.search(r"^url:\s*[\"']?(https?://[^\s\"']+)", publiccode.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""
