"""Several counts in one round trip."""

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

K = TypeVar("K", bound=Hashable)


def count_together(rows: Mapping[K, QuerySet[Any]]) -> dict[K, int]:
    """Return how many rows each query finds, in one statement; a query that was cut is counted up to its cut."""
    counts: list[str] = []
    values: list[Any] = []
    found = dict.fromkeys(rows, 0)
    asked: list[K] = []
    for key, query in rows.items():
        try:
            sql, params = query.values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append(key)
        counts.append(f"(SELECT COUNT(*) FROM ({sql}) AS found)")  # noqa: S608 (Django's own sentence; values go as parameters)
        values += params
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(counts)}", values)
            found |= zip(asked, cursor.fetchone(), strict=True)
    return found
