"""Doing what is queued, inside a test's own transaction."""

from unittest.mock import patch

from helpdesk.outbox.worker import library_worker


def work(worker_id: str = "test") -> None:
    """Run every task that is due. The library's worker closes connections that are in a transaction, which PostgreSQL's are in tests."""
    with patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        library_worker(worker_id, batch=True).run()
