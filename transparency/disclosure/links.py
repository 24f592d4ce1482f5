"""What the definitions say of two figures: that they are the same number, or that one is a part of the other. Public knowledge, and so the attacker's. Standard library only.

Every link is believed only where the measured numbers agree with it: a false one would prove nothing.
"""

from dataclasses import dataclass
from typing import NamedTuple

# Roles: a count has none; a share has two numbers; of a duration and a score it matters how many there are.
COUNT, PART, WHOLE, NUMBER = "", "part", "whole", "number"


class Term(NamedTuple):
    """A number of an indicator; a dimension None stands for every row that all numbers of the link have, the total among them."""

    indicator: str
    role: str = COUNT
    dimension: str | None = None
    member: str = ""
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """A sum of numbers that is 0, or, where `is_rest`, people of their own: not negative, and protected like a cell. A `guess` is an attacker's idea that no definition states."""

    terms: tuple[Term, ...]
    is_rest: bool = False
    guess: bool = False


def _same(one: str, role: str, other: str, other_role: str) -> Link:
    return Link((Term(one, role), Term(other, other_role, factor=-1)))


def _within(part: str, role: str, whole: str, whole_role: str) -> Link:
    return Link((Term(whole, whole_role), Term(part, role, factor=-1)), is_rest=True)


PLAIN = frozenset({"acc.service_hours", "acc.availability", "eco.cost"})
SHARES = frozenset(
    {
        "acc.answer_rate",
        "acc.abandon_rate",
        "wait.in_target",
        "wait.calls_on_time",
        "res.first_contact",
        "res.referred",
        "res.reopened",
        "dig.completed",
        "dig.takeup",
    }
)
DURATIONS = {"wait.first_p50_sh": 50, "wait.first_p90_sh": 90, "res.time_p50": 50, "res.time_p90": 90}
SCORES = frozenset({"sat.score"})
# How many there are at a moment: of a quarter they are those of its end, not a sum.
STOCKS = frozenset({"res.backlog"})
# Thresholds of their own, whatever the council's is.
THRESHOLDS = {"language": 10}
# What gives way last, first; everything else gives way before.
IMPORTANCE = (
    "vol.contacts",
    "vol.motives",
    "vol.procedures",
    "vol.requester",
    "vol.unattended",
    "vol.attended",
    "acc.answer_rate",
    "vol.band",
    "vol.language",
    "vol.sessions",
    "res.backlog",
    "vol.callbacks",
)

# All contacts, counted once more along another dimension.
REPEATED = ("vol.motives", "vol.procedures", "vol.requester", "vol.language", "vol.band")

LINKS: tuple[Link, ...] = (
    *(_same(one, COUNT, "vol.contacts", COUNT) for one in REPEATED),
    _same("acc.answer_rate", PART, "vol.attended", COUNT),
    _same("acc.answer_rate", WHOLE, "vol.contacts", COUNT),
    _same("wait.in_target", WHOLE, "wait.first_p50_sh", NUMBER),
    _same("wait.first_p90_sh", NUMBER, "wait.first_p50_sh", NUMBER),
    _same("res.time_p90", NUMBER, "res.time_p50", NUMBER),
    _same("res.referred", WHOLE, "res.first_contact", WHOLE),
    _same("res.reopened", WHOLE, "res.first_contact", WHOLE),
    _same("dig.takeup", PART, "dig.completed", PART),
    Link((Term("acc.abandon_rate", PART, ""), Term("vol.unattended", COUNT, "reason", "abandoned", -1))),
    Link((Term("acc.abandon_rate", WHOLE), Term("vol.attended", factor=-1), Term("acc.abandon_rate", PART, factor=-1))),
    _within("vol.attended", COUNT, "vol.contacts", COUNT),
    _within("vol.callbacks", COUNT, "vol.contacts", COUNT),
    _within("qual.complaints", COUNT, "vol.contacts", COUNT),
    _within("wait.first_p50_sh", NUMBER, "vol.attended", COUNT),
    _within("res.time_p50", NUMBER, "res.first_contact", WHOLE),
    _within("dig.completed", WHOLE, "res.first_contact", WHOLE),
    _within("dig.takeup", WHOLE, "dig.completed", WHOLE),
    _within("dig.failures", COUNT, "res.first_contact", WHOLE),
    # Who asks for a call by telephone has telephoned; the channel call-back is nothing but requests on the web.
    Link((Term("vol.contacts", COUNT, "channel", "phone"), Term("vol.callbacks", COUNT, "origin", "voice", -1)), is_rest=True),
    Link((Term("vol.contacts", COUNT, "channel", "chat"), Term("vol.callbacks", COUNT, "origin", "chat", -1)), is_rest=True),
    Link((Term("vol.callbacks", COUNT, "origin", "web"), Term("vol.contacts", COUNT, "channel", "callback", -1)), is_rest=True),
    # Those who waited in vain may have left a request, which nobody has answered yet.
    Link(
        (Term("vol.contacts", COUNT, ""), Term("vol.attended", COUNT, "", "", -1), Term("vol.unattended", COUNT, "", "", -1)),
        is_rest=True,
        guess=True,
    ),
    Link(
        (
            Term("vol.contacts", COUNT, ""),
            Term("vol.attended", COUNT, "", "", -1),
            Term("vol.unattended", COUNT, "reason", "abandoned", -1),
        ),
        is_rest=True,
        guess=True,
    ),
)


def threshold_of(dimension: str, threshold: int) -> int:
    """Return the threshold of a dimension: the council's own, or the dimension's where that is larger."""
    return max(threshold, THRESHOLDS.get(dimension, 0))


def importance(indicator: str) -> int:
    """Return how late an indicator gives way: the larger the number, the later."""
    return len(IMPORTANCE) - IMPORTANCE.index(indicator) if indicator in IMPORTANCE else 0
