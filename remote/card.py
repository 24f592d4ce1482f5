"""A session as of now, for whoever reads a page: its state with the time that has passed, and its words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from helpdesk.tickets.labels import Label
from remote.decisions import Decision
from remote.endings import Ending, for_staff
from remote.labels import ASK_FOR, GIVE_BACK, STATE, TONE
from remote.models import RemoteSession
from remote.providers import RemoteProvider, find_provider
from remote.providers.base import Device
from remote.rules import CONNECTED, FINAL, OPEN_OFFER, RUNNING, Scope, State, is_over, read_scope


@dataclass(frozen=True, slots=True)
class RemoteCard:
    """The session that a ticket's pages show, as of now, and what its reader may do. `state` already counts time that has passed."""

    reference: str
    session: RemoteSession | None
    state: State | None
    now: datetime
    may_request: bool = False
    is_own: bool = False
    phone: str = ""
    decisions: tuple[Decision, ...] = ()
    askable: tuple[Scope, ...] = ()

    @property
    def key(self) -> str:
        """What tells whether a page that shows this card is out of date."""
        if self.session is None:
            return str(self.may_request)
        asked = f"-asks-{self.ask.row.part}-{self.ask.row.pk}" if self.ask else ""
        return f"{self.session.public_id.hex[:8]}-{self.state}-{self.session.scope}{asked}"

    @property
    def words(self) -> Label:
        """The state in words, for staff."""
        return STATE.get(self.state or "", "")

    @property
    def tone(self) -> str:
        """How urgent the state looks at the desk."""
        return TONE.get(self.state or "", "")

    @property
    def is_offered(self) -> bool:
        """Whether an answer is awaited."""
        return self.state in OPEN_OFFER

    @property
    def is_running(self) -> bool:
        """Whether it was agreed to and goes on."""
        return self.state in RUNNING

    @property
    def is_connected(self) -> bool:
        """Whether the agent sees the screen."""
        return self.state in CONNECTED

    @property
    def is_ending(self) -> bool:
        """Whether it ended here, and nobody has confirmed yet that the program is closed."""
        return self.state is State.ENDING

    @property
    def is_over(self) -> bool:
        """Whether nothing of it goes on."""
        return self.state in FINAL

    @property
    def seconds_left(self) -> int:
        """How long it may still last."""
        end = self.session.hard_end_at if self.session else None
        return max(0, int((end - self.now).total_seconds())) if end and self.is_running else 0

    @property
    def minutes_left(self) -> int:
        """The same in minutes, rounded up."""
        return -(-self.seconds_left // 60)

    @property
    def lasted(self) -> str:
        """How long the screen was seen, in words; empty when it never was, or still is."""
        if self.session is None or self.session.started_at is None or self.session.ended_at is None:
            return ""
        minutes = int((self.session.ended_at - self.session.started_at).total_seconds()) // 60
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes} if minutes else gettext("less than a minute")

    @property
    def has_control(self) -> bool:
        """Whether mouse and keyboard were agreed to."""
        return self.session is not None and Scope.CONTROL in read_scope(self.session.scope)

    @property
    def has_clipboard(self) -> bool:
        """Whether copying between the computers was agreed to."""
        return self.session is not None and Scope.CLIPBOARD in read_scope(self.session.scope)

    @property
    def ask(self) -> Decision | None:
        """The question that waits for the citizen's answer; there is one at a time, since the clipboard needs control."""
        return next((one for one in self.decisions if one.is_open), None)

    @property
    def ask_seconds_left(self) -> int:
        """How long it waits for it."""
        return self.ask.seconds_left(self.now) if self.ask else 0

    @property
    def phase(self) -> str:
        """What kind of page a citizen needs: between two phases it is loaded again, within one its parts are put in place."""
        if self.is_offered:
            return "offered"
        if self.is_running:
            return "running"
        return "ending" if self.is_ending else "over"

    @property
    def parts_held(self) -> list[tuple[Scope, Label]]:
        """What the agent may do beyond looking, each with the words for giving it back."""
        held = read_scope(self.session.scope) if self.session else frozenset()
        return [(part, GIVE_BACK[part]) for part in Scope if part in held and part in GIVE_BACK]

    @property
    def guard(self) -> str:
        """Whether leaving the page has to be confirmed: `page` when the screen is shared from it, `close` for its closing only."""
        if not self.is_connected:
            return ""
        return "page" if self.provider is not None and self.provider.caps.needs_page else "close"

    @property
    def ended(self) -> Ending | None:
        """How it ended, in the words for staff."""
        return for_staff(self.session) if self.session and (self.is_over or self.is_ending) else None

    @property
    def askable_buttons(self) -> list[tuple[Scope, Label]]:
        """What the agent may ask for now, each with the words of its button."""
        return [(part, ASK_FOR[part]) for part in self.askable]

    @property
    def provider(self) -> RemoteProvider | None:
        """The provider, if this installation still has it."""
        return find_provider(self.session.provider) if self.session else None

    @property
    def device_template(self) -> str:
        """The part of the citizen's page with what there is to do on the computer."""
        return f"remote/device_{self.provider.caps.device}.html" if self.provider else "remote/device_link.html"

    @property
    def is_sharing_next(self) -> bool:
        """Whether it waits for the citizen's page to share its screen."""
        return self.state is State.AWAITING_DEVICE and self.provider is not None and self.provider.caps.device is Device.SHARE

    @property
    def is_attested(self) -> bool:
        """Whether people say that it started and ended, since we cannot know."""
        return self.provider is not None and self.provider.caps.attested


def state_now(session: RemoteSession, now: datetime) -> State:
    """Return the state of a session with the time that has passed, whether or not the sweep has seen it."""
    state = State(session.state)
    if is_over(state, offer_expires_at=session.offer_expires_at, hard_end_at=session.hard_end_at, now=now):
        return State.EXPIRED if state in OPEN_OFFER else State.ENDING
    return state
