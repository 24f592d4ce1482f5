"""The tables that a new demonstration gets at once are those that the migrations make."""

import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.config.processes import Installation

Ask = Callable[[str], Iterable[tuple[Any, ...]]]

pytestmark = pytest.mark.sqlite


def parts(sql: str) -> list[str]:
    """What stands between the outer parentheses of a statement, at its commas, in alphabetical order: columns of a table that was written anew stand in another order."""
    inner, depth, found = sql.partition("(")[2].rpartition(")")[0], 0, [""]
    for sign in inner:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return sorted(re.sub(r"\s+", " ", part).strip() for part in found)


def schema(ask: Ask) -> dict[str, list[str]]:
    """Every table, index and trigger of a database, with all that it consists of."""
    rows = ask("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    return {f"{kind} {name} of {table}": parts(sql) if kind == "table" else [sql] for kind, name, table, sql in rows}


@pytest.mark.django_db
def test_both_ways_make_the_same(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        by_migrations = schema(lambda sql: cursor.execute(sql).fetchall())
        migrations = set(cursor.execute("SELECT app, name FROM django_migrations").fetchall())
        permissions = cursor.execute("SELECT codename, name FROM auth_permission ORDER BY 1, 2").fetchall()
    other = Installation(tmp_path)
    other.run("from config.demo.tables import make_tables\nfor _time in range(2):\n    make_tables()")
    database = sqlite3.connect(tmp_path / "db.sqlite3")
    try:
        assert len(by_migrations) > 200
        assert schema(database.execute) == by_migrations
        assert set(database.execute("SELECT app, name FROM django_migrations")) == migrations
        assert database.execute("SELECT codename, name FROM auth_permission ORDER BY 1, 2").fetchall() == permissions
    finally:
        database.close()
