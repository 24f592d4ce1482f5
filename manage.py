#!/usr/bin/env python
"""Command line of Acompanya."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from config.demo import environment
from config.secret_file import ensure_secret_key

THAT_SERVE = {"serve", "demo"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["demo"]:
        environment.prepare(Path(__file__).resolve().parent)
    if THAT_SERVE & set(sys.argv[1:2]):
        ensure_secret_key()
    execute_from_command_line(sys.argv)
