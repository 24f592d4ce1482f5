"""Threads for the sockets' database work: one that writes, so that SQLite never waits for itself, and some that read; never the one shared by everything else."""

from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, ParamSpec, TypeVar

from channels.db import database_sync_to_async
from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")
READERS = 4
_writer = ThreadPoolExecutor(1, thread_name_prefix="chat-write")
_readers = ThreadPoolExecutor(READERS, thread_name_prefix="chat-read")


def for_writing(function: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run a function that writes in the writing thread."""
    return database_sync_to_async(function, thread_sensitive=False, executor=_writer)


def for_reading(function: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run a function that reads in one of the reading threads."""
    return database_sync_to_async(function, thread_sensitive=False, executor=_readers)


def close_connections() -> None:
    """Close the database connections of these threads, when a server stops or a test ends."""
    barrier = Barrier(READERS)

    def close_reader() -> None:
        barrier.wait(10)
        connections.close_all()

    for future in [_writer.submit(connections.close_all), *[_readers.submit(close_reader) for _ in range(READERS)]]:
        future.result(15)
