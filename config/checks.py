"""System checks of the settings."""

import re

from django.conf import settings
from django.core import checks

BROKER_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
VIEWER_BASE = re.compile(r"wss?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
MOST_PORT = 65_535
HOST_AND_PORT = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9.-]+):[0-9]{1,5}")


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
    wrong = [name for name in settings.REMOTE_WEBHOOK_ALLOW if not HOST_AND_PORT.fullmatch(name)]
    if wrong:
        found.append(checks.Error(f"REMOTE_WEBHOOK_ALLOW lists what is no host:port: {', '.join(wrong)}", id="acompanya.E004"))
    return found


@checks.register()
def broker_settings_make_sense(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:
    """Refuse settings of the broker with which it could not listen, be reached, or notice that somebody is gone."""
    wrong = [text for is_wrong, text in _broker_faults() if is_wrong]
    return [checks.Error(text, id="acompanya.E005") for text in wrong]


def _broker_faults() -> list[tuple[bool, str]]:
    ports = {name: getattr(settings, f"REMOTE_BROKER_{name}") for name in ("SSH_PORT", "VIEWER_PORT", "PUBLIC_SSH_PORT", "METRICS_PORT")}
    listening = [ports[name] for name in ("SSH_PORT", "VIEWER_PORT", "METRICS_PORT") if ports[name]]
    base = settings.REMOTE_BROKER_VIEWER_BASE
    return [
        (
            not BROKER_NAME.fullmatch(settings.REMOTE_BROKER_NAME),
            "REMOTE_BROKER_NAME has to be 1 to 40 letters, digits, - or _: it is part of an address.",
        ),
        *((not 0 <= port <= MOST_PORT, f"REMOTE_BROKER_{name} is no port: {port}.") for name, port in ports.items()),
        (
            len(set(listening)) < len(listening),
            "REMOTE_BROKER_SSH_PORT, _VIEWER_PORT and _METRICS_PORT have to differ: one broker listens on all of them.",
        ),
        (
            bool(base) and not VIEWER_BASE.fullmatch(base),
            "REMOTE_BROKER_VIEWER_BASE has to be an address such as wss://help.example.org/remote/b/a.",
        ),
        (
            settings.REMOTE_BROKER_KEEPALIVE_SECONDS <= 0,
            "REMOTE_BROKER_KEEPALIVE_SECONDS has to be more than 0: a computer that is gone would not be noticed.",
        ),
        (settings.REMOTE_BROKER_KEEPALIVE_MISSES < 1, "REMOTE_BROKER_KEEPALIVE_MISSES has to be 1 or more."),
        (settings.REMOTE_BROKER_DRAIN_SECONDS < 0, "REMOTE_BROKER_DRAIN_SECONDS cannot be less than 0."),
    ]


@checks.register(deploy=True)
def no_debug_tools(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:
    """Refuse test helpers on a real installation."""
    found: list[checks.CheckMessage] = []
    if any(path.startswith("remote.providers.fake.") for path in settings.REMOTE_PROVIDERS):
        found.append(checks.Error("REMOTE_PROVIDERS has the imitation: tests and the demonstration only.", id="acompanya.E003"))
    if settings.CLOCK_OFFSET_FILE:
        found.append(checks.Error("CLOCK_OFFSET_FILE moves the clock: tests only.", id="acompanya.E002"))
    return found
