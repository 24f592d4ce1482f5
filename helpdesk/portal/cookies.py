"""What this service keeps in a citizen's browser, all of it: the page on cookies is drawn from here, and a test compares it with what is set."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.portal.rules import DRAFT_COOKIE, DRAFT_DAYS

SECONDS_OF_A_DAY = 86400


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing kept, what for, and until when."""

    name: str
    purpose: str
    life: str


def _days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def cookies() -> tuple[Kept, ...]:
    """Return every cookie; all are our own and needed for what the visitor asks for (LSSI art. 22.2)."""
    return (
        Kept(
            settings.SESSION_COOKIE_NAME,
            _("Lets this browser open the requests that you sent from it or whose private link you used. For staff, keeps them logged in."),
            _("%(days)s; for staff, until the browser is closed") % {"days": _days(settings.SESSION_COOKIE_AGE // SECONDS_OF_A_DAY)},
        ),
        Kept(settings.CSRF_COOKIE_NAME, _("Protects the forms: nobody else can send one in your name."), _("One year")),
        Kept(
            DRAFT_COOKIE,
            _("Finds what you have begun to write, so that nothing is lost if you stop halfway."),
            _("%(days)s, or until you send it") % {"days": _days(DRAFT_DAYS)},
        ),
    )


def in_the_browser() -> tuple[Kept, ...]:
    """Return what scripts keep in the browser's own storage, which is never sent to anybody."""
    return (
        Kept("scheme", _("Remembers whether you chose light or dark colours."), _("Until you erase it")),
        Kept("timeline", _("Keeps a message that you are writing until it has arrived."), _("Until you close the tab")),
    )
