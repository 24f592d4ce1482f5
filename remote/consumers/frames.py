"""What the two pages may say: JSON text of a known shape, for each side its own closed list."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from helpdesk.chat.frames import too_deep

MAX_TEXT = 32_768
MAX_SDP = 24_000
MAX_CANDIDATE = 1_000
MAX_POINTS = 60
MAX_NUMBER = 2**32 - 1
SURFACES = frozenset({"window", "browser", "monitor", ""})
TRANSPORTS = frozenset({"relay", "webrtc"})
T = TypeVar("T")


class BadFrame(Exception):
    """A frame that this side does not say."""


@dataclass(frozen=True, slots=True)
class Share:
    """Sharing starts, or goes another way."""

    surface: str
    transport: str


@dataclass(frozen=True, slots=True)
class Unshare:
    """Sharing stops; the session waits."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is sent for a while."""

    on: bool


@dataclass(frozen=True, slots=True)
class Beat:
    """The page is still there."""


@dataclass(frozen=True, slots=True)
class Connected:
    """The two browsers have found each other."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The page has stopped every track, as it was told."""


@dataclass(frozen=True, slots=True)
class Ack:
    """A picture was painted."""

    number: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A ring or a piece of a stroke over the picture; coordinates from 0 to 1."""

    number: int
    is_stroke: bool
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Clear:
    """What was drawn goes away."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What two browsers have to tell each other to connect; read by the other one, not by us."""

    data: Mapping[str, Any]


CitizenFrame = Share | Unshare | Pause | Beat | Stopped | Signal
AgentFrame = Ack | Mark | Clear | Signal
RoomFrame = Beat | Connected | Signal
Frame = Mapping[str, Any]


def _refuse(_value: str) -> NoReturn:
    raise BadFrame


def _fields(frame: Frame, *names: str) -> None:
    if set(frame) != {"t", *names}:
        raise BadFrame


def _one_of(value: object, known: frozenset[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise BadFrame
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_NUMBER:
        raise BadFrame
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadFrame
    return value


def _part(value: object) -> float:
    """A coordinate: a part of the picture's width or height."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadFrame
    return round(float(value), 4)


def _share(frame: Frame) -> Share:
    _fields(frame, "surface", "transport")
    return Share(_one_of(frame["surface"], SURFACES), _one_of(frame["transport"], TRANSPORTS))


def _pause(frame: Frame) -> Pause:
    _fields(frame, "on")
    return Pause(_flag(frame["on"]))


def _ack(frame: Frame) -> Ack:
    _fields(frame, "n")
    return Ack(_number(frame["n"]))


def _mark(frame: Frame) -> Mark:
    _fields(frame, "id", "stroke", "points")
    points = frame["points"]
    if not isinstance(points, list) or not 1 <= len(points) <= MAX_POINTS:
        raise BadFrame
    if any(not isinstance(point, list) or len(point) != 2 for point in points):
        raise BadFrame
    return Mark(_number(frame["id"]), _flag(frame["stroke"]), tuple((_part(x), _part(y)) for x, y in points))


def _signal(frame: Frame) -> Signal:
    """Hold to its shape and size what the other browser will be given: a call's number, and a description, a candidate, or what is on."""
    _fields(frame, "data")
    data = frame["data"]
    if not isinstance(data, dict) or not {"call"} < set(data) <= {"call", "description", "candidate", "media"}:
        raise BadFrame
    _number(data["call"])
    if "description" in data:
        description = data["description"]
        if not isinstance(description, dict) or set(description) != {"type", "sdp"} or description["type"] not in {"offer", "answer"}:
            raise BadFrame
        _text(description["sdp"], MAX_SDP)
    if "candidate" in data:
        _candidate(data["candidate"])
    if "media" in data:
        media = data["media"]
        if not isinstance(media, dict) or set(media) != {"voice", "camera"}:
            raise BadFrame
        for on in media.values():
            _flag(on)
    return Signal(data)


def _text(value: object, limit: int) -> None:
    if not isinstance(value, str) or len(value) > limit:
        raise BadFrame


def _candidate(candidate: object) -> None:
    known = {"candidate", "sdpMid", "sdpMLineIndex", "usernameFragment"}
    if not isinstance(candidate, dict) or not {"candidate"} <= set(candidate) <= known:
        raise BadFrame
    for value in candidate.values():
        if value is not None and not isinstance(value, int):
            _text(value, MAX_CANDIDATE)


def _bare(made: Callable[[], T]) -> Callable[[Frame], T]:
    def read(frame: Frame) -> T:
        _fields(frame)
        return made()

    return read


CITIZEN: Mapping[str, Callable[[Frame], CitizenFrame]] = {
    "share": _share,
    "unshare": _bare(Unshare),
    "pause": _pause,
    "beat": _bare(Beat),
    "stopped": _bare(Stopped),
    "signal": _signal,
}
AGENT: Mapping[str, Callable[[Frame], AgentFrame]] = {"ack": _ack, "mark": _mark, "clear": _bare(Clear), "signal": _signal}
# Both pages of a call by video say the same.
ROOM: Mapping[str, Callable[[Frame], RoomFrame]] = {"beat": _bare(Beat), "connected": _bare(Connected), "signal": _signal}


def read(text: str, known: Mapping[str, Callable[[Frame], T]]) -> T:
    """Understand a frame of one side; raises BadFrame for everything else, the other side's frames too."""
    if len(text) > MAX_TEXT or too_deep(text):
        raise BadFrame
    try:
        frame = json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        raise BadFrame from error
    kind = frame.get("t") if isinstance(frame, dict) else None
    if not isinstance(kind, str) or kind not in known:
        raise BadFrame
    return known[kind](frame)
