"""The forms with which a council sets itself up: look, texts, teams, and moving work."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.base.errors import InvalidInput
from helpdesk.base.forms import CheckboxCards
from helpdesk.people.models import Council, Team, User
from helpdesk.people.rules import LANGUAGES, TEXT_LIMITS, TextKey
from helpdesk.people.services import Look, usable_colour

CHOOSE = gettext_lazy("Choose to whom")
TEAM = "team-"
PLACES = (
    gettext_lazy("The council's own language"),
    gettext_lazy("Second language"),
    gettext_lazy("Third language"),
    gettext_lazy("Fourth language"),
    gettext_lazy("Fifth language"),
)


class LookForm(forms.Form):
    """Everything by which a council is recognised and reached."""

    brand_color = forms.CharField(
        label=gettext_lazy("Colour"),
        max_length=7,
        help_text=gettext_lazy("Six hexadecimal digits, such as #0b5d66. Every shade is computed from it, for light and dark screens."),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off", "autocapitalize": "off"}),
    )
    mark = forms.CharField(
        label=gettext_lazy("Mark"), max_length=2, help_text=gettext_lazy("One or two letters or digits, in place of a coat of arms.")
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    e_office_url = forms.URLField(label=gettext_lazy("Electronic office"), required=False, assume_scheme="https")

    def __init__(self, data: Any = None, *, council: Council) -> None:  # noqa: ANN401  what Django's own form takes
        names: dict[str, str] = council.service_name or {}
        languages = council.languages
        plain = ("brand_color", "mark", "phone", "email", "address", "website", "e_office_url")
        super().__init__(
            data,
            initial={name: getattr(council, name) for name in plain}
            | {f"name_{code}": names.get(code, "") for code in LANGUAGES}
            | {f"language_{place}": code for place, code in enumerate(languages)},
        )
        for code, name in LANGUAGES.items():
            self.fields[f"name_{code}"] = forms.CharField(
                label=name, max_length=80, required=False, widget=forms.TextInput(attrs={"lang": code})
            )
        for place, label in enumerate(PLACES):
            options = list(LANGUAGES.items()) if place == 0 else [("", "—"), *LANGUAGES.items()]
            self.fields[f"language_{place}"] = forms.ChoiceField(label=label, choices=options, required=place == 0)

    @property
    def names(self) -> list[forms.BoundField]:
        """The name of the service in every language."""
        return [self[f"name_{code}"] for code in LANGUAGES]

    @property
    def places(self) -> list[forms.BoundField]:
        """The languages in their order."""
        return [self[f"language_{place}"] for place in range(len(PLACES))]

    def clean_brand_color(self) -> str:
        """Refuse what is not a colour, or too pale a one, in words."""
        try:
            return usable_colour(self.cleaned_data["brand_color"])
        except InvalidInput as error:
            raise forms.ValidationError(str(error.message)) from error

    def clean(self) -> dict[str, Any]:
        """Every language once."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen: list[str] = []
        for place in range(len(PLACES)):
            code: str = data.get(f"language_{place}") or ""
            if code and code in chosen:
                self.add_error(f"language_{place}", _("%(language)s is already in the list.") % {"language": LANGUAGES[code]})
            elif code:
                chosen.append(code)
        data["languages"] = tuple(chosen)
        return data

    def look(self) -> Look:
        """Return what was entered as the service wants it."""
        data = self.cleaned_data
        return Look(
            brand_color=data["brand_color"],
            mark=data["mark"],
            service_name={code: data[f"name_{code}"] for code in LANGUAGES},
            languages=data["languages"],
            phone=data["phone"],
            email=data["email"],
            address=data["address"],
            website=data["website"],
            e_office_url=data["e_office_url"],
        )


class TextForm(forms.Form):
    """One text in every language of the council."""

    def __init__(self, data: Any = None, *, key: TextKey, council: Council, known: dict[str, str]) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data, initial={f"body_{code}": known.get(code, "") for code in council.languages})
        limit = TEXT_LIMITS[key]
        rows = 4 if limit < 1000 else 12
        for code in council.languages:
            self.fields[f"body_{code}"] = forms.CharField(
                label=LANGUAGES[code],
                max_length=limit,
                required=False,
                widget=forms.Textarea(attrs={"rows": rows, "lang": code}),
                error_messages={
                    "max_length": _("%(language)s: this text is too long, %(limit)s characters at most.")
                    % {"language": LANGUAGES[code], "limit": limit}
                },
            )
        self.codes = council.languages

    @property
    def bodies(self) -> dict[str, str]:
        """What was written, by language."""
        return {code: self.cleaned_data[f"body_{code}"] for code in self.codes}


class TeamForm(forms.Form):
    """The name of a team and who is in it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    members = forms.TypedMultipleChoiceField(label=gettext_lazy("Members"), coerce=int, required=False, widget=CheckboxCards(columns=2))

    def __init__(self, data: Any = None, *, people: Iterable[User], team: Team | None = None) -> None:  # noqa: ANN401  what Django's own form takes
        initial = {"name": team.name, "members": [user.pk for user in team.members.all()]} if team else {}
        super().__init__(data, initial=initial)
        self.fields["members"].choices = [(user.pk, user.full_name) for user in people]  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """To whom the work of somebody absent goes."""

    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Colleagues read it on every ticket; citizens do not."),
    )

    def __init__(self, data: Any = None, *, people: Iterable[User], teams: Iterable[Team]) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data)
        groups = [
            (_("Teams"), [(f"{TEAM}{team.pk}", team.name) for team in teams]),
            (_("Colleagues"), [(str(user.pk), user.full_name) for user in people]),
        ]
        self.fields["to"].choices = [("", CHOOSE), *((name, options) for name, options in groups if options)]  # type: ignore[attr-defined]

    @property
    def target(self) -> dict[str, int]:
        """To whom it goes, as the service wants it."""
        to: str = self.cleaned_data["to"]
        return {"to_team_id": int(to.removeprefix(TEAM))} if to.startswith(TEAM) else {"to_user_id": int(to)}
