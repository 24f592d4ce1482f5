"""A month, step by step: measure, look and comment, check, sign; and what the public will see."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from helpdesk.base import clock
from helpdesk.base.errors import DomainError
from helpdesk.people.models import Council
from transparency import selectors, services
from transparency.findings import findings_of, noted_indicators
from transparency.forms import CommentaryForm, NotesForm, SignForm
from transparency.journal import journal_rows
from transparency.models import Draft, Publication
from transparency.months import Month
from transparency.permissions import Permission
from transparency.presentation import page_of
from transparency.revisions import changed_words, rows_of
from transparency.services.signing import is_clean
from transparency.steps import current_step, is_running, signs_alone, steps_of
from transparency.views.frame import REFUSALS, Context, OfficerRequest, needs, own_council, page, to_month
from transparency.wording import local_words, month_words, pick


def _preview(draft: Draft | None, publication: Publication | None, language: str) -> Context:
    """What the public will see, or sees."""
    if draft is not None:
        report, changes = selectors.build(draft)
        return {"page": page_of(report, language), "changes": changed_words(report, changes["changes"], language) if changes else []}
    if publication is not None and publication.withdrawn_at is None:
        return {"page": page_of(selectors.published_report(publication), language)}
    return {"page": None}


def _signing(request: OfficerRequest, council: Council, draft: Draft | None) -> Context:
    if draft is None or not is_clean(draft):
        return {"alone": False, "sign_form": None}
    alone = signs_alone(draft, request.actor, selectors.policy_of(council))
    return {"alone": alone, "sign_form": None if alone is None or draft.signed_at else SignForm(alone=alone)}


def _forms(council: Council, draft: Draft | None) -> Context:
    if draft is None:
        return {}
    return {
        "commentary_form": CommentaryForm(council, draft.commentary),
        "notes_form": NotesForm(council, noted_indicators(draft), draft.notes),
    }


def month_page(
    request: OfficerRequest, council: Council, month: Month, bound: Context | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """Render the page of a month; `bound` holds forms as they were typed, `problem` why something was refused."""
    draft = selectors.draft_of(council, month, request.actor)
    revisions = list(selectors.revisions_of(council, month))
    newest = revisions[0] if revisions else None
    language = translation.get_language() or council.default_language
    now, zone = clock.now(), council.time_zone
    due = selectors.due_at(council, month)
    context: Context = {
        "month": str(month),
        "title": month_words(month),
        "draft": draft,
        "publication": newest,
        "revisions": rows_of(revisions, language, zone),
        "is_running": is_running(month, zone, now),
        "steps": steps_of(draft) if draft or not newest else [],
        "step": current_step(draft).value,
        "is_clean": draft is not None and is_clean(draft),
        "findings": findings_of(draft) if draft else [],
        "measured": local_words(draft.measured_at, zone) if draft else "",
        "checked": local_words(draft.checked_at, zone) if draft and draft.checked_at else "",
        "signed": local_words(draft.signed_at, zone) if draft and draft.signed_at else "",
        "due": local_words(due, zone),
        "is_due": due <= now or (draft is not None and draft.revision > 1),
        "journal": journal_rows(selectors.journal(council, month, request.actor), zone),
        "why": pick(draft.reason, language) if draft else "",
        "problem": problem,
        **_forms(council, draft),
        **_signing(request, council, draft),
        **_preview(draft, newest, language),
        **(bound or {}),
    }
    return page(request, "month", council, context, status=status)


def refused(request: OfficerRequest, council: Council, month: Month, error: DomainError, bound: Context | None = None) -> HttpResponse:
    """Show the month again with why it was refused and what was typed."""
    return month_page(request, council, month, bound, problem=str(error.message), status=error.status)


def _done(
    request: OfficerRequest, council: Council, month: Month, act: Callable[[], object], words: str, bound: Context | None = None
) -> HttpResponse:
    try:
        act()
    except REFUSALS as error:
        return refused(request, council, month, error, bound)
    messages.success(request, words)
    return to_month(council, month)


@require_GET
@needs(Permission.LOOK)
def month(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """A month as it stands, with what is to be done next and what the public will see."""
    return month_page(request, own_council(request, council), month)


@require_POST
@needs(Permission.PREPARE)
def measure(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Measure a month, or measure it again."""
    own = own_council(request, council, Permission.PREPARE)
    return _done(
        request, own, month, lambda: services.make_draft(council=own, month=month, by=request.actor), _("The month has been measured.")
    )


@require_POST
@needs(Permission.PREPARE)
def commentary(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Keep the commentary."""
    own = own_council(request, council, Permission.PREPARE)
    form = CommentaryForm(own, {}, request.POST)
    bound: Context = {"commentary_form": form}
    if not form.is_valid():
        return month_page(request, own, month, bound, status=422)
    act = lambda: services.write_commentary(council=own, month=month, texts=form.texts, by=request.actor)  # noqa: E731
    return _done(request, own, month, act, _("The commentary has been saved."), bound)


@require_POST
@needs(Permission.PREPARE)
def notes(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Keep what is said of single figures."""
    own = own_council(request, council, Permission.PREPARE)
    draft = selectors.draft_of(own, month, request.actor)
    form = NotesForm(own, noted_indicators(draft) if draft else [], {}, request.POST)
    bound: Context = {"notes_form": form}
    if not form.is_valid():
        return month_page(request, own, month, bound, status=422)
    act = lambda: services.write_notes(council=own, month=month, notes=form.notes, by=request.actor)  # noqa: E731
    return _done(request, own, month, act, _("The notes have been saved. Check the draft again."), bound)


@require_POST
@needs(Permission.PREPARE)
def check(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Run the automatic checks."""
    own = own_council(request, council, Permission.PREPARE)
    try:
        draft = services.check(council=own, month=month, by=request.actor)
    except REFUSALS as error:
        return refused(request, own, month, error)
    if is_clean(draft):
        messages.success(request, _("The checks found nothing that stands in the way."))
    else:
        messages.warning(request, _("The checks found something to cure."))
    return to_month(own, month)


@require_POST
@needs(Permission.SIGN)
def sign(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Sign a checked draft."""
    own = own_council(request, council, Permission.SIGN)
    draft = selectors.draft_of(own, month, request.actor)
    alone = bool(draft and signs_alone(draft, request.actor, selectors.policy_of(own)))
    form = SignForm(request.POST, alone=alone)
    bound: Context = {"sign_form": form}
    if not form.is_valid():
        return month_page(request, own, month, bound, status=422)
    act = lambda: services.sign(council=own, month=month, because=form.because, by=request.actor)  # noqa: E731
    return _done(request, own, month, act, _("You have signed this month."), bound)


@require_POST
@needs(Permission.PREPARE)
def drop(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Give up a correction that is being prepared."""
    own = own_council(request, council, Permission.PREPARE)
    act = lambda: services.drop_correction(council=own, month=month, by=request.actor)  # noqa: E731
    return _done(request, own, month, act, _("The correction has been dropped."))
