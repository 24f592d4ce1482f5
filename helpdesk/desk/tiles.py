"""The board in words: every tile says in a word, a colour and an icon whether somebody has to act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helpdesk.calendars.words import clock_words
from helpdesk.desk.selectors.board import AgentState, Board

Words = str | Promise
WAIT_SOON, WAIT_LATE = 120, 300
UNASSIGNED_SOON, UNASSIGNED_LATE = 10, 25
STATES: dict[AgentState, tuple[Words, str, str]] = {
    AgentState.AVAILABLE: (gettext_lazy("Available"), "ok", "circle-check"),
    AgentState.AWAY: (gettext_lazy("Away"), "soon", "coffee"),
    AgentState.NOT_SEEN: (gettext_lazy("Not seen"), "", "circle"),
}
SIGNS: dict[str, tuple[Words, str]] = {
    "ok": (gettext_lazy("In order"), "circle-check"),
    "soon": (gettext_lazy("Attention"), "triangle-alert"),
    "late": (gettext_lazy("Act now"), "circle-alert"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One number. `tone` is ok, soon or late, or empty for a number that asks for nothing."""

    key: str
    icon: str
    label: str
    value: str
    detail: str
    tone: str = ""
    url: str = ""

    @property
    def sign(self) -> Words:
        """The word of the tone."""
        return SIGNS[self.tone][0] if self.tone else ""

    @property
    def sign_icon(self) -> str:
        """The icon of the tone."""
        return SIGNS[self.tone][1] if self.tone else ""


def tone_of(value: float, soon: float, late: float) -> str:
    """Return ok, soon or late: a number is soon from one threshold on, and late from the other."""
    return "late" if value >= late else "soon" if value >= soon else "ok"


def span_words(seconds: int) -> str:
    """Return a length of time such as `4 min` or `1 h 20 min`."""
    minutes = seconds // 60
    if minutes < 1:
        return _("less than 1 min")
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    if minutes % 60 == 0:
        return _("%(hours)s h") % {"hours": minutes // 60}
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}


def _waiting(board: Board) -> Tile:
    detail = _("Longest wait: %(time)s") % {"time": span_words(board.longest_wait)} if board.waiting else _("Nobody is waiting")
    tone = tone_of(board.longest_wait, WAIT_SOON, WAIT_LATE) if board.waiting else "ok"
    return Tile("waiting", "message-circle", _("Waiting in the chat"), str(board.waiting), detail, tone)


def _unassigned(board: Board) -> Tile:
    oldest = board.oldest_unassigned
    detail = _("The oldest came %(time)s ago") % {"time": timesince(oldest, board.now, depth=1)} if oldest else _("Everything has somebody")
    tone = tone_of(board.unassigned, UNASSIGNED_SOON, UNASSIGNED_LATE)
    return Tile("unassigned", "inbox", _("Unassigned"), str(board.unassigned), detail, tone, f"{reverse('desk:home')}?view=unassigned")


def _overdue(board: Board) -> Tile:
    detail = _("Their answer was due before now") if board.overdue else _("All answers are on time")
    return Tile(
        "overdue",
        "timer",
        _("Overdue replies"),
        str(board.overdue),
        detail,
        tone_of(board.overdue, 1, 1),
        f"{reverse('desk:home')}?view=open",
    )


def _calls(board: Board) -> Tile:
    late = len(board.calls_late)
    following = next(iter(board.calls_next), None)
    if following is not None:
        words = {"time": clock_words(following.starts_at, following.council.time_zone), "count": board.calls_left}
        detail = (
            ngettext("Next: %(time)s. %(count)s more call today", "Next: %(time)s. %(count)s more calls today", board.calls_left) % words
        )
    else:
        detail = _("No more calls today")
    return Tile("calls", "phone-call", _("Late calls"), str(late), detail, tone_of(late, 1, 1), reverse("desk:calls"))


def _third_party(board: Board) -> Tile:
    count = board.third_party_count
    detail = _("Ask them again") if count else _("No date has passed")
    return Tile(
        "third",
        "hourglass",
        _("Third parties past their date"),
        str(count),
        detail,
        tone_of(count, 1, 10),
        f"{reverse('desk:home')}?view=waiting",
    )


def _available(board: Board) -> Tile:
    there = sum(agent.state is AgentState.AVAILABLE for agent in board.agents)
    detail = _("of %(count)s who answer") % {"count": len(board.agents)}
    return Tile("agents", "users", _("Available for chats"), str(there), detail, "ok" if there else "soon")


TILES: tuple[Callable[[Board], Tile], ...] = (_waiting, _available, _unassigned, _overdue, _calls, _third_party)


def tiles_of(board: Board) -> list[Tile]:
    """Return the tiles in order."""
    return [tile(board) for tile in TILES]


def today_of(board: Board) -> list[Tile]:
    """Return the numbers of the day."""
    middle = span_words(board.median_response) if board.median_response is not None else "—"
    live = len(board.remote)
    return [
        Tile("received", "inbox", _("Received today"), str(board.received), ""),
        Tile("resolved", "check-check", _("Resolved today"), str(board.resolved), ""),
        Tile("median", "clock", _("Median first response today"), middle, _("in service hours")),
        Tile("remote", "screen-share", _("Remote sessions now"), str(live), "", url=reverse("remote:live")),
        Tile("reviews", "star", _("Low scores to review"), str(board.reviews), "", url=reverse("rating:reviews")),
    ]


def seen_words(seen_at: datetime | None, now: datetime) -> str:
    """Return when somebody was last heard of."""
    return _("%(time)s ago") % {"time": timesince(seen_at, now, depth=1)} if seen_at else _("Never")
