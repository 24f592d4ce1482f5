"""Voice and camera beside a shared screen: both sides switch them on, they really arrive, and an end stops every track."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.calling import arrives, may_speak, with_devices
from tests.browser.conftest import Watch
from tests.browser.served import ServedCopy
from tests.browser.sharing import FLAGS, ended_tracks, moves, using
from tests.browser.test_remote import check
from tests.browser.test_share import PICTURES, Pair

# In one machine no server is needed between the two.
DIRECT = {"ice_urls": "stun:127.0.0.1:9", "relay_only": "no", "fallback": "no", "voice": "yes", **PICTURES}


@pytest.fixture(scope="module")
def speaking(browser_type: BrowserType, browser_type_launch_args: dict[str, object]) -> Iterator[Browser]:
    with with_devices(browser_type, browser_type_launch_args, *FLAGS) as browser:
        yield browser


@pytest.fixture
def line(served: ServedCopy, speaking: Browser, watch: Watch) -> Iterator[Pair]:
    pair = Pair(served, speaking, watch)
    may_speak(*pair.contexts)
    yield pair
    pair.close()


def switch_on(page: Page) -> None:
    for what in ("microphone", "camera"):
        page.get_by_role("button", name=f"Switch the {what} on").click()
        expect(page.get_by_role("button", name=f"Switch the {what} off")).to_be_visible()


def test_voice_and_camera_arrive_on_both_sides_and_stop_with_the_session(served: ServedCopy, line: Pair) -> None:
    with using(served, "browser_direct", **DIRECT):
        line.agree()
        line.share()
        assert moves(line.agent.locator("[data-watch-part=video]"))
        for page in (line.citizen, line.agent):
            switch_on(page)
        for page in (line.citizen, line.agent):
            face = page.locator("[data-share-their=camera]")
            expect(face).to_be_visible()
            assert moves(face)
            arrives(page, "audio")
            arrives(page, "video")
            check(page)
        line.agent.get_by_role("button", name="Switch the camera off").click()
        expect(line.citizen.locator("[data-share-their=camera]")).to_be_hidden()
        assert ended_tracks(line.agent) == {"video:ended"}
        line.agent.get_by_role("button", name="Switch the camera on").click()
        expect(line.citizen.locator("[data-share-their=camera]")).to_be_visible()
        line.citizen.get_by_role("button", name="Stop now").click()
        expect(line.citizen.get_by_role("heading", name="You stopped it")).to_be_visible()
        line.agent.wait_for_url("**/desk/tickets/**")
        assert (line.citizen.evaluate("sessionStorage.getItem('ended')") or "").split().count("video:ended") == 2
        for page in (line.citizen, line.agent):
            assert ended_tracks(page) == {"video:ended", "audio:ended"}
