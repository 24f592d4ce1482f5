"""From `DATABASE_URL` to Django's settings."""

from urllib.parse import unquote, urlsplit

Options = dict[str, str | int | dict[str, str | int]]
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;"
)


def database(url: str) -> dict[str, object]:
    """Return the settings of one database. SQLite gets WAL and IMMEDIATE transactions: without them writers die of "database is locked"."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "CONN_MAX_AGE": None,
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"DATABASE_URL must start with sqlite:// or postgresql://, not {parts.scheme}://"
        raise ValueError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
