"""The form of a rating."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.base.forms import FaceRating
from satisfaction.labels import SCORE
from satisfaction.rules import MAX_COMMENT


class RatingForm(forms.Form):
    """Five answers and, if wanted, some words."""

    score: ClassVar = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=list(SCORE.items()),
        coerce=int,
        widget=FaceRating,
        error_messages={"required": _("Choose one of the five answers."), "invalid_choice": _("Choose one of the five answers.")},
    )
    comment: ClassVar = forms.CharField(
        label=_("What could we do better?"),
        help_text=_("Please do not write names, phone numbers or other personal data. 1,000 characters at most."),
        required=False,
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
