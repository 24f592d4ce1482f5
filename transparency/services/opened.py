"""What the services share: finding the open draft under a lock, keeping it with its history, reading texts by language."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import Conflict, InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from transparency.acts import Act
from transparency.models import Draft, Publication, PublicationPolicy
from transparency.months import Month

MAX_COMMENTARY = 4000
MAX_NOTE = 600
MAX_REASON = 1000
PUBLISHED = _("This month is already published.")
NO_DRAFT = _("This month has not been measured yet. Measure it first.")
CHANGED = _("The draft changed in the meantime. Look at it again.")
OTHER_LANGUAGE = _("This is not one of the council’s languages.")
REASON_NEEDED = _("Say why in every language of the council.")
REASON_TOO_LONG = _("A reason has 1,000 characters at most.")

Fingerprint = tuple[object, ...]


def locked_draft(council: Council, month: Month) -> Draft:
    """Return the open draft, locked for this transaction; raises Conflict when the month is published and nobody corrects it, InvalidInput when it was never measured."""
    newest = newest_revision(council, month)
    rows = Draft.objects.select_for_update(of=("self",)).select_related("council")
    draft = rows.filter(council=council, month=month.first_day, revision__gt=newest).order_by("-revision").first()
    if draft is None:
        raise Conflict(PUBLISHED) if newest else InvalidInput(NO_DRAFT)
    return draft


def newest_revision(council: Council, month: Month) -> int:
    """Return the number of the newest published revision of a month, 0 without any."""
    rows = Publication.objects.filter(council=council, month=month.first_day).order_by("-revision")
    return rows.values_list("revision", flat=True).first() or 0


def lock_council(council: Council) -> PublicationPolicy:
    """Let one publication of a council happen at a time: the chain of manifests has one end."""
    PublicationPolicy.objects.get_or_create(council=council)
    return PublicationPolicy.objects.select_for_update().get(council=council)


def fingerprint(draft: Draft) -> Fingerprint:
    """Return what has to stay the same between looking at a draft and acting on it."""
    return (draft.pk, draft.measured_at, draft.commentary, draft.notes, draft.reason, draft.severity, draft.checked_at, draft.signed_at)


def forget_checks(draft: Draft) -> None:
    """What was checked and signed is not this draft any more."""
    draft.checks, draft.checked_at = [], None
    draft.signed_at, draft.signed_by, draft.signed_alone_because = None, None, ""


def name_in_history(row: models.Model, by: Actor, reason: str) -> None:
    """Have the next change of a row's history say who did what, also where no request is under way."""
    row._change_reason = reason  # type: ignore[attr-defined]  # noqa: SLF001  the interface of simple_history
    row._history_user = User.objects.filter(pk=by.user_id).first() if by.user_id else None  # type: ignore[attr-defined]  # noqa: SLF001


def keep(draft: Draft, act: Act, by: Actor) -> Draft:
    """Save a draft and write into its history who did what."""
    name_in_history(draft, by, act.value)
    draft.save()
    return draft


def clean_texts(council: Council, texts: Mapping[str, str], longest: int, too_long: object) -> dict[str, str]:
    """Return texts by language, cleaned; raises InvalidInput for another language or a text that is too long."""
    cleaned = {language: clean_text(text) for language, text in texts.items()}
    if set(cleaned) - set(council.languages):
        raise InvalidInput(OTHER_LANGUAGE)
    if any(len(text) > longest for text in cleaned.values()):
        raise InvalidInput(str(too_long))
    return cleaned


def clean_reason(council: Council, texts: Mapping[str, str]) -> dict[str, str]:
    """Return a reason in every language of the council; raises InvalidInput when one is missing."""
    reason = clean_texts(council, texts, MAX_REASON, REASON_TOO_LONG)
    if any(not reason.get(language) for language in council.languages):
        raise InvalidInput(REASON_NEEDED)
    return reason
