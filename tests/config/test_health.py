"""healthz needs nothing; readyz says which part fails, and nothing else."""

import pytest

from helpdesk.outbox.models import Worker
from helpdesk.outbox.services import beat


def test_healthz_needs_no_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_ready_when_a_worker_lives(client):
    beat(worker_id="a")
    answer = client.get("/readyz", headers={"host": "any.host.at.all"})
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": "ok", "bell": "ok", "worker": "ok"})
    assert "Set-Cookie" not in answer.headers


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_a_worker(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": "ok", "bell": "ok", "worker": "fails"})
    beat(worker_id="a")
    Worker.objects.update(last_seen_at="2020-01-01T00:00:00Z")
    assert client.get("/readyz").json()["worker"] == "fails"


@pytest.mark.django_db(transaction=True)
def test_not_ready_when_the_bell_is_broken(client, settings):
    beat(worker_id="a")
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "tests.config.test_health.MuteLayer"}}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["bell"]) == (503, "fails")
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_readyz_is_only_read(client):
    assert client.post("/readyz").status_code == 405


class MuteLayer:
    """A layer whose server is away."""

    async def new_channel(self, prefix="specific."):
        raise ConnectionError("redis://:secret@host")
