"""Hand-off to the agency's own AnyDesk, RustDesk or Jitsi: addresses and instructions for both sides.

Nothing here is enforced by us: start and end are attested by people, and everybody is told so."""

import hashlib
from dataclasses import replace
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.base.forms import RadioCards
from helpdesk.tickets.labels import Label
from remote.providers.base import (
    Agent,
    Caps,
    CitizenSteps,
    Config,
    EndResult,
    HardEnd,
    Health,
    ProviderError,
    Session,
    Status,
    Told,
    Viewer,
    ViewerKind,
)
from remote.rules import EndReason, Scope

ROOM = "{room}"


class Kind(StrEnum):
    """Programs that can be handed over to."""

    ANYDESK = "anydesk"
    RUSTDESK = "rustdesk"
    JITSI = "jitsi"


NAMES: dict[str, str] = {Kind.ANYDESK: "AnyDesk", Kind.RUSTDESK: "RustDesk", Kind.JITSI: "Jitsi Meet"}
# A citizen only ever opens https; the agent's side may also start the program by its own scheme.
CITIZEN_SCHEMES = frozenset({"https"})
AGENT_SCHEMES: dict[str, frozenset[str]] = {
    Kind.ANYDESK: frozenset({"https", "anydesk"}),
    Kind.RUSTDESK: frozenset({"https", "rustdesk"}),
    Kind.JITSI: frozenset({"https"}),
}
NOT_ALLOWED = gettext_lazy(
    "This address cannot be used: it has to begin with https://, or with the program’s own scheme on the agent’s side."
)


def check_address(address: str, schemes: frozenset[str]) -> str:
    """Return an address that may be shown as a link; raises ValidationError for every other scheme, credentials and blanks."""
    address = address.strip()
    try:
        parts = urlsplit(address)
        known = parts.scheme in schemes and not parts.username and not parts.password
        known = known and (parts.scheme != "https" or bool(parts.hostname))
    except ValueError:
        known = False
    if not known or not address.isprintable() or any(mark in address for mark in " <>\"'\\`"):
        raise ValidationError(NOT_ALLOWED)
    return address


class LinkConfig(forms.Form):
    """The agency's program and its two addresses."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Program"), choices=[(kind.value, NAMES[kind]) for kind in Kind], widget=RadioCards, initial=Kind.JITSI
    )
    citizen_address = forms.CharField(
        label=gettext_lazy("Address for the citizen"),
        help_text=gettext_lazy(
            "Begins with https://. For AnyDesk and RustDesk, where your own copy of the program is downloaded; for Jitsi, your server and {room}, such as https://meet.example.org/{room}."
        ),
        max_length=300,
    )
    agent_address = forms.CharField(
        label=gettext_lazy("Address for the agent"),
        help_text=gettext_lazy(
            "What the agent opens: anydesk: or rustdesk: starts the program on the agent’s computer. Empty: the same as for the citizen."
        ),
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, str]:
        """Hold both addresses to the schemes of the program."""
        data: dict[str, str] = super().clean() or {}
        kind = data.get("kind", "")
        for name, schemes in (("citizen_address", CITIZEN_SCHEMES), ("agent_address", AGENT_SCHEMES.get(kind, CITIZEN_SCHEMES))):
            if data.get(name):
                try:
                    data[name] = check_address(data[name], schemes)
                except ValidationError as error:
                    self.add_error(name, error)
        if kind == Kind.JITSI and data.get("citizen_address") and ROOM not in data["citizen_address"]:
            self.add_error("citizen_address", gettext_lazy("Write {room} where the name of the room goes: every session gets its own."))
        return data


def _address(s: Session, name: str, schemes: frozenset[str]) -> str:
    """Return a configured address with the room filled in; it is checked again, since rows outlive forms."""
    room = "acompanya-" + hashlib.sha256(f"room:{s.id}".encode()).hexdigest()[:24]
    address = s.config.get(name) or s.config.get("citizen_address", "")
    try:
        return check_address(address.replace(ROOM, room), schemes)
    except ValidationError as error:
        raise ProviderError("address", permanent=True) from error


class LinkProvider:
    """`link`: a program that is not ours."""

    key: ClassVar[str] = "link"
    label: ClassVar[Label] = gettext_lazy("The council’s own program (AnyDesk, RustDesk or Jitsi)")
    caps: ClassVar[Caps] = Caps(
        view=True,
        control=True,
        record=False,
        hard_end=HardEnd.REMOTE,
        needs_install=True,
        platforms=frozenset({"windows", "macos", "linux"}),
        attested=True,
    )
    config: ClassVar[type[forms.Form]] = LinkConfig

    def caps_for(self, cfg: Config) -> Caps:
        """Jitsi shows a screen and gives nobody mouse and keyboard."""
        return replace(self.caps, control=False) if cfg.get("kind", Kind.JITSI) == Kind.JITSI else self.caps

    async def check(self, cfg: Config) -> Health:
        """The addresses are all that can be looked at from here."""
        form = LinkConfig(dict(cfg))
        if not form.is_valid():
            return Health(ok=False, words=gettext_lazy("The addresses are not complete or not allowed."))
        return Health(
            ok=True,
            words=gettext_lazy(
                "The addresses are well formed. The program itself is not ours and cannot be tested from here: try it with a colleague."
            ),
        )

    async def prepare(self, s: Session) -> CitizenSteps:
        """Words and address for the citizen, in the citizen's language."""
        kind = s.config.get("kind", Kind.JITSI)
        url = _address(s, "citizen_address", CITIZEN_SCHEMES)
        with translation.override(s.language):
            return CitizenSteps(
                ready=False, program=NAMES.get(kind, ""), url=url, steps=citizen_steps(kind, s.agent_name), closing=closing_steps(kind)
            )

    async def viewer(self, s: Session, agent: Agent) -> Viewer:
        """The agent's address and what to do there."""
        kind = s.config.get("kind", Kind.JITSI)
        return Viewer(
            kind=ViewerKind.LINK, url=_address(s, "agent_address", AGENT_SCHEMES.get(kind, CITIZEN_SCHEMES)), steps=agent_steps(kind)
        )

    async def set_scope(self, s: Session, scope: frozenset[Scope]) -> None:
        """Nothing that we could do: both sides are told, and the program asks by itself."""

    async def end(self, s: Session, reason: EndReason) -> EndResult:
        """We cannot close somebody else's program: people say when it is closed."""
        return EndResult.UNCONFIRMED

    async def status(self, s: Session) -> Status:
        """Unknown from here."""
        return Status(connected=None)

    async def on_callback(self, request: HttpRequest) -> list[Told]:
        """These programs tell us nothing."""
        raise ProviderError("no_callbacks", permanent=True)


def citizen_steps(kind: str, agent: str) -> tuple[str, ...]:
    """Return what the citizen does in a program, in the active language."""
    if kind == Kind.JITSI:
        return (
            _("Open the address above. It opens in another tab."),
            _("Enter without camera or microphone, unless you want to talk there."),
            _("Press the button for sharing your screen and choose the one window of the procedure."),
        )
    return (
        _("Open the address above, save the program and start it. You do not have to install it."),
        _("The program shows a number. Write it in the messages of your request, here and nowhere else."),
        _("The program will ask you whether to accept the connection. Accept it only if you are with %(agent)s now.") % {"agent": agent},
    )


def closing_steps(kind: str) -> tuple[str, ...]:
    """Return how the citizen leaves a program, in the active language."""
    if kind == Kind.JITSI:
        return (_("Press “Stop sharing”."), _("Close the tab of the meeting."))
    return (
        _("Press “Disconnect” in the window of the program."),
        _("Close the program."),
        _("If you do not want to use it again, delete it from your downloads."),
    )


def agent_steps(kind: str) -> tuple[Label, ...]:
    """Return what the agent does in a program."""
    if kind == Kind.JITSI:
        return (
            gettext_lazy("Open the room and wait until the citizen shares the screen."),
            gettext_lazy("When you see it, press “I have started” here. Do not record."),
            gettext_lazy("At the end press “End the session”, close the room, and press “The program is closed”."),
        )
    return (
        gettext_lazy("Ask the citizen to write the number of the program in the messages. Never ask for a password."),
        gettext_lazy("Open the program and connect to that number. If only looking was agreed, choose “view only”."),
        gettext_lazy("When you see the screen, press “I have started” here."),
        gettext_lazy("At the end press “End the session”, disconnect in the program, and press “The program is closed”."),
    )
