"""The database's own full-text index over `SearchDocument.words`: FTS5 on SQLite, GIN over `tsvector` on PostgreSQL.

Python has folded and split the words already, so neither engine's parser has a say: SQLite's `ascii` tokenizer splits at the spaces alone,
and `array_to_tsvector` parses nothing. Triggers keep FTS5 in step, as PostgreSQL keeps any index; nothing else hangs on them.
"""

from collections.abc import Sequence

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Making a vector is dear, and PostgreSQL believes that every function is cheap: as a function with its price, a frequent word is looked up too.
# The setting keeps it from being written out in place, where its price would be forgotten.
_FUNCTION = """CREATE OR REPLACE FUNCTION tickets_search_vector(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT COST 100 SET search_path = pg_catalog
    AS $$ SELECT array_to_tsvector(array_remove(string_to_array(words, ' '), '')) $$"""
_DOCUMENTS = "tickets_searchdocument"
_FORGET = "INSERT INTO tickets_search(tickets_search, rowid, words) VALUES ('delete', old.ticket_id, old.words);"
_LEARN = "INSERT INTO tickets_search(rowid, words) VALUES (new.ticket_id, new.words);"
_TABLE = """CREATE VIRTUAL TABLE IF NOT EXISTS tickets_search USING fts5(
    words, content='tickets_searchdocument', content_rowid='ticket_id', tokenize='ascii', detail='none', prefix='2 3 4'
)"""
INSTALL: dict[str, Sequence[str]] = {
    "sqlite": (
        _TABLE,
        f"CREATE TRIGGER IF NOT EXISTS tickets_search_insert AFTER INSERT ON tickets_searchdocument BEGIN {_LEARN} END",
        f"CREATE TRIGGER IF NOT EXISTS tickets_search_delete AFTER DELETE ON tickets_searchdocument BEGIN {_FORGET} END",
        f"CREATE TRIGGER IF NOT EXISTS tickets_search_update AFTER UPDATE OF words ON tickets_searchdocument BEGIN {_FORGET} {_LEARN} END",
    ),
    "postgresql": (
        _FUNCTION,
        "CREATE INDEX IF NOT EXISTS tickets_search ON tickets_searchdocument USING gin (tickets_search_vector(words))",
    ),
}
REMOVE: dict[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS tickets_search_insert",
        "DROP TRIGGER IF EXISTS tickets_search_delete",
        "DROP TRIGGER IF EXISTS tickets_search_update",
        "DROP TABLE IF EXISTS tickets_search",
    ),
    "postgresql": ("DROP INDEX IF EXISTS tickets_search", "DROP FUNCTION IF EXISTS tickets_search_vector(text)"),
}
# What the index holds of deleted words goes only when it is written anew.
REWRITE: dict[str, Sequence[str]] = {
    "sqlite": ("INSERT INTO tickets_search(tickets_search) VALUES ('rebuild')",),
    "postgresql": ("REINDEX INDEX tickets_search", "ANALYZE tickets_searchdocument"),
}
# The identifiers of the tickets found. PostgreSQL would walk the tickets in their order and try each, however rare the word is: it has to find first.
FIND: dict[str, str] = {
    "sqlite": "SELECT rowid FROM tickets_search WHERE tickets_search MATCH %s",
    "postgresql": (
        "WITH found AS MATERIALIZED (SELECT ticket_id FROM tickets_searchdocument WHERE tickets_search_vector(words) @@ %s::tsquery)"
        " SELECT ticket_id FROM found"
    ),
}


def run(connection: BaseDatabaseWrapper, statements: dict[str, Sequence[str]]) -> None:
    """Run the statements for this engine; safe to run twice."""
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def keep_installed(using: str, **_: object) -> None:
    """After every migration: SQLite drops a table's triggers when a migration writes the table anew."""
    connection = connections[using]
    if _DOCUMENTS in connection.introspection.table_names():
        run(connection, INSTALL)
