"""A month that is being prepared, and its figures."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.people.models import Council
from transparency.kinds import Kind, Severity


def choices(values: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Return the choices of a closed list; words live in `labels.py`."""
    return [(value.value, value.value) for value in values]


class Draft(models.Model):
    """A month being prepared: figures frozen at `measured_at`, with the officer's commentary by language."""

    council = models.ForeignKey(Council, models.PROTECT)
    month = models.DateField(help_text="First day of the month.")
    revision = models.PositiveSmallIntegerField(default=1, help_text="Of the publication that it will be, or is.")
    kind = models.CharField(max_length=20, choices=choices(Kind), default=Kind.RELEASE)
    severity = models.CharField(max_length=8, choices=choices(Severity), blank=True)
    reason = models.JSONField(default=dict, blank=True, help_text="Why there is a new revision, by language.")
    changes_conclusion = models.BooleanField(default=False, help_text="Whether what one would conclude from the figures changes.")
    measured_at = models.DateTimeField(default=clock.now)
    edition = models.CharField(max_length=8, default="", help_text="Edition of the catalogue under which it was measured.")
    code_version = models.CharField(max_length=40, blank=True)
    definitions = models.JSONField(default=dict, blank=True, help_text="Versions of the definitions, by indicator.")
    threshold = models.PositiveSmallIntegerField(default=5)
    commentary = models.JSONField(default=dict)
    notes = models.JSONField(default=dict, blank=True, help_text="What is said of single indicators: {indicator: {language: text}}.")
    checks = models.JSONField(default=list, blank=True, help_text="What the automatic checks found, as of `checked_at`.")
    checked_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    signed_alone_because = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "month", "revision"], name="one_draft_per_revision"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="draft_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.council_id} {self.month:%Y-%m} r{self.revision}"


class Cell(models.Model):
    """One figure of a draft: as measured (`raw`, internal) and as protected (`value`, public). An empty dimension is the total."""

    council = models.ForeignKey(Council, models.PROTECT)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="cells")
    indicator = models.CharField(max_length=40)
    dimension = models.CharField(max_length=20, blank=True)
    member = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=8, blank=True, help_text="Such as 2026-Q2; empty for the month itself.")
    position = models.PositiveSmallIntegerField(default=0)
    part = models.PositiveIntegerField(null=True, help_text="Numerator of a share, or answers of a score: internal, for the audit.")
    whole = models.PositiveIntegerField(null=True, help_text="Denominator of a share, or how many durations: internal, for the audit.")
    raw = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    status = models.CharField(max_length=1, default="A", help_text="A normal, C confidential, M missing.")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "indicator", "dimension", "member", "period"], name="one_cell_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.indicator}/{self.dimension}/{self.member}"
