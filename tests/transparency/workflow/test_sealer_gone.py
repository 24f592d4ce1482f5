"""A sealer that dies: the officer reads what happened, nothing is lost, and the month comes out when it is back."""

import io
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from tests.transparency.months import AFTER_OCTOBER, OCTOBER
from tests.transparency.running_sealer import seal_settings
from transparency import making, selectors, services
from transparency.models import Draft, Publication
from transparency.pdf import CannotDraw
from transparency.sealer.published import read_published
from transparency.sealing.checking import check_manifest, check_seal
from transparency.sealing.child import SealerChild, make_keys

MONTH = "/en/indicators/vallclara/2026-10/"


@pytest.fixture(autouse=True)
def _blank_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that can be sealed, without drawing them."""
    blank = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(blank)
    monkeypatch.setattr("transparency.pdf.print_pdf", lambda _job, *_kept: blank.getvalue())


@pytest.fixture
def sealer(settings: Settings) -> Iterator[SealerChild]:
    """A sealer of this test alone, to be killed."""
    with tempfile.TemporaryDirectory(prefix="seal") as name:
        for setting, value in seal_settings(Path(name)).items():
            setattr(settings, setting, value)
        make_keys(organisation="Ajuntament de Vallclara", days=730, back=366)
        child = SealerChild()
        assert child.is_ready()
        yield child
        child.stop()


@pytest.fixture
def ready(draft: Draft, council: Council, officer: Actor, second: Actor) -> Draft:
    """October, checked and signed."""
    with clock.at(AFTER_OCTOBER):
        services.check(council=council, month=OCTOBER, by=officer)
        return services.sign(council=council, month=OCTOBER, by=second)


@pytest.fixture
def inside(officer: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=officer.user_id))
    return client


def kill(child: SealerChild) -> None:
    os.kill(child._process.pid, signal.SIGKILL)
    child._process.wait()


def kept(draft: Draft) -> tuple[object, ...]:
    """What the officer would have to do again if it were lost."""
    draft.refresh_from_db()
    return draft.checked_at, draft.checks, draft.signed_at, draft.signed_by_id, list(draft.cells.values_list("pk", "value"))


def publish(inside: Client) -> tuple[int, str]:
    with clock.at(AFTER_OCTOBER):
        response = inside.post(f"{MONTH}publish/", {"confirm": "on"})
    return response.status_code, response.content.decode()


def refused(inside: Client, draft: Draft) -> str:
    """Try to publish; nothing is published, nothing is left, nothing is forgotten. Return what the page says."""
    before = kept(draft)
    status, page = publish(inside)
    assert status == 503
    assert "October 2026" in page
    assert kept(draft) == before
    assert not Publication.objects.exists()
    assert not Path(default_storage.path("transparency")).exists()
    return page


@pytest.mark.parametrize("moment", ["before", "between two documents", "before the manifest"])
def test_publishing_without_a_sealer_says_so_and_works_when_it_is_back(
    sealer: SealerChild,
    ready: Draft,
    inside: Client,
    council: Council,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    documents, seal = [], making.seal

    def sealed_then_killed(pdf: bytes, *, document: str) -> bytes:
        documents.append(seal(pdf, document=document))
        if len(documents) == (1 if moment == "between two documents" else 2):
            kill(sealer)
        return documents[-1]

    with monkeypatch.context() as patched:
        if moment == "before":
            kill(sealer)
        else:
            patched.setattr(making, "seal", sealed_then_killed)
        page = refused(inside, ready)
    assert "The seal does not answer, so nothing was published." in page
    again = SealerChild()
    assert again.is_ready()
    try:
        assert publish(inside)[0] == 302
    finally:
        again.stop()
    publication = Publication.objects.get()
    files = {file.name: selectors.stored_bytes(file) for file in publication.files.all()}
    public = read_published(Path(settings.SEAL_KEYS_FILE))
    assert [check_seal(files[f"report.{language}.pdf"], public).why for language in council.languages] == ["", ""]
    published_at = "2026-11-03T09:00:00Z"
    assert check_manifest(files["manifest.json"], files["manifest.json.sig"], public["keys"], published_at=published_at) == ""


def test_publishing_without_a_press_says_so_and_works_when_it_is_back(
    ready: Draft, inside: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_job: object, *_kept: object) -> bytes:
        raise CannotDraw

    with monkeypatch.context() as patched:
        patched.setattr("transparency.pdf.print_pdf", fail)
        assert "The report could not be drawn, so nothing was published." in refused(inside, ready)
    assert publish(inside)[0] == 302
