"""Writes of the outbox: queueing, and taking up again what dead workers left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from helpdesk.base import clock
from helpdesk.outbox.delivery import send_mail_task
from helpdesk.outbox.models import OutboxMail, Worker
from helpdesk.outbox.rules import SILENT_AFTER
from helpdesk.outbox.selectors import living_workers
from helpdesk.people.models import Council
from helpdesk.people.rules import Purpose
from helpdesk.people.selectors import base_url

KEEP_FINISHED_TASKS = timedelta(days=7)
ADOPT_AFTER = timedelta(minutes=1)
WORKER_ROWS_KEPT = timedelta(days=1)
NO_DELAY = timedelta()


@dataclass(frozen=True, slots=True)
class MailFile:
    """A text file that goes with a mail."""

    name: str
    media_type: str
    text: str


@transaction.atomic
def enqueue_mail(
    *,
    council: Council,
    template: str,
    language: str,
    recipient: str,
    context: Mapping[str, str | int | None],
    link: tuple[Purpose, int] | None,
    delay: timedelta = NO_DELAY,
    attachment: MailFile | None = None,
) -> OutboxMail:
    """Write a mail and its task in the transaction of the caller. `link` is the secret link that is minted when the mail is sent, as `link_url`."""
    purpose, subject_id = link or (None, None)
    mail = OutboxMail.objects.create(
        council=council,
        template=template,
        language=language,
        recipient=recipient,
        context=dict(context),
        link_purpose=purpose.value if purpose else "",
        link_subject_id=subject_id,
        attachment_name=attachment.name if attachment else "",
        attachment_type=attachment.media_type if attachment else "",
        attachment_text=attachment.text if attachment else "",
        message_id=f"<{uuid4().hex}@{_domain(council)}>",
    )
    task = send_mail_task.using(run_after=clock.of_the_machine() + delay) if delay else send_mail_task
    task.enqueue(mail.pk)
    return mail


def _domain(council: Council) -> str:
    return urlsplit(base_url(council.pk)).hostname or parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def beat(*, worker_id: str) -> None:
    """Say that a worker lives."""
    now = clock.of_the_machine()
    Worker.objects.update_or_create(
        worker_id=worker_id, defaults={"last_seen_at": now}, create_defaults={"last_seen_at": now, "started_at": now}
    )


def sign_off(*, worker_id: str) -> None:
    """Say that a worker has ended in good order and holds nothing."""
    Worker.objects.filter(worker_id=worker_id).delete()


@transaction.atomic
def requeue_dead() -> int:
    """Make the tasks and mails of workers not heard of for 30 s available again; returns how many tasks."""
    now = clock.of_the_machine()
    alive = set(living_workers(now).values_list("worker_id", flat=True))
    OutboxMail.objects.filter(state=OutboxMail.State.QUEUED).exclude(claimed_by="").exclude(claimed_by__in=alive).update(claimed_by="")
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lte=now - SILENT_AFTER).values_list(
        "pk", "worker_ids"
    )
    dead = [pk for pk, worker_ids in running if not worker_ids or worker_ids[-1] not in alive]
    Worker.objects.filter(last_seen_at__lte=now - WORKER_ROWS_KEPT).delete()
    return DBTaskResult.objects.filter(pk__in=dead, status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY)


@transaction.atomic
def adopt_mails(*, limit: int = 500) -> int:
    """Give a task to queued mails that have none any more; returns how many."""
    path = send_mail_task.module_path
    waiting = DBTaskResult.objects.filter(task_path=path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    known = {row["args"][0] for row in waiting.values_list("args_kwargs", flat=True)}
    before = clock.now() - ADOPT_AFTER
    queued = OutboxMail.objects.filter(state=OutboxMail.State.QUEUED, created_at__lte=before).order_by("created_at")
    orphans = [pk for pk in queued.values_list("pk", flat=True) if pk not in known][:limit]
    for pk in orphans:
        send_mail_task.enqueue(pk)
    return len(orphans)


def prune_tasks() -> int:
    """Delete finished tasks older than a week; returns how many."""
    before = clock.of_the_machine() - KEEP_FINISHED_TASKS
    deleted, _per_model = DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    return deleted
