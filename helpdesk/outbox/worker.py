"""The task worker as threads of one process: work, heartbeat, periodic jobs.

`Worker` of django-tasks-db is not public API: its version is pinned, and tests/outbox/test_worker.py holds it to what is used here."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections, connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker as LibraryWorker

from helpdesk.outbox.rules import HEARTBEAT_SECONDS
from helpdesk.outbox.services import beat, requeue_dead, sign_off

logger = logging.getLogger(__name__)
POLL_SECONDS = 0.5
TICK_SECONDS = 1.0
AFTER_AN_ERROR_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something done every so often by every worker; it must be safe to run twice at once."""

    name: str
    run: Callable[[], object]
    every_seconds: float


OWN_JOBS = (Job("requeue_dead", requeue_dead, 5),)


def new_worker_id() -> str:
    """Return a name that no other worker has ever had, so that the dead can be told from the living."""
    return f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"


def library_worker(worker_id: str, *, batch: bool = False) -> LibraryWorker:
    """Return the worker of django-tasks-db, without its signal handlers."""
    return LibraryWorker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        interval=POLL_SECONDS,
        batch=batch,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )


class TaskWorker:
    """Runs tasks in a thread, says every 5 s that it lives, and does the periodic jobs. Threads are daemons: they never keep a process alive."""

    def __init__(self, jobs: Sequence[Job] = OWN_JOBS, *, worker_id: str = "") -> None:
        self.worker_id = worker_id or new_worker_id()
        self.jobs = jobs
        self._stopping = threading.Event()
        self._inner = library_worker(self.worker_id)
        self._threads = [
            threading.Thread(target=self._work, name="tasks", daemon=True),
            threading.Thread(target=self._heartbeat, name="heartbeat", daemon=True),
            threading.Thread(target=self._periodic, name="periodic", daemon=True),
        ]

    def start(self) -> None:
        """Start the threads; the first heartbeat is written before the first task is taken."""
        beat(worker_id=self.worker_id)
        for thread in self._threads:
            thread.start()

    def is_alive(self) -> bool:
        """Whether the thread that does the tasks still runs."""
        return self._threads[0].is_alive()

    def stop(self, timeout: float = 3.0) -> bool:
        """Finish the task at hand and stop; False when it took longer than `timeout` seconds, in which case others take the task up later."""
        self._stopping.set()
        self._inner.running = False
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        ended = not self.is_alive()
        if ended:
            self._guarded("sign_off", lambda: sign_off(worker_id=self.worker_id))
        return ended

    def _work(self) -> None:
        while not self._stopping.is_set():
            if not self._guarded("worker", self._inner.run):
                self._stopping.wait(AFTER_AN_ERROR_SECONDS)
        connections.close_all()

    def _heartbeat(self) -> None:
        while not self._stopping.wait(HEARTBEAT_SECONDS) and self.is_alive():
            self._guarded("heartbeat", lambda: beat(worker_id=self.worker_id))
        connections.close_all()

    def _periodic(self) -> None:
        due = dict.fromkeys(range(len(self.jobs)), 0.0)
        while not self._stopping.wait(TICK_SECONDS):
            for index, job in enumerate(self.jobs):
                if time.monotonic() >= due[index] and not self._stopping.is_set():
                    self._guarded(job.name, job.run)
                    due[index] = time.monotonic() + job.every_seconds
        connections.close_all()

    def _guarded(self, name: str, run: Callable[[], object]) -> bool:
        """Run at the boundary of a thread: an error is logged by its type and the thread goes on."""
        close_old_connections()
        try:
            run()
        except Exception as error:  # noqa: BLE001  the boundary of a thread
            logger.error("job_failed job=%s error=%s", name, type(error).__name__)  # noqa: TRY400  traces may quote rows of people
            return False
        return True
