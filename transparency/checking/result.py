"""What a check found, as it is stored with the draft: standard library only."""

from typing import TypedDict

Value = str | int | float | bool | None | list[str] | list[dict[str, str | int | float | None]]


class Result(TypedDict):
    """One finding. `id` names the check, `code` what it found; `data` holds what a sentence about it needs. A blocking one has to be cured."""

    id: str
    ok: bool
    blocking: bool
    code: str
    data: dict[str, Value]


def fine(check: str, /, **data: Value) -> Result:
    """A check that found nothing wrong."""
    return {"id": check, "ok": True, "blocking": False, "code": "fine", "data": data}


def wrong(check: str, code: str, /, **data: Value) -> Result:
    """Something that has to be cured before anybody signs."""
    return {"id": check, "ok": False, "blocking": True, "code": code, "data": data}


def worth_a_look(check: str, code: str, /, **data: Value) -> Result:
    """Something that a person should see and may leave as it is."""
    return {"id": check, "ok": False, "blocking": False, "code": code, "data": data}
