"""Requests take turns: never more than so many at once, first come first served, nobody keeps a place."""

import asyncio
from typing import Any

import pytest

from config.asgi import by_protocol
from config.server.turns import Turns


class Busy:
    """An application that says who is in it, and stays until let go."""

    def __init__(self) -> None:
        self.inside: list[int] = []
        self.served: list[int] = []
        self.most = 0
        self.go = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.inside.append(scope)
        self.most = max(self.most, len(self.inside))
        try:
            await self.go.wait()
            await asyncio.sleep(0)
            if scope < 0:
                raise ValueError
            self.served.append(scope)
        finally:
            self.inside.remove(scope)


async def begin(turns: Turns, *numbers: int) -> list["asyncio.Task[None]"]:
    tasks = [asyncio.create_task(turns(number, None, None)) for number in numbers]  # type: ignore[arg-type]
    for _step in range(5):
        await asyncio.sleep(0)
    return tasks


@pytest.mark.asyncio
async def test_only_so_many_are_worked_on_at_once_and_the_rest_follow_in_order() -> None:
    busy = Busy()
    tasks = await begin(Turns(busy, at_once=3), *range(10))
    assert busy.inside == [0, 1, 2]
    busy.go.set()
    await asyncio.gather(*tasks)
    assert (busy.most, busy.served) == (3, list(range(10)))


@pytest.mark.asyncio
async def test_whoever_leaves_or_fails_frees_the_place() -> None:
    busy = Busy()
    turns = Turns(busy, at_once=1)
    leaving, waiting, failing, last = await begin(turns, 1, 2, -3, 4)
    leaving.cancel()
    waiting.cancel()
    busy.go.set()
    done = await asyncio.gather(leaving, waiting, failing, last, return_exceptions=True)
    assert ([type(result) for result in done], busy.served) == (
        [asyncio.CancelledError, asyncio.CancelledError, ValueError, type(None)],
        [4],
    )


def test_pages_take_turns_and_sockets_do_not() -> None:
    kinds = by_protocol.application_mapping
    assert (isinstance(kinds["http"], Turns), isinstance(kinds["websocket"], Turns)) == (True, False)
