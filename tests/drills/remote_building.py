"""Puts the house up: what surrounds it, the database, one council, web, worker and two brokers."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from tests.drills.remote_house import Front, House, Process, wait_until
from tests.drills.server import free_port, fresh_database


@contextmanager
def surroundings(name: str, **more: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """Give a folder and an environment on a PostgreSQL database of its own and Redis, as scaled out, with Django on it; raises Unavailable."""
    from deploy.test_servers import postgres, redis

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"remote-{name}-")))
        environment = {
            "DATABASE_URL": stack.enter_context(fresh_database(stack.enter_context(postgres()), folder)),
            "REDIS_URL": stack.enter_context(redis()),
            "VAR_DIR": str(folder),
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
            "SECRET_KEY": f"{name}-" + "k" * 60,
            **more,
        }
        os.environ |= environment | {"DJANGO_SETTINGS_MODULE": "config.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        os.environ.pop("TESTING", None)
        import django
        from django.db import connections

        django.setup()
        stack.callback(connections.close_all)
        yield folder, environment


def answers(house: House, web: Process) -> bool:
    """Whether the pages are there."""
    if web.process.poll() is not None:
        raise RuntimeError(web.log.read_text()[-3000:])
    try:
        return httpx.get(f"http://127.0.0.1:{house.port}/readyz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def build(folder: Path, environment: dict[str, str], stack: ExitStack, front: Front | None = None) -> House:
    """Prepare the database, start web, worker and two brokers."""
    from django.core.management import call_command

    from config.server.prepare import collect_static
    from helpdesk.people.models import CouncilHost
    from helpdesk.people.rules import Role
    from helpdesk.people.selectors import staff_actor
    from tests.factories import enable_remote, make_council, make_user

    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    port = free_port()
    council = make_council("drill", host="localhost" if front else "127.0.0.1", prefix="DR")
    enable_remote(council, "ssh_vnc", screen_port="5900")
    user = make_user(council, Role.AGENT)
    house = House(folder, environment, stack, port, council, user, staff_actor(user), front=front)
    CouncilHost.objects.update(base_url=house.origin)
    web = house.start("web", "serve", "--port", str(port), REMOTE_BROKER="false")
    wait_until(lambda: answers(house, web), 90, "the pages do not answer")
    house.start("worker", "work")
    for name in ("a", "b"):
        house.start_broker(name)
    return house
