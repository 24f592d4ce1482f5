"""How forms look: Django's own fields, drawn with the templates of the kit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Words = str | Promise


class KitBoundField(BoundField):
    """Adds the class of Designsystemet to every control, and never a colon after a label."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs.get("class", "")
        attrs["class"] = f"ds-input {own}".strip()
        return attrs

    def label_tag(
        self,
        contents: str | None = None,
        attrs: dict[str, Any] | None = None,
        label_suffix: str | None = "",
        tag: str | None = None,
    ) -> SafeString:
        return super().label_tag(contents, attrs, label_suffix or "", tag)

    def legend_tag(self, contents: str | None = None, attrs: dict[str, Any] | None = None, label_suffix: str | None = "") -> SafeString:
        return super().legend_tag(contents, {"class": "k-legend"} | (attrs or {}), label_suffix or "")

    @property
    def first_id(self) -> str:
        """Id that a link in the error summary must point to: the first option of a group."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label or self.auto_id


class KitRenderer(TemplatesSetting):
    """`settings.FORM_RENDERER`: one template per field, found among the project's templates."""

    field_template_name = "kit/field.html"
    bound_field_class = KitBoundField


def fields_of(form: forms.Form) -> SafeString:
    """Return the fields of a form, drawn in their order."""
    return mark_safe("".join(field.as_field_group() for field in form))  # noqa: S308 (Django's own drawing of each field)


@lru_cache(maxsize=200)
def _blank(form: type[forms.Form], _language: str | None) -> SafeString:
    return fields_of(form())


def blank_fields(form: type[forms.Form]) -> SafeString:
    """Return the fields of a form that nobody has filled in and that is the same for everybody, drawn once per language."""
    return _blank(form, get_language())


class _Hinted(forms.RadioSelect):
    """Options as cards; `hints` adds a second line to some of them and `live` marks those that are open now."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),  # noqa: ANN401  the type of Django's own widget
        *,
        hints: Mapping[str, Words] | None = None,
        live: frozenset[str] = frozenset(),
        columns: int = 1,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.live = live
        self.columns = columns

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        option["live"] = str(value) in self.live
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["columns"] = self.columns
        return context


class RadioCards(_Hinted):
    """One answer out of a few."""


class CheckboxCards(_Hinted, forms.CheckboxSelectMultiple):
    """Several answers."""

    input_type = "checkbox"
    allow_multiple_selected = True
    template_name = forms.CheckboxSelectMultiple.template_name
    option_template_name = forms.CheckboxSelectMultiple.option_template_name


class FaceRating(forms.RadioSelect):
    """Five faces with their words, worst first; the values of the field are 1 to 5."""

    template_name = "kit/rating.html"


@dataclass(frozen=True, slots=True)
class SlotGroup:
    """A day of a slot picker: its name, its date, then (value, words, hours) of its parts and (value, hour) of its exact times."""

    title: str
    detail: str
    bands: tuple[tuple[str, str, str], ...] = ()
    times: tuple[tuple[str, str], ...] = ()


class SlotPicker(forms.RadioSelect):
    """One time out of several days: a fieldset for each day, native radio buttons in one group across all of them."""

    template_name = "kit/slots.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, groups: Sequence[SlotGroup] = ()) -> None:
        self.groups = tuple(groups)
        choices = [(value, words) for group in groups for value, words, *_hours in (*group.bands, *group.times)]
        super().__init__(attrs, choices)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        context: dict[str, Any] = super().get_context(name, value, attrs)
        options = [option for _group, found, _index in context["widget"]["optgroups"] for option in found]
        days = []
        for group in self.groups:
            bands, options = options[: len(group.bands)], options[len(group.bands) :]
            times, options = options[: len(group.times)], options[len(group.times) :]
            for option, (_value, _words, hours) in zip(bands, group.bands, strict=True):
                option["hint"] = hours
            days.append({"title": group.title, "detail": group.detail, "bands": bands, "times": times})
        context["widget"]["days"] = days
        return context


class FileDrop(forms.FileInput):
    """File input with our own words in the page's language; `several` lets more than one be chosen."""

    template_name = "django/forms/widgets/file.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, several: bool = False) -> None:
        self.allow_multiple_selected = several
        super().__init__({"multiple": True} | (attrs or {}) if several else attrs)
