"""Drafts of a month and what has been published of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.people.models import Council


class Draft(models.Model):
    """A month being prepared: figures frozen at `measured_at`, with the officer's commentary by language."""

    council = models.ForeignKey(Council, models.PROTECT)
    month = models.DateField(help_text="First day of the month.")
    measured_at = models.DateTimeField(default=clock.now)
    edition = models.CharField(max_length=8, default="", help_text="Edition of the catalogue under which it was measured.")
    commentary = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "month"], name="one_draft_per_month"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="draft_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.council_id} {self.month:%Y-%m}"


class Cell(models.Model):
    """One figure of a draft: as measured (`raw`, internal) and as protected (`value`, public). An empty dimension is the total."""

    council = models.ForeignKey(Council, models.PROTECT)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="cells")
    indicator = models.CharField(max_length=40)
    dimension = models.CharField(max_length=20, blank=True)
    member = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    raw = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    status = models.CharField(max_length=1, default="A", help_text="A normal, C confidential, M missing.")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "indicator", "dimension", "member"], name="one_cell_per_member")]

    def __str__(self) -> str:
        return f"{self.indicator}/{self.dimension}/{self.member}"


class Publication(models.Model):
    """An immutable revision of a month."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="publications")
    month = models.DateField()
    revision = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

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
