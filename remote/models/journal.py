"""What is only ever added: the lines of a session's journal, and what partners have delivered."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpdesk.base import clock
from helpdesk.people.models import Council
from helpdesk.tickets.rules import Author
from remote.models.fields import choices
from remote.models.sessions import RemoteSession


class RemoteEvent(models.Model):
    """One line of a session's journal: only ever added, each bound to the one before by its hash."""

    council = models.ForeignKey(Council, models.PROTECT)
    session = models.ForeignKey(RemoteSession, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=24)
    actor_kind = models.CharField(max_length=8, choices=choices(Author))
    actor_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ip = models.GenericIPAddressField(null=True, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["session", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "seq"], name="one_remote_event_per_seq")]

    def __str__(self) -> str:
        return f"{self.session_id}#{self.seq} {self.name}"


class RemoteDelivery(models.Model):
    """A message of a partner that was taken, so that it counts once. Kept for a day: a signature is good for five minutes."""

    council = models.ForeignKey(Council, models.CASCADE)
    session = models.ForeignKey(RemoteSession, models.CASCADE, related_name="deliveries")
    provider = models.CharField(max_length=20)
    delivery = models.UUIDField()
    event = models.CharField(max_length=24)
    said_at = models.DateTimeField(help_text="When the partner says that it happened.")
    taken_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "provider", "delivery"], name="one_remote_delivery")]

    def __str__(self) -> str:
        return f"{self.provider} {self.delivery}"
