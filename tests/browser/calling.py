"""What tests of voice and camera need: a browser whose camera moves and whose microphone beeps, and what really arrives."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

FLAGS = [
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
    # A page of a test is not pressed before it plays what it hears.
    "--autoplay-policy=no-user-gesture-required",
]
# Bytes of sound and of moving pictures that the last connection of a page has received.
RECEIVED = """async () => {
  const found = { audio: 0, video: 0 };
  const stats = await window.connections.at(-1)?.getStats();
  for (const one of stats?.values() ?? []) if (one.type === "inbound-rtp") found[one.kind] += one.bytesReceived;
  return found;
}"""
GROWS = """async ({ kind, than }) => {
  const stats = await window.connections.at(-1)?.getStats();
  let bytes = 0;
  for (const one of stats?.values() ?? []) if (one.type === "inbound-rtp" && one.kind === kind) bytes += one.bytesReceived;
  return bytes > than;
}"""


@contextmanager
def with_devices(browser_type: BrowserType, options: dict[str, object], *more: str) -> Iterator[Browser]:
    """A browser with an imitated camera and microphone."""
    own = options.get("args") or []
    assert isinstance(own, list)
    browser = browser_type.launch(**{**options, "args": [*own, *FLAGS, *more]})  # type: ignore[arg-type]
    yield browser
    browser.close()


def may_speak(*contexts: BrowserContext) -> None:
    """Let pages use camera and microphone without being asked: a browser that answers every question by itself would choose a screen, too."""
    for context in contexts:
        context.grant_permissions(["camera", "microphone"])


def arrives(page: Page, kind: str) -> None:
    """Bytes of a kind go on arriving."""
    before = page.evaluate(RECEIVED)[kind]
    page.wait_for_function(GROWS, arg={"kind": kind, "than": before + 500})
