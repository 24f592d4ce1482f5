"""Whatever leaves the house, and the workers that send it."""

from typing import ClassVar

from django.db import models

from helpdesk.base import clock
from helpdesk.outbox.rules import ErrorCode
from helpdesk.people.models import Council
from helpdesk.people.rules import Purpose


class OutboxMail(models.Model):
    """A mail written in the transaction of its cause. Text is rendered when it is sent, so that no usable token is ever stored."""

    class State(models.TextChoices):
        """Life of a mail."""

        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    council = models.ForeignKey(Council, models.CASCADE)
    template = models.CharField(max_length=60, help_text="Folder below templates/mail/.")
    language = models.CharField(max_length=2)
    recipient = models.EmailField()
    context = models.JSONField(default=dict)
    attachment_name = models.CharField(max_length=80, blank=True)
    attachment_type = models.CharField(max_length=80, blank=True)
    attachment_text = models.TextField(blank=True, help_text="A text file that goes with it; forgotten, like the context, when it is sent.")
    link_purpose = models.CharField(max_length=16, blank=True, choices=[(p.value, p.value) for p in Purpose])
    link_subject_id = models.BigIntegerField(null=True, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=20, blank=True, choices=[(c.value, c.value) for c in ErrorCode])
    claimed_by = models.CharField(max_length=64, blank=True, help_text="Worker that is sending it now.")
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "created_at"]), models.Index(fields=["link_subject_id", "template"])]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"


class Worker(models.Model):
    """A task worker that has been heard of; `worker_id` is the one that its tasks carry."""

    worker_id = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker_id
