"""A chat through kill -9 of its web process: nothing lost, repeated, reordered, or acknowledged without being stored.

python -m tests.drills.kill_chat --messages 1000 --kills 10 [--database-url postgresql://... --redis-url redis://...]
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from tests.drills.clients import Client, until
from tests.drills.server import Server, create_tables, free_port, fresh_database

Row = tuple[int, str, str, str]
LIMIT_SECONDS = 900


@dataclass
class Result:
    """What the drill found; everything but the first two and the time must be zero."""

    drill: str
    messages: int
    kills: int
    lost: int = 0
    duplicated: int = 0
    reordered: int = 0
    acked_not_stored: int = 0
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.duplicated or self.reordered or self.acked_not_stored)


def cast_of(port: int, messages: int) -> list[Client]:
    """Write a council, a ticket, and the sessions of a citizen, an agent and a supervisor who only reads."""
    from django.conf import settings

    from helpdesk.people.models import CouncilHost
    from helpdesk.people.rules import Role
    from tests.chat.keys import citizen_session, staff_session
    from tests.factories import make_council, make_ticket, make_user

    council = make_council("drill", host="127.0.0.1", prefix="DR")
    CouncilHost.objects.update(base_url=f"http://127.0.0.1:{port}")
    ticket = make_ticket(council)
    keys = {
        "citizen": citizen_session(ticket),
        "agent": staff_session(make_user(council, Role.AGENT)),
        "reader": staff_session(make_user(council, Role.SUPERVISOR)),
    }
    counts = {"citizen": messages - messages // 2, "agent": messages // 2, "reader": 0}
    return [
        Client(
            name, port, f"{settings.SESSION_COOKIE_NAME}={key}", ticket.reference, [f"{name} {number}" for number in range(counts[name])]
        )
        for name, key in keys.items()
    ]


def stored(reference: str) -> list[Row]:
    """Return (seq, client id, author, body) of all entries of the ticket, in order."""
    from helpdesk.tickets.models import Entry

    rows = Entry.objects.filter(ticket__reference=reference).order_by("seq").values_list("seq", "client_id", "author_kind", "body")
    return [(seq, str(cid), author, body) for seq, cid, author, body in rows]


async def play(server: Server, clients: list[Client], kills: int) -> None:
    """Let them talk, kill and restart the server at even distances, and wait until everybody has everything."""
    total = sum(len(client.sent) for client in clients)
    await server.start()
    tasks = [asyncio.create_task(client.run()) for client in clients]

    async def reached(count: int) -> None:
        await until(lambda: sum(len(client.acked) for client in clients) >= count)

    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            for number in range(kills):
                await reached(total * (number + 1) // (kills + 1))
                await server.kill()
                await server.start()
            await reached(total)
            end = max(seq for client in clients for seq in client.acked.values())
            await until(lambda: all(client.last >= end for client in clients))
        await asyncio.sleep(0.5)  # whatever would be sent twice has come by then
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.kill()


def judge(result: Result, clients: list[Client], rows: list[Row]) -> Result:
    """Compare what was sent, stored, acknowledged and seen."""
    by_cid = {cid: seq for seq, cid, _author, _body in rows}
    result.reordered += [seq for seq, *_rest in rows] != list(range(1, len(rows) + 1))
    for client in clients:
        bodies = [body for _seq, cid, _author, body in rows if cid in client.sent]
        result.lost += len(client.sent.keys() - by_cid.keys())
        result.duplicated += len(bodies) - len(set(bodies))
        result.reordered += sum(a != b for a, b in zip(bodies, client.sent.values(), strict=False))
        result.acked_not_stored += sum(by_cid.get(cid) != seq for cid, seq in client.acked.items())
        numbers = [seq for seq, _cid in client.seen]
        result.lost += len(set(by_cid.values()) - set(numbers))
        result.duplicated += len(numbers) - len(set(numbers))
        result.reordered += sum(a >= b for a, b in pairwise(numbers))
        result.lost += sum(by_cid.get(cid) != seq for seq, cid in client.seen)
    return result


def drill(messages: int, kills: int, database_url: str, redis_url: str) -> Result:
    """Run it in a database and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="kill-chat-") as name, fresh_database(database_url, Path(name)) as url:
        folder, port = Path(name), free_port()
        environment = {"DATABASE_URL": url, "REDIS_URL": redis_url, "VAR_DIR": name, "TESTING": "true", "LOG_LEVEL": "WARNING"}
        os.environ |= environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        import django
        from django.db import connections

        django.setup()
        create_tables()
        clients = cast_of(port, messages)
        connections.close_all()
        started = time.monotonic()
        asyncio.run(play(Server(port, environment, folder / "server.log"), clients, kills))
        result = judge(Result("kill_chat", messages, kills), clients, stored(clients[0].ticket))
        result.seconds = round(time.monotonic() - started, 1)
        connections.close_all()
        return result


def main() -> int:
    """Print one line of JSON; 1 when something was lost, repeated, reordered or acknowledged in vain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument(
        "--database-url",
        default=os.environ.get("DATABASE_URL", ""),
        help="PostgreSQL server to make a database on; a SQLite file otherwise",
    )
    parser.add_argument("--redis-url", default=os.environ.get("REDIS_URL", ""))
    options = parser.parse_args()
    result = drill(options.messages, options.kills, options.database_url, options.redis_url)
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return 0 if result.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
