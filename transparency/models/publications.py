"""What has been published, for good: revisions of months and their files."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpdesk.base import clock
from helpdesk.people.models import Council
from transparency.kinds import Kind, Severity, Withdrawal
from transparency.models.drafts import Draft, choices


class Publication(models.Model):
    """An immutable revision of a month."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="publications")
    month = models.DateField()
    revision = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    draft = models.OneToOneField(Draft, models.PROTECT, null=True, blank=True, related_name="publication")
    kind = models.CharField(max_length=20, choices=choices(Kind), default=Kind.RELEASE)
    severity = models.CharField(max_length=8, choices=choices(Severity), blank=True)
    reason = models.JSONField(default=dict, blank=True)
    changes_conclusion = models.BooleanField(default=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    previous_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Of the manifest published before this one by the council: the chain."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_kind = models.CharField(max_length=12, choices=choices(Withdrawal), blank=True)
    withdrawn_reason = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["-month", "-revision"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "month", "revision"], name="one_publication_per_revision")]

    def __str__(self) -> str:
        return f"{self.council_id} {self.month:%Y-%m} r{self.revision}"


class PublishedFile(models.Model):
    """A file of a revision, stored once as bytes."""

    council = models.ForeignKey(Council, models.PROTECT)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    path = models.CharField(max_length=200, unique=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["publication", "name"], name="one_published_file_per_name")]

    def __str__(self) -> str:
        return self.path
