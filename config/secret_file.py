"""The installation's own secret, written once. Standard library only: it runs before the settings are read."""

import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def ensure_secret_key() -> None:
    """Write `secret_key` into VAR_DIR, readable by its owner alone, unless the environment or the file has one. The settings read it."""
    if os.environ.get("SECRET_KEY"):
        return
    folder = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
