"""Words for the closed lists of calls by video."""

from django.utils.translation import gettext_lazy as _

from helpdesk.tickets.labels import Label
from remote.video.rules import Found, Part

PART: dict[str, Label] = {
    Part.CAMERA: _("Camera"),
    Part.MICROPHONE: _("Microphone"),
    Part.LOUDSPEAKER: _("Loudspeaker"),
    Part.CONNECTION: _("Connection"),
}
FOUND: dict[str, Label] = {
    Found.OK: _("works"),
    Found.REFUSED: _("the browser does not allow it"),
    Found.MISSING: _("none was found"),
    Found.BUSY: _("another program uses it"),
    Found.FAILED: _("does not work"),
    Found.SILENT: _("nothing was heard"),
}
