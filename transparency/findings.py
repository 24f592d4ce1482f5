"""What the checks found, in sentences: what is wrong, what it means, and what cures it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helpdesk.people.rules import LANGUAGES
from transparency.catalogue import BY_ID, member_label
from transparency.models import Draft
from transparency.months import Month
from transparency.wording import month_words, period_words, value_words

NAMES: dict[str, str | Promise] = {
    "fresh": gettext_lazy("The whole month, under today’s definitions"),
    "totals": gettext_lazy("Totals add up"),
    "deviation": gettext_lazy("Unusual figures are explained"),
    "languages": gettext_lazy("Every language says the same"),
    "reasons": gettext_lazy("The reason is said in every language"),
    "changed": gettext_lazy("The correction is what it says it is"),
    "audit": gettext_lazy("Nobody can be found in the figures"),
    "shape": gettext_lazy("The data can be written in every format"),
    "document": gettext_lazy("The report to print can be drawn"),
}
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """A result in words. `tone` is success, warning (may stay) or danger (has to be cured)."""

    name: str
    tone: str
    text: str = ""
    cures: list[str] = field(default_factory=list)


def _languages(data: Data) -> str:
    return ", ".join(LANGUAGES.get(code, code) for code in data.get("languages", []))


def _name(data: Data) -> str:
    indicator = BY_ID.get(str(data.get("indicator", "")))
    return str(indicator.name) if indicator else str(data.get("indicator", ""))


def _number(indicator: str, value: float) -> str:
    known = BY_ID.get(indicator)
    return value_words(value, known.unit, known.decimals) if known else str(value)


def _where(data: Data) -> str:
    """A cell in words: indicator, row, period."""
    indicator = BY_ID.get(str(data.get("indicator", "")))
    dimension = next((d for d in indicator.dimensions if d.id == data.get("dimension")), None) if indicator else None
    row = str(member_label(dimension, str(data.get("member", "")))) if dimension else ""
    period = period_words(str(data.get("period", "")))
    return ", ".join(part for part in (_name(data), row, period) if part)


def _needs_a_note(data: Data) -> tuple[str, list[str]]:
    indicator = str(data["indicator"])
    text = _("%(name)s is %(value)s; the middle of the %(months)s months published before is %(median)s.") % {
        "name": _name(data),
        "value": _number(indicator, data["value"]),
        "median": _number(indicator, data["median"]),
        "months": data["months"],
    }
    return text, [_("Say in a note why, in: %(languages)s.") % {"languages": _languages(data)}]


def _tables(data: Data) -> tuple[str, list[str]]:
    names = "; ".join(_where(dict(zip(("indicator", "dimension"), table.split("/"), strict=False))) for table in data["tables"])
    return _("The parts of these tables are not their total: %(tables)s.") % {"tables": names}, [
        _("Measure again. If it stays, tell whoever keeps the software.")
    ]


CURES: dict[str, Callable[[Data], str]] = {
    "merge": lambda data: _("Join the row “%(where)s” with the others of its table.") % {"where": _where(data)},
    "hide": lambda data: _("Leave out “%(where)s”.") % {"where": _where(data)},
    "hide_scores": lambda data: _("Leave out the distribution of the answers in “%(where)s”.") % {"where": _where(data)},
    "hide_breakdown": lambda data: _("Leave out the whole table “%(where)s”.") % {"where": _where(data)},
    "hide_total": lambda data: _("Leave out the total of “%(where)s”.") % {"where": _where(data)},
}


def _worked_out(data: Data) -> tuple[str, list[str]]:
    month = month_words(Month.parse(str(data["month"])))
    words = {"where": _where(data), "month": month, "low": data["low"], "high": data["high"]}
    if data["is_contradiction"]:
        text = _("The figures around “%(where)s” of %(month)s cannot all be true, so that nobody can tell what they give away.") % words
    elif data["low"] == data["high"]:
        text = _("Together with what is public, “%(where)s” of %(month)s can only be %(low)s: that tells about few people.") % words
    else:
        text = _("Together with what is public, “%(where)s” of %(month)s lies from %(low)s to %(high)s: that is too close.") % words
    cures = [CURES[cure["action"]](cure) for cure in data["cures"] if cure["action"] in CURES]
    usual = _("Measure again: protection then takes into account everything that is public now.")
    return text, [usual, *cures[:3]]


def _tiny(data: Data) -> tuple[str, list[str]]:
    text = ngettext(
        "The correction is said to change wording only, but %(count)s figure changes.",
        "The correction is said to change wording only, but %(count)s figures change.",
        data["number"],
    ) % {"count": data["number"]}
    return text, [_("Drop this correction and open one that is small or serious.")]


AGAIN = gettext_lazy("Measure the month again.")
WORDS: dict[str, Callable[[Data], tuple[str, list[str]]]] = {
    "month_running": lambda _d: (_("The month is not over."), [_("Wait until it is, then measure again.")]),
    "measured_early": lambda _d: (_("It was measured before the month ended."), [str(AGAIN)]),
    "other_definitions": lambda _d: (_("Definitions have changed since it was measured."), [str(AGAIN)]),
    "do_not_add_up": _tables,
    "needs_a_note": _needs_a_note,
    "no_commentary": lambda _d: (_("There is no commentary. The figures can come out without one."), []),
    "commentary_missing": lambda d: (
        _("The commentary is missing in: %(languages)s.") % {"languages": _languages(d)},
        [_("Write it in every language, or in none.")],
    ),
    "note_missing": lambda d: (
        _("The note on %(name)s is missing in: %(languages)s.") % {"name": _name(d), "languages": _languages(d)},
        [_("Write it in every language, or in none.")],
    ),
    "reason_missing": lambda d: (_("The reason is missing in: %(languages)s.") % {"languages": _languages(d)}, []),
    "tiny_with_figures": _tiny,
    "changes_nothing": lambda _d: (_("Nothing is different from what is published."), [_("Drop the correction, if it is not needed.")]),
    "not_compared": lambda _d: (_("What it replaces was withdrawn: the table of changes stays empty, so that nothing is repeated."), []),
    "could_be_worked_out": _worked_out,
    "odd_figures": lambda d: (_("Figures contradict their own status: %(places)s.") % {"places": ", ".join(d["places"])}, [str(AGAIN)]),
    "empty_files": lambda d: (_("Files without content: %(places)s.") % {"places": ", ".join(d["places"])}, []),
    "not_drawn": lambda _d: (_("The report to print could not be drawn."), [_("Try again. If it stays, tell whoever keeps the software.")]),
}


def findings_of(draft: Draft) -> list[Finding]:
    """Return what the last check found, in words of the active language: what has to be cured first, what is fine last, a line each."""
    found: list[Finding] = []
    for result in draft.checks:
        name = str(NAMES.get(result["id"], result["id"]))
        if result["ok"]:
            if not any(finding.name == name for finding in found):
                found.append(Finding(name, "success"))
            continue
        said = WORDS.get(result["code"])
        text, cures = said(result["data"]) if said else (result["code"], [])
        found.append(Finding(name, "danger" if result["blocking"] else "warning", text, cures))
    order = {"danger": 0, "warning": 1, "success": 2}
    bad = {finding.name for finding in found if finding.tone != "success"}
    return sorted((f for f in found if f.tone != "success" or f.name not in bad), key=lambda finding: order[finding.tone])


def noted_indicators(draft: Draft) -> list[str]:
    """Return the indicators that need a note, or have one, in the order in which they are shown."""
    far = [str(result["data"]["indicator"]) for result in draft.checks if result["id"] == "deviation" and "indicator" in result["data"]]
    wanted = {*far, *draft.notes}
    return [indicator for indicator in BY_ID if indicator in wanted]
