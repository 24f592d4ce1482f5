"""A citizen's browser without JavaScript, in front of one council."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from helpdesk.people.models import Council
from tests.factories import make_council, make_procedure

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def new_browser(host: str = "testserver") -> Client:
    """A browser without cookies."""
    return Client(headers={"host": host, "user-agent": WINDOWS})


@pytest.fixture
def council(db: None, settings: Settings, tmp_path: Path) -> Council:
    """A council that is always open, with a procedure; files go to a folder of the test."""
    settings.MEDIA_ROOT = str(tmp_path)
    council = make_council()
    make_procedure(council)
    return council


@pytest.fixture
def visitor(council: Council) -> Client:
    """A browser on the council's host."""
    return new_browser()
