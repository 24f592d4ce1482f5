"""What is done once and shown to everybody: publishing, correcting, withdrawing."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helpdesk.base import clock
from helpdesk.base.errors import DomainError, NotFound
from helpdesk.people.models import Council
from transparency import selectors, services
from transparency.forms import CorrectionForm, PublishForm, WithdrawForm
from transparency.kinds import Kind, Severity, Withdrawal
from transparency.months import Month
from transparency.permissions import Permission
from transparency.views.frame import REFUSALS, Context, OfficerRequest, needs, own_council, page, to_month
from transparency.views.month import refused
from transparency.wording import local_words, month_words


def _frame(council: Council, month: Month) -> Context:
    return {"month": str(month), "title": month_words(month)}


@require_http_methods(["GET", "POST"])
@needs(Permission.PUBLISH)
def publish(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Ask once more, then publish for good."""
    own = own_council(request, council, Permission.PUBLISH)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.publish(council=own, month=month, by=request.actor)
        except REFUSALS as error:
            return refused(request, own, month, error)
        messages.success(request, _("The month is published."))
        return to_month(own, month)
    draft = selectors.draft_of(own, month, request.actor)
    if draft is None:
        return to_month(own, month)
    due = selectors.due_at(own, month)
    context: Context = {
        "form": form,
        "draft": draft,
        "languages": own.languages,
        "due": local_words(due, own.time_zone),
        "is_due": due <= clock.now() or draft.revision > 1,
        "subscribers": selectors.subscriber_count(own, request.actor),
        "signed": local_words(draft.signed_at, own.time_zone) if draft.signed_at else "",
    }
    return page(request, "publish", own, {**_frame(own, month), **context}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.PREPARE)
def correct(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Say what was wrong, and measure the month again as the draft of a new revision."""
    own = own_council(request, council, Permission.PREPARE)
    form = CorrectionForm(own, request.POST if request.method == "POST" else None)
    problem, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        severity = form.cleaned_data["severity"]
        try:
            services.open_correction(
                council=own,
                month=month,
                kind=Kind(form.cleaned_data["kind"]),
                severity=Severity(severity) if severity else None,
                reason=form.reason,
                changes_conclusion=form.cleaned_data["changes_conclusion"],
                by=request.actor,
            )
        except REFUSALS as error:
            problem, status = _refusal(error)
        else:
            messages.success(request, _("The month has been measured again. Look at what changes, then check, sign and publish."))
            return to_month(own, month)
    return page(request, "officer_correct", own, {**_frame(own, month), "form": form, "problem": problem}, status=status)


@require_http_methods(["GET", "POST"])
@needs(Permission.PUBLISH)
def withdraw(request: OfficerRequest, council: str, month: Month, revision: int) -> HttpResponse:
    """Take a revision away, after its name was typed."""
    own = own_council(request, council, Permission.PUBLISH)
    publication = next((row for row in selectors.revisions_of(own, month) if row.revision == revision), None)
    if publication is None:
        raise NotFound
    form = WithdrawForm(own, f"{month} r{revision}", request.POST if request.method == "POST" else None)
    problem, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            gone = services.withdraw(
                publication=publication, kind=Withdrawal(form.cleaned_data["kind"]), reason=form.reason, by=request.actor
            )
        except REFUSALS as error:
            problem, status = _refusal(error)
        else:
            names = ", ".join(f"r{row.revision}" for row in gone)
            messages.success(request, _("Withdrawn: %(names)s. Its files are no longer served.") % {"names": names})
            return to_month(own, month)
    context: Context = {"form": form, "problem": problem, "publication": publication, "revision": revision}
    return page(request, "officer_withdraw", own, {**_frame(own, month), **context}, status=status)


def _refusal(error: DomainError) -> tuple[str, int]:
    return str(error.message), error.status
