"""A council, its officer, and a folder of its own for published files."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from pytest_django import Settings

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff
from tests.transparency.formats.reports import _made, report, reports  # noqa: F401  fixtures
from tests.transparency.running_sealer import running_sealer, seal_settings


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def officer(council: Council) -> Actor:
    return make_staff(council, Role.OFFICER, email="officer@example.org")


@pytest.fixture(scope="session")
def sealer_folder() -> Iterator[Path]:
    """One sealer process for every test that seals; started when the first asks for it."""
    with running_sealer() as folder:
        yield folder


@pytest.fixture
def sealed(settings: Settings, sealer_folder: Path) -> Path:
    """This installation has a seal, and its sealer answers."""
    for name, value in seal_settings(sealer_folder).items():
        setattr(settings, name, value)
    return sealer_folder


@pytest.fixture
def quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the process that draws PDFs, which takes seconds: bytes that look like one, other ones each time. Drawing has tests of its own in `pdf/`."""
    numbers = count(1)
    monkeypatch.setattr("transparency.pdf.print_pdf", lambda _job, *_kept: b"%%PDF-1.7 drawing %d\n%%%%EOF\n" % next(numbers))
