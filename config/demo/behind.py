"""Publishing behind the pages: in a process of its own, so that a visitor waits for nothing while months are measured and drawn."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

OPTION = "--publish-only"
NICER_BY = 10
ENDS_WITHIN = 3.0


@contextmanager
def publishing_behind(*, verbosity: int) -> Iterator[None]:
    """Publish meanwhile what is still to be published. Ended before it is done, it goes on at the next start: publishing may be killed anywhere."""
    words = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "demo", OPTION, "--verbosity", str(verbosity)]
    # Ctrl+C is for the pages, which end this one with all that it started.
    process = subprocess.Popen(words, stdin=subprocess.PIPE, process_group=0)  # noqa: S603  our own program, by its full path
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENDS_WITHIN)


def give_way() -> None:
    """Leave the machine to the pages, and end when they are gone, however they died: the other end of standard input closes then."""
    os.nice(NICER_BY)
    threading.Thread(target=_end_with_stdin, daemon=True).start()


def _end_with_stdin() -> None:
    while os.read(0, 1024):
        pass
    os.killpg(os.getpgrp(), signal.SIGTERM)
