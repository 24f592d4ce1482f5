"""What every provider is: one Protocol, and the dataclasses that it takes and returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

from django import forms
from django.http import HttpRequest

from helpdesk.tickets.labels import Label
from remote.rules import EndReason, EventName, Scope

Config = Mapping[str, str]


class HardEnd(StrEnum):
    """Who can end a session for certain: our server, the citizen's page, or only the program itself."""

    SERVER = "server"
    CLIENT = "client"
    REMOTE = "remote"


class ViewerKind(StrEnum):
    """How the agent sees the screen."""

    NOVNC = "novnc"
    WEBRTC = "webrtc"
    RELAY = "relay"
    IFRAME = "iframe"
    LINK = "link"
    PICTURE = "picture"


class Device(StrEnum):
    """How the citizen's computer is reached."""

    LINK = "link"
    SHARE = "share"
    COMMAND = "command"


class EndResult(StrEnum):
    """What is known after asking a session to end."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Caps:
    """What a provider can do. `attested`: people say that it started and ended, since no machine can."""

    view: bool
    control: bool
    record: bool
    hard_end: HardEnd
    needs_install: bool
    platforms: frozenset[str]
    attested: bool = False
    clipboard: bool = False
    # What the citizen's page does after agreeing: "link" opens another program, "share" shares its screen here, "command" runs ssh.
    device: Device = Device.LINK
    # Whether a session is over when the citizen's page is no longer there.
    needs_page: bool = False

    def allows(self, scope: frozenset[Scope]) -> bool:
        """Say whether sessions of this scope can be held."""
        can = {Scope.VIEW: self.view, Scope.CONTROL: self.control, Scope.CLIPBOARD: self.clipboard, Scope.RECORD: self.record}
        return all(can[part] for part in scope)


@dataclass(frozen=True, slots=True)
class Session:
    """A session as a provider sees it: no name, no text of anybody. Words are asked for in `language`."""

    id: str
    scope: frozenset[Scope]
    language: str
    agent_name: str
    hard_end_at: datetime | None
    config: Config
    # Not in its `repr`: a traceback is read by others than the code.
    secrets: Config = field(default_factory=dict, repr=False)
    council: int = 0


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent who looks."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Health:
    """What the button "Test connection" found."""

    ok: bool
    words: Label


@dataclass(frozen=True, slots=True)
class CitizenSteps:
    """What the citizen does after agreeing: an address to open, what to do there, and how to leave it. `ready`: nothing at all."""

    ready: bool
    program: str = ""
    url: str = ""
    steps: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the agent opens. `ticket` is a single-use secret where a provider has one."""

    kind: ViewerKind
    url: str = ""
    ticket: str = ""
    expires: datetime | None = None
    steps: tuple[Label, ...] = ()

    @property
    def template(self) -> str:
        """The part of the agent's page that shows it."""
        return f"remote/viewer_{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Status:
    """What a provider says about a session; None when it cannot know."""

    connected: bool | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Something a provider tells by itself, checked and signed."""

    session: str
    name: EventName
    data: Mapping[str, str | int] = field(default_factory=dict)
    # Its number, under which it counts once, and when it was said, in unix seconds: what was said earlier and arrives later changes nothing.
    delivery: str = ""
    at: float = 0.0


class ProviderError(Exception):
    """A provider could not do it; `permanent` when trying again is of no use. `code` is for the journal, never for people."""

    def __init__(self, code: str, *, permanent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


@runtime_checkable
class RemoteProvider(Protocol):
    """One way to hold a session. Every method may take its time and is called outside of transactions, with a timeout."""

    key: ClassVar[str]
    label: ClassVar[Label]
    caps: ClassVar[Caps]
    config: ClassVar[type[forms.Form]]

    async def check(self, cfg: Config) -> Health:
        """Try the settings for real."""
        ...

    async def prepare(self, s: Session) -> CitizenSteps:
        """After consent: say what the citizen has to do."""
        ...

    async def viewer(self, s: Session, agent: Agent) -> Viewer:
        """Say how the agent sees the screen."""
        ...

    async def set_scope(self, s: Session, scope: frozenset[Scope]) -> None:
        """Change between view and control."""
        ...

    async def end(self, s: Session, reason: EndReason) -> EndResult:
        """End it. Idempotent; says whether it is certain."""
        ...

    async def status(self, s: Session) -> Status:
        """Say whether it is connected."""
        ...

    async def on_callback(self, request: HttpRequest) -> list[Told]:
        """Check and read what the provider sends by itself; raises ProviderError for what it did not sign."""
        ...


@runtime_checkable
class Configured(Protocol):
    """A provider whose abilities depend on how a council has set it; without this, `caps` is all that it can do."""

    def caps_for(self, cfg: Config) -> Caps:
        """Say what it can do with these settings: never more than `caps`."""
        ...
