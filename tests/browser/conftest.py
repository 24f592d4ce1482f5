"""One served copy for all journeys, and pages that complain about what a strict page must not do."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from config.demo.councils import PASSWORD
from tests.browser.served import ServedCopy
from tests.browser.sharing import using

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
# What a browser and htmx say when there is no network; what was asked of whom is seen by its request.
NO_NETWORK = ("Failed to load resource", "htmx:error: Failed to fetch")
PATIENCE = 30_000  # milliseconds: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test. The month is published first: it counts what its own journeys wrote, all of it answered."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path.name != "test_journeys.py")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedCopy]:
    copy = ServedCopy(tmp_path_factory.mktemp("served"), contacts=60)
    yield copy
    copy.stop()


@pytest.fixture(scope="module")
def imitation(served: ServedCopy) -> Iterator[None]:
    """The first council holds remote sessions with the imitation alone, whichever tests ran before."""
    with using(served, "fake", behaviour="well"):
        yield


class Watch:
    """What pages did that they must not do: foreign requests, policy violations, script errors, answers of 500."""

    def __init__(self, origin: str) -> None:
        second = origin.replace("127.0.0.1", "second.localhost")
        self.ours = (*(f"{one}/" for site in (origin, second) for one in (site, site.replace("http", "ws", 1))), "data:", "about:", "blob:")
        self.faults: list[str] = []

    def on_request(self, request: Request) -> None:
        if not request.url.startswith(self.ours):
            self.faults.append(f"foreign request {request.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in NO_NETWORK):
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
        context.set_default_timeout(PATIENCE)
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
