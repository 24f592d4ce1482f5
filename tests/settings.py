"""The product's own settings, told by the environment that these are tests; `deploy/test_runner.py` names the database and the folder."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TESTING", "true")
os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var" / "tests"))

from config.settings import *  # noqa: F403

# A strong hash is slow on purpose, and most tests make several people who never log in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# SQLite in a file, as the product has it: in memory, threads share one cache, and whoever meets a lock there fails at once instead of waiting.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    MEMORY = Path("/dev/shm")  # noqa: S108 - where the system has it, so that no test waits for a disk
    FOLDER = tempfile.TemporaryDirectory(prefix="acompanya-tests-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
    DATABASES["default"]["TEST"] = {"NAME": str(Path(FOLDER.name) / "tests.sqlite3")}  # noqa: F405
