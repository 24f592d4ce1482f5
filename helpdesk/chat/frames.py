"""What a client may say to a socket: JSON text of a known shape, and nothing else."""

import json
import re
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from helpdesk.chat.rules import MAX_FRAME_DEPTH
from helpdesk.people.rules import LANGUAGES

_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,16}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Matches an unfinished string to its end too, so that its time is linear in every text.
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_SURROGATES = re.compile("[\ud800-\udfff]")
MAX_SEQ = 2**31 - 1


class BadFrame(Exception):
    """A frame that is not understood; `cid` when it names a message."""

    def __init__(self, cid: str = "") -> None:
        super().__init__()
        self.cid = cid


@dataclass(frozen=True, slots=True)
class Watch:
    """Follow a timeline from after `since`."""

    ticket: str
    since: int
    language: str


@dataclass(frozen=True, slots=True)
class Say:
    """Post a message; `cid` makes it safe to repeat."""

    ticket: str
    cid: UUID
    body: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Follow the queue of the desk."""


@dataclass(frozen=True, slots=True)
class Ping:
    """Ask for a sign of life."""


Frame = Watch | Say | Desk | Ping
KEYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "watch": (frozenset({"t", "ticket", "since"}), frozenset({"lang"})),
    "say": (frozenset({"t", "ticket", "cid", "body"}), frozenset()),
    "desk": (frozenset({"t"}), frozenset()),
    "ping": (frozenset({"t"}), frozenset()),
}


def _refuse(value: str) -> NoReturn:
    raise BadFrame


def too_deep(text: str) -> bool:
    """Say whether arrays and objects nest deeper than allowed, before any parser recurses into them."""
    depth = 0
    for character in _STRINGS.sub("", text):
        if character in "[{":
            depth += 1
            if depth > MAX_FRAME_DEPTH:
                return True
        elif character in "]}":
            depth -= 1
    return False


def _parse(text: str) -> dict[str, object]:
    if too_deep(text):
        raise BadFrame
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadFrame from None
    if not isinstance(value, dict):
        raise BadFrame
    return value


def _text(value: object, shape: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise BadFrame
    return value


def _watch(data: dict[str, object]) -> Watch:
    since, language = data["since"], data.get("lang", "")
    if type(since) is not int or not 0 <= since <= MAX_SEQ or not isinstance(language, str) or (language and language not in LANGUAGES):
        raise BadFrame
    return Watch(_text(data["ticket"], _REFERENCE).upper(), since, language)


def _say(data: dict[str, object]) -> Say:
    cid = _text(data["cid"], _UUID)
    body = data["body"]
    if (
        not isinstance(body, str)
        or _SURROGATES.search(body)
        or not isinstance(data["ticket"], str)
        or not _REFERENCE.fullmatch(data["ticket"])
    ):
        raise BadFrame(cid)
    return Say(data["ticket"].upper(), UUID(cid), body)


def decode(text: str) -> Frame:
    """Return the frame of a text; raises BadFrame for everything that is not exactly one."""
    data = _parse(text)
    kind = data.get("t")
    if not isinstance(kind, str) or kind not in KEYS:
        raise BadFrame
    required, optional = KEYS[kind]
    if not required <= data.keys() <= required | optional:
        raise BadFrame
    match kind:
        case "watch":
            return _watch(data)
        case "say":
            return _say(data)
        case "desk":
            return Desk()
        case _:
            return Ping()
