"""Environment of the demonstration, set before the settings are read."""

import os
from pathlib import Path

DEFAULTS = {
    "DEMO": "true",
    "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    "DEFAULT_FROM_EMAIL": "Acompanya <no-reply@vallclara.example>",
    "KIT_GALLERY": "true",
    "LOG_LEVEL": "WARNING",
}


def prepare(base_dir: Path) -> None:
    """Set what the demonstration needs unless the environment says otherwise; everything it writes lies in `var/demo`."""
    os.environ.setdefault("VAR_DIR", str(base_dir / "var" / "demo"))
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
