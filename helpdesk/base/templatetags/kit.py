"""Tags of the kit: `{% load kit %}`."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from django import template
from django.forms import BaseForm, Field
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from helpdesk.base.phones import readable

register = template.Library()

FACES = ("frown", "annoyed", "meh", "smile", "laugh")


class Step(NamedTuple):
    number: int
    label: str
    url: str
    state: str


class Problem(NamedTuple):
    target: str
    message: str


class Bar(NamedTuple):
    label: str
    shown: str
    width: float | None


@register.simple_tag
@cache
def icon(name: str, css_class: str = "") -> SafeString:
    """Draw an icon of the sprite, hidden from assistive technology: words beside it say the same."""
    classes = f"k-i {css_class}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("vendor/lucide/icons.svg"),
        name,
    )


@register.simple_tag
def face(value: str | int) -> SafeString:
    """Draw the face of a rating from 1 (worst) to 5."""
    place = int(value) if str(value).isdecimal() else 3
    return icon(FACES[min(max(place, 1), 5) - 1])


@register.filter
def initials(name: str) -> str:
    """Return one or two capitals for the round badge of a person."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


@register.filter
def phone(number: str) -> str:
    """Return a telephone number in groups, as people read it."""
    return readable(number)


@register.filter
def hue(name: str) -> int:
    """Return 0 to 3: the same person always has the same colour."""
    return sum(map(ord, name)) % 4


def _target(form: BaseForm, name: str) -> str:
    if name not in form.fields:
        return ""
    field = form[name]
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label or field.auto_id


def _named(form: BaseForm, name: str, message: str) -> str:
    """Say which field it is when the message is Django's own, which fits every field."""
    generic = str(Field.default_error_messages["required"])
    return f"{str(form[name].label).rstrip('?:. ')}: {message}" if name in form.fields and message == generic else message


@register.inclusion_tag("kit/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, list[Problem]]:
    """List the errors of one or more forms with links to their fields; renders nothing when there are none."""
    return {
        "problems": [
            Problem(_target(form, name), _named(form, name, str(message)))
            for form in forms
            if form
            for name, messages in form.errors.items()
            for message in messages
        ],
    }


@register.inclusion_tag("kit/stepper.html")
def stepper(steps: Sequence[str | tuple[str, str]], current: int) -> dict[str, list[Step]]:
    """Show where we are: `steps` are labels or (label, url), `current` counts from 1. Only steps already done become links."""
    drawn = []
    for number, step in enumerate(steps, start=1):
        label, url = (step, "") if isinstance(step, str) else step
        state = "done" if number < current else "current" if number == current else "todo"
        drawn.append(Step(number, label, url if state == "done" else "", state))
    return {"steps": drawn}


@register.inclusion_tag("kit/bar_table.html")
def bar_table(caption: str, head: str, rows: Sequence[tuple[str, float | None, str]], unit: str = "") -> dict[str, object]:
    """Draw a table that is also a bar chart: rows are (label, number, words shown); a number of None draws no bar."""
    largest = max((value for _label, value, _shown in rows if value), default=0.0)
    bars = [
        Bar(label, shown, None if value is None else round(100 * value / largest, 2) if largest else 0.0) for label, value, shown in rows
    ]
    return {"caption": caption, "head": head, "unit": unit, "bars": bars}
