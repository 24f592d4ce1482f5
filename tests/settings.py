"""The product's own settings, told by the environment that these are tests; `deploy/test_runner.py` names the database and the folder."""

import os
from pathlib import Path

os.environ.setdefault("TESTING", "true")
os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var" / "tests"))

from config.settings import *  # noqa: F403
