"""One served copy for all journeys, and pages that complain about what a strict page must not do."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from config.demo.councils import PASSWORD
from tests.browser.served import ServedCopy

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedCopy]:
    copy = ServedCopy(tmp_path_factory.mktemp("served"), contacts=60)
    yield copy
    copy.stop()


class Watch:
    """What pages did that they must not do: foreign requests, policy violations, script errors, answers of 500."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "about:", "http://second.localhost", self.origin.replace("http", "ws"))):
            self.faults.append(f"foreign request {request.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def follow(self, context: BrowserContext) -> BrowserContext:
        context.on("request", self.on_request)
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("response", lambda r: self.faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        return context


@pytest.fixture
def watch(served: ServedCopy) -> Iterator[Watch]:
    watch = Watch(served.url)
    yield watch
    assert watch.faults == []


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[NewContext]:
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = watch.follow(browser.new_context(locale="en-GB", **options))  # type: ignore[arg-type]
        context.set_default_timeout(15000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


def log_in(page: Page, origin: str, email: str) -> None:
    """Log in as one of the demonstration's people, in English."""
    page.goto(f"{origin}/en/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/en/**")
