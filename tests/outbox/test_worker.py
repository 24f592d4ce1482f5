"""What we use of django-tasks-db's worker, which is not public API; heartbeats; taking up what the dead left."""

import inspect
import threading
import time
from datetime import timedelta
from importlib.metadata import version

import pytest
from django.core import mail
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as LibraryWorker
from django_tasks_db.models import DBTaskResult

from helpdesk.base import clock
from helpdesk.outbox.delivery import deliver
from helpdesk.outbox.models import OutboxMail, Worker
from helpdesk.outbox.rules import SILENT_AFTER
from helpdesk.outbox.selectors import count_by_state, living_workers
from helpdesk.outbox.services import adopt_mails, beat, enqueue_mail, prune_tasks, requeue_dead, sign_off
from helpdesk.outbox.worker import Job, TaskWorker, new_worker_id
from helpdesk.people.rules import Purpose
from tests.factories import make_council
from tests.work import work


def queue():
    return enqueue_mail(
        council=make_council(),
        template="reply_notice",
        language="ca",
        recipient="rosa@example.org",
        context={"reference": "VC-1"},
        link=(Purpose.FOLLOW_UP, 1),
    )


def left_running(worker_id, *, since=timedelta(minutes=2)):
    """A mail whose task was claimed by a worker, as a killed process leaves it."""
    row = queue()
    OutboxMail.objects.filter(pk=row.pk).update(claimed_by=worker_id)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=[worker_id], started_at=clock.of_the_machine() - since)
    return row


def test_the_worker_of_the_library_is_the_one_that_was_read():
    assert version("django-tasks-db").startswith("0.13.")
    assert set(inspect.signature(LibraryWorker.__init__).parameters) == {
        "self",
        "queue_names",
        "interval",
        "batch",
        "backend_name",
        "startup_delay",
        "max_tasks",
        "worker_id",
        "excluded_queue_names",
    }
    source = inspect.getsource(LibraryWorker.run)
    assert "while self.running" in source
    assert "signal" not in source
    assert "claim(self.worker_id)" in source


@pytest.mark.django_db
def test_tasks_of_a_silent_worker_are_taken_up_again():
    row = left_running("dead")
    Worker.objects.create(worker_id="dead", started_at=clock.of_the_machine(), last_seen_at=clock.of_the_machine() - SILENT_AFTER)
    assert requeue_dead() == 1
    work("living")
    row.refresh_from_db()
    assert (row.state, len(mail.outbox)) == ("sent", 1)
    assert DBTaskResult.objects.get().worker_ids == ["dead", "living"]


@pytest.mark.django_db
def test_tasks_of_a_living_worker_are_left_alone():
    row = left_running("living")
    beat(worker_id="living")
    assert requeue_dead() == 0
    row.refresh_from_db()
    assert row.claimed_by == "living"


@pytest.mark.django_db
def test_a_task_started_just_now_is_left_alone():
    left_running("nobody-knows", since=timedelta(seconds=5))
    assert requeue_dead() == 0


@pytest.mark.django_db
def test_a_queued_mail_without_a_task_gets_one():
    row = queue()
    assert adopt_mails() == 0
    DBTaskResult.objects.all().delete()
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert adopt_mails() == 1
        assert adopt_mails() == 0
    work("living")
    row.refresh_from_db()
    assert row.state == "sent"


@pytest.mark.django_db
def test_finished_tasks_are_deleted_after_a_week():
    queue()
    work("living")
    assert prune_tasks() == 0
    DBTaskResult.objects.update(finished_at=clock.of_the_machine() - timedelta(days=8))
    assert prune_tasks() == 1


@pytest.mark.django_db
def test_a_worker_beats_and_signs_off():
    beat(worker_id="a")
    first = Worker.objects.get()
    beat(worker_id="a")
    again = Worker.objects.get()
    assert again.started_at == first.started_at
    assert again.last_seen_at > first.last_seen_at
    assert living_workers().count() == 1
    assert living_workers(clock.of_the_machine() + SILENT_AFTER).count() == 0
    sign_off(worker_id="a")
    assert Worker.objects.count() == 0


def test_every_worker_has_a_name_of_its_own_that_fits():
    names = {new_worker_id() for _ in range(100)}
    assert len(names) == 100
    assert max(map(len, names)) <= 64


@pytest.mark.django_db(transaction=True)
def test_a_worker_in_threads_sends_beats_repeats_its_jobs_and_ends(monkeypatch):
    monkeypatch.setattr("helpdesk.outbox.worker.TICK_SECONDS", 0.05)
    runs, broken = threading.Semaphore(0), []

    def fails():
        broken.append(1)
        raise ValueError

    worker = TaskWorker([Job("fails", fails, 0.05), Job("counts", runs.release, 0.05)])
    row = queue()
    worker.start()
    try:
        assert Worker.objects.get().worker_id == worker.worker_id
        for _ in range(3):
            assert runs.acquire(timeout=30)
        deadline = time.monotonic() + 30
        while count_by_state().get("sent", 0) == 0 and time.monotonic() < deadline:
            time.sleep(0.05)
        row.refresh_from_db()
        assert row.state == "sent"
        assert len(broken) >= 2
    finally:
        assert worker.stop(30) is True
    assert not worker.is_alive()
    assert Worker.objects.count() == 0


@pytest.mark.django_db
def test_the_worker_that_died_over_a_mail_may_take_it_up_itself():
    row = left_running("same")
    assert deliver(mail_id=row.pk, worker_id="same") == "sent"
