"""The ticket: its head, its timeline, its context."""

from uuid import uuid4

from django.forms import Form
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from helpdesk.base.errors import NotFound
from helpdesk.base.forms import blank_fields, fields_of
from helpdesk.catalogue.selectors import ProblemAnswer, procedure_page, step_page
from helpdesk.chat.entries import entry_views, timeline_context, timeline_payload
from helpdesk.chat.services import touch_presence
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.calls import ticket_call
from helpdesk.desk.context import Context, chats_of, desk_context
from helpdesk.desk.forms import ExcludeForm, FeedbackForm, MessageForm, NeedsForm, ResolveForm, TransferForm, WaitForm
from helpdesk.desk.rows import row_of
from helpdesk.desk.selectors.canned import answers_for, offer
from helpdesk.desk.selectors.drafts import drafts_of
from helpdesk.desk.selectors.looking import Looker, others_looking
from helpdesk.desk.selectors.whole import Has, whole_ticket
from helpdesk.desk.services.looking import look, look_away
from helpdesk.desk.views.queue import queue_context
from helpdesk.desk.words import step_label
from helpdesk.people.rules import LANGUAGES
from helpdesk.tickets.labels import EXCLUSION, FEEDBACK, MOTIVE, OUTCOME, PREFERENCE, REQUESTER, waiting_words
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CATEGORY, Category, Status
from helpdesk.tickets.selectors import news_since, ticket_for
from helpdesk.tickets.selectors.queue import DONE
from remote.cards import desk_card
from satisfaction.cards import desk_card as rating_card

OF_THIS_PAGE = ("sent", "current", "answer", "seen", "writing", "actions")


def number(data: QueryDict, name: str) -> int | None:
    """Return a number that a form or an address carries; None when it is none."""
    value = data.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def here(request: DeskRequest) -> str:
    """Return the query of the queue beside the ticket, without what belongs to one visit of this page."""
    kept = request.GET.copy()
    for name in OF_THIS_PAGE:
        kept.pop(name, None)
    return kept.urlencode()


def guidance(ticket: Ticket) -> tuple[ProblemAnswer, ...]:
    """Return what is known about the step or the procedure, in the citizen's language, the ticket's own problem first."""
    if ticket.procedure is None:
        return ()
    try:
        if ticket.step is not None:
            found = step_page(ticket.council, ticket.language, ticket.procedure.slug, ticket.step.slug).problems
        else:
            found = procedure_page(ticket.council, ticket.language, ticket.procedure.slug).problems
    except NotFound:
        return ()
    own = ticket.problem.slug if ticket.problem else ""
    return tuple(sorted(found, key=lambda answer: answer.slug != own))


def head_context(request: DeskRequest, ticket: Ticket, lookers: list[Looker] | None = None) -> Context:
    """Return what the head of a ticket shows: kept fresh while the page is open. `lookers` are the colleagues who look too, when they are known already."""
    status = Status(ticket.status)
    return {
        "ticket": ticket,
        "row": row_of(ticket),
        "is_done": CATEGORY[status] is Category.DONE,
        "is_waiting": CATEGORY[status] is Category.WAITING,
        "is_mine": ticket.assignee_id == request.actor.user_id,
        "waiting": waiting_words(ticket),
        "excluded": EXCLUSION.get(ticket.excluded_reason, ""),
        "lookers": others_looking(ticket, request.actor) if lookers is None else lookers,
        "here": here(request),
        "fields": {
            "transfer": fields_of(TransferForm(ticket=ticket)) if status not in DONE else "",
            "wait": blank_fields(WaitForm),
            "resolve": blank_fields(ResolveForm),
            "feedback": fields_of(FeedbackForm(initial={"kind": ticket.feedback_kind}))
            if ticket.feedback_kind
            else blank_fields(FeedbackForm),
            "exclude": blank_fields(ExcludeForm),
        },
    }


def composer_context(request: DeskRequest, ticket: Ticket, *, has_draft: bool = True) -> Context:
    """Return what the composer shows: drafts, canned answers, and the one that was chosen without a script."""
    drafts = drafts_of(ticket, request.actor) if has_draft else {}
    answers = offer(answers_for(request.actor, ticket.council_id), ticket, request.actor)
    chosen = next((offered for offered in answers if offered.answer.pk == number(request.GET, "answer")), None)
    reply = "\n\n".join(part for part in (drafts["reply"].body if "reply" in drafts else "", chosen.text if chosen else "") if part)
    note = drafts["note"].body if "note" in drafts else ""
    return {
        "drafts": drafts,
        "canned": answers,
        "chosen": chosen,
        "is_live": any(chat.ticket_id == ticket.pk for chat in chats_of(request)[1]),
        "forms": {
            "reply": MessageForm(initial={"client_id": uuid4(), "body": reply}, auto_id="reply_%s"),
            "note": MessageForm(initial={"client_id": uuid4(), "body": note}, auto_id="note_%s"),
        },
    }


def ticket_context(request: DeskRequest, ticket: Ticket, has: Has, lookers: list[Looker] | None = None, /, **failed: Form) -> Context:
    """Return everything that the page shows; `failed` holds the form that could not be accepted, by its name."""
    actor = request.actor
    head, composer = head_context(request, ticket, lookers), composer_context(request, ticket, has_draft=has.draft)
    has_needs = any((ticket.interpreter, ticket.preference, ticket.helper_name, ticket.helper_contact))
    needs = fields_of(NeedsForm.of(ticket)) if has_needs else blank_fields(NeedsForm)
    drawn = {name: fields_of(form) for name, form in failed.items()}
    context: Context = desk_context(request, "queue") | queue_context(request) | timeline_context(ticket, actor, has_chat=has.chat)
    return (
        context
        | head
        | composer
        | desk_card(ticket, actor)
        | rating_card(ticket, actor, is_invited=has.invitation)
        | {
            "seen": context["last"],
            "step": step_label(ticket.step, ticket.council) if ticket.step else None,
            "language_name": LANGUAGES[ticket.language],
            "answers": guidance(ticket),
            "call": ticket_call(ticket, actor, failed.get("attempt"), has_call=has.call),
            "requester": REQUESTER[ticket.requester],
            "motive": MOTIVE[ticket.motive],
            "outcome": OUTCOME.get(ticket.outcome, ""),
            "feedback": FEEDBACK.get(ticket.feedback_kind, ""),
            "preference": PREFERENCE.get(ticket.preference, ""),
            "has_needs": has_needs,
            "fields": {**head["fields"], "needs": needs, **drawn},  # type: ignore[dict-item]
            "forms": {**composer["forms"], **failed},  # type: ignore[dict-item]
            "ask_id": uuid4(),
            "failed": next(iter(failed), ""),
            "form": next(iter(failed.values()), None),
            "current_reference": ticket.reference,
        }
    )


def refused(request: DeskRequest, ticket: Ticket, name: str, form: Form) -> HttpResponse:
    """Return the page with what was entered and what is wrong with it."""
    return render(request, "desk/ticket.html", ticket_context(request, ticket, Has(), **{name: form}), status=422)


def outdated(request: DeskRequest, reference: str, name: str, form: Form) -> HttpResponse:
    """Return the page with what others added since it was read: nothing was done, and nothing that was typed is lost."""
    ticket = ticket_for(reference, request.actor)
    news = news_since(ticket, request.actor, seen=number(request.POST, "seen") or 0)
    context = ticket_context(request, ticket, Has(), **{name: form}) | {
        "news": entry_views(news, ticket=ticket, actor=request.actor),
    }
    return render(request, "desk/ticket.html", context, status=409)


@require_safe
@staff_required
def show(request: DeskRequest, reference: str) -> HttpResponse:
    """The ticket with the queue beside it. Opening it tells colleagues that somebody looks at it."""
    ticket, has = whole_ticket(reference, request.actor)
    lookers = look(ticket=ticket, by=request.actor)
    return render(request, "desk/ticket.html", ticket_context(request, ticket, has, lookers))


@require_safe
@staff_required
def timeline(request: DeskRequest, reference: str) -> JsonResponse:
    """What is new on the timeline, for pages without a socket."""
    ticket = ticket_for(reference, request.actor)
    touch_presence(by=request.actor)
    since = number(request.GET, "since") or 0
    return JsonResponse(timeline_payload(ticket, request.actor, since=since, language=get_language() or ticket.language))


@require_POST
@staff_required
def looking(request: DeskRequest, reference: str) -> HttpResponse:
    """Heartbeat of an open page: says that this person looks, or writes, or has left, and brings the head up to date."""
    ticket = ticket_for(reference, request.actor)
    if request.POST.get("away"):
        look_away(ticket=ticket, by=request.actor)
        return HttpResponse(status=204)
    lookers = look(ticket=ticket, writing=request.POST.get("writing") == "1", by=request.actor)
    fresh = {"seen": number(request.POST, "seen") or 0, "with_actions": request.POST.get("actions") == "1"}
    return render(request, "desk/ticket_live.html", head_context(request, ticket, lookers) | fresh)
