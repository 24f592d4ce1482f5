"""What a citizen enters in the wizard: answers, files and the time held for a call."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import RefusedFile, SlotTaken
from helpdesk.base.text import clean_text
from helpdesk.base.tokens import hash_token, new_token
from helpdesk.calendars.services.slots import hold_slot, release_booking
from helpdesk.callbacks.rules import CallMode
from helpdesk.chat.selectors import chat_open
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.portal.models import WizardDraft
from helpdesk.portal.permissions import Permission
from helpdesk.portal.rules import DRAFT_DAYS, Way
from helpdesk.portal.selectors import is_outside_hours
from helpdesk.tickets.rules import MAX_ATTACHMENTS_PER_MESSAGE, Channel, UnservedReason
from helpdesk.tickets.services import check_file, record_unserved
from helpdesk.tickets.services.attachments import TOO_MANY

Answers = Mapping[str, str]


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
        delete_files(paths)
    return len(old)


def delete_files(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)


@transaction.atomic
def save_answers(*, draft: WizardDraft, answers: Answers, by: Actor) -> WizardDraft:
    """Keep what was entered. Wanting a chat while nobody is there is remembered as unserved demand, once per draft; wanting no call any more frees its time."""
    require(by, Permission.DRAFT, draft.council_id)
    draft.answers = {**draft.answers, **{name: clean_text(value) for name, value in answers.items()}}
    if draft.answers.get("channel") != Way.CALL:
        _let_go(draft, by)
    draft.updated_at = clock.now()
    if draft.answers.get("channel") == Way.CHAT and not chat_open(draft.council).is_open:
        note_unserved(draft)
    draft.save()
    return draft


def note_unserved(draft: WizardDraft) -> None:
    """Remember that a chat was wanted and cannot be: from now on the request is a written one."""
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
        delete_files([file.storage_path])


def _locked(draft: WizardDraft) -> WizardDraft:
    found: WizardDraft = draft.council.wizarddraft_set.select_for_update().get(pk=draft.pk)
    found.council = draft.council
    return found


@transaction.atomic
def choose_slot(*, draft: WizardDraft, key: str, by: Actor, mode: CallMode | None = None) -> WizardDraft:
    """Hold a time for the call until the draft is sent, instead of the one held before, and keep how we talk unless that is None. Raises SlotTaken, and then the draft is as it was."""
    require(by, Permission.DRAFT, draft.council_id)
    draft = _locked(draft)
    booking = hold_slot(council=draft.council, key=key, by=by, replaces=draft.answers.get("booking"))
    chosen = {"mode": mode.value} if mode is not None else {}
    draft.answers = {**draft.answers, **chosen, "slot": key, "booking": booking.pk}
    draft.updated_at = clock.now()
    draft.save()
    return draft


@transaction.atomic
def renew_slot(*, draft: WizardDraft, by: Actor) -> bool:
    """Hold the draft's time for longer. False: it cannot be had any more, and the draft has no time now."""
    require(by, Permission.DRAFT, draft.council_id)
    try:
        choose_slot(draft=draft, key=str(draft.answers.get("slot", "")), by=by)
    except SlotTaken:
        draft = _locked(draft)
        if _still_held(draft):
            return True
        _let_go(draft, by)
        draft.save()
        return False
    return True


def _still_held(draft: WizardDraft) -> bool:
    """A time that is too near to be chosen now is good for whoever chose it before."""
    rows = draft.council.bookings.filter(pk=draft.answers.get("booking"), cancelled_at=None, held_until__gt=clock.now())
    return bool(rows.exists())


def _let_go(draft: WizardDraft, by: Actor) -> None:
    booking = draft.answers.pop("booking", None)
    draft.answers.pop("slot", None)
    if booking is not None:
        release_booking(booking_id=booking, by=by)
