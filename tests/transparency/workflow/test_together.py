"""Two at once, with real threads and locks; and the drill in small, as a program."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, connections

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, DomainError
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_staff
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, announce_early, second_person, signed, town_month
from tests.transparency.workflow.steps import LATER, WHY
from transparency import selectors, services
from transparency.kinds import Kind, Severity
from transparency.models import Draft, Publication

ROOT = Path(__file__).resolve().parents[3]


def both(act: Callable[[], object]) -> list[str]:
    """Do it in two threads that start together; return what became of each."""
    gate = Barrier(2)

    def one() -> str:
        try:
            with clock.at(LATER):
                gate.wait(30)
                act()
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(future.result(120) for future in [pool.submit(one), pool.submit(one)])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officers_publishing_or_correcting_at_once_make_one_revision() -> None:
    from tests.factories import make_council

    council = make_council()
    council.language_order = ["ca", "en"]
    council.save()
    announce_early(council)
    officer: Actor = make_staff(council, Role.OFFICER)
    second = second_person(council)
    town_month(council)
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        services.check(council=council, month=OCTOBER, by=officer)
        services.sign(council=council, month=OCTOBER, by=second)
    assert both(lambda: services.publish(council=council, month=OCTOBER, by=officer)) == [Conflict.code, "done"]
    first = Publication.objects.get()
    assert all(selectors.stored_bytes(file) for file in first.files.all())
    correct = lambda: services.open_correction(  # noqa: E731
        council=council, month=OCTOBER, kind=Kind.CORRECTION, severity=Severity.TINY, reason=WHY, changes_conclusion=False, by=officer
    )
    assert both(correct) == [Conflict.code, "done"]
    assert list(Draft.objects.order_by("revision").values_list("revision", flat=True)) == [1, 2]


@pytest.mark.parametrize("moment", ["transparency.services.publishing.due_at", "transparency.storing.os.fsync"])
def test_an_attempt_that_is_overtaken_is_told_wherever_it_was(
    draft: Draft, council: Council, officer: Actor, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """After it has looked at the draft; and in the middle of a file, which the one who was faster sweeps away."""
    with clock.at(AFTER_OCTOBER):
        signed(council, OCTOBER, officer)
    module, _dot, name = moment.rpartition(".")
    real = getattr(import_module(module) if name == "due_at" else os, name)
    faster = make_staff(council, Role.OFFICER)

    def overtaken(*args: object) -> object:
        monkeypatch.setattr(moment, real)
        done = real(*args)
        services.publish(council=council, month=OCTOBER, by=faster)
        return done

    monkeypatch.setattr(moment, overtaken)
    with clock.at(LATER), pytest.raises(Conflict):
        services.publish(council=council, month=OCTOBER, by=officer)
    publication = Publication.objects.get()
    assert publication.published_by_id == faster.user_id
    files = list(publication.files.all())
    assert all(selectors.stored_bytes(file) for file in files)
    folder = Path(default_storage.path("transparency/vallclara/2026-10/r1"))
    assert sorted(path.name for path in folder.iterdir()) == sorted(file.name for file in files)


def test_killed_while_publishing_leaves_no_half_month() -> None:
    """Two of the points; `make drill-publish` plays them all."""
    url = settings.DATABASE_URL if connection.vendor == "postgresql" else "sqlite"
    command = [sys.executable, "-m", "tests.drills.publish", "--quick", "--points=inside_transaction", f"--database-url={url}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == {"drill": "publish", "kills": 2, "half_months": 0, "second_r1": 0, "bytes_changed": 0, "failures": []}


def test_a_measured_month_is_the_same_whoever_measures(council: Council, officer: Actor, draft: Draft) -> None:
    """Measuring from the same rows gives the same figures, to the byte."""
    cells = list(draft.cells.values_list("indicator", "dimension", "member", "period", "raw", "value", "status"))
    with clock.at(AFTER_OCTOBER):
        again = services.make_draft(council=council, month=OCTOBER, by=make_staff(council, Role.OFFICER))
    assert list(again.cells.values_list("indicator", "dimension", "member", "period", "raw", "value", "status")) == cells
