"""This room's place of the rail."""

from django.utils.translation import gettext_lazy as _

from helpdesk.people.places import Place, add_place, holders_of
from transparency.permissions import Permission

add_place(Place("indicators", _("Indicators"), "indicators:home", "chart-column", 70, holders_of(Permission.LOOK)))
