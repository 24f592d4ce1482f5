"""Opening hours of a council and the days that differ."""

from typing import ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.calendars.rules import Resource, Scope
from helpdesk.people.models import Council


class OpeningInterval(models.Model):
    """An interval of a weekday (0 is Monday) in the council's time zone."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="opening_intervals")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    seats = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Calls per slot; empty takes the council's usual number.")
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
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    scope = models.CharField(max_length=10, choices=[(v.value, v.value) for v in Scope], default=Scope.OWN)
    is_confirmed = models.BooleanField(default=True, help_text="Days of a future year are a guess until the official gazette has them.")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["day", "opens"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "day", "opens"], name="one_exception_per_start")]

    def __str__(self) -> str:
        return f"{self.day} {self.label}"


class SlotRule(models.Model):
    """How a council gives appointments for one resource: length, seats, notice and horizon."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="slot_rules")
    resource = models.CharField(max_length=10, choices=[(v.value, v.value) for v in Resource], default=Resource.CALL)
    is_offered = models.BooleanField(default=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    seats = models.PositiveSmallIntegerField(default=2, help_text="Per slot.")
    band_seats = models.PositiveSmallIntegerField(
        default=6, help_text="Per day for `morning` and for `afternoon` each; 0 offers exact times only."
    )
    notice_minutes = models.PositiveIntegerField(default=60)
    horizon_days = models.PositiveSmallIntegerField(default=14)
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "resource"], name="one_rule_per_resource"),
            models.CheckConstraint(condition=models.Q(minutes__gte=5), name="slot_lasts_five_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.minutes} min"


class Booking(models.Model):
    """A seat taken: held during the wizard until `held_until`, kept for good when that is empty. `track` tells exact times from bands."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="bookings")
    resource = models.CharField(max_length=10, choices=[(v.value, v.value) for v in Resource], default=Resource.CALL)
    track = models.CharField(max_length=10)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    held_until = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["council", "resource", "starts_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "resource", "track", "starts_at", "seat"],
                condition=models.Q(cancelled_at__isnull=True),
                name="one_booking_per_seat",
            ),
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="booking_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.starts_at:%Y-%m-%d %H:%M} #{self.seat}"
