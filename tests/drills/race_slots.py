"""Many clients for few seats: python -m tests.drills.race_slots --database-url ... [--clients 40 --seats 3 --rounds 3].

Every client books a call for a ticket of its own at the same moment, each with its own connection; a round before it, half of the seats were
moved into, so that moves and bookings meet. The last line is JSON."""

import argparse
import json
import os
import tempfile
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from tests.drills.server import create_tables, fresh_database

NOON = datetime.fromisoformat("2026-05-19T12:00:00+02:00")
CROWDED = "exact:2026-05-20T10:00"


def race(clients: int, seats: int, moving: int) -> Counter[str]:
    """Let `clients` book one slot of `seats` at once, while `moving` others move into it; return how each of them ended, and what the table says."""
    from django.db import connection

    from helpdesk.base import clock
    from helpdesk.base.errors import DomainError
    from helpdesk.calendars.models import Booking, SlotRule
    from helpdesk.callbacks.services import book_call, move_call
    from helpdesk.people.models import Council
    from helpdesk.tickets.rules import CallbackOrigin
    from tests.factories import citizen_with, make_council, make_ticket

    number = Council.objects.count()
    council = make_council(f"town{number}", host=f"town{number}.test", prefix=f"T{number}")
    SlotRule.objects.create(council=council, seats=seats)
    ended: Counter[str] = Counter()
    ready = threading.Barrier(clients + moving)
    with clock.at(NOON):
        tickets = [make_ticket(council, email="") for _ in range(clients + moving)]
        elsewhere = [
            book_call(
                ticket_id=t.pk,
                key=f"exact:2026-05-21T{8 + n // 2 % 12:02d}:{n % 2 * 30:02d}",
                phone="972000010",
                origin=CallbackOrigin.WEB,
                by=citizen_with(t),
            )
            for n, t in enumerate(tickets[clients:])
        ]

    def one(index: int) -> None:
        ticket = tickets[index]
        ready.wait()
        try:
            with clock.at(NOON + timedelta(seconds=1)):
                if index < clients:
                    book_call(ticket_id=ticket.pk, key=CROWDED, phone="972000010", origin=CallbackOrigin.WEB, by=citizen_with(ticket))
                else:
                    move_call(call_id=elsewhere[index - clients].pk, key=CROWDED, by=citizen_with(ticket))
        except DomainError as error:
            ended[error.code] += 1
        except Exception as error:  # noqa: BLE001  what a page would have answered with 500
            ended[type(error).__name__] += 1
        else:
            ended["booked"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(index,)) for index in range(clients + moving)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    live = Booking.objects.filter(council=council, cancelled_at=None)
    ended["seats_taken"] = live.filter(starts_at=datetime.fromisoformat(CROWDED[6:] + "+02:00")).count()
    ended["calls_without_a_seat"] = sum(call.booking.cancelled_at is not None for call in _calls(council.pk))
    return ended


def _calls(council_id: int) -> list:  # type: ignore[type-arg]
    from helpdesk.callbacks.models import Call

    return list(Call.objects.filter(council_id=council_id, state="booked").select_related("booking"))


def main() -> int:
    """Run the rounds and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--clients", type=int, default=40)
    parser.add_argument("--seats", type=int, default=3)
    parser.add_argument("--moving", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="race-slots-") as name, fresh_database(options.database_url, Path(name)) as url:
        os.environ |= {
            "DATABASE_URL": url,
            "VAR_DIR": name,
            "TESTING": "true",
            "LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        import django
        from django.db import connections

        django.setup()
        create_tables()
        started = time.monotonic()
        rounds = [dict(race(options.clients, options.seats, options.moving)) for _ in range(options.rounds)]
        engine = connections["default"].vendor
        connections.close_all()
    print(json.dumps({"drill": "race_slots", "engine": engine, "seconds": round(time.monotonic() - started, 1), "rounds": rounds}))  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
