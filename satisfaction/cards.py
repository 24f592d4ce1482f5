"""The rating as the pages of a ticket include it: `satisfaction/card.html`, `satisfaction/chat_card.html` and `desk/rating.html`."""

from django.utils import translation
from django.utils.safestring import SafeString

from helpdesk.base.forms import fields_of
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket
from satisfaction.forms import ScoreForm, SpokenForm
from satisfaction.selectors import Survey, card_for, survey_of

Context = dict[str, object]


def citizen_card(ticket: Ticket, citizen: Actor) -> Context:
    """Return the context of the citizen's card; at the end of a chat only the score is asked there, and the rest on the next page."""
    card = card_for(ticket, citizen)
    form = ScoreForm(survey=Survey(asks_solved=False, asks_ease=False, own=()), prefix="rating") if card and not card.is_answered else None
    return {"rating": card, "rating_form": form}


def desk_card(ticket: Ticket, actor: Actor, *, is_invited: bool = True) -> Context:
    """Return the context of the desk's card: the score, or the questions to be read out after a call."""
    card = card_for(ticket, actor) if is_invited else None
    return {"rating": card, "rating_fields": spoken_fields(spoken_form(ticket), ticket) if card is not None and card.may_key else ""}


def spoken_form(ticket: Ticket, data: object = None) -> SpokenForm:
    """Return the form with the questions that an agent reads out."""
    with translation.override(ticket.language):
        return SpokenForm(data, survey=survey_of(ticket.council), language=ticket.language, prefix="rating")


def spoken_fields(form: SpokenForm, ticket: Ticket) -> SafeString:
    """Return its fields drawn in the language of the citizen, whatever that of the page is."""
    with translation.override(ticket.language):
        return fields_of(form)
