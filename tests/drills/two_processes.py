"""How long a message said through one web process takes to a socket of another: python -m tests.drills.two_processes --database-url ... --redis-url ..."""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.drills.clients import Client, until
from tests.drills.kill_chat import cast_of
from tests.drills.server import Server, create_tables, free_port, fresh_database

MESSAGES = 20


async def measure(servers: list[Server], citizen: Client, reader: Client) -> list[float]:
    """Say one message after another through the first process and return the seconds until the second one's client has it."""
    for server in servers:
        await server.start()
    tasks = [asyncio.create_task(client.run()) for client in (citizen, reader)]
    delays = []
    try:
        async with asyncio.timeout(60):
            await until(lambda: bool(reader.last and citizen.connections))
            await asyncio.sleep(0.5)
            for number in range(MESSAGES):
                citizen.queue.append((f"00000000-0000-4000-8000-{number:012d}", f"m{number}"))
                started, after = time.monotonic(), reader.last + 1
                await citizen.fill()
                await until(lambda after=after: reader.last >= after)  # type: ignore[misc]
                delays.append(time.monotonic() - started)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for server in servers:
            await server.kill()
    return delays


def main() -> int:
    """Print one line of JSON with the slowest and the middle delay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--redis-url", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="two-processes-") as name, fresh_database(options.database_url, Path(name)) as url:
        environment = {"DATABASE_URL": url, "REDIS_URL": options.redis_url, "VAR_DIR": name, "TESTING": "true", "LOG_LEVEL": "WARNING"}
        os.environ |= environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        import django
        from django.db import connections

        django.setup()
        create_tables()
        ports = [free_port(), free_port()]
        citizen, _agent, reader = cast_of(ports[0], 0)
        reader.address = f"ws://127.0.0.1:{ports[1]}/ws/timeline/"
        connections.close_all()
        delays = asyncio.run(measure([Server(port, environment, Path(name) / f"{port}.log") for port in ports], citizen, reader))
        sys.stdout.write(
            json.dumps(
                {
                    "drill": "two_processes",
                    "messages": MESSAGES,
                    "slowest": round(max(delays), 3),
                    "median": round(sorted(delays)[MESSAGES // 2], 3),
                }
            )
            + "\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
