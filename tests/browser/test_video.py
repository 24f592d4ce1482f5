"""A call by video: agreed on a telephone, tried, waited for, held in two real browsers, logged; and made by telephone after all."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from tests.browser.calling import arrives, may_speak, with_devices
from tests.browser.conftest import PATIENCE, Watch, log_in
from tests.browser.served import ServedCopy
from tests.browser.sharing import WITNESS, ended_tracks, moves, using
from tests.browser.test_call_me import NAME, PHONE, choose, first_time, go_on, in_words, say_who, send, to_the_times
from tests.browser.test_journeys import WIDE
from tests.browser.test_remote import check, shoot

DIRECT = {
    "ice_urls": "stun:127.0.0.1:9", "relay_only": "no", "fallback": "no", "voice": "no", "video": "yes",
    "fps": "4", "quality": "60", "max_width": "960",
}  # fmt: skip


@pytest.fixture(scope="module")
def speaking(browser_type: BrowserType, browser_type_launch_args: dict[str, object]) -> Iterator[Browser]:
    with with_devices(browser_type, browser_type_launch_args) as browser:
        yield browser


@pytest.fixture
def pair(served: ServedCopy, speaking: Browser, watch: Watch) -> Iterator[tuple[Page, Page]]:
    """The citizen on a small telephone and an agent, each in a browser of their own, on a council that holds calls by video."""
    contexts: list[BrowserContext] = []
    for viewport in (PHONE, WIDE):
        context = watch.follow(speaking.new_context(locale="en-GB", viewport=viewport))  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WITNESS)
        contexts.append(context)
    may_speak(*contexts)
    with using(served, "browser_direct", **DIRECT):
        yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def agree_by_video(page: Page, served: ServedCopy) -> tuple[str, datetime]:
    """Agree a call by video at the first exact time, seeing what it needs and that a part of the day will not do."""
    to_the_times(page, served.url)
    expect(page.get_by_text("Nothing is installed, and you can change to the telephone at any moment")).to_be_visible()
    check(page)
    shoot(page, "when")
    page.get_by_label("By video, in your browser").check()
    page.locator("input[name=slot][value^='morning:'], input[name=slot][value^='afternoon:']").first.check(force=True)
    go_on(page)
    expect(page.get_by_text("A call by video needs an exact time").first).to_be_visible()
    expect(page.get_by_label("By video, in your browser")).to_be_checked()
    when = choose(page, first_time(page))
    go_on(page)
    say_who(page)
    expect(page.get_by_text("We talk by video, in your browser")).to_be_visible()
    return send(page), when


def try_everything(page: Page) -> None:
    """The test of one's own device: every part works with imitated ones."""
    page.get_by_role("link", name="Try camera and microphone").click()
    for name, works in (
        ("camera", "It works."),
        ("microphone", "It works."),
        ("connection", "A connection is possible from this network."),
    ):
        page.locator(f"[data-test={name}]").click()
        expect(page.locator(f"[data-test-result={name}]")).to_have_text(works)
    page.get_by_role("button", name="Play a tone").click()
    page.get_by_role("button", name="Yes, I heard it").click()
    expect(page.locator("[data-test-result=loudspeaker]")).to_have_text("It works.")
    check(page)
    shoot(page, "test")


def says(page: Page, words: str) -> None:
    """How the conversation stands, on the page itself."""
    expect(page.locator("[data-video-part=state]")).to_have_text(words)


def switch_on(page: Page) -> None:
    for what in ("microphone", "camera"):
        page.get_by_role("button", name=f"Switch the {what} on").click()
        expect(page.get_by_role("button", name=f"Switch the {what} off")).to_be_visible()


def before_its_time(citizen: Page, served: ServedCopy, reference: str, when: datetime) -> None:
    """The request shows the call, everything can be tried, and the room is closed."""
    citizen.goto(f"{served.url}/en/my/{reference}/")
    expect(citizen.get_by_role("heading", name="We will talk by video")).to_be_visible()
    expect(citizen.locator("#call")).to_contain_text(in_words(when))
    check(citizen)
    try_everything(citizen)
    citizen.get_by_role("link", name="To the room").click()
    expect(citizen.get_by_role("heading", name="The room is not open yet")).to_be_visible()
    check(citizen)
    shoot(citizen, "early")


def wait_in_the_room(citizen: Page, served: ServedCopy, reference: str) -> None:
    """Enter with the microphone on, and wait."""
    citizen.goto(f"{served.url}/en/my/{reference}/")
    expect(citizen.get_by_text("Camera: works")).to_be_visible()
    shoot(citizen, "follow-up")
    citizen.get_by_role("link", name="Enter").click()
    check(citizen)
    citizen.get_by_role("button", name="Switch the microphone on").click()
    expect(citizen.get_by_role("button", name="Switch the microphone off")).to_be_visible()
    shoot(citizen, "before")
    citizen.get_by_role("button", name="Enter").click()
    expect(citizen.get_by_role("heading", name="Waiting room")).to_be_visible()
    expect(citizen.get_by_role("button", name="Switch the microphone off")).to_be_visible()
    check(citizen)
    shoot(citizen, "waiting")


def talk(citizen: Page, agent: Page) -> None:
    """Both see and hear each other."""
    says(agent, "You are connected with the citizen.")
    says(citizen, "You talk with Laia.")
    expect(agent.get_by_text("The camera is off")).to_be_visible()
    expect(citizen.get_by_role("heading", name="Call by video")).to_be_visible()
    switch_on(agent)
    citizen.get_by_role("button", name="Switch the camera on").click()
    for page in (citizen, agent):
        face = page.locator("[data-share-their=camera]")
        expect(face).to_be_visible()
        assert moves(face)
        arrives(page, "audio")
        arrives(page, "video")
        expect(page.locator("[data-video-part=time]")).to_contain_text(re.compile(r"\d:\d\d"))
        check(page)
    shoot(citizen, "talking")
    shoot(agent, "room")
    citizen.reload()  # leads back into the call, with what was on
    says(citizen, "You talk with Laia.")
    assert moves(agent.locator("[data-share-their=camera]"))


def test_from_the_agreement_to_the_outcome(served: ServedCopy, pair: tuple[Page, Page]) -> None:
    citizen, agent = pair
    reference, when = agree_by_video(citizen, served)
    check(citizen)
    shoot(citizen, "done")
    before_its_time(citizen, served, reference, when)

    served.move_clock(when - timedelta(minutes=5))
    log_in(agent, served.url, "agent@vallclara.example")
    agent.goto(f"{served.url}/en/desk/tickets/{reference}/")
    expect(agent.locator("#call-card")).to_contain_text("The citizen has not come yet")
    wait_in_the_room(citizen, served, reference)
    expect(agent.locator("#call-card")).to_contain_text("The citizen is waiting")
    expect(agent.locator("#desk-call .w-pill")).to_contain_text(f"{NAME} · the citizen is waiting")
    check(agent)
    shoot(agent, "desk")
    agent.locator("#call-card").get_by_role("link", name="Open the room").click()
    talk(citizen, agent)

    agent.get_by_role("button", name="Hang up").click()
    agent.wait_for_url(f"**/desk/tickets/{reference}/**")
    expect(citizen.get_by_role("heading", name="The call is over: the person who attended you has ended it")).to_be_visible()
    for page in (citizen, agent):
        assert ended_tracks(page) == {"video:ended", "audio:ended"}
    check(citizen)
    shoot(citizen, "after")
    card = agent.locator("#call-card")
    expect(card).to_contain_text("Log how it went")
    shoot(agent, "outcome")
    card.get_by_label("We talked", exact=True).check()
    card.get_by_role("button", name="Save the attempt").click()
    expect(agent.get_by_text("Call noted.")).to_be_visible()
    for words in (
        "The citizen is in the waiting room of the video call",
        "The conversation by video began",
        "The conversation by video ended",
    ):
        expect(agent.get_by_role("log").get_by_text(words)).to_be_visible()
    citizen.goto(f"{served.url}/en/my/{reference}/")
    expect(citizen.get_by_role("heading", name="We talked by video")).to_be_visible()


def test_the_telephone_is_one_press_away(served: ServedCopy, pair: tuple[Page, Page]) -> None:
    citizen, agent = pair
    reference, when = agree_by_video(citizen, served)
    served.move_clock(when + timedelta(minutes=2))
    citizen.goto(f"{served.url}/en/remote/video/{reference}/")
    citizen.get_by_role("button", name="Enter").click()
    expect(citizen.get_by_role("heading", name="Waiting room")).to_be_visible()
    log_in(agent, served.url, "agent@vallclara.example")
    agent.goto(f"{served.url}/en/remote/video/{reference}/room/")
    says(agent, "You are connected with the citizen.")
    citizen.get_by_role("button", name="Call me by telephone instead").click()
    citizen.wait_for_url(f"**/my/{reference}/")
    expect(citizen.get_by_role("heading", name="We will call you")).to_be_visible()
    expect(citizen.locator("#call")).to_contain_text(in_words(when))
    agent.wait_for_url(f"**/desk/tickets/{reference}/**")
    expect(agent.locator("#call-card")).to_contain_text("972 00 00 12")
    expect(agent.get_by_role("log").get_by_text("The call is made by telephone instead of by video")).to_be_visible()
