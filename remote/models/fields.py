"""Closed lists as columns, and as conditions of the database."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Q


def choices(values: Iterable[StrEnum | str]) -> list[tuple[str, str]]:
    """Return the choices of a closed list; words live in `labels.py`."""
    return [(str(value), str(value)) for value in values]


def among(field: str, values: Iterable[str], *, blank: bool = False) -> Q:
    """Return the condition that a field holds one of these."""
    return Q(**{f"{field}__in": sorted(str(value) for value in values) + ([""] if blank else [])})
