"""What a program can do, in words for whoever decides whether to use it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.tickets.labels import Label
from remote.labels import HARD_END
from remote.providers.base import Caps, Device, HardEnd
from remote.providers.registry import caps_of
from remote.selectors import ProviderRow

PARTNER_ENDS = pgettext_lazy("who ends a session", "The partner’s server ends it, and has to say so")
NOTHING = pgettext_lazy("what the citizen installs", "Nothing: the browser is enough")
ANOTHER_PROGRAM = pgettext_lazy("what the citizen installs", "Another program has to be opened")
A_COMMAND = pgettext_lazy("what the citizen installs", "One command, and a screen server that some systems bring along")
SYSTEMS = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}
CAN = pgettext_lazy("ability", "If the citizen agrees")
CANNOT = pgettext_lazy("ability", "Not possible")


@dataclass(frozen=True, slots=True)
class Abilities:
    """One program, as the page of settings shows it."""

    who_ends: Label
    is_certain: bool
    is_excluded: bool
    installs: Label
    systems: str
    view: bool
    control: bool
    clipboard: bool

    @property
    def parts(self) -> list[tuple[Label, bool, Label]]:
        """What can be done in a session: name, whether, and in words."""
        named = ((_("Look"), self.view), (_("Mouse and keyboard"), self.control), (_("Clipboard"), self.clipboard))
        return [(name, can, CAN if can else CANNOT) for name, can in named]


def abilities_of(row: ProviderRow, *, needs_server_end: bool) -> Abilities:
    """Return what a program can do as a council has set it, and whether the council's demand excludes it."""
    caps = caps_of(row.provider, row.config.settings if row.config else {})
    certain = caps.hard_end is HardEnd.SERVER
    return Abilities(
        who_ends=PARTNER_ENDS if caps.hard_end is HardEnd.REMOTE and not caps.attested else HARD_END[caps.hard_end],
        is_certain=certain,
        is_excluded=needs_server_end and not certain,
        installs=_installs(caps),
        systems=", ".join(words for key, words in SYSTEMS.items() if key in caps.platforms),
        view=caps.view,
        control=caps.control,
        clipboard=caps.clipboard,
    )


def _installs(caps: Caps) -> Label:
    if not caps.needs_install:
        return NOTHING
    return A_COMMAND if caps.device is Device.COMMAND else ANOTHER_PROGRAM
