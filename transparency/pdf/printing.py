"""Sends jobs to presses, which are processes of their own: a page that is being drawn keeps no visitor waiting, and its memory is given back."""

import os
import subprocess
import sys
import tempfile
from collections import deque
from threading import Timer
from types import TracebackType
from typing import IO, Self, cast

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import DomainError
from transparency.press.job import Job

log = structlog.get_logger()
ENDS_WITHIN = 180.0
# What fontconfig needs to find its folders. Nothing else goes along: no secret, no address of a database.
KEPT = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH", "TMPDIR")


class CannotDraw(DomainError):
    """The press ended without a document."""

    code, status = "cannot_draw", 503
    message = _("The report could not be drawn, so nothing was published. Please tell whoever looks after the server, and try again.")


class Press:
    """A running press. Its start takes as long as a fifth of a document."""

    def __init__(self) -> None:
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115  closed at the end
        self.process = subprocess.Popen(
            [sys.executable, "-m", "transparency.press"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
        )
        self.jobs, self.documents = cast("IO[bytes]", self.process.stdin), cast("IO[bytes]", self.process.stdout)

    def print(self, job: Job) -> bytes:
        """Return the PDF of a job; raises CannotDraw, and this press can do nothing more."""
        watch = Timer(ENDS_WITHIN, self.process.kill)
        watch.start()
        try:
            document = self._answer(job)
        except (OSError, ValueError):
            document = b""
        finally:
            watch.cancel()
        if not document.startswith(b"%PDF-"):
            self.process.kill()
            # The last line of the traceback: what is drawn is public, and the line names no person.
            log.error("press_failed", code=self.process.wait(), why=self._last_words())
            raise CannotDraw
        return document

    def _answer(self, job: Job) -> bytes:
        self.jobs.write(job.write() + b"\n")
        self.jobs.flush()
        length = int(self.documents.readline())
        document = self.documents.read(length)
        return document if len(document) == length else b""

    def _last_words(self) -> str:
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace").strip().rpartition("\n")[2][:200]

    def end(self) -> None:
        """Let it go: without another job it ends by itself."""
        try:
            self.process.communicate(timeout=ENDS_WITHIN)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.errors.close()


class Presses:
    """Presses that stay for the next document: as many as there are documents at once, each from its own thread."""

    def __init__(self) -> None:
        self.idle: deque[Press] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        while self.idle:
            self.idle.pop().end()

    def print(self, job: Job) -> bytes:
        """Return the PDF of a job; raises CannotDraw."""
        try:
            press = self.idle.pop()
        except IndexError:
            press = Press()
        try:
            document = press.print(job)
        except CannotDraw:
            press.end()
            raise
        self.idle.append(press)
        return document


def print_pdf(job: Job, presses: Presses | None = None) -> bytes:
    """Return the PDF of a job, from a press of its own or from those that are kept; raises CannotDraw."""
    if presses:
        return presses.print(job)
    with Presses() as own:
        return own.print(job)
