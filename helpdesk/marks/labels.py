"""Words for what is drawn and where it is, and for why it cannot be kept."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.marks.rules import Kind, Place, Refusal
from helpdesk.tickets.labels import Label

KIND: dict[str, Label] = {
    Kind.ARROW: pgettext_lazy("drawing", "Arrow"),
    Kind.RING: pgettext_lazy("drawing", "Ring"),
    Kind.BOX: pgettext_lazy("drawing", "Box"),
    Kind.NUMBER: pgettext_lazy("drawing", "Step"),
    Kind.TEXT: pgettext_lazy("drawing", "Text"),
    Kind.COVER: pgettext_lazy("drawing", "Bar"),
}
ICON: dict[str, str] = {
    Kind.ARROW: "arrow-up-right",
    Kind.RING: "circle",
    Kind.BOX: "square",
    Kind.NUMBER: "map-pin",
    Kind.TEXT: "type",
    Kind.COVER: "minus",
}
PLACE: dict[str, Label] = {
    Place.TOP_LEFT: _("at the top left"),
    Place.TOP: _("at the top"),
    Place.TOP_RIGHT: _("at the top right"),
    Place.LEFT: _("on the left"),
    Place.MIDDLE: _("in the middle"),
    Place.RIGHT: _("on the right"),
    Place.BOTTOM_LEFT: _("at the bottom left"),
    Place.BOTTOM: _("at the bottom"),
    Place.BOTTOM_RIGHT: _("at the bottom right"),
}
# A numbered step says only its place: its number stands before, its words follow.
SENTENCE: dict[str, Label] = {
    Kind.ARROW: _("An arrow points here: %(place)s"),
    Kind.RING: _("A ring, %(place)s"),
    Kind.BOX: _("A box, %(place)s"),
    Kind.NUMBER: pgettext_lazy("a numbered step", "%(place)s"),
    Kind.TEXT: _("Words, %(place)s"),
    Kind.COVER: _("A bar covers something, %(place)s"),
}
REFUSAL: dict[str, Label] = {
    Refusal.UNREADABLE: _("What was drawn could not be read. Please draw it again."),
    Refusal.EMPTY: _("Nothing is drawn yet. Add at least one mark."),
    Refusal.TOO_MANY: _("A picture can have 40 marks at most. Take some away."),
    Refusal.TOO_LONG: _("The words of a mark can have 80 characters at most."),
    Refusal.WORDLESS: _("Write the words of every text, or take it away."),
}
