"""Measuring a month, and saying in words what it shows."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from transparency.acts import Act
from transparency.catalogue import BY_ID, EDITION, INDICATORS
from transparency.disclosure.cells import MeasuredCell
from transparency.freezing import freeze, protected_cells
from transparency.models import Draft, PublicationPolicy
from transparency.months import Month
from transparency.permissions import Permission
from transparency.selectors import open_draft, policy_of
from transparency.services.opened import (
    MAX_COMMENTARY,
    MAX_NOTE,
    PUBLISHED,
    clean_texts,
    forget_checks,
    keep,
    locked_draft,
    newest_revision,
)
from transparency.versions import code_version

FUTURE = _("This month has not begun yet.")
TOO_LONG = _("A commentary has 4,000 characters at most.")
NOTE_TOO_LONG = _("A note has 600 characters at most.")
NO_INDICATOR = _("There is no such indicator.")


def make_draft(*, council: Council, month: Month, by: Actor) -> Draft:
    """Measure a month and freeze its cells with the versions under which they were measured; measuring again replaces them, keeps what was written, and forgets checks and signature.

    The running month gives a provisional draft. A published month is measured again only as a correction: Conflict. Measures and protects
    outside of the transaction that writes.
    """
    require(by, Permission.PREPARE, council.pk)
    now = clock.now()
    if month.start(council.time_zone) > now:
        raise ForbiddenTransition(FUTURE)
    before, newest = open_draft(council, month), newest_revision(council, month)
    if before is None and newest:
        raise Conflict(PUBLISHED)
    revision = before.revision if before else 1
    policy = policy_of(council)
    cells = protected_cells(council, month, revision, policy, by)
    with transaction.atomic():
        try:
            draft = locked_draft(council, month)
        except InvalidInput:
            draft = Draft(council=council, month=month.first_day)
        if draft.revision != revision:
            raise Conflict
        return keep_measured(draft, cells, measured_at=now, policy=policy, by=by)


def keep_measured(draft: Draft, cells: list[MeasuredCell], *, measured_at: datetime, policy: PublicationPolicy, by: Actor) -> Draft:
    """Write what was measured into a draft, with the versions under which it was; inside the transaction of the caller."""
    forget_checks(draft)
    draft.measured_at, draft.edition, draft.code_version = measured_at, EDITION, code_version()
    draft.definitions = {indicator.id: indicator.version for indicator in INDICATORS}
    draft.threshold, draft.created_by_id = policy.threshold, by.user_id
    try:
        with transaction.atomic():
            keep(draft, Act.MEASURED, by)
    except IntegrityError as error:
        raise Conflict from error
    freeze(draft, cells)
    return draft


@transaction.atomic
def write_commentary(*, council: Council, month: Month, texts: Mapping[str, str], by: Actor) -> Draft:
    """Replace the commentary in the given languages of the council; an empty text takes it away. Forgets checks and signature."""
    require(by, Permission.PREPARE, council.pk)
    draft = locked_draft(council, month)
    merged: dict[str, str] = {**draft.commentary, **clean_texts(council, texts, MAX_COMMENTARY, TOO_LONG)}
    draft.commentary = {language: text for language, text in merged.items() if text}
    forget_checks(draft)
    return keep(draft, Act.COMMENTED, by)


@transaction.atomic
def write_notes(*, council: Council, month: Month, notes: Mapping[str, Mapping[str, str]], by: Actor) -> Draft:
    """Replace what is said of single indicators, `{indicator: {language: text}}`; empty texts take it away. Forgets checks and signature."""
    require(by, Permission.PREPARE, council.pk)
    draft = locked_draft(council, month)
    if set(notes) - set(BY_ID):
        raise InvalidInput(NO_INDICATOR)
    kept: dict[str, dict[str, str]] = dict(draft.notes)
    for indicator, texts in notes.items():
        merged = {**kept.get(indicator, {}), **clean_texts(council, texts, MAX_NOTE, NOTE_TOO_LONG)}
        kept[indicator] = {language: text for language, text in merged.items() if text}
    draft.notes = {indicator: texts for indicator, texts in kept.items() if texts}
    forget_checks(draft)
    return keep(draft, Act.NOTED, by)
