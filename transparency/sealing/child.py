"""The sealer as a child of another process: it ends with it, however that dies."""

import os
import selectors
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from helpdesk.base import clock
from transparency.sealer.keys import load_keys
from transparency.sealer.making import Files, make_seal
from transparency.sealer.published import publish_keys

STARTS_WITHIN = 30.0
ENDS_WITHIN = 3.0
# Nothing else goes along: no secret of the pages, no address of a database.
KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH")


def arguments() -> list[str]:
    """Return the words after `python` with which a sealer starts, from the settings."""
    words = ["-m", "transparency.sealer", "--seal", settings.SEAL_KEY_FILE, "--manifest-key", settings.SEAL_MANIFEST_KEY_FILE]
    words += ["--keys", settings.SEAL_KEYS_FILE, "--journal", settings.SEAL_JOURNAL_FILE, "--socket", settings.SEAL_SOCKET]
    if settings.SEAL_PASSPHRASE_FILE:
        words += ["--passphrase", settings.SEAL_PASSPHRASE_FILE]
    return [*words, "--group", settings.SEAL_SOCKET_GROUP] if settings.SEAL_SOCKET_GROUP else words


def environment() -> dict[str, str]:
    """Return what a sealer gets to know of its surroundings."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}


def has_keys() -> bool:
    """Say whether both private keys are where the settings say."""
    return Path(settings.SEAL_KEY_FILE).is_file() and Path(settings.SEAL_MANIFEST_KEY_FILE).is_file()


def make_keys(*, organisation: str, days: int, back: int = 0) -> None:
    """Make a self-made seal where the settings say, valid from `back` days before now, and publish its public halves; raises FileExistsError."""
    since = clock.now() - timedelta(days=back)
    files = Files(Path(settings.SEAL_KEY_FILE), Path(settings.SEAL_MANIFEST_KEY_FILE))
    make_seal(files, organisation=organisation, since=since, days=days + back)
    publish_keys(Path(settings.SEAL_KEYS_FILE), load_keys(files.seal, files.manifest_key, None), since=since)


def _says_ready(output: IO[bytes]) -> bool:
    with selectors.DefaultSelector() as waiting:
        waiting.register(output, selectors.EVENT_READ)
        return bool(waiting.select(STARTS_WITHIN)) and output.readline() == b"ready\n"


class SealerChild:
    """A running sealer."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  our own program, by its full path
            [sys.executable, *arguments(), "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env=environment(),
            # Ctrl+C is for its parent, which ends it when its own work is done.
            process_group=0,
        )

    def is_ready(self) -> bool:
        """Wait until it answers; False when it ended instead, for example because another one answers at its address."""
        return self._process.stdout is not None and _says_ready(self._process.stdout)

    def exit_code(self) -> int | None:
        """Return the code with which it ended, negative for a signal; None while it runs."""
        return self._process.poll()

    def end(self) -> None:
        """Tell it to end, and wait for nothing."""
        self._process.terminate()

    def stop(self) -> None:
        """End it, at once if it does not obey. Nothing happens to one that has ended."""
        self.end()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
