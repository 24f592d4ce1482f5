"""Drafts of the citizen's wizard: server rows behind a cookie, so that nothing typed is lost and no JavaScript is needed."""

from typing import ClassVar

from django.db import models

from helpdesk.base import clock
from helpdesk.people.models import Council


class WizardDraft(models.Model):
    """What a citizen has entered so far. Used once: `ticket_reference` is set when it was sent."""

    council = models.ForeignKey(Council, models.CASCADE)
    key_hash = models.CharField(max_length=64, unique=True)
    client_id = models.UUIDField()
    answers = models.JSONField(default=dict)
    ticket_reference = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.pk)


class DraftFile(models.Model):
    """A checked file waiting in a draft."""

    council = models.ForeignKey(Council, models.CASCADE)
    draft = models.ForeignKey(WizardDraft, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    storage_path = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
