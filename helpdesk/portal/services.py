"""Every write of the wizard: drafts, their files, and sending them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import RefusedFile
from helpdesk.base.text import clean_text
from helpdesk.base.tokens import hash_token, new_token
from helpdesk.catalogue.selectors import Place, place
from helpdesk.chat.selectors import chat_open
from helpdesk.chat.services import start_chat
from helpdesk.people.actors import Actor, link_holder
from helpdesk.people.models import Council, SecretLink
from helpdesk.people.policies import require
from helpdesk.people.rules import Purpose
from helpdesk.people.services import issue_link
from helpdesk.portal.models import WizardDraft
from helpdesk.portal.permissions import Permission
from helpdesk.portal.rules import DRAFT_DAYS, Way, subject_of
from helpdesk.portal.selectors import draft_by_key, is_outside_hours
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import MAX_ATTACHMENTS_PER_MESSAGE, Channel, Motive, Requester, UnservedReason
from helpdesk.tickets.services import CheckedFile, NewTicket, check_file, open_ticket, record_unserved
from helpdesk.tickets.services.attachments import TOO_MANY

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a draft: the ticket, this browser's new link to it, and whether a chat turned into writing."""

    ticket: Ticket
    link: SecretLink
    token: str
    in_chat: bool
    chat_became_written: bool


def start_draft(*, council: Council, by: Actor) -> tuple[WizardDraft, str]:
    """Begin a draft and return it with the key for the cookie; forgets a few old drafts of the council."""
    require(by, Permission.DRAFT, council.pk)
    delete_old_drafts(council=council)
    key = new_token()
    now = clock.now()
    return council.wizarddraft_set.create(key_hash=hash_token(key), client_id=uuid4(), created_at=now, updated_at=now), key


def delete_old_drafts(*, council: Council, limit: int = 20) -> int:
    """Delete drafts untouched for a week, with their files; returns how many."""
    old = list(council.wizarddraft_set.filter(updated_at__lt=clock.now() - timedelta(days=DRAFT_DAYS)).prefetch_related("files")[:limit])
    for draft in old:
        paths = [file.storage_path for file in draft.files.all()]
        draft.delete()
        _delete_files(paths)
    return len(old)


def _delete_files(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)


@transaction.atomic
def save_answers(*, draft: WizardDraft, answers: Answers, by: Actor) -> WizardDraft:
    """Keep what was entered. Wanting a chat while nobody is there is remembered as unserved demand, once per draft."""
    require(by, Permission.DRAFT, draft.council_id)
    draft.answers = {**draft.answers, **{name: clean_text(value) for name, value in answers.items()}}
    draft.updated_at = clock.now()
    if draft.answers.get("channel") == Way.CHAT and not chat_open(draft.council).is_open:
        _note_unserved(draft)
    draft.save()
    return draft


def _note_unserved(draft: WizardDraft) -> None:
    """A chat was wanted and cannot be: from now on the request is a written one."""
    draft.answers["channel"] = Way.WRITE
    if not draft.answers.get("unserved"):
        draft.answers["unserved"] = True
        reason = UnservedReason.OUTSIDE_HOURS if is_outside_hours(draft.council) else UnservedReason.REJECTED
        record_unserved(council_id=draft.council_id, channel=Channel.CHAT, reason=reason)


def keep_file(*, draft: WizardDraft, upload: "UploadedFile[bytes]", by: Actor) -> None:
    """Check a file and keep it until the draft is sent; raises RefusedFile."""
    require(by, Permission.DRAFT, draft.council_id)
    if draft.files.count() >= MAX_ATTACHMENTS_PER_MESSAGE:
        raise RefusedFile(TOO_MANY)
    checked = check_file(upload)
    path = default_storage.save(f"drafts/{draft.council_id}/{secrets.token_urlsafe(32)}", ContentFile(checked.content))
    draft.files.create(
        council_id=draft.council_id, name=checked.name, media_type=checked.media_type, size=len(checked.content), storage_path=path
    )


def remove_file(*, draft: WizardDraft, file_id: int, by: Actor) -> None:
    """Take a file out of a draft; one that is not there is already out."""
    require(by, Permission.DRAFT, draft.council_id)
    file = draft.files.filter(pk=file_id).first()
    if file is not None:
        file.delete()
        _delete_files([file.storage_path])


def _checked_files(draft: WizardDraft) -> list[CheckedFile]:
    files = []
    for file in draft.files.all():
        with default_storage.open(file.storage_path) as content:
            files.append(CheckedFile(name=file.name, media_type=file.media_type, content=content.read()))
    return files


def _new_ticket(draft: WizardDraft, where: Place, *, channel: Channel, title: str, language: str, device: str) -> NewTicket:
    answers = draft.answers
    return NewTicket(
        subject=subject_of(answers["body"], title),
        body=answers["body"],
        channel=channel,
        motive=Motive(where.motive or answers.get("motive") or Motive.OTHER),
        language=language,
        requester=Requester(answers["requester"]),
        name=answers.get("name", ""),
        email=answers.get("email", ""),
        phone=answers.get("phone", ""),
        procedure=where.procedure,
        step=where.step,
        problem=where.problem,
        device=device,
        client_id=draft.client_id,
    )


def _open(draft: WizardDraft, *, title: str, language: str, device: str, by: Actor) -> Ticket:
    if draft.answers.get("channel") == Way.CHAT and not chat_open(draft.council).is_open:
        _note_unserved(draft)
    channel = Channel.CHAT if draft.answers.get("channel") == Way.CHAT else Channel.WEB
    where = place(draft.council, **{name: draft.answers.get(name, "") for name in ("procedure", "step", "problem")})
    new = _new_ticket(draft, where, channel=channel, title=title, language=language, device=device)
    ticket = open_ticket(council=draft.council, new=new, by=by, files=_checked_files(draft))
    paths = [file.storage_path for file in draft.files.all()]
    transaction.on_commit(partial(_delete_files, paths))
    draft.files.all().delete()
    draft.ticket_reference, draft.updated_at = ticket.reference, clock.now()
    # What was typed now lives in the ticket only.
    draft.answers = {name: draft.answers[name] for name in ("channel", "unserved") if name in draft.answers}
    draft.save()
    return ticket


@transaction.atomic
def send_draft(*, key: str, council: Council, title: str = "", language: str, device: str = "", by: Actor) -> Sent:
    """Turn a draft into a ticket, once: sending it again leads to the same ticket with another link. Raises NotFound when there is no such draft."""
    require(by, Permission.DRAFT, council.pk)
    draft = draft_by_key(council, key, lock=True)
    first = not draft.ticket_reference
    ticket = (
        _open(draft, title=title, language=language, device=device, by=by)
        if first
        else council.tickets.get(reference=draft.ticket_reference)
    )
    link, token = issue_link(council_id=council.pk, purpose=Purpose.FOLLOW_UP, subject_id=ticket.pk, language=language)
    in_chat = draft.answers.get("channel") == Way.CHAT
    if in_chat and first:
        start_chat(ticket_id=ticket.pk, by=link_holder(council.pk, ticket.pk))
    return Sent(ticket, link, token, in_chat=in_chat, chat_became_written=bool(draft.answers.get("unserved")))
