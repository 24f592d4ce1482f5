"""Canned answers: the list, and one answer in all its languages."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.base.errors import InvalidInput, NotAllowed
from helpdesk.desk.access import DeskRequest, answers_required
from helpdesk.desk.answer_form import AnswerForm
from helpdesk.desk.models import CannedAnswer
from helpdesk.desk.rules import Placeholder
from helpdesk.desk.selectors.canned import answer_for, answers_for, councils_with_answers, may_keep, may_own, may_share
from helpdesk.desk.services.canned import delete_answer, save_answer
from helpdesk.desk.views.settings.chrome import frame_of
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES

PLACEHOLDERS: dict[Placeholder, str | Promise] = {
    Placeholder.NAME: gettext_lazy("Name of the citizen; left out when it is not known"),
    Placeholder.REFERENCE: gettext_lazy("Reference of the request"),
    Placeholder.AGENT: gettext_lazy("Name of who answers"),
    Placeholder.COUNCIL: gettext_lazy("Name of the council"),
    Placeholder.PHONE: gettext_lazy("Telephone of the council"),
    Placeholder.PROCEDURE: gettext_lazy("Title of the procedure; left out when there is none"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An answer in the list; `languages` are the names of those that it is written in."""

    answer: CannedAnswer
    languages: list[str]
    may_keep: bool


def _council(request: DeskRequest) -> Council:
    """Return the council asked for among this person's, or that of the host, or the first."""
    mine = sorted(councils_with_answers(request.actor), key=lambda council: council.pk != request.council.pk)
    return next((council for council in mine if council.slug == request.GET.get("council")), mine[0])


def _to_list(council: Council) -> HttpResponse:
    return redirect(f"{reverse('desk:answers')}?council={council.slug}")


@require_safe
@answers_required
def index(request: DeskRequest) -> HttpResponse:
    """The answers of one council: everybody's and own ones."""
    council = _council(request)
    lines = [
        Line(answer, [LANGUAGES.get(code, code) for code in answer.texts], may_keep(answer, request.actor))
        for answer in answers_for(request.actor, council.pk)
    ]
    context = {
        "council": council,
        "councils": councils_with_answers(request.actor),
        "may_own": may_own(request.actor, council.pk),
        "may_share": may_share(request.actor, council.pk),
        "shared": [line for line in lines if line.answer.owner_id is None],
        "own": [line for line in lines if line.answer.owner_id is not None],
    }
    return render(request, "desk/answers.html", frame_of(request) | context)


def _edit(request: DeskRequest, council: Council, answer: CannedAnswer | None) -> HttpResponse:
    """Show the form of an answer and save what it holds."""
    rights = {"may_share": may_share(request.actor, council.pk), "may_own": may_own(request.actor, council.pk)}
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, council=council, answer=answer, **rights)
    if request.method == "POST" and form.is_valid():
        fields = {"shortcut": form.cleaned_data["shortcut"], "title": form.cleaned_data["title"]}
        answer_id = answer.pk if answer else None
        try:
            save_answer(council_id=council.pk, answer_id=answer_id, texts=form.texts, shared=form.is_shared, by=request.actor, **fields)
        except InvalidInput as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The answer is saved."))
            return _to_list(council)
    context = {"form": form, "council": council, "answer": answer, "placeholders": [(f"{{{p}}}", PLACEHOLDERS[p]) for p in Placeholder]}
    return render(request, "desk/answer.html", frame_of(request) | context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@answers_required
def new(request: DeskRequest) -> HttpResponse:
    """A new answer."""
    return _edit(request, _council(request), None)


@require_http_methods(["GET", "HEAD", "POST"])
@answers_required
def change(request: DeskRequest, answer: int) -> HttpResponse:
    """An answer that this person keeps."""
    found = answer_for(answer, request.actor)
    if not may_keep(found, request.actor):
        raise NotAllowed
    return _edit(request, found.council, found)


@require_POST
@answers_required
def delete(request: DeskRequest, answer: int) -> HttpResponse:
    """Delete an answer."""
    council = answer_for(answer, request.actor).council
    delete_answer(answer_id=answer, by=request.actor)
    messages.success(request, _("The answer is deleted."))
    return _to_list(council)
