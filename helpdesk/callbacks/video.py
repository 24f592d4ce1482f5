"""Where calls by video can be held: a room above says for which councils, so that this one need not know how."""

from collections.abc import Callable

_sayers: dict[str, Callable[[int], bool]] = {}


def add_video(key: str, holds: Callable[[int], bool]) -> None:
    """Register who can hold calls by video: `holds` says it of a council's id. Adding a key again replaces it."""
    _sayers[key] = holds


def video_offered(council_id: int) -> bool:
    """Say whether a council's citizens can choose a call by video now."""
    return any(holds(council_id) for holds in _sayers.values())
