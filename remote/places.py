"""This room's place of the rail."""

from django.utils.translation import gettext_lazy as _

from helpdesk.people.places import Place, add_place, holders_of
from remote.permissions import Permission

add_place(Place("remote", _("Remote sessions"), "remote:live", "screen-share", 40, holders_of(Permission.TERMINATE)))
