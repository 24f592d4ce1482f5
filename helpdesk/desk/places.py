"""The desk's own places of the rail."""

from django.utils.translation import gettext_lazy as _

from helpdesk.desk.permissions import Permission
from helpdesk.people.permissions import Permission as People
from helpdesk.people.places import Place, add_place, holders_of
from helpdesk.tickets.permissions import Permission as Tickets

works = holders_of(Tickets.WORK)
add_place(Place("queue", _("Queue"), "desk:home", "inbox", 10, works))
add_place(Place("calls", _("Calls"), "desk:calls", "calendar", 20, works))
add_place(Place("log", _("Log a contact"), "desk:log", "phone-incoming", 30, works))
add_place(Place("board", _("Board"), "desk:board", "layout-dashboard", 50, holders_of(Permission.SUPERVISE)))
add_place(Place("analysis", _("Analysis"), "desk:analysis", "chart-line", 55, holders_of(Permission.ANALYSE)))
add_place(Place("settings", _("Settings"), "desk:settings", "settings", 60, holders_of(People.CONFIGURE)))
