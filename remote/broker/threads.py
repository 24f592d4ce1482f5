"""Threads for a broker's database work: one that writes, one that reads, and one for the heartbeat, which nothing may hold up."""

import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from channels.db import database_sync_to_async
from django.db import OperationalError, connections

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 5
PAUSE_SECONDS = 0.1
_writer = ThreadPoolExecutor(1, thread_name_prefix="broker-write")
_reader = ThreadPoolExecutor(1, thread_name_prefix="broker-read")
_pulse = ThreadPoolExecutor(1, thread_name_prefix="broker-pulse")


def patiently(function: Callable[P, T]) -> Callable[P, T]:
    """Try again for half a second what a locked or restarting database refuses: every such call is one transaction, so nothing is done twice."""

    @wraps(function)
    def trying(*args: P.args, **kwargs: P.kwargs) -> T:
        for _again in range(TRIES - 1):
            try:
                return function(*args, **kwargs)
            except OperationalError:
                connections.close_all()
                time.sleep(PAUSE_SECONDS)
        return function(*args, **kwargs)

    return trying


def for_writing(function: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run a function that writes in the writing thread."""
    return database_sync_to_async(patiently(function), thread_sensitive=False, executor=_writer)


def for_reading(function: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run a function that reads in the reading thread."""
    return database_sync_to_async(patiently(function), thread_sensitive=False, executor=_reader)


def for_pulse(function: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run the heartbeat in a thread of its own."""
    return database_sync_to_async(patiently(function), thread_sensitive=False, executor=_pulse)


def close_connections() -> None:
    """Close the database connections of these threads, when a broker stops or a test ends."""
    for future in [executor.submit(connections.close_all) for executor in (_writer, _reader, _pulse)]:
        future.result(15)
