"""What makes the desk quick: drafts with their files, saved views, canned answers, and who looks at what."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket


class ComposerDraft(models.Model):
    """What somebody has begun to write on a ticket; `kind` is reply or note. One per person, ticket and kind."""

    council = models.ForeignKey(Council, models.CASCADE)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=[("reply", "reply"), ("note", "note")])
    body = models.TextField()
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "user", "kind"], name="one_draft_per_kind")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind}"


class KeptFile(models.Model):
    """A checked file of a message that was refused: it waits with the draft, for its author alone, and no address serves it."""

    council = models.ForeignKey(Council, models.CASCADE)
    draft = models.ForeignKey(ComposerDraft, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    storage_path = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A narrowed queue under a name: `query` is its query string. Shared ones are everybody's in the council."""

    council = models.ForeignKey(Council, models.CASCADE)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "owner", "name"], name="one_view_per_name")]

    def __str__(self) -> str:
        return self.name


class CannedAnswer(models.Model):
    """A text that is used again; `texts` by language, with placeholders such as {name}. Without an owner it is everybody's in the council."""

    council = models.ForeignKey(Council, models.CASCADE)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    shortcut = models.SlugField(max_length=30)
    title = models.CharField(max_length=80)
    texts = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "shortcut"], condition=models.Q(owner=None), name="one_shared_answer_per_shortcut"),
            models.UniqueConstraint(fields=["council", "owner", "shortcut"], name="one_own_answer_per_shortcut"),
        ]

    def __str__(self) -> str:
        return self.title


class Looking(models.Model):
    """Who has a ticket open, and since when she writes; rows not renewed for half a minute mean nothing."""

    council = models.ForeignKey(Council, models.CASCADE)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=clock.now)
    wrote_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ticket", "seen_at"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "user"], name="one_look_per_person")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.user_id}"
