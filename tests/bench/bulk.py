"""Rows past the models, as fast as the database takes them: COPY, or many in one statement, without indexes and without asking foreign keys."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection
from django.db.models import Model

BATCH = 20_000


def load(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows whose values are those of the columns `names`; every other column has the default of its field."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.column in names]
    known = {field.column for field in fields}
    assert known >= set(names), set(names) - known
    usual, sample = [field for field in fields if field.column not in names], model()
    rest = tuple(field.get_db_prep_save(getattr(sample, field.attname), connection) for field in usual)
    columns = [*names, *(field.column for field in usual)]
    table, quoted = model._meta.db_table, ", ".join(f'"{column}"' for column in columns)
    whole = (tuple(connection.ops.adapt_datetimefield_value(v) if hasattr(v, "utcoffset") else v for v in row) + rest for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in whole:
                    copy.write_row(row)
            return
        statement = f"INSERT INTO {table} ({quoted}) VALUES ({', '.join(['%s'] * len(columns))})"
        while batch := list(islice(whole, BATCH)):
            cursor.executemany(statement, batch)


def _indexes(table: str) -> list[tuple[str, str]]:
    """The indexes of a table that stand for no constraint: their name, and the statement that makes them."""
    if connection.vendor == "postgresql":
        query = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef NOT LIKE 'CREATE UNIQUE%%'"
    else:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%%'"
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return [(str(name), str(statement)) for name, statement in cursor.fetchall()]


@contextmanager
def without_checks(models: Sequence[type[Model]]) -> Iterator[None]:
    """Take indexes and foreign keys away while rows are written; indexes are made again at the end, and the engine looks at what there is."""
    kept = [one for model in models for one in _indexes(model._meta.db_table)]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica" if connection.vendor == "postgresql" else "PRAGMA foreign_keys = OFF")
        for name, _statement in kept:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, statement in kept:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
