"""What the queue can be narrowed to."""

from collections.abc import Iterable, Mapping
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from helpdesk.base.text import clean_text
from helpdesk.desk.words import procedure_title
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where
from helpdesk.people.selectors import colleagues, councils
from helpdesk.tickets.labels import CHANNEL, MOTIVE, STATUS
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.permissions import Permission

Choices = list[tuple[str, str]]
ANY = _("Any")


def councils_of(actor: Actor) -> list[Council]:
    """Return the councils whose tickets this person answers, by name."""
    return list(councils(councils_where(actor, Permission.WORK)))


def procedure_choices(found: Iterable[Council]) -> Choices:
    """Return the active procedures of councils with their titles in the language of the page."""
    return [
        (str(procedure.pk), procedure_title(procedure, council).text)
        for council in found
        for procedure in council.procedures.filter(is_active=True).prefetch_related("texts")
    ]


def colleague_choices(found: Iterable[Council]) -> Choices:
    """Return the people who answer tickets of these councils, each once."""
    people = {str(user.pk): user.full_name for council in found for user in colleagues(council.pk)}
    return sorted(people.items(), key=lambda pair: pair[1])


class TicketFilter(django_filters.FilterSet):
    """Filters of the queue; the choices are those of the actor's own councils."""

    q = django_filters.CharFilter(method="search", label=_("Search"))
    council = django_filters.ChoiceFilter(label=_("Council"), empty_label=ANY)
    status = django_filters.ChoiceFilter(choices=list(STATUS.items()), label=_("Status"), empty_label=ANY)
    channel = django_filters.ChoiceFilter(choices=list(CHANNEL.items()), label=_("Channel"), empty_label=ANY)
    motive = django_filters.ChoiceFilter(choices=list(MOTIVE.items()), label=_("Motive"), empty_label=ANY)
    procedure = django_filters.ChoiceFilter(label=_("Procedure"), empty_label=ANY)
    assignee = django_filters.ChoiceFilter(label=_("Assigned to"), empty_label=ANY)

    class Meta:
        model = Ticket
        fields: tuple[str, ...] = ()

    def __init__(self, data: Mapping[str, Any], queryset: QuerySet[Ticket], *, actor: Actor) -> None:
        super().__init__(data, queryset)
        found = councils_of(actor)
        self.filters["procedure"].extra["choices"] = procedure_choices(found)
        self.filters["assignee"].extra["choices"] = colleague_choices(found)
        if len(found) > 1:
            self.filters["council"].extra["choices"] = [(str(c.pk), c.name) for c in found]
        else:
            del self.filters["council"]

    def search(self, queryset: QuerySet[Ticket], _name: str, value: str) -> QuerySet[Ticket]:
        """Find by reference, subject or name of the citizen."""
        words = clean_text(value)
        return queryset.filter(Q(reference__icontains=words) | Q(subject__icontains=words) | Q(citizen__name__icontains=words))
