"""Invitations to rate and the answers."""

from typing import ClassVar

from django.db import models

from helpdesk.base import clock
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket


class Invitation(models.Model):
    """The invitation to rate one ticket; sent when it is resolved for the first time."""

    council = models.ForeignKey(Council, models.PROTECT)
    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="rating_invitation")
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.ticket_id)


class Rating(models.Model):
    """One answer per invitation: 1 to 5, with an optional comment; changeable for a day."""

    council = models.ForeignKey(Council, models.PROTECT)
    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["council", "created_at"])]
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="score_is_one_to_five")]

    def __str__(self) -> str:
        return str(self.score)
