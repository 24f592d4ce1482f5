"""From a draft to a ticket, and from a chat to a call."""

from dataclasses import dataclass
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallMode
from helpdesk.callbacks.services import book_call
from helpdesk.callbacks.video import video_offered
from helpdesk.catalogue.selectors import Place, place
from helpdesk.chat.selectors import chat_open
from helpdesk.chat.services import convert_chat, start_chat
from helpdesk.people.actors import Actor, link_holder
from helpdesk.people.models import Council, SecretLink
from helpdesk.people.policies import require
from helpdesk.people.rules import Purpose
from helpdesk.people.services import issue_link
from helpdesk.portal.models import WizardDraft
from helpdesk.portal.permissions import Permission
from helpdesk.portal.rules import Way, subject_of
from helpdesk.portal.selectors import draft_by_key
from helpdesk.portal.services.drafts import delete_files, note_unserved
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CallbackOrigin, Channel, Motive, Preference, Requester
from helpdesk.tickets.services import CheckedFile, NewTicket, open_ticket

CHANNEL: dict[str, Channel] = {Way.CHAT: Channel.CHAT, Way.CALL: Channel.CALLBACK}


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a draft: the ticket, this browser's new link to it, and whether a chat turned into writing."""

    ticket: Ticket
    link: SecretLink
    token: str
    in_chat: bool
    chat_became_written: bool


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
        callback_origin=CallbackOrigin.WEB if channel is Channel.CALLBACK else None,
        interpreter=answers.get("interpreter", ""),
        preference=Preference(answers["preference"]) if answers.get("preference") else None,
        helper_name=answers.get("helper_name", ""),
        helper_contact=answers.get("helper_contact", ""),
        client_id=draft.client_id,
    )


def _open(draft: WizardDraft, *, title: str, language: str, device: str, by: Actor) -> Ticket:
    if draft.answers.get("channel") == Way.CHAT and not chat_open(draft.council).is_open:
        note_unserved(draft)
    channel = CHANNEL.get(draft.answers.get("channel", ""), Channel.WEB)
    where = place(draft.council, **{name: draft.answers.get(name, "") for name in ("procedure", "step", "problem")})
    new = _new_ticket(draft, where, channel=channel, title=title, language=language, device=device)
    ticket = open_ticket(council=draft.council, new=new, by=by, files=_checked_files(draft))
    if channel is Channel.CALLBACK:
        _book(draft, ticket)
    paths = [file.storage_path for file in draft.files.all()]
    transaction.on_commit(partial(delete_files, paths))
    draft.files.all().delete()
    draft.ticket_reference, draft.updated_at = ticket.reference, clock.now()
    # What was typed now lives in the ticket only.
    draft.answers = {name: draft.answers[name] for name in ("channel", "unserved") if name in draft.answers}
    draft.save()
    return ticket


def _book(draft: WizardDraft, ticket: Ticket) -> None:
    """Agree the call in the seat that the draft holds; whoever sends holds the link of the new ticket. What is no longer offered by video is agreed by telephone."""
    answers = draft.answers
    by_video = answers.get("mode") == CallMode.VIDEO and video_offered(draft.council_id)
    book_call(
        ticket_id=ticket.pk,
        key=answers["slot"],
        phone=answers["phone"],
        origin=CallbackOrigin.WEB,
        booking_id=answers.get("booking"),
        mode=CallMode.VIDEO if by_video else CallMode.PHONE,
        by=link_holder(ticket.council_id, ticket.pk),
    )


@transaction.atomic
def send_draft(*, key: str, council: Council, title: str = "", language: str, device: str = "", by: Actor) -> Sent:
    """Turn a draft into a ticket, once: sending it again leads to the same ticket with another link. Raises NotFound when there is no such draft, SlotTaken when the time of its call is gone."""
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


@transaction.atomic
def call_instead(*, ticket_id: int, key: str, phone: str, by: Actor, mode: CallMode = CallMode.PHONE) -> Call:
    """Leave the chat's waiting room for an agreed call, both or neither: when the time is gone (SlotTaken) the place in the queue stays. ForbiddenTransition when somebody attends the chat by now."""
    convert_chat(ticket_id=ticket_id, by=by)
    return book_call(ticket_id=ticket_id, key=key, phone=phone, origin=CallbackOrigin.CHAT, mode=mode, by=by)
