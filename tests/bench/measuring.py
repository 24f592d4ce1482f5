"""What an agent waits for: pages through the whole stack of middleware, in this process, and a citizen's request through its service."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import quote
from uuid import uuid4

from django.test import Client

from helpdesk.people.models import Council, User
from helpdesk.tickets import bell
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, Motive
from helpdesk.tickets.services import NewTicket, open_ticket
from tests.bench.words import COMMON, RARE, Writer
from tests.factories import citizen_of

WARM_UP = 3


def p50(action: Callable[[], object], repeat: int) -> float:
    """Return the median in milliseconds, after a warm-up."""
    times = []
    for number in range(WARM_UP + repeat):
        start = time.perf_counter()
        action()
        if number >= WARM_UP:
            times.append((time.perf_counter() - start) * 1000)
    return round(median(times), 2)


def memory() -> float:
    """Return the resident memory of this process in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def measure(repeat: int) -> dict[str, float]:
    """Return the figures of the desk for somebody who answers tickets of two councils."""
    desk, council, writer = Client(headers={"host": "testserver"}), Council.objects.get(slug="vallclara"), Writer(seed=8)
    desk.force_login(User.objects.get(email="bench@example.org"), backend="allauth.account.auth_backends.AuthenticationBackend")
    references = iter(list(Ticket.objects.filter(council=council).order_by("?").values_list("reference", flat=True)[: WARM_UP + repeat]))

    def get(address: str, wanted: str) -> None:
        response = desk.get(address)
        assert response.status_code == 200, address
        assert wanted in response.content.decode(), address

    def create() -> None:
        new = NewTicket(
            subject=writer.sentence(5),
            body=writer.body(1),
            channel=Channel.WEB,
            motive=Motive.CERTIFICATE,
            language="ca",
            name=writer.name(),
            email="somebody@example.org",
            client_id=uuid4(),
        )
        open_ticket(council=council, new=new, by=citizen_of(council))

    return {
        "list_p50_ms": p50(lambda: get("/en/desk/?view=open", 'class="w-r"'), repeat),
        "search_rare_p50_ms": p50(lambda: get(f"/en/desk/?view=all&q={quote(RARE)}", "<mark>"), repeat),
        "search_common_p50_ms": p50(lambda: get(f"/en/desk/?view=all&q={quote(COMMON)}", "<mark>"), repeat),
        "ticket_p50_ms": p50(lambda: get(f"/en/desk/tickets/{next(references)}/", 'id="timeline"'), repeat),
        "create_p50_ms": p50(create, repeat),
        "rss_mb": memory(),
    }


async def measure_as_served(repeat: int) -> dict[str, float]:
    """Measure as the server works: pages in a thread, beside the loop on which the bell rings."""
    bell.use_loop(asyncio.get_running_loop())
    return await asyncio.to_thread(measure, repeat)
