"""Files that come with a message: checked by content and extension, stored under a random key."""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import RefusedFile
from helpdesk.tickets.models import Attachment, Entry
from helpdesk.tickets.rules import ALLOWED_TYPES, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS_PER_MESSAGE

REFUSED_TYPE = _("We accept PDF, JPG, PNG and TXT files. This file is something else, or its name and its content do not agree.")
TOO_LARGE = _("The file is larger than 10 MB.")
EMPTY = _("The file is empty.")
TOO_MANY = _("You can attach up to five files to a message.")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that passed `check_file`."""

    name: str
    media_type: str
    content: bytes


def safe_name(name: str) -> str:
    """Return a file name without path, invisible or direction characters, at most 120 characters."""
    name = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip().lstrip(".")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: 115 - len(extension)]}{dot}{extension}" if stem else name[:120]


def _content_type(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\x00" not in text and not content.startswith(b"%PDF"):
        return "text/plain"
    try:
        return puremagic.from_string(content[:4096], mime=True)
    except (puremagic.PureError, ValueError):
        return ""


def check_file(upload: "UploadedFile[bytes]") -> CheckedFile:
    """Read and check an upload; raises RefusedFile with words for the citizen. Reads at most 10 MB."""
    name = safe_name(upload.name or "")
    if (upload.size or 0) > MAX_ATTACHMENT_BYTES:
        raise RefusedFile(TOO_LARGE)
    content = upload.read(MAX_ATTACHMENT_BYTES + 1)
    if not content:
        raise RefusedFile(EMPTY)
    expected = ALLOWED_TYPES.get(name.rpartition(".")[2].lower())
    if expected is None or _content_type(content) != expected:
        raise RefusedFile(REFUSED_TYPE)
    return CheckedFile(name=name, media_type=expected, content=content)


def attach(entry: Entry, files: Iterable[CheckedFile]) -> list[Attachment]:
    """Store files of an entry; the file exists before its row, so that no row points nowhere."""
    files = list(files)
    if len(files) > MAX_ATTACHMENTS_PER_MESSAGE:
        raise RefusedFile(TOO_MANY)
    rows = []
    for file in files:
        key = secrets.token_urlsafe(32)
        default_storage.save(storage_path(entry.council_id, key), ContentFile(file.content))
        rows.append(
            Attachment(
                council_id=entry.council_id,
                entry=entry,
                key=key,
                name=file.name,
                media_type=file.media_type,
                size=len(file.content),
                sha256=hashlib.sha256(file.content).hexdigest(),
            )
        )
    return Attachment.objects.bulk_create(rows)


def storage_path(council_id: int, key: str) -> str:
    """Return where the file of a key lies in the storage."""
    return f"attachments/{council_id}/{key[:2]}/{key}"
