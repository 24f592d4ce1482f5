"""System checks of the settings."""

from django.conf import settings
from django.core import checks


@checks.register()
def settings_are_usable(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:
    """Refuse a missing or short secret; warn about sizes that do not fit together."""
    found: list[checks.CheckMessage] = []
    if len(settings.SECRET_KEY) < 50:
        found.append(
            checks.Error(
                "SECRET_KEY is missing or shorter than 50 characters.",
                hint="Set SECRET_KEY, or let `manage.py serve` write var/secret_key.",
                id="acompanya.E001",
            )
        )
    engine = str(settings.DATABASES["default"]["ENGINE"])
    if settings.REDIS_URL and engine.endswith("sqlite3"):
        found.append(
            checks.Warning("REDIS_URL is set but the database is SQLite: several web processes need PostgreSQL.", id="acompanya.W001")
        )
    return found


@checks.register(deploy=True)
def no_debug_tools(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:
    """Refuse test helpers on a real installation."""
    if settings.CLOCK_OFFSET_FILE:
        return [checks.Error("CLOCK_OFFSET_FILE moves the clock: tests only.", id="acompanya.E002")]
    return []
