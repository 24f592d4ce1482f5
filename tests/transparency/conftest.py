"""A council, its officer, and a folder of its own for published files."""

from pathlib import Path

import pytest
from pytest_django import Settings

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def officer(council: Council) -> Actor:
    return make_staff(council, Role.OFFICER, email="officer@example.org")
