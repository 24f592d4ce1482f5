"""What was drawn on pictures: one row per version, and none of them is ever changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpdesk.base import clock
from helpdesk.people.models import Council
from helpdesk.tickets.models import Attachment, Entry


class Mark(models.Model):
    """One version of what is drawn on a picture, told on the timeline by its own entry. The picture itself stays as it came."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="+")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="marks")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="mark")
    version = models.PositiveIntegerField()
    shapes = models.JSONField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attachment", "version"], name="one_mark_per_version"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="mark_versions_count_from_one"),
            models.CheckConstraint(condition=models.Q(width__gte=1, height__gte=1), name="marked_picture_has_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} v{self.version}"
