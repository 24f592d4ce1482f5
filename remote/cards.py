"""The card of a remote session as the pages of a ticket include it: `remote/desk_card.html` and `remote/citizen_card.html`."""

from django.http import HttpRequest

from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallMode
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket
from remote.access import on_phone
from remote.forms import RequestForm
from remote.selectors import card_for
from remote.video.selectors import VideoCard, video_card

Context = dict[str, object]


def desk_card(ticket: Ticket, actor: Actor) -> Context:
    """Return the context of the desk's card."""
    card = card_for(ticket, actor)
    form = RequestForm(council_id=ticket.council_id) if card is not None and card.may_request else None
    return {"remote": card, "remote_form": form, "remote_phone": any(name in ticket.device for name in ("Android", "iOS"))}


def citizen_card(ticket: Ticket, citizen: Actor, request: HttpRequest) -> Context:
    """Return the context of the citizen's card."""
    return {"remote": card_for(ticket, citizen), "remote_phone": on_phone(request)}


def video_card_of(ticket: Ticket, actor: Actor, call: Call | None) -> VideoCard | None:
    """Return the card of a call by video; nothing is read of one by telephone."""
    return video_card(ticket, actor, call) if call is not None and call.mode == CallMode.VIDEO else None


def video_of(ticket: Ticket, actor: Actor, call: Call | None) -> Context:
    """Return the context of `remote/video_citizen_card.html`."""
    return {"video": video_card_of(ticket, actor, call)}
