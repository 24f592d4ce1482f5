"""How long things of the desk last, and the placeholders of canned answers: standard library only."""

import re
from collections.abc import Mapping
from enum import StrEnum

DRAFT_DAYS = 30
LOOK_SECONDS = 30
WRITING_SECONDS = 20
MAX_DRAFT = 5000
MAX_ANSWER = 5000
SHORTCUT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOLE = re.compile(r"\{([^{}\n]*)\}")
_GAP = re.compile(r"(?:, ?| )?\{(\w+)\}")


class DraftKind(StrEnum):
    """What is being written."""

    REPLY = "reply"
    NOTE = "note"


class Placeholder(StrEnum):
    """What a canned answer may leave open. Nothing of it is secret to the citizen who gets the answer."""

    NAME = "name"
    REFERENCE = "reference"
    AGENT = "agent"
    COUNCIL = "council"
    PHONE = "phone"
    PROCEDURE = "procedure"


def unknown_placeholders(text: str) -> list[str]:
    """Return what stands in braces and is no placeholder, each once, in order."""
    known = {placeholder.value for placeholder in Placeholder}
    return list(dict.fromkeys(hole for hole in _HOLE.findall(text) if hole not in known))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values into the placeholders of a text. What is empty takes the comma or space before it along: `Hello, {name}.` becomes `Hello.`"""

    def put(match: re.Match[str]) -> str:
        name, whole = match[1], match[0]
        if name not in values:
            return whole
        return whole.replace(f"{{{name}}}", values[name]) if values[name] else ""

    return _GAP.sub(put, text)
