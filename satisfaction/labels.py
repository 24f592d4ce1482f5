"""Words for the scores and the closed lists of the room."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.tickets.labels import Label
from satisfaction.masking import shown
from satisfaction.rules import Kind, ReviewOutcome, Solved, Via

SCORE: dict[int, Label] = {
    1: pgettext_lazy("rating", "Very bad"),
    2: pgettext_lazy("rating", "Bad"),
    3: pgettext_lazy("rating", "Fair"),
    4: pgettext_lazy("rating", "Good"),
    5: pgettext_lazy("rating", "Very good"),
}
EASE: dict[int, Label] = {
    1: pgettext_lazy("ease", "Very hard"),
    2: pgettext_lazy("ease", "Hard"),
    3: pgettext_lazy("ease", "Neither easy nor hard"),
    4: pgettext_lazy("ease", "Easy"),
    5: pgettext_lazy("ease", "Very easy"),
}
SOLVED: dict[str, Label] = {
    Solved.YES: pgettext_lazy("solved", "Yes"),
    Solved.PARTLY: pgettext_lazy("solved", "Partly"),
    Solved.NO: pgettext_lazy("solved", "No"),
}
YES_NO: dict[int, Label] = {1: pgettext_lazy("answer", "Yes"), 0: pgettext_lazy("answer", "No")}
VIA: dict[str, Label] = {
    Via.PAGE: _("On the page of the request"),
    Via.MAIL: _("From the e-mail"),
    Via.CHAT: _("At the end of a chat"),
    Via.PHONE: _("By phone, keyed by the agent"),
    Via.OFFICE: _("At the office"),
}
KIND: dict[str, Label] = {
    Kind.SCALE: _("From 1 to 5"),
    Kind.YES_NO: _("Yes or no"),
    Kind.CHOICE: _("One of several answers"),
}
OUTCOME: dict[str, Label] = {
    ReviewOutcome.CALLED_BACK: _("We called the person"),
    ReviewOutcome.REOPENED: _("The request was opened again"),
    ReviewOutcome.EXPLAINED: _("We explained why"),
    ReviewOutcome.NOTHING: _("Nothing to do"),
    ReviewOutcome.CHANGED: _("The citizen changed the answer"),
}
REMOVED: dict[str, Label] = {
    "link": _("[link removed]"),
    "email": _("[e-mail address removed]"),
    "iban": _("[bank account removed]"),
    "card": _("[card number removed]"),
    "id": _("[identity number removed]"),
    "phone": _("[telephone number removed]"),
    "plate": _("[number plate removed]"),
    "name": _("[name removed]"),
}


def in_words(comment: str) -> str:
    """Return a masked comment as people read it, in the language of the page."""
    return shown(comment, lambda marker: str(REMOVED[marker]))
