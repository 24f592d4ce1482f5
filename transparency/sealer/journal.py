"""One line for every signature, written before it is given away. The file is only ever added to."""

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from transparency.sealer.protocol import Request


def machine_time() -> datetime:
    """Return the machine's own time, which no test and no demonstration moves: this process does not know the clock of the house, and its journal is evidence."""
    return datetime.fromtimestamp(time.time(), UTC)


def write_line(path: Path, request: Request, *, key: str, uid: int, at: datetime) -> None:
    """Add a line and see it on the disk: when, what for, which document and digest, which key, for which user of the machine. Raises OSError."""
    line = {
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "purpose": request.purpose,
        "document": request.document,
        "sha256": request.sha256,
        "key": key,
        "uid": uid,
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, json.dumps(line).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
