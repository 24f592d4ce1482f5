"""Calls that were agreed with citizens, and every attempt to make them."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.calendars.models import Booking
from helpdesk.callbacks.rules import AttemptOutcome, CallMode, CallState, CallWhen
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket, choices
from helpdesk.tickets.rules import CallbackOrigin


class Call(models.Model):
    """A call agreed for a time. At most one of a ticket is booked; `due_at` is its own deadline."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="calls")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="calls")
    booking = models.OneToOneField(Booking, models.PROTECT, null=True, blank=True, related_name="call")
    state = models.CharField(max_length=10, choices=choices(CallState), default=CallState.BOOKED)
    when = models.CharField(max_length=10, choices=choices(CallWhen))
    mode = models.CharField(max_length=10, choices=choices(CallMode), default=CallMode.PHONE)
    origin = models.CharField(max_length=10, choices=choices(CallbackOrigin))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    due_at = models.DateTimeField()
    phone = models.CharField(max_length=20)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True, blank=True, help_text="After an attempt without an answer: not before.")
    waiting_since = models.DateTimeField(null=True, blank=True, help_text="By video: the citizen is in the room, and nobody of us is.")
    first_attempt_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["council", "state", "starts_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket"], condition=models.Q(state="booked"), name="one_booked_call_per_ticket"),
            models.CheckConstraint(
                condition=models.Q(state="booked") | models.Q(finished_at__isnull=False), name="finished_call_has_finished_at"
            ),
            models.CheckConstraint(condition=~models.Q(mode="video") | models.Q(when="exact"), name="video_call_has_an_exact_time"),
            models.CheckConstraint(
                condition=models.Q(waiting_since__isnull=True) | models.Q(mode="video", state="booked"), name="waiting_is_for_a_video_call"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.starts_at:%Y-%m-%d %H:%M}"


class CallAttempt(models.Model):
    """One attempt to make an agreed call."""

    council = models.ForeignKey(Council, models.PROTECT)
    call = models.ForeignKey(Call, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=choices(AttemptOutcome))
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["call", "number"], name="one_attempt_per_number")]

    def __str__(self) -> str:
        return f"{self.call_id}#{self.number} {self.outcome}"
