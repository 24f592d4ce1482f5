"""The form of the drawing page: shape only, the service decides."""

from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from helpdesk.marks.labels import ICON, KIND, PLACE, SENTENCE
from helpdesk.marks.rules import MAX_SENTENCE, MAX_SHAPES, MAX_WORDS, Kind, Place

LIMITS = {"shapes": MAX_SHAPES, "words": MAX_WORDS, "sentence": MAX_SENTENCE}


class MarkForm(forms.Form):
    """What is drawn, as the page carries it, and the step that is being added to it."""

    shapes = forms.CharField(required=False, strip=False)
    sentence = forms.CharField(required=False, max_length=1000)
    words = forms.CharField(
        required=False,
        max_length=MAX_WORDS,
        error_messages={"max_length": gettext_lazy("The words of a mark can have 80 characters at most.")},
    )
    place = forms.ChoiceField(required=False, choices=[(place.value, place.value) for place in Place])
    client_id = forms.UUIDField(required=False)
    seen = forms.IntegerField(required=False, min_value=0, max_value=10**6)
    remove = forms.IntegerField(required=False, min_value=0, max_value=MAX_SHAPES)

    def clean_client_id(self) -> object:
        """Give a drawing without an id one of its own."""
        return self.cleaned_data.get("client_id") or uuid4()


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that can be drawn: its button, and the sentence of a script about one of them."""

    key: str
    label: str
    icon: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Part:
    """A number that says where something is, or where in the picture a step goes."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The numbers of marks of one form."""

    key: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Square:
    """One of the nine places."""

    key: str
    words: str


def tools() -> list[Tool]:
    """Return what can be drawn, in the active language."""
    return [Tool(kind.value, str(KIND[kind]), ICON[kind], str(SENTENCE[kind]) % {"place": "{place}"}) for kind in Kind]


def squares() -> list[Square]:
    """Return the nine places, row by row."""
    return [Square(place.value, str(PLACE[place])) for place in Place]


def numbers() -> list[Parts]:
    """Return the numbers by which marks are moved without a pointer, in percent of the picture."""
    left, top = _("From the left, %"), _("From the top, %")
    return [
        Parts("point", (Part("x", left), Part("y", top))),
        Parts(
            "area",
            (
                Part("x", pgettext("drawing", "Left edge, %")),
                Part("y", pgettext("drawing", "Top edge, %")),
                Part("x2", pgettext("drawing", "Right edge, %")),
                Part("y2", pgettext("drawing", "Bottom edge, %")),
            ),
        ),
        Parts(
            "arrow",
            (
                Part("x2", _("Tip, from the left, %")),
                Part("y2", _("Tip, from the top, %")),
                Part("x", _("Tail, from the left, %")),
                Part("y", _("Tail, from the top, %")),
            ),
        ),
    ]
