"""Forms of ratings: shape only, services decide."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from helpdesk.base.forms import FaceRating, RadioCards
from helpdesk.people.models import Council, Team
from helpdesk.people.rules import LANGUAGES
from satisfaction.labels import EASE, KIND, OUTCOME, SCORE, SOLVED
from satisfaction.models import Question, SurveySettings
from satisfaction.rules import CHOICES, CLOSING, MAX_CHOICE_TEXT, MAX_COMMENT, MAX_NOTE, MAX_QUESTION_TEXT, Kind, ReviewOutcome, Via
from satisfaction.selectors import OwnQuestion, RatingCard, Survey
from satisfaction.services import Extras, Wording

CHOOSE = _("Choose one of the five answers.")
OWN = "own_"


def _score(label: Any) -> forms.TypedChoiceField:  # noqa: ANN401  a text or a promise of one
    return forms.TypedChoiceField(
        label=label,
        choices=list(SCORE.items()),
        coerce=int,
        widget=FaceRating,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


class ScoreForm(forms.Form):
    """The score, and what the council asks beside it."""

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401  what Django's own form takes
        *,
        survey: Survey,
        language: str = "",
        initial: dict[str, Any] | None = None,
        prefix: str = "id",
    ) -> None:
        super().__init__(data, initial=initial, auto_id=f"{prefix}_%s")
        self.survey = survey
        self.fields["score"] = _score(_("How did we help you?"))
        if survey.asks_solved:
            self.fields["solved"] = forms.ChoiceField(
                label=_("Was it solved?"), required=False, choices=list(SOLVED.items()), widget=RadioCards(columns=3)
            )
        if survey.asks_ease:
            self.fields["ease"] = forms.TypedChoiceField(
                label=_("How easy was it?"),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[(value, words) for value, words in sorted(EASE.items(), reverse=True)],
                widget=RadioCards,
            )
        for question in survey.own:
            self.fields[f"{OWN}{question.id}"] = _own(question, language)

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that everybody sees."""
        return [self[name] for name in ("score", "solved", "comment") if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that wait behind a line, so that the form is short."""
        return [self[name] for name in self.fields if name not in {"score", "solved", "comment"}]

    @property
    def shows_more(self) -> bool:
        """Whether one of those has an answer already, or is wrong, so that they must be in sight."""
        return any(field.value() not in {None, ""} or field.errors for field in self.more)

    @property
    def extras(self) -> Extras:
        """What was answered beside the score."""
        data = self.cleaned_data
        own = {question.id: data[name] for question in self.survey.own if data.get(name := f"{OWN}{question.id}") is not None}
        return Extras(solved=data.get("solved", ""), ease=data.get("ease"), own=own)


def _own(question: OwnQuestion, language: str) -> forms.TypedChoiceField:
    """Draw a council's question; one in another language than the page's says so to screen readers."""
    label: str | SafeString = question.text
    if language and question.language != language:
        label = format_html('<span lang="{}">{}</span>', question.language, question.text)
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=list(question.choices),
        widget=RadioCards(columns=2 if question.kind is Kind.YES_NO else 1),
    )


class SpokenForm(ScoreForm):
    """What an agent reads out and keys: figures beside the words, in a column that fits beside a ticket."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data, **kwargs)
        score = cast("forms.TypedChoiceField", self.fields["score"])
        score.widget = RadioCards()
        score.choices = [(value, format_lazy("{} · {}", value, words)) for value, words in sorted(SCORE.items(), reverse=True)]


class RatingForm(ScoreForm):
    """What a citizen is asked: the score, the council's questions and, if wanted, some words."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data, **kwargs)
        self.fields["comment"] = forms.CharField(
            label=_("What could we do better?"),
            help_text=_(
                "Please do not write names, phone numbers or other personal data: we take out what we find. 1,000 characters at most."
            ),
            required=False,
            max_length=MAX_COMMENT,
            widget=forms.Textarea(attrs={"rows": 4}),
        )


def initial_of(card: RatingCard) -> dict[str, Any]:
    """Return an answer as a form shows it again."""
    return {"score": card.score, "solved": card.solved, "ease": card.ease, "comment": card.comment} | {
        f"{OWN}{pk}": value for pk, value in card.own
    }


def via_of(asked: str, card: RatingCard) -> Via:
    """Return how somebody came to the form, as its address says; without a word there, from the mail when one was sent."""
    known = {Via.PAGE.value: Via.PAGE, Via.CHAT.value: Via.CHAT}
    return known.get(asked, Via.MAIL if card.was_mailed else Via.PAGE)


class ReviewForm(forms.Form):
    """What was done about a low score."""

    outcome = forms.ChoiceField(
        label=_("What was done?"),
        choices=[(one.value, OUTCOME[one]) for one in CLOSING],
        widget=RadioCards,
        error_messages={"required": _("Say what was done.")},
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Supervisors read it. 1,000 characters at most."),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def chosen(self) -> ReviewOutcome:
        """What was chosen."""
        return ReviewOutcome(self.cleaned_data["outcome"])


class SettingsForm(forms.Form):
    """What is asked beside the score, and what opens a review."""

    asks_solved = forms.BooleanField(label=_("Ask “Was it solved?”"), required=False)
    asks_ease = forms.BooleanField(label=_("Ask “How easy was it?”"), required=False)
    sends_reminders = forms.BooleanField(
        label=_("Remind once by e-mail"), help_text=_("Three days after the invitation, and never after an answer."), required=False
    )
    review_up_to = forms.TypedChoiceField(
        label=_("A score opens a review"),
        coerce=int,
        choices=[(0, _("Never")), (1, _("When it is 1")), (2, _("When it is 1 or 2")), (3, _("When it is 1, 2 or 3"))],
    )
    review_not_solved = forms.BooleanField(label=_("“Not solved” opens a review, whatever the score"), required=False)

    @classmethod
    def of(cls, row: SurveySettings, data: Any = None) -> "SettingsForm":  # noqa: ANN401  what Django's own form takes
        """Return the form with what is set."""
        return cls(data, initial={name: getattr(row, name) for name in cls.base_fields})


class QuestionForm(forms.Form):
    """One of the council's own questions in each of its languages; without any text it is not asked."""

    kind = forms.ChoiceField(label=_("How is it answered?"), choices=list(KIND.items()), widget=RadioCards(columns=3))

    def __init__(self, data: Any = None, *, council: Council, question: Question | None) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data, initial={"kind": question.kind if question else Kind.SCALE.value})
        self.codes = council.languages
        for code in self.codes:
            own = {"language": LANGUAGES[code]}
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Question in %(language)s") % own,
                required=False,
                max_length=MAX_QUESTION_TEXT,
                initial=question.texts.get(code, "") if question else "",
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"options_{code}"] = forms.CharField(
                label=_("Answers in %(language)s, one on each line") % own,
                required=False,
                max_length=(MAX_CHOICE_TEXT + 2) * CHOICES[1],
                initial="\n".join(question.options.get(code, [])) if question else "",
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    @property
    def groups(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each language."""
        return [(self[f"text_{code}"], self[f"options_{code}"]) for code in self.codes]

    @property
    def wording(self) -> Wording | None:
        """The question as it was written; None when every text is empty."""
        data = self.cleaned_data
        texts = {code: data[f"text_{code}"] for code in self.codes if data[f"text_{code}"]}
        options = {code: data[f"options_{code}"].splitlines() for code in self.codes}
        return Wording(Kind(data["kind"]), texts, options) if texts else None


class OfficeForm(forms.Form):
    """Where a code hangs."""

    name = forms.CharField(
        label=_("Where it hangs"), help_text=_("Visitors read it, such as: Citizens’ office, ground floor."), max_length=80
    )
    team: "ClassVar[forms.ModelChoiceField[Team]]" = forms.ModelChoiceField(
        label=_("Team"), queryset=QuerySet(Team).none(), required=False, empty_label=_("None")
    )

    def __init__(self, data: Any = None, *, council: Council) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data)
        cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = council.teams.order_by("name")
