"""A small site of django-helpdesk, filled and measured; runs in its own environment, where nothing of ours is installed."""

import argparse
import base64
import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import django
from django.conf import settings
from words import COMMON, RARE, Writer

WARM_UP = 1
BATCH = 5000
ENTRIES = 3
OPEN, RESOLVED, CLOSED, DUPLICATE = 1, 3, 4, 5
# As ours: a fifth waits for an answer, a tenth for somebody else (here it stands aside), the rest is done.
STATUSES = (OPEN, OPEN, DUPLICATE, *(CLOSED,) * 5, *(RESOLVED,) * 2)


def database_of(url: str) -> dict[str, object]:
    """Django's settings for a database address."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": parts.path[1:]}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path[1:],
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
    }


def configure(url: str) -> None:
    """Settings as its documentation wants them; templates are cached, DEBUG is off."""
    settings.configure(
        DEBUG=False,
        SECRET_KEY="only-for-a-benchmark-" + "x" * 40,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DATABASES={"default": database_of(url)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        STATIC_URL="/static/",
        MEDIA_ROOT="/nonexistent",
        SITE_ID=1,
        LOGGING_CONFIG=None,
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            "django.contrib.sites",
            "django.contrib.humanize",
            "bootstrap4form",
            "rest_framework",
            "helpdesk",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
    )
    django.setup()


def urls() -> list[object]:
    """Its addresses, under no prefix."""
    from django.contrib import admin
    from django.urls import include, path

    return [path("admin/", admin.site.urls), path("", include("helpdesk.urls"))]


def fill(tickets: int) -> None:
    """Write tickets with three follow-ups each, of the same words as ours."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from helpdesk.models import FollowUp, Queue, Ticket

    call_command("migrate", verbosity=0)
    user = get_user_model().objects.create_superuser("bench", "bench@example.org", "bench")
    queues = [Queue.objects.create(title=f"Town {n}", slug=f"town{n}", allow_public_submission=True) for n in (1, 2)]
    writer, start = Writer(), timezone.now() - timedelta(minutes=10 * tickets)
    for first in range(0, tickets, BATCH):
        batch = range(first, min(first + BATCH, tickets))
        rows = Ticket.objects.bulk_create(
            Ticket(
                title=writer.subject(n, tickets),
                queue=queues[n % 2],
                status=STATUSES[writer.dice.randrange(len(STATUSES))],
                submitter_email=f"person{n}@example.org",
                description=writer.body(n),
                created=start + timedelta(minutes=10 * n),
                modified=start + timedelta(minutes=10 * n + 5),
                assigned_to=user if n % 3 else None,
                secret_key=f"{n:036}",
            )
            for n in batch
        )
        FollowUp.objects.bulk_create(
            FollowUp(
                ticket=ticket,
                title="Comment",
                comment=writer.body(1),
                public=seq != 2,
                user=user if seq else None,
                date=ticket.created + timedelta(minutes=seq),
            )
            for ticket in rows
            for seq in range(ENTRIES)
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def p50(action: object, repeat: int) -> float:
    """Return the median in milliseconds, after a warm-up."""
    times = []
    for number in range(WARM_UP + repeat):
        start = time.perf_counter()
        action()  # type: ignore[operator]
        if number >= WARM_UP:
            times.append((time.perf_counter() - start) * 1000)
    return round(median(times), 2)


def measure(repeat: int) -> dict[str, float]:
    """Return its figures under the names of ours. A list is its page and the data that the page then asks for."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from helpdesk.forms import PublicTicketForm
    from helpdesk.models import Queue, Ticket

    user, desk, writer = get_user_model().objects.get(username="bench"), Client(), Writer(seed=8)
    desk.force_login(user)
    numbers = iter(list(Ticket.objects.order_by("?").values_list("pk", flat=True)[: WARM_UP + repeat]))
    queue = Queue.objects.first().pk

    def get(address: str) -> None:
        response = desk.get(address)
        assert response.status_code == 200, (address, response.status_code)

    def listed(words: str) -> None:
        query = {
            "filtering": {} if words else {"status__in": [1, 2]},
            "filtering_null": {},
            "sorting": "created",
            "sortreverse": True,
            "search_string": words,
        }
        code = base64.b64encode(json.dumps(query).encode()).decode()
        get(f"/tickets/?q={words}&sort=created" if words else "/tickets/")
        get(f"/datatables_ticket_list/{code}?draw=1&start=0&length=25")

    def create() -> None:
        form = PublicTicketForm(
            data={
                "queue": queue,
                "title": writer.sentence(5),
                "body": writer.body(1),
                "priority": "3",
                "submitter_email": "somebody@example.org",
            }
        )
        assert form.is_valid(), form.errors
        form.save(user=None)

    slow = max(repeat // 5, 3)
    return {
        "list_p50_ms": p50(lambda: listed(""), slow),
        "search_rare_p50_ms": p50(lambda: listed(RARE), slow),
        "search_common_p50_ms": p50(lambda: listed(COMMON), slow),
        "ticket_p50_ms": p50(lambda: get(f"/tickets/{next(numbers)}/"), repeat),
        "create_p50_ms": p50(create, repeat),
        "rss_mb": next(
            round(int(line.split()[1]) / 1024, 1)
            for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines()
            if line.startswith("VmRSS:")
        ),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--tickets", type=int, required=True)
    parser.add_argument("--repeat", type=int, required=True)
    parser.add_argument("--phase", choices=("fill", "measure"), required=True)
    options = parser.parse_args()
    configure(options.database)
    urlpatterns = urls()
    if options.phase == "fill":
        fill(options.tickets)
    else:
        json.dump(measure(options.repeat), sys.stdout)
