"""Sends a job to the press, in a process of its own: a page that is being drawn keeps no visitor waiting, and its memory is given back."""

import os
import subprocess
import sys

import structlog
from django.conf import settings

from transparency.press.job import Job

log = structlog.get_logger()
ENDS_WITHIN = 180.0
# What fontconfig needs to find its folders. Nothing else goes along: no secret, no address of a database.
KEPT = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH", "TMPDIR")


class CannotDraw(RuntimeError):
    """The press ended without a document."""


def print_pdf(job: Job) -> bytes:
    """Return the PDF of a job; raises CannotDraw."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    # Fonts in the document would carry the time of drawing: with that of the figures, the same report gives the same bytes.
    environment["SOURCE_DATE_EPOCH"] = str(int(job.attached.moment.timestamp()))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "transparency.press"],
            input=job.write(),
            capture_output=True,
            cwd=settings.BASE_DIR,
            env=environment,
            timeout=ENDS_WITHIN,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotDraw from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        # The last line of the traceback: what is drawn is public, and the line names no person.
        log.error("press_failed", code=done.returncode, why=done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200])
        raise CannotDraw
    return done.stdout
