"""Screen sharing in two real browsers: frames that move, both ways of transport, a relay, pointing, pausing, and an end that stops every track."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, expect

from tests.browser.conftest import PATIENCE, Watch
from tests.browser.served import ServedCopy, free_port
from tests.browser.sharing import FLAGS, INK, MOVING, PAIR, WITNESS, colours, ended_tracks, moves, relay, using
from tests.browser.test_journeys import PHONE, WIDE, ask
from tests.browser.test_remote import check, propose, take

PICTURES = {"fps": "8", "quality": "60", "max_width": "960"}


@pytest.fixture(scope="module")
def capturing(browser_type: BrowserType, browser_type_launch_args: dict[str, object]) -> Iterator[Browser]:
    """A browser that shares one tab without asking which."""
    own = browser_type_launch_args.get("args") or []
    assert isinstance(own, list)
    browser = browser_type.launch(**{**browser_type_launch_args, "args": [*own, *FLAGS]})  # type: ignore[arg-type]
    yield browser
    browser.close()


@pytest.fixture
def line(served: ServedCopy, capturing: Browser, watch: Watch) -> Iterator["Pair"]:
    pair = Pair(served, capturing, watch)
    yield pair
    pair.close()


class Pair:
    """A citizen and an agent, each in a browser of their own."""

    def __init__(self, served: ServedCopy, browser: Browser, watch: Watch) -> None:
        self.served = served
        self.contexts = [watch.follow(browser.new_context(locale="en-GB", viewport=WIDE)) for _ in range(2)]  # type: ignore[arg-type]
        for context in self.contexts:
            context.set_default_timeout(PATIENCE)
            context.add_init_script(WITNESS)
        self.citizen, self.agent = (context.new_page() for context in self.contexts)

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def agree(self) -> None:
        """From the request to a session that the citizen has agreed to, the agent in front of the viewer."""
        reference = ask(self.citizen, self.served.url, way="Write to us", text="When I press Sign nothing happens.")
        take(self.agent, self.served, reference)
        propose(self.agent)
        self.citizen.goto(f"{self.served.url}/en/my/{reference}/")
        self.citizen.get_by_role("link", name="Read and answer").click()
        self.citizen.get_by_role("button", name="Yes, I agree").click()
        expect(self.citizen.get_by_role("button", name="Choose what to share")).to_be_enabled()
        session = self.citizen.url.split("/remote/")[1].split("/")[0]
        self.agent.goto(f"{self.served.url}/en/remote/{session}/viewer/")
        expect(self.agent.get_by_text("The citizen is not sharing yet.").first).to_be_visible()

    def share(self) -> None:
        """Show a tab that moves."""
        self.contexts[0].new_page().goto(MOVING)
        self.citizen.bring_to_front()
        self.citizen.get_by_role("button", name="Choose what to share").click()
        expect(self.citizen.get_by_role("heading", name="You share one tab")).to_be_visible()


def points(line: Pair) -> None:
    """The agent's ring is seen on the citizen's page, and goes away."""
    stage = line.agent.locator("[data-watch-part=stage]")
    stage.click(position={"x": 120, "y": 90})
    expect(line.citizen.get_by_text("Laia points here")).to_be_visible()
    assert line.citizen.locator("[data-share-part=marks]").evaluate(INK) > 100
    line.agent.get_by_role("button", name="Clear").click()
    expect(line.citizen.get_by_text("Laia points here")).to_be_hidden()


def ends(line: Pair) -> None:
    """An end by the agent stops every track of the citizen's page, and both sides are told."""
    line.agent.get_by_role("button", name="End the session").click()
    line.agent.wait_for_url("**/desk/tickets/**")
    expect(line.citizen.get_by_role("heading", name="The session is over")).to_be_visible()
    assert ended_tracks(line.citizen) == {"video:ended"}


def test_pictures_move_through_the_service(served: ServedCopy, line: Pair) -> None:
    with using(served, "browser", **PICTURES):
        line.agree()
        check(line.citizen)
        check(line.agent)
        line.share()
        picture = line.agent.locator("[data-watch-part=picture]")
        expect(picture).to_be_visible()
        assert moves(picture)
        expect(line.citizen.get_by_text("Laia sees what is shown below")).to_be_visible()
        expect(line.citizen.locator(".r-bar").get_by_text("Laia sees your screen")).to_be_visible()
        check(line.citizen)
        check(line.agent)
        points(line)
        line.citizen.get_by_role("button", name="Pause").click()
        expect(line.agent.get_by_text("The citizen has paused")).to_be_visible()
        assert len(colours(picture, seconds=2)) == 1
        line.citizen.get_by_role("button", name="Go on").click()
        assert moves(picture)
        ends(line)


def test_a_citizen_who_stops_sharing_may_share_again(served: ServedCopy, line: Pair) -> None:
    with using(served, "browser", **PICTURES):
        line.agree()
        line.share()
        expect(line.agent.locator("[data-watch-part=picture]")).to_be_visible()
        line.citizen.get_by_role("button", name="Stop sharing").click()
        expect(line.citizen.locator("[data-share-part=note]")).to_contain_text("You have stopped sharing")
        expect(line.agent.get_by_text("The citizen is not sharing yet.").first).to_be_visible()
        assert ended_tracks(line.citizen) == {"video:ended"}
        line.citizen.get_by_role("button", name="Choose what to share").click()
        assert moves(line.agent.locator("[data-watch-part=picture]"))
        line.citizen.get_by_role("button", name="Stop now").click()
        expect(line.citizen.get_by_text("You stopped it").first).to_be_visible()
        line.agent.wait_for_url("**/desk/tickets/**")


@pytest.mark.skipif(shutil.which("turnserver") is None, reason="the package coturn is not installed")
def test_frames_move_from_browser_to_browser_through_a_relay(served: ServedCopy, line: Pair, tmp_path: Path) -> None:
    with relay(tmp_path) as port:
        direct = {"ice_urls": f"turn:127.0.0.1:{port}?transport=udp", "relay_only": "yes", "fallback": "no", "voice": "yes", **PICTURES}
        with using(served, "browser_direct", **direct):
            line.agree()
            line.share()
            video = line.agent.locator("[data-watch-part=video]")
            expect(video).to_be_visible()
            assert moves(video)
            assert line.agent.evaluate(PAIR) == ["relay", "relay"]
            expect(line.citizen.get_by_role("button", name="Switch the microphone on")).to_be_visible()
            check(line.citizen)
            check(line.agent)
            points(line)
            line.citizen.get_by_role("button", name="Pause").click()
            expect(line.agent.get_by_text("The citizen has paused")).to_be_visible()
            line.citizen.wait_for_timeout(500)
            assert len(colours(video, seconds=2)) == 1
            line.citizen.get_by_role("button", name="Go on").click()
            assert moves(video)
            ends(line)


def test_without_a_way_between_the_browsers_pictures_go_through_the_service(served: ServedCopy, line: Pair) -> None:
    direct = {"ice_urls": f"turn:127.0.0.1:{free_port()}", "relay_only": "yes", "fallback": "yes", "voice": "no", **PICTURES}
    with using(served, "browser_direct", **direct):
        line.agree()
        line.share()
        picture = line.agent.locator("[data-watch-part=picture]")
        expect(picture).to_be_visible()
        assert moves(picture)
        ends(line)


def test_what_cannot_be_is_said_in_words(served: ServedCopy, line: Pair) -> None:
    with using(served, "browser", **PICTURES):
        line.agree()
        line.citizen.evaluate(
            "() => { navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"
        )
        line.citizen.get_by_role("button", name="Choose what to share").click()
        expect(line.citizen.locator("[data-share-part=note]")).to_contain_text("Nothing is shared: the question of your browser was closed")
        check(line.citizen)
        line.citizen.add_init_script("delete MediaDevices.prototype.getDisplayMedia")
        line.citizen.set_viewport_size(PHONE)  # type: ignore[arg-type]
        line.citizen.reload()
        expect(line.citizen.get_by_text("This browser cannot share a screen")).to_be_visible()
        expect(line.citizen.get_by_role("link", name="Write to us, or chat")).to_be_visible()
        check(line.citizen)
