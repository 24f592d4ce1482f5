"""Many citizens for few seats, over HTTP against a real `manage.py serve`: everybody goes through the wizard up to the page of times, then all choose the same one at once.

python -m tests.drills.booking [--clients 200 --seats 50 --rounds 5] [--database-url ... --redis-url ...]

Without an address it runs on SQLite and then on PostgreSQL with Redis. One line of JSON for each engine."""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from tests.drills.citizens import Citizen, Web
from tests.drills.server import ROOT, free_port, fresh_database

START_SECONDS = 120
SETTLED = 2.5
MANY = 50


@dataclass
class Result:
    """What happened: `booked` counts calls in the database for each round, `refused_409` those who were told the nearest free times."""

    drill: str
    engine: str
    rounds: int
    clients: int
    seats: int
    booked: list[int] = field(default_factory=list)
    refused_409: list[int] = field(default_factory=list)
    errors_5xx: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Whether exactly the seats were booked, and everybody else was told so."""
        full = [self.seats] * self.rounds
        rest = [self.clients - self.seats] * self.rounds
        return (self.booked, self.refused_409, self.errors_5xx, self.wrong) == (full, rest, 0, [])


def keys_to_race_for(port: int, seats: int, rounds: int) -> list[str]:
    """Write the council with its seats; return a time for each round."""
    from django.core.management import call_command

    from helpdesk.calendars.models import SlotRule
    from helpdesk.calendars.selectors import free_days
    from helpdesk.people.models import CouncilHost
    from tests.factories import make_council

    call_command("migrate", interactive=False, verbosity=0)
    council = make_council("drill", host="127.0.0.1", prefix="DR")
    CouncilHost.objects.update(base_url=f"http://127.0.0.1:{port}")
    SlotRule.objects.create(council=council, seats=seats)
    return [slot.key for slot in free_days(council)[1].exact[18:] if slot.starts_at.hour < 20][:rounds]


def booked_at(key: str) -> tuple[int, int]:
    """Return how many calls and how many different seats a time has."""
    from zoneinfo import ZoneInfo

    from helpdesk.callbacks.models import Call

    moment = datetime.fromisoformat(key.partition(":")[2]).replace(tzinfo=ZoneInfo("Europe/Madrid"))
    seats = list(Call.objects.filter(starts_at=moment, state="booked", booking__cancelled_at=None).values_list("booking__seat", flat=True))
    return len(seats), len(set(seats))


async def race(web: Web, key: str, clients: int, result: Result) -> None:
    """Bring everybody to the page of times, let all choose at once, and let the winners finish."""
    citizens = [Citizen(web, number) for number in range(clients)]
    gate = asyncio.Semaphore(MANY)

    async def prepare(citizen: Citizen) -> None:
        async with gate:
            await citizen.reach_times()

    await asyncio.gather(*(prepare(citizen) for citizen in citizens))
    answers = await asyncio.gather(*(citizen.choose(key) for citizen in citizens))
    result.refused_409.append(sum(answer.status == 409 and "The nearest free times are: " in answer.text for answer in answers))
    odd = Counter(f"choosing: {answer.status}" for answer in answers if answer.status not in {302, 409})
    winners = [citizen for citizen, answer in zip(citizens, answers, strict=True) if answer.status == 302]
    await asyncio.sleep(SETTLED)

    async def finish(citizen: Citizen) -> None:
        async with gate:
            if said := await citizen.finish():
                odd[said] += 1

    await asyncio.gather(*(finish(citizen) for citizen in winners))
    result.wrong += [f"{words} ({count})" for words, count in odd.items()]


async def play(port: int, keys: list[str], result: Result) -> None:
    """All rounds, one after another."""
    web = Web(port)
    try:
        for key in keys:
            await race(web, key, result.clients, result)
    finally:
        await web.close()
        result.errors_5xx = web.server_errors


def serve(port: int, folder: Path) -> "subprocess.Popen[bytes]":
    """Start the product as it is run, and wait until it is ready."""
    import urllib.error
    import urllib.request

    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT, stdout=log, stderr=log)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return process
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    process.kill()
    raise RuntimeError((folder / "serve.log").read_text()[-3000:])


def drill(clients: int, seats: int, rounds: int, database_url: str, redis_url: str) -> Result:
    """Run it in a database and a folder of its own."""
    engine = "postgresql" if database_url.startswith("postgres") else "sqlite"
    result = Result("booking", engine, rounds, clients, seats)
    with tempfile.TemporaryDirectory(prefix="booking-") as name, fresh_database(database_url, Path(name)) as url:
        folder, port = Path(name), free_port()
        os.environ |= {
            "DATABASE_URL": url,
            "REDIS_URL": redis_url,
            "VAR_DIR": name,
            "LOG_LEVEL": "WARNING",
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
            "SECRET_KEY": "drill-" + "k" * 60,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        os.environ.pop("TESTING", None)
        import django
        from django.db import connections

        django.setup()
        keys = keys_to_race_for(port, seats, rounds)
        connections.close_all()
        process = serve(port, folder)
        started = time.monotonic()
        try:
            asyncio.run(play(port, keys, result))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        result.seconds = round(time.monotonic() - started, 1)
        for key in keys:
            calls, different = booked_at(key)
            result.booked.append(calls)
            if calls != different:
                result.wrong.append(f"{key}: {calls} calls in {different} seats")
        connections.close_all()
        if not result.is_clean:
            sys.stderr.write((folder / "serve.log").read_text()[-6000:])
    return result


def both(options: argparse.Namespace) -> int:
    """Run the drill on each engine, in a process of its own, with the servers that tests use."""
    from deploy.test_servers import Unavailable, postgres, redis

    sizes = [f"--{name}={getattr(options, name)}" for name in ("clients", "seats", "rounds")]
    command = [sys.executable, "-m", "tests.drills.booking", *sizes]
    code = subprocess.run([*command, "--database-url=sqlite"], cwd=ROOT, check=False).returncode
    with ExitStack() as stack:
        try:
            urls = [f"--database-url={stack.enter_context(postgres())}", f"--redis-url={stack.enter_context(redis())}"]
        except Unavailable as error:
            sys.stdout.write(f"PostgreSQL with Redis is left out: {error}\n")
            return 1 if os.environ.get("CI") == "true" else code
        return subprocess.run([*command, *urls], cwd=ROOT, check=False).returncode or code


def main() -> int:
    """Print a line of JSON for each engine; 1 when a seat too many or too few was given, or anybody met an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("clients", 200), ("seats", 50), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--database-url", default="", help="PostgreSQL server to make a database on, or `sqlite`; both engines without it")
    parser.add_argument("--redis-url", default="")
    options = parser.parse_args()
    if not options.database_url:
        return both(options)
    result = drill(options.clients, options.seats, options.rounds, options.database_url, options.redis_url)
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return 0 if result.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
