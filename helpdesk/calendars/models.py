"""Opening hours of a council and the days that differ."""

from typing import ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.people.models import Council


class OpeningInterval(models.Model):
    """An interval of a weekday (0 is Monday) in the council's time zone."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="opening_intervals")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["weekday", "opens"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="weekday_is_a_day"),
            models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="interval_opens_before_it_closes"),
            models.UniqueConstraint(fields=["council", "weekday", "opens"], name="one_interval_per_start"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class CalendarException(models.Model):
    """A day with its own hours: no times means closed."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="calendar_exceptions")
    day = models.DateField()
    label = models.CharField(max_length=80)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["day", "opens"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "day", "opens"], name="one_exception_per_start")]

    def __str__(self) -> str:
        return f"{self.day} {self.label}"
