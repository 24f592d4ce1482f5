"""Moments as whole numbers, for whoever reads thousands of them: the database makes them, and nothing has to be parsed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Func
from django.db.models.sql.compiler import SQLCompiler

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# So many of a stamp's units are a second.
SECOND = 1_000_000


def stamp_of(moment: datetime) -> int:
    """Return the whole microseconds since 1970: no float, so that every engine and every order gives the same sum."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(stamp: int) -> datetime:
    """Return the moment of a stamp, in UTC."""
    return EPOCH + stamp * MICROSECOND


class Stamp(Func):
    """The same of a column: an integer, None where the column is empty."""

    output_field = BigIntegerField()
    arity = 1

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: str) -> tuple[str, Any]:
        """Read the text that Django keeps there: in UTC, with six decimals or with none."""
        # Without the decimals, which SQLite would round. Of four percent signs one is left: here, and where Django fills in the parameters, two become one.
        seconds = "CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER)"
        template = f"({seconds} * 1000000 + CAST(substr(%(expressions)s, 21, 6) AS INTEGER))"
        return super().as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: str) -> tuple[str, Any]:
        """Since version 14, `extract` counts in decimals and not in floats."""
        return super().as_sql(compiler, connection, template="(extract(epoch FROM %(expressions)s) * 1000000)::bigint", **extra)
