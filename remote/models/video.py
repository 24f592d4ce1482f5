"""The room of a call by video."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.people.models import Council
from helpdesk.tickets.rules import Author
from remote.models.fields import among, choices
from remote.video.rules import Ending


class VideoCall(models.Model):
    """The room of one agreement of a call: who came in and when, to which words, how long they talked."""

    council = models.ForeignKey(Council, models.PROTECT)
    call = models.ForeignKey(Call, models.PROTECT, related_name="rooms")
    starts_at = models.DateTimeField(help_text="The time that was agreed: a call that is moved gets another room.")
    tested_at = models.DateTimeField(null=True, blank=True)
    tested = models.JSONField(
        default=dict, blank=True, help_text="What the citizen's own test found: words of a closed list, nothing of the device."
    )
    entered_at = models.DateTimeField(null=True, blank=True)
    citizen_seen_at = models.DateTimeField(null=True, blank=True, help_text="Heartbeat of the citizen's page.")
    consent_text = models.TextField(blank=True)
    consent_text_version = models.CharField(max_length=12, blank=True)
    consent_text_sha256 = models.CharField(max_length=64, blank=True)
    consent_language = models.CharField(max_length=2, blank=True)
    consent_ip = models.GenericIPAddressField(null=True, blank=True)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="video_calls")
    agent_name = models.CharField(max_length=60, blank=True, help_text="As the citizen was shown it.")
    joined_at = models.DateTimeField(null=True, blank=True)
    agent_seen_at = models.DateTimeField(null=True, blank=True, help_text="Heartbeat of the agent's page.")
    started_at = models.DateTimeField(null=True, blank=True, help_text="When both were connected for the first time.")
    hard_end_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_kind = models.CharField(max_length=8, choices=choices(Author), blank=True)
    end_reason = models.CharField(max_length=16, choices=choices(Ending), blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["council", "started_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "starts_at"], name="one_room_per_agreement"),
            models.CheckConstraint(
                condition=Q(entered_at__isnull=True)
                | (~Q(consent_text="") & ~Q(consent_text_version="") & ~Q(consent_text_sha256="") & ~Q(consent_language="")),
                name="video_consent_keeps_its_text",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True)
                | Q(entered_at__isnull=False, joined_at__isnull=False, agent__isnull=False, hard_end_at__isnull=False),
                name="video_began_with_both",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="video_end_has_a_reason",
            ),
            models.CheckConstraint(condition=among("end_reason", Ending, blank=True), name="video_ending_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.starts_at:%Y-%m-%d %H:%M}"
