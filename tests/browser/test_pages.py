"""Every page, light and dark, narrow and wide: no axe violation, nothing wider than the screen, nothing foreign."""

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE, NewContext, log_in
from tests.browser.served import ROOT, ServedCopy

SIZES = {"narrow": {"width": 360, "height": 780}, "wide": {"width": 1440, "height": 900}}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

CITIZEN = (
    "/",
    "/ca/",
    "/es/",
    "/eu/",
    "/gl/",
    "/en/",
    "/en/procedures/?q=signar",
    "/en/procedures/?q=zzzzzz",
    "/en/procedures/residence-certificate/",
    "/en/procedures/residence-certificate/sign/",
    "/en/help/channel/",
    "/en/my/",
    "/en/accessibility/",
    "/en/privacy/",
    "/en/nothing-here/",
    "/s/unknown-token/",
    "/transparency/",
    "/en/accounts/login/",
    "/en/accounts/password/reset/",
    "/_kit/",
    "/_kit/desk/",
)
DESK = ("/en/desk/", "/en/desk/?q=nothing-at-all", "/en/desk/log/", "/ca/desk/log/")
OFFICER = ("/en/indicators/", "/en/indicators/vallclara/2026-05/")


def violations(page: Page) -> list[str]:
    """Run axe in the page and return what it found, a line each."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS)
    return [f"{v['id']}: {n['target']} {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]]


def too_wide(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def check(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.evaluate("document.fonts.ready")
    found = [f"{address}: {line}" for line in violations(page)]
    if (extra := too_wide(page)) > 0:
        found.append(f"{address}: {extra} px too wide")
    return found


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    return SIZES[str(request.param)]


def test_citizens_pages(served: ServedCopy, new_context: NewContext, scheme: str, size: dict[str, int]) -> None:
    page = new_context(color_scheme=scheme, viewport=size).new_page()
    assert [line for path in CITIZEN for line in check(page, served.url + path)] == []


def test_desk_pages(served: ServedCopy, new_context: NewContext, scheme: str, size: dict[str, int]) -> None:
    page = new_context(color_scheme=scheme, viewport=size).new_page()
    log_in(page, served.url, "agent@vallclara.example")
    found = [line for path in DESK for line in check(page, served.url + path)]
    page.goto(f"{served.url}/en/desk/?view=done")
    ticket = page.locator("a[href*='/desk/tickets/']").first.get_attribute("href")
    found += check(page, f"{served.url}{ticket}")
    assert found == []


def test_officers_pages(served: ServedCopy, new_context: NewContext, scheme: str, size: dict[str, int]) -> None:
    page = new_context(color_scheme=scheme, viewport=size).new_page()
    log_in(page, served.url, "officer@vallclara.example")
    assert [line for path in OFFICER for line in check(page, served.url + path)] == []


@pytest.fixture(scope="session")
def april(served: ServedCopy) -> str:
    """April is empty, and an empty month can be published too."""
    for action in ("draft", "publish"):
        words = ["indicators", action, "--council", "vallclara", "--month", "2026-04", "--as", "officer@vallclara.example"]
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=served.env, check=True, capture_output=True)
    return "/transparency/2026-04/"


def test_published_month(served: ServedCopy, april: str, new_context: NewContext, scheme: str, size: dict[str, int]) -> None:
    page = new_context(color_scheme=scheme, viewport=size).new_page()
    found = [line for path in (april, f"{april}r1/", f"{april}?lang=en") for line in check(page, served.url + path)]
    assert found == []
    assert json.loads(page.request.get(f"{served.url}/transparency/latest/report.json").text())["period"]
