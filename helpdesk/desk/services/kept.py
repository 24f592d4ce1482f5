"""Files of a message that was refused: they wait with its draft, and go with the next try."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import InvalidInput, RefusedFile
from helpdesk.desk.models import ComposerDraft, KeptFile
from helpdesk.desk.rules import MAX_DRAFT, DraftKind
from helpdesk.desk.selectors.drafts import kept_files
from helpdesk.desk.services.drafts import put_draft, writing_on
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import MAX_ATTACHMENTS_PER_MESSAGE
from helpdesk.tickets.services import CheckedFile, check_file
from helpdesk.tickets.services.attachments import TOO_MANY

GONE = _("A file that was kept with your draft is no longer there. Attach it again, or send without it.")


def _store(draft: ComposerDraft, file: CheckedFile) -> KeptFile:
    path = default_storage.save(f"composer/{draft.council_id}/{secrets.token_urlsafe(32)}", ContentFile(file.content))
    return KeptFile(
        council_id=draft.council_id, draft=draft, name=file.name, media_type=file.media_type, size=len(file.content), storage_path=path
    )


@transaction.atomic
def keep_refused(*, ticket_id: int, kind: DraftKind, body: str, files: Sequence[CheckedFile], by: Actor) -> list[str]:
    """Keep a message that was refused: its text instead of what the draft said, its new files beside those that wait already. Returns the names of those for which there was no room."""
    ticket, writer = writing_on(ticket_id, by)
    waiting = kept_files(ticket, kind, by)
    if not (body.strip() or files or waiting):
        ticket.drafts.filter(user_id=writer, kind=kind).delete()
        return []
    draft, room = put_draft(ticket, writer, kind, body[:MAX_DRAFT]), max(0, MAX_ATTACHMENTS_PER_MESSAGE - len(waiting))
    draft.files.bulk_create([_store(draft, file) for file in files[:room]])
    return [file.name for file in files[room:]]


@transaction.atomic
def drop_files(*, ticket_id: int, kind: DraftKind, file_ids: Collection[int], by: Actor) -> None:
    """Throw away files that wait with somebody's own draft; what is not there, or is not hers, is left alone."""
    ticket, writer = writing_on(ticket_id, by)
    own = ticket.drafts.filter(user_id=writer, kind=kind)
    for draft in own:
        draft.files.filter(pk__in=file_ids).delete()
    own.filter(body="", files=None).delete()


def files_to_send(
    *, ticket: Ticket, kind: DraftKind, kept: Collection[int], uploads: Iterable["UploadedFile[bytes]"], client_id: UUID, by: Actor
) -> tuple[list[CheckedFile], list[CheckedFile]]:
    """Return the files of a message: those that waited, and the new ones, checked. Raises RefusedFile, and InvalidInput when one that waited is gone, unless the message was sent already."""
    new = [check_file(upload) for upload in uploads]
    waiting = [file for file in kept_files(ticket, kind, by) if file.pk in kept]
    if len(waiting) < len(set(kept)) and not ticket.entries.filter(client_id=client_id).exists():
        raise InvalidInput(GONE)
    if len(waiting) + len(new) > MAX_ATTACHMENTS_PER_MESSAGE:
        raise RefusedFile(TOO_MANY)
    return [_read(file) for file in waiting], new


def _read(file: KeptFile) -> CheckedFile:
    try:
        with default_storage.open(file.storage_path) as content:
            return CheckedFile(name=file.name, media_type=file.media_type, content=content.read())
    except FileNotFoundError as error:
        raise InvalidInput(GONE) from error
