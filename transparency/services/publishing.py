"""Publishing a month: all of it or nothing, once, for good.

1. What may be published is decided; nothing is written.
2. Files are drawn, sealed and written beside their places, flushed and read back: outside any transaction, since it takes seconds.
3. One transaction locks the council and the draft, looks again, puts the files into their places and writes the rows that show them, the mails to
   subscribers among them. Until it commits nobody sees a file, because there is no row; what an interrupted attempt left is written over.
4. What interrupted attempts left beside the files is swept.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from transparency.acts import Act
from transparency.checking.state import is_stale
from transparency.formats.made import MadeFile
from transparency.making import made_files
from transparency.manifest import NAME as MANIFEST
from transparency.models import Draft, Publication, PublishedFile
from transparency.months import Month
from transparency.permissions import Permission
from transparency.selectors import due_at, open_draft
from transparency.services.opened import CHANGED, NO_DRAFT, PUBLISHED, fingerprint, keep, lock_council, locked_draft, newest_revision
from transparency.services.signing import is_clean
from transparency.services.telling import tell_subscribers
from transparency.storing import Staged, discard, settle, stage, sweep

RUNNING = _("This month is not over yet. It can be published from the first day of the next one.")
STALE = _("The draft was measured before the month ended, or under other definitions. Measure it again.")
NOT_CHECKED = _("The draft has not been checked, or the checks found something to cure.")
OUTDATED_CHECK = _("Other figures were published after this draft was checked. Check it again.")
NOT_SIGNED = _("Nobody has signed this draft yet.")
TOO_EARLY = _("The announced hour has not come yet. Nobody sees the figures earlier: to publish before it, announce another date.")


def folder_of(draft: Draft) -> str:
    """Return where the files of a revision are."""
    return f"transparency/{draft.council.slug}/{Month.of(draft.month)}/r{draft.revision}"


def _ready(council: Council, month: Month, now: datetime) -> Draft:
    """Return the draft that may be published now; says in words why not."""
    draft = open_draft(council, month)
    if draft is None:
        raise Conflict(PUBLISHED) if newest_revision(council, month) else InvalidInput(NO_DRAFT)
    if month.end(council.time_zone) > now:
        raise ForbiddenTransition(RUNNING)
    if is_stale(draft):
        raise ForbiddenTransition(STALE)
    if not is_clean(draft):
        raise ForbiddenTransition(NOT_CHECKED)
    if draft.signed_at is None:
        raise ForbiddenTransition(NOT_SIGNED)
    if draft.revision == 1 and due_at(council, month) > now:
        raise ForbiddenTransition(TOO_EARLY)
    return draft


def _last(council: Council) -> Publication | None:
    """What the council published last, of whatever month: the end of the chain."""
    return Publication.objects.filter(council=council).order_by("-published_at", "-pk").first()


def _hash_of_manifest(publication: Publication | None) -> str:
    if publication is None:
        return ""
    file = publication.files.filter(name=MANIFEST).first()
    return publication.manifest_sha256 or (file.sha256 if file else "")


def _refuse_outdated(draft: Draft, last: Publication | None) -> None:
    """The audit holds for what was public when it was made."""
    if last is not None and draft.checked_at is not None and last.published_at > draft.checked_at:
        raise ForbiddenTransition(OUTDATED_CHECK)


def _stage_all(folder: str, files: list[MadeFile]) -> list[Staged]:
    staged: list[Staged] = []
    try:
        staged.extend(stage(f"{folder}/{file.name}", file.data) for file in files)
    except BaseException:
        discard(staged)
        raise
    return staged


def _write_rows(draft: Draft, files: list[MadeFile], staged: list[Staged], published_at: datetime, previous: str, by: Actor) -> Publication:
    publication = Publication.objects.create(
        council=draft.council,
        month=draft.month,
        revision=draft.revision,
        published_at=published_at,
        published_by_id=by.user_id,
        draft=draft,
        kind=draft.kind,
        severity=draft.severity,
        reason=draft.reason,
        changes_conclusion=draft.changes_conclusion,
        signed_by_id=draft.signed_by_id,
        signed_at=draft.signed_at,
        manifest_sha256=next((file.sha256 for file in files if file.name == MANIFEST), ""),
        previous_sha256=previous,
    )
    PublishedFile.objects.bulk_create(
        PublishedFile(
            council=draft.council,
            publication=publication,
            name=file.name,
            path=place.path,
            media_type=file.media_type,
            size=len(file.data),
            sha256=file.sha256,
        )
        for file, place in zip(files, staged, strict=True)
    )
    return publication


@transaction.atomic
def _record(draft: Draft, files: list[MadeFile], staged: list[Staged], published_at: datetime, previous: str, by: Actor) -> Publication:
    """Put the files into place and write their rows, with council and draft locked: of two officers exactly one gets here first."""
    month = Month.of(draft.month)
    lock_council(draft.council)
    now = locked_draft(draft.council, month)
    if fingerprint(now) != fingerprint(draft):
        raise Conflict(CHANGED)
    last = _last(draft.council)
    _refuse_outdated(now, last)
    if _hash_of_manifest(last) != previous:
        raise Conflict(OUTDATED_CHECK)
    for file in staged:
        settle(file)
    publication = _write_rows(now, files, staged, published_at, previous, by)
    keep(now, Act.PUBLISHED, by)
    tell_subscribers(publication)
    return publication


def publish(*, council: Council, month: Month, by: Actor) -> Publication:
    """Publish the open draft of a closed month as its next revision, for good.

    Only checked, signed and not before the announced hour (a correction comes out when it is ready). Raises Conflict when there is
    nothing open or somebody was faster, ForbiddenTransition when something is missing, InvalidInput without a draft. May be run again
    after being killed anywhere: it then completes, or says that the month is published.
    """
    require(by, Permission.PUBLISH, council.pk)
    published_at = clock.now()
    # Before the draft is looked for: whoever publishes it after this is found out as faster, not as something else that came out.
    last = _last(council)
    draft = _ready(council, month, published_at)
    _refuse_outdated(draft, last)
    previous = _hash_of_manifest(last)
    files = made_files(draft, published_at=published_at, previous_sha256=previous)
    staged = _stage_all(folder_of(draft), files)
    try:
        publication = _record(draft, files, staged, published_at, previous, by)
    except IntegrityError as error:
        discard(staged)
        raise Conflict(PUBLISHED) from error
    except BaseException:
        discard(staged)
        raise
    sweep(folder_of(draft))
    return publication
