"""What the service should know about somebody, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from helpdesk.tickets.labels import PREFERENCE
from helpdesk.tickets.models import Ticket


def needs_words(known: Mapping[str, str]) -> list[str]:
    """Return a line for each need; none when there is nothing to know."""
    lines = [str(PREFERENCE[known["preference"]])] if known.get("preference") in PREFERENCE else []
    if known.get("interpreter"):
        lines.append(_("Interpreter: %(language)s") % {"language": known["interpreter"]})
    if known.get("helper_name"):
        words = _("Helped by %(name)s (%(contact)s)") if known.get("helper_contact") else _("Helped by %(name)s")
        lines.append(words % {"name": known["helper_name"], "contact": known.get("helper_contact", "")})
    return lines


def needs_of(ticket: Ticket) -> list[str]:
    """Return the needs noted on a ticket."""
    return needs_words({name: getattr(ticket, name) for name in ("preference", "interpreter", "helper_name", "helper_contact")})
