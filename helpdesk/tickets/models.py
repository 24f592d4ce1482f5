"""The incident: ticket, timeline, attachments, unserved demand."""

from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.catalogue.models import KnownProblem, Procedure, Step
from helpdesk.people.models import Citizen, Council, Team
from helpdesk.tickets.rules import (
    PICTURE_TYPES,
    Author,
    CallbackOrigin,
    Channel,
    EntryKind,
    Exclusion,
    FailureCause,
    Feedback,
    Motive,
    Outcome,
    Preference,
    ProcedureResult,
    Referral,
    Requester,
    Status,
    UnservedReason,
    Visibility,
    WaitingParty,
)


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
    procedure_result = models.CharField(
        max_length=16, choices=choices(ProcedureResult), blank=True, help_text="How the procedure ended; empty is not known."
    )
    failure_cause = models.CharField(max_length=16, choices=choices(FailureCause), blank=True)
    referral = models.CharField(max_length=16, choices=choices(Referral), blank=True)
    feedback_kind = models.CharField(
        max_length=12, choices=choices(Feedback), blank=True, help_text="What it says of the service itself, if anything."
    )
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="assigned_tickets")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="tickets")
    waiting_party = models.CharField(max_length=16, choices=choices(WaitingParty), blank=True)
    waiting_for = models.CharField(max_length=120, blank=True)
    waiting_until = models.DateField(null=True, blank=True)
    waiting_reminded_at = models.DateTimeField(null=True, blank=True)
    interpreter = models.CharField(max_length=40, blank=True, help_text="Language for which an interpreter is needed, as said.")
    preference = models.CharField(max_length=10, choices=choices(Preference), blank=True)
    helper_name = models.CharField(max_length=120, blank=True, help_text="Who writes for somebody else.")
    helper_contact = models.CharField(max_length=80, blank=True)
    device = models.CharField(max_length=80, blank=True)
    callback_origin = models.CharField(max_length=10, choices=choices(CallbackOrigin), blank=True)
    excluded_reason = models.CharField(max_length=20, choices=choices(Exclusion), blank=True)
    last_seq = models.PositiveIntegerField(default=0)
    reply_due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    first_human_response_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # How it ended the first time stays when it is opened again: the indicators count by it.
    first_resolved_at = models.DateTimeField(null=True, blank=True)
    first_outcome = models.CharField(max_length=16, choices=choices(Outcome), blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True, help_text="When it was opened again for the first time.")
    history = HistoricalRecords(excluded_fields=["last_seq", "updated_at"])

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["council", "created_at"]),
            # The queue is read from these two in their order; the fields behind the order let a row be passed over without reading it.
            # What is not done has no `resolved_at`, so that every view of work begins in one place.
            models.Index(
                fields=["resolved_at", "reply_due_at", "-updated_at", "-id", "council", "status", "assignee"], name="ticket_by_due"
            ),
            models.Index(fields=["council", "-updated_at", "-id", "resolved_at"], name="ticket_by_activity"),
            models.Index(fields=["assignee", "status"]),
            # Counted on every page of the desk.
            models.Index(fields=["status", "council", "assignee"], condition=models.Q(resolved_at=None), name="ticket_undone"),
            # For the indicators: what was resolved in a month, and what was open at its end.
            models.Index(fields=["council", "first_resolved_at", "created_at"], name="ticket_by_first_end"),
            models.Index(fields=["council", "reopened_at"], condition=models.Q(reopened_at__isnull=False), name="ticket_reopened"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=in_list("status", Status), name="ticket_status_is_known"),
            models.CheckConstraint(condition=in_list("channel", Channel), name="ticket_channel_is_known"),
            models.CheckConstraint(condition=in_list("motive", Motive), name="ticket_motive_is_known"),
            models.CheckConstraint(condition=in_list("requester", Requester), name="ticket_requester_is_known"),
            models.CheckConstraint(condition=in_list("outcome", Outcome, blank=True), name="ticket_outcome_is_known"),
            models.CheckConstraint(condition=in_list("first_outcome", Outcome, blank=True), name="ticket_first_outcome_is_known"),
            models.CheckConstraint(
                condition=in_list("procedure_result", ProcedureResult, blank=True), name="ticket_procedure_result_is_known"
            ),
            models.CheckConstraint(condition=in_list("failure_cause", FailureCause, blank=True), name="ticket_failure_cause_is_known"),
            models.CheckConstraint(condition=in_list("referral", Referral, blank=True), name="ticket_referral_is_known"),
            models.CheckConstraint(condition=in_list("feedback_kind", Feedback, blank=True), name="ticket_feedback_kind_is_known"),
            models.CheckConstraint(
                condition=in_list("callback_origin", CallbackOrigin, blank=True), name="ticket_callback_origin_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["resolved", "closed"]) | models.Q(resolved_at__isnull=False),
                name="done_ticket_has_resolved_at",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["resolved", "closed"]) | models.Q(resolved_at=None), name="only_done_ticket_has_resolved_at"
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None) | models.Q(first_resolved_at__isnull=False),
                name="resolved_ticket_has_first_resolved_at",
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at=None) | models.Q(first_resolved_at__isnull=False), name="only_resolved_ticket_was_reopened"
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

    @property
    def is_picture(self) -> bool:
        """Whether browsers show it as a picture."""
        return self.media_type in PICTURE_TYPES


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


class SearchDocument(models.Model):
    """What a ticket is found by: folded words between spaces. The database's own full-text index follows this row as an index does; see services/search.py."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, primary_key=True, related_name="document")
    council = models.ForeignKey(Council, models.CASCADE, db_index=False)
    words = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.ticket_id}"
