"""The address of a Unix socket has 107 characters at most; a folder can be deeper."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST = 107


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """Yield a name of the address that is short enough: through the open folder where its own is too long."""
    if len(os.fsencode(path)) <= LONGEST:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
