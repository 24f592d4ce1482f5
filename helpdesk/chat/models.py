"""Presence of agents and the chats of tickets."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpdesk.base import clock
from helpdesk.chat.rules import ChatState
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket, choices


class Presence(models.Model):
    """Whether an agent takes chats, over all councils where she has a role, and when she was last heard of."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presence")
    is_available = models.BooleanField(default=False)
    last_seen_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.is_available}"


class Chat(models.Model):
    """A live conversation on a ticket's timeline, from the waiting room to its end."""

    council = models.ForeignKey(Council, models.PROTECT)
    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="chat")
    state = models.CharField(max_length=10, choices=choices(ChatState), default=ChatState.WAITING)
    requested_at = models.DateTimeField(default=clock.now)
    citizen_seen_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["council", "state", "requested_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="active") | models.Q(accepted_at__isnull=False), name="active_chat_was_accepted"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.state}"
