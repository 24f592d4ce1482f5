"""`webhook`: somebody else's session broker, told of every step in signed messages, and telling us in signed callbacks. What goes over the wire: docs/administrators/remote-providers.md."""

import json
import math
import re
from typing import ClassVar
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.outgoing import OutgoingError, read_target
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
from remote.providers.callback import MAX_BYTES, read_uuid, secrets_of
from remote.providers.partner import ask, read_steps, read_url, rules
from remote.providers.signing import DELIVERY_HEADER, HEADER, check_signature
from remote.rules import EndReason, EventName, Scope, write_scope

MIN_SECRET = 24
MAX_COUNT = 2**53
# Unix seconds of the year 9000 or so.
MAX_MOMENT = 2.2e11
# What a partner may tell, and which facts with it: numbers, or short codes. Anything else in `data` is left out.
TELLABLE: dict[str, tuple[str, ...]] = {
    EventName.DEVICE_CONNECTED: ("client",),
    EventName.DEVICE_LOST: ("why",),
    EventName.VIEWER_OPENED: (),
    EventName.VIEWER_CLOSED: ("bytes_down", "bytes_up", "dropped", "keys", "pointer"),
    EventName.ENDED: ("reason",),
    EventName.PROVIDER_ERROR: ("code",),
}
CODE = re.compile(r"[a-z0-9_.-]{1,40}")
WRONG: dict[str, Label] = {
    "not_set_up": _("Write the address and the secret first, and save them."),
    "address": _("The address is not well formed."),
    "scheme": _("The address has to begin with https://."),
    "forbidden": _("The address leads into a private network. Whoever runs the installation can allow it."),
    "unknown_host": _("The name of the server cannot be found."),
    "network": _("The server cannot be reached, or it broke off."),
    "tls": _("The server’s certificate is not trusted."),
    "timeout": _("The server did not answer in time."),
    "redirect": _("The server answers with another address. Write the final one."),
    "too_big": _("The answer is too long."),
    "encoding": _("The answer is compressed, and that was not asked for."),
    "content_type": _("The server answers, but not in JSON: this may not be the broker’s address."),
    "answer": _("The server answers, but not as agreed: this may not be the broker’s address."),
    "refused": _("The server refuses the signature: the secret is not the same on both sides."),
}
WRONG_STATUS = _("The server answers with an error.")


class WebhookConfig(forms.Form):
    """Where the broker is, and the secret that signs in both directions."""

    secrets: ClassVar[tuple[str, ...]] = ("secret",)
    address = forms.CharField(
        label=_("Address of the session broker"),
        help_text=_("Begins with https://. Every step of a session is sent there, signed."),
        max_length=300,
    )
    secret = forms.CharField(
        label=_("Secret for signatures"),
        help_text=_("At least 24 characters, the same at your partner’s. It is kept encrypted and never shown again."),
        min_length=MIN_SECRET,
        max_length=200,
    )

    def clean_address(self) -> str:
        """Hold the address to https; where it leads is looked at whenever it is used."""
        address: str = self.cleaned_data["address"]
        try:
            read_target(address, rules())
        except OutgoingError as error:
            raise ValidationError(str(WRONG[error.code])) from error
        return address


class WebhookProvider:
    """A partner's session broker. It ends a session and has to say so; until it does, nobody claims that it ended."""

    key: ClassVar[str] = "webhook"
    label: ClassVar[Label] = _("A partner’s session broker")
    caps: ClassVar[Caps] = Caps(
        view=True,
        control=True,
        record=False,
        hard_end=HardEnd.REMOTE,
        needs_install=True,
        platforms=frozenset({"windows", "macos", "linux"}),
    )
    config: ClassVar[type[forms.Form]] = WebhookConfig
    calls_back: ClassVar[bool] = True

    async def check(self, cfg: Config) -> Health:
        """Send `check`, for real, and say in words what came back."""
        try:
            answer = await ask(cfg, cfg.get("secret", ""), "check", {})
        except ProviderError as error:
            return Health(ok=False, words=WRONG.get(error.code, WRONG_STATUS))
        if answer.get("ok") is not True:
            return Health(ok=False, words=WRONG["answer"])
        return Health(ok=True, words=_("The broker answers, and accepts the signature."))

    async def prepare(self, s: Session) -> CitizenSteps:
        """Ask for what the citizen has to do. Asked again for one session, the delivery id is the same."""
        end = int(s.hard_end_at.timestamp()) if s.hard_end_at else 0
        fields = {"session": s.id, "scope": _parts(s.scope), "language": s.language, "hard_end_at": end}
        return read_steps(await ask(s.config, _secret(s), "prepare", fields, delivery=_always_the_same(s, "prepare")))

    async def viewer(self, s: Session, agent: Agent) -> Viewer:
        """Ask for an address to look at; it opens in another tab. Nothing about the agent goes out."""
        answer = await ask(s.config, _secret(s), "viewer", {"session": s.id, "scope": _parts(s.scope)})
        steps = (
            _("Open the viewer. It opens in another tab and shows the screen as soon as the citizen shares it."),
            _("At the end press “End the session” here. Closing the tab ends nothing."),
        )
        return Viewer(kind=ViewerKind.LINK, url=read_url(answer.get("url")), expires=s.hard_end_at, steps=steps)

    async def set_scope(self, s: Session, scope: frozenset[Scope]) -> None:
        """Tell what may be done now; a broker that does not confirm it is ended."""
        answer = await ask(s.config, _secret(s), "scope", {"session": s.id, "scope": _parts(scope)})
        if answer.get("applied") is not True:
            raise ProviderError("scope", permanent=True)

    async def end(self, s: Session, reason: EndReason) -> EndResult:
        """Tell the broker to end it, once per call with one delivery id for ever: the sweep calls again until the broker says that it has ended."""
        try:
            fields = {"session": s.id, "reason": reason.value}
            answer = await ask(s.config, _secret(s), "end", fields, delivery=_always_the_same(s, "end"), attempts=1)
        except ProviderError:
            return EndResult.UNCONFIRMED
        return EndResult.CONFIRMED if answer.get("ended") is True else EndResult.UNCONFIRMED

    async def status(self, s: Session) -> Status:
        """Ask whether the citizen's computer is connected."""
        answer = await ask(s.config, _secret(s), "status", {"session": s.id})
        connected = answer.get("connected")
        return Status(connected=connected if isinstance(connected, bool) else None)

    async def on_callback(self, request: HttpRequest) -> list[Told]:
        """Check signature, age and shape of what the broker tells. Whether it was told before, or too late, is for the caller to know."""
        body = request.body
        if len(body) > MAX_BYTES:
            raise ProviderError("too_big", permanent=True)
        check_signature(secrets_of(request).get("secret", ""), request.headers.get(HEADER, ""), body, clock.now().timestamp())
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise ProviderError("body", permanent=True) from error
        if not isinstance(message, dict):
            raise ProviderError("body", permanent=True)
        # Only the body is signed: the header is for whoever routes it, and must not say otherwise.
        delivery = read_uuid(message.get("id"))
        if DELIVERY_HEADER in request.headers and read_uuid(request.headers[DELIVERY_HEADER]) != delivery:
            raise ProviderError("body", permanent=True)
        name = message.get("event")
        if not isinstance(name, str) or name not in TELLABLE:
            raise ProviderError("body", permanent=True)
        data = _facts(message.get("data"), TELLABLE[name])
        return [Told(read_uuid(message.get("session")), EventName(name), data, delivery=delivery, at=_moment(message.get("at")))]


def _secret(s: Session) -> str:
    return s.secrets.get("secret", "")


def _parts(scope: frozenset[Scope]) -> list[str]:
    return write_scope(scope).split("+")


def _always_the_same(s: Session, event: str) -> str:
    """Return the delivery id of what happens once in a session, however often and by whichever process it is sent."""
    return str(uuid5(UUID(s.id), event))


def _moment(at: object) -> float:
    if not isinstance(at, int | float) or isinstance(at, bool) or not math.isfinite(at) or not 0 < at < MAX_MOMENT:
        raise ProviderError("body", permanent=True)
    return float(at)


def _facts(found: object, known: tuple[str, ...]) -> dict[str, str | int]:
    """Keep numbers and short codes: a partner's free text, with people in it, stays outside."""
    given: dict[str, object] = found if isinstance(found, dict) else {}
    facts: dict[str, str | int] = {}
    for key in known:
        value = given.get(key)
        if (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT) or (
            isinstance(value, str) and CODE.fullmatch(value)
        ):
            facts[key] = value
    return facts
