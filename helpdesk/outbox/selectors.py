"""Reads of the outbox and of its workers."""

from datetime import datetime

from django.db.models import Count, QuerySet

from helpdesk.base import clock
from helpdesk.outbox.models import OutboxMail, Worker
from helpdesk.outbox.rules import SILENT_AFTER


def latest_mail(*, template: str, subject_id: int) -> OutboxMail | None:
    """Return the newest mail of a template whose link opens a subject."""
    return OutboxMail.objects.filter(template=template, link_subject_id=subject_id).order_by("-created_at", "-pk").first()


def living_workers(now: datetime | None = None) -> QuerySet[Worker]:
    """Return the workers heard of in the last 30 s."""
    return Worker.objects.filter(last_seen_at__gt=(now or clock.of_the_machine()) - SILENT_AFTER)


def count_by_state() -> dict[str, int]:
    """Return how many mails are queued, sent and failed."""
    return {row["state"]: row["n"] for row in OutboxMail.objects.order_by().values("state").annotate(n=Count("pk"))}
