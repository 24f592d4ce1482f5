"""The incident: ticket, timeline, attachments, unserved demand."""

from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.catalogue.models import KnownProblem, Procedure, Step
from helpdesk.people.models import Citizen, Council
from helpdesk.tickets.rules import Author, Channel, EntryKind, Motive, Outcome, Requester, Status, UnservedReason, Visibility


def choices(values: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the choices of a closed list; labels live in `labels.py`."""
    return [(v.value, v.value) for v in values]


def in_list(field: str, values: type[StrEnum], *, blank: bool = False) -> models.Q:
    """Return the condition that a field holds one of a closed list."""
    return models.Q(**{f"{field}__in": [v.value for v in values] + ([""] if blank else [])})


class Ticket(models.Model):
    """Somebody's incident with an electronic procedure."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="tickets")
    reference = models.CharField(max_length=16, unique=True)
    subject = models.CharField(max_length=140)
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="tickets")
    status = models.CharField(max_length=20, choices=choices(Status), default=Status.NEW)
    channel = models.CharField(max_length=10, choices=choices(Channel))
    motive = models.CharField(max_length=16, choices=choices(Motive))
    requester = models.CharField(max_length=16, choices=choices(Requester), default=Requester.CITIZEN)
    language = models.CharField(max_length=2)
    procedure = models.ForeignKey(Procedure, models.PROTECT, null=True, blank=True, related_name="tickets")
    step = models.ForeignKey(Step, models.SET_NULL, null=True, blank=True, related_name="+")
    problem = models.ForeignKey(KnownProblem, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=16, choices=choices(Outcome), blank=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="assigned_tickets")
    waiting_for = models.CharField(max_length=120, blank=True)
    waiting_until = models.DateField(null=True, blank=True)
    device = models.CharField(max_length=80, blank=True)
    callback_origin = models.CharField(max_length=10, blank=True)
    excluded_reason = models.CharField(max_length=20, blank=True)
    last_seq = models.PositiveIntegerField(default=0)
    reply_due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    first_human_response_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["last_seq", "updated_at"])

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["council", "created_at"]),
            models.Index(fields=["council", "status", "updated_at"]),
            models.Index(fields=["assignee", "status"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=in_list("status", Status), name="ticket_status_is_known"),
            models.CheckConstraint(condition=in_list("channel", Channel), name="ticket_channel_is_known"),
            models.CheckConstraint(condition=in_list("motive", Motive), name="ticket_motive_is_known"),
            models.CheckConstraint(condition=in_list("requester", Requester), name="ticket_requester_is_known"),
            models.CheckConstraint(condition=in_list("outcome", Outcome, blank=True), name="ticket_outcome_is_known"),
            models.CheckConstraint(
                condition=~models.Q(status__in=["resolved", "closed"]) | models.Q(resolved_at__isnull=False),
                name="done_ticket_has_resolved_at",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Entry(models.Model):
    """One row of a ticket's timeline. The row is the message; whatever else happens only tells that it exists."""

    council = models.ForeignKey(Council, models.PROTECT)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=choices(EntryKind))
    visibility = models.CharField(max_length=8, choices=choices(Visibility))
    client_id = models.UUIDField()
    author_kind = models.CharField(max_length=8, choices=choices(Author))
    author_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2)
    body = models.TextField(blank=True)
    event = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "seq"], name="one_entry_per_seq"),
            models.UniqueConstraint(fields=["ticket", "client_id"], name="one_entry_per_client_id"),
            models.CheckConstraint(condition=~models.Q(kind="note") | models.Q(visibility="internal"), name="notes_are_internal"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}#{self.seq}"


class Attachment(models.Model):
    """A file of an entry, kept under a random key and served only by a checked view."""

    council = models.ForeignKey(Council, models.PROTECT)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="attachments")
    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class UnservedDemand(models.Model):
    """Somebody tried to reach the service and was not served: an abandoned wait, an attempt outside hours, a refusal."""

    council = models.ForeignKey(Council, models.PROTECT)
    channel = models.CharField(max_length=10, choices=choices(Channel))
    reason = models.CharField(max_length=16, choices=choices(UnservedReason))
    ticket = models.OneToOneField(Ticket, models.SET_NULL, null=True, blank=True, related_name="unserved")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["council", "created_at"])]

    def __str__(self) -> str:
        return f"{self.channel} {self.reason}"
