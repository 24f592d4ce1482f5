"""This room's place of the rail."""

from django.utils.translation import gettext_lazy as _

from helpdesk.people.places import Place, add_place, holders_of
from satisfaction.permissions import Permission

add_place(Place("ratings", _("Ratings"), "rating:home", "star", 45, holders_of(Permission.RESULTS)))
