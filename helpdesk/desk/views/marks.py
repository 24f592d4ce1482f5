"""Drawing on a picture that somebody sent, and asking for one."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.context import desk_context
from helpdesk.desk.forms import MessageForm
from helpdesk.desk.mark_form import LIMITS, MarkForm, numbers, squares, tools
from helpdesk.desk.views.ticket import here, number
from helpdesk.marks.drawing import drawn
from helpdesk.marks.labels import REFUSAL
from helpdesk.marks.models import Mark
from helpdesk.marks.pictures import size_of
from helpdesk.marks.rules import MAX_SHAPES, Place, Refusal, Shape, as_text, shapes_of, with_number
from helpdesk.marks.selectors import may_draw, picture_for, versions_of
from helpdesk.marks.services import read_shapes, save_mark
from helpdesk.people.selectors import base_url
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.selectors import ticket_for
from helpdesk.tickets.services import post_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What the page carries: what is drawn, what was typed, and from which version it started."""

    shapes: tuple[Shape, ...]
    text: str
    seen: int
    client_id: UUID
    sentence: str = ""
    words: str = ""
    place: str = Place.MIDDLE
    error: str = ""
    is_conflict: bool = False


def _page(request: DeskRequest, picture: Attachment, board: Board, shown: Mark | None, versions: list[Mark]) -> HttpResponse:
    context = desk_context(request, "queue") | {
        "ticket": picture.entry.ticket,
        "picture": picture,
        "size": size_of(picture),
        "shapes": drawn(board.shapes),
        "shapes_text": board.text,
        "seen": board.seen,
        "client_id": board.client_id,
        "sentence": board.sentence,
        "words": board.words,
        "chosen_place": board.place,
        "error": board.error,
        "newer": versions[0] if board.is_conflict else None,
        "shown": shown,
        "versions": versions,
        "kinds": tools(),
        "places": squares(),
        "parts": numbers(),
        "limits": LIMITS,
    }
    status = 409 if board.is_conflict else 422 if board.error else 200
    return render(request, "marks/draw.html", context, status=status)


def _shown(request: DeskRequest, versions: list[Mark]) -> Mark | None:
    """Return the version that the address asks for, else the newest; raises NotFound for one that never was."""
    if "version" not in request.GET:
        return versions[0] if versions else None
    found = next((mark for mark in versions if mark.version == number(request.GET, "version")), None)
    if found is None:
        raise NotFound
    return found


def _changed(form: MarkForm, shapes: tuple[Shape, ...]) -> tuple[Shape, ...] | None:
    """Return what is drawn after a button that sends nothing; None when it was another one."""
    data = form.cleaned_data
    if "add" in form.data:
        if len(shapes) >= MAX_SHAPES:
            raise InvalidInput(REFUSAL[Refusal.TOO_MANY])
        return read_shapes(as_text(with_number(shapes, Place(data["place"] or Place.MIDDLE), data["words"])))
    if data["remove"] is not None:
        return tuple(shape for index, shape in enumerate(shapes) if index != data["remove"])
    return shapes if "keep" in form.data else None


def _posted(request: DeskRequest, picture: Attachment, versions: list[Mark]) -> HttpResponse:
    form = MarkForm(request.POST)
    newest = versions[0].version if versions else 0
    if not form.is_valid():
        message = next((str(error) for errors in form.errors.values() for error in errors), "")
        raise InvalidInput(message)
    data = form.cleaned_data
    typed = {"sentence": data["sentence"], "client_id": data["client_id"], "place": data["place"] or Place.MIDDLE}
    seen = min(data["seen"] or 0, newest)
    shapes: tuple[Shape, ...] = ()
    try:
        shapes = read_shapes(data["shapes"] or "[]")
        changed = _changed(form, shapes)
        if changed is not None:
            board = Board(shapes=changed, text=as_text(changed), seen=seen, words="" if "add" in form.data else data["words"], **typed)
            return _page(request, picture, board, None, versions)
        mark = {"shapes": data["shapes"] or "[]", "sentence": data["sentence"], "client_id": data["client_id"], "seen": seen}
        save_mark(key=picture.key, by=request.actor, **mark)
    except (InvalidInput, Conflict) as refused:
        versions = versions_of(picture)
        is_conflict = isinstance(refused, Conflict)
        board = Board(
            shapes=shapes,
            text=data["shapes"] or "[]",
            seen=versions[0].version if is_conflict else seen,
            words=data["words"],
            error=str(refused.message),
            is_conflict=is_conflict,
            **typed,
        )
        return _page(request, picture, board, None, versions)
    messages.success(request, _("The citizen can see the marked picture now."))
    return redirect(f"{reverse('desk:ticket', args=[picture.entry.ticket.reference])}#timeline")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def mark(request: DeskRequest, key: str) -> HttpResponse:
    """Draw on a picture. Adding and taking away by buttons keeps nothing; only sending does."""
    picture = picture_for(key, request.actor)
    if not may_draw(picture.entry.ticket, request.actor):
        raise NotAllowed
    versions = versions_of(picture)
    if request.method == "POST":
        return _posted(request, picture, versions)
    shown = _shown(request, versions)
    shapes = shapes_of(shown.shapes) if shown else ()
    board = Board(shapes=shapes, text=as_text(shapes), seen=versions[0].version if versions else 0, client_id=uuid4())
    return _page(request, picture, board, shown, versions)


def _request_words(request: DeskRequest, ticket: Ticket) -> str:
    """Return in the citizen's language how to send a picture, with the address of the page that explains it."""
    with translation.override(ticket.language):
        place = f"{reverse('portal:screenshot')}?for={ticket.reference}"
        origin = base_url(ticket.council_id) or request.build_absolute_uri("/").rstrip("/")
        return _(
            "Could you send us a picture of your screen? This page explains how to make it without showing private data, and where to attach it: %(address)s"
        ) % {"address": f"{origin}{place}"}


@require_POST
@staff_required
def ask_picture(request: DeskRequest, reference: str) -> HttpResponse:
    """Ask the citizen for a screenshot or a photo, with one press."""
    ticket = ticket_for(reference, request.actor)
    form = MessageForm(request.POST)
    if not form.is_valid():
        raise InvalidInput
    post_message(ticket_id=ticket.pk, body=_request_words(request, ticket), client_id=form.cleaned_data["client_id"], by=request.actor)
    messages.success(request, _("The citizen has been asked for a picture."))
    query = here(request)
    return redirect(f"{reverse('desk:ticket', args=[ticket.reference])}{'?' if query else ''}{query}#timeline")
