"""What a council has decided about its publications: rules, dates, and who is told."""

from typing import ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.people.models import Council


class PublicationPolicy(models.Model):
    """A council's choices; a council without a row has the defaults."""

    council = models.OneToOneField(Council, models.CASCADE, related_name="publication_policy")
    threshold = models.PositiveSmallIntegerField(default=5, help_text="K: no count from 1 to K-1 is published; 3 at least.")
    is_village = models.BooleanField(default=False, help_text="Breakdowns by quarter, totals by month.")
    may_sign_alone = models.BooleanField(default=False, help_text="Whether who prepared a month may sign it, giving a reason.")
    targets = models.JSONField(default=dict, blank=True, help_text="Commitments of the service charter: {indicator: number}.")
    release_day = models.PositiveSmallIntegerField(default=10, help_text="Day of the following month on which figures come out, 1 to 28.")
    release_hour = models.PositiveSmallIntegerField(default=10, help_text="Hour of that day, in the council's time zone.")
    updated_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(threshold__gte=3, threshold__lte=20), name="threshold_is_sensible"),
            models.CheckConstraint(condition=models.Q(release_day__gte=1, release_day__lte=28), name="release_day_exists_in_every_month"),
            models.CheckConstraint(condition=models.Q(release_hour__lte=23), name="release_hour_is_an_hour"),
        ]

    def __str__(self) -> str:
        return str(self.council_id)


class Release(models.Model):
    """When a month comes out, where it is not the day of the policy. Announced before; nobody sees it earlier."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="releases")
    month = models.DateField(help_text="First day of the month.")
    due_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["month"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "month"], name="one_release_per_month")]

    def __str__(self) -> str:
        return f"{self.council_id} {self.month:%Y-%m}"


class Subscriber(models.Model):
    """Somebody who asked to be told of new figures; told only after confirming by mail."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="subscribers")
    email = models.EmailField()
    language = models.CharField(max_length=2)
    token_hash = models.CharField(max_length=64, unique=True, help_text="Of the secret with which to confirm and to leave.")
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "email"], name="one_subscription_per_address")]

    def __str__(self) -> str:
        return f"{self.council_id} {self.pk}"
