"""Writing files so that a name never holds half of one: beside it first, on the disk for sure, then renamed."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from helpdesk.base.errors import Conflict

MAKING = ".making"


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that is written and not yet in its place. `waiting` is empty where the storage itself writes all or nothing."""

    path: str
    waiting: str
    sha256: str
    data: bytes


def _local(path: str) -> Path | None:
    """Where it is on this machine's disks; None for storages that have none, whose writes are atomic."""
    try:
        return Path(default_storage.path(path))
    except NotImplementedError:
        return None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def stage(path: str, data: bytes) -> Staged:
    """Write a file beside its place, flushed to the disk and read back. Nobody knows of it yet. Raises Conflict."""
    digest = hashlib.sha256(data).hexdigest()
    folder, _slash, name = path.rpartition("/")
    waiting = f"{folder}/{MAKING}-{token_hex(8)}-{name}"
    place = _local(waiting)
    if place is None:
        return Staged(path, "", digest, data)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        written = place.read_bytes()
    except FileNotFoundError as error:  # another attempt finished and swept
        raise Conflict from error
    if hashlib.sha256(written).hexdigest() != digest:
        raise Conflict
    return Staged(path, waiting, digest, data)


def settle(staged: Staged) -> None:
    """Put a staged file into its place, over whatever an interrupted attempt left there, and read it back through the storage. Raises Conflict."""
    if staged.waiting:
        place, waiting = _local(staged.path), _local(staged.waiting)
        assert place is not None and waiting is not None  # noqa: S101, PT018  a staged file is on a disk
        try:
            waiting.replace(place)
        except FileNotFoundError as error:  # another attempt finished and swept
            raise Conflict from error
        _sync(place.parent)
    else:
        if default_storage.exists(staged.path):
            default_storage.delete(staged.path)
        default_storage.save(staged.path, ContentFile(staged.data))
    with default_storage.open(staged.path) as stored:
        if hashlib.sha256(stored.read()).hexdigest() != staged.sha256:
            raise Conflict


def discard(staged: Sequence[Staged]) -> None:
    """Take away what was staged and is not wanted any more."""
    for file in staged:
        if file.waiting:
            default_storage.delete(file.waiting)


def sweep(folder: str) -> None:
    """Take away what interrupted attempts left beside the files of a folder."""
    try:
        _folders, names = default_storage.listdir(folder)
    except (FileNotFoundError, NotImplementedError):
        return
    for name in names:
        if name.startswith(MAKING):
            default_storage.delete(f"{folder}/{name}")
