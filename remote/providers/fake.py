"""`fake`: a whole session without anybody's computer, for tests and the demonstration. The server really ends it."""

import asyncio
from enum import StrEnum
from typing import ClassVar

from django import forms
from django.http import HttpRequest
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


class Behaviour(StrEnum):
    """How it behaves: programs fail, and what we do then has to be tried."""

    WELL = "well"
    BROKEN = "broken"
    NEVER_ENDS = "never_ends"
    END_FAILS = "end_fails"
    HANGS = "hangs"


WORDS: dict[str, Label] = {
    Behaviour.WELL: gettext_lazy("It works"),
    Behaviour.BROKEN: gettext_lazy("It fails when it is prepared"),
    Behaviour.NEVER_ENDS: gettext_lazy("It never confirms its end"),
    Behaviour.END_FAILS: gettext_lazy("Ending it fails"),
    Behaviour.HANGS: gettext_lazy("It does not answer"),
}


class FakeConfig(forms.Form):
    """How the imitation behaves."""

    behaviour = forms.ChoiceField(
        label=gettext_lazy("How it behaves"), choices=list(WORDS.items()), widget=RadioCards, initial=Behaviour.WELL
    )


class FakeProvider:
    """Shows a drawing in place of a screen."""

    key: ClassVar[str] = "fake"
    label: ClassVar[Label] = gettext_lazy("Imitation, for trying it out")
    caps: ClassVar[Caps] = Caps(
        view=True,
        control=True,
        record=False,
        hard_end=HardEnd.SERVER,
        needs_install=False,
        platforms=frozenset({"windows", "macos", "linux"}),
        clipboard=True,
    )
    config: ClassVar[type[forms.Form]] = FakeConfig

    async def check(self, cfg: Config) -> Health:
        """Answer as it is told to behave."""
        if await _behaves(cfg) is Behaviour.BROKEN:
            return Health(ok=False, words=gettext_lazy("The imitation is set to fail."))
        return Health(ok=True, words=gettext_lazy("The imitation answers."))

    async def prepare(self, s: Session) -> CitizenSteps:
        """Nothing to do for the citizen."""
        if await _behaves(s.config) is Behaviour.BROKEN:
            raise ProviderError("broken", permanent=True)
        return CitizenSteps(ready=True)

    async def viewer(self, s: Session, agent: Agent) -> Viewer:
        """A picture that our own server stops giving the moment the session ends."""
        return Viewer(kind=ViewerKind.PICTURE, expires=s.hard_end_at)

    async def set_scope(self, s: Session, scope: frozenset[Scope]) -> None:
        """There is nothing to drive."""

    async def end(self, s: Session, reason: EndReason) -> EndResult:
        """Confirm, unless told otherwise."""
        behaviour = await _behaves(s.config)
        if behaviour is Behaviour.END_FAILS:
            raise ProviderError("end_failed")
        return EndResult.UNCONFIRMED if behaviour is Behaviour.NEVER_ENDS else EndResult.CONFIRMED

    async def status(self, s: Session) -> Status:
        """Always there."""
        return Status(connected=True)

    async def on_callback(self, request: HttpRequest) -> list[Told]:
        """It never calls."""
        raise ProviderError("no_callbacks", permanent=True)


async def _behaves(cfg: Config) -> Behaviour:
    behaviour = Behaviour(cfg.get("behaviour") or Behaviour.WELL)
    if behaviour is Behaviour.HANGS:
        await asyncio.sleep(3600)
    return behaviour
