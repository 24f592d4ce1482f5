"""Remote sessions in real browsers: from the proposal to the receipt, declined, stopped, expired, and without a script."""

import os
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext, log_in
from tests.browser.served import ServedCopy
from tests.browser.test_journeys import PHONE, WIDE, ask
from tests.browser.test_pages import too_wide, violations

pytestmark = pytest.mark.usefixtures("imitation")

WHY = "See together why AutoFirma does not open"


def take(agent: Page, served: ServedCopy, reference: str) -> None:
    """Open the ticket as its agent."""
    log_in(agent, served.url, "agent@vallclara.example")
    agent.goto(f"{served.url}/en/desk/tickets/{reference}/")
    agent.get_by_role("button", name="Take", exact=True).click()
    expect(agent.locator("summary", has_text="Propose a session")).to_be_visible()


def propose(agent: Page, *, control: bool = False) -> None:
    """Propose a session from the card on the ticket."""
    agent.locator("summary", has_text="Propose a session").click()
    agent.locator("#remote_reason").fill(WHY)
    if control:
        agent.get_by_label("Look, and use mouse and keyboard").check()
    agent.get_by_role("button", name="Propose", exact=True).click()
    expect(agent.get_by_text("Waiting for the citizen’s answer")).to_be_visible()


def begin(served: ServedCopy, new_context: NewContext, **citizens: object) -> tuple[Page, Page, str]:
    """A citizen on the page of a request, and the agent who has taken it."""
    citizen = new_context(viewport=WIDE, **citizens).new_page()
    reference = ask(citizen, served.url, way="Write to us", text="When I press Sign nothing happens.")
    citizen.goto(f"{served.url}/en/my/{reference}/")
    agent = new_context(viewport=WIDE).new_page()
    take(agent, served, reference)
    return citizen, agent, reference


def check(page: Page) -> None:
    """Nothing for axe, nothing wider than the screen."""
    assert violations(page) == []
    assert too_wide(page) <= 0


def bar(citizen: Page) -> Locator:
    """What the citizen's permanent bar says."""
    return citizen.locator(".r-bar [data-remote-say]")


def shoot(page: Page, name: str) -> None:
    """Take pictures of a state, wide, dark and as a telephone shows it, for whoever looks: only where REMOTE_SHOTS says."""
    folder = os.environ.get("REMOTE_SHOTS")
    if not folder:
        return
    size = page.viewport_size or WIDE
    for scheme, width in (("light", 1440), ("dark", 1440), ("light", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 1000})
        page.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)  # type: ignore[arg-type]


def test_from_the_proposal_to_the_receipt(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, _reference = begin(served, new_context)
    propose(agent, control=True)
    expect(citizen.get_by_role("heading", name="Laia offers to look at your screen with you")).to_be_visible()
    citizen.get_by_role("link", name="Read and answer").click()
    for words in ("Laia, number 0417", WHY, "At most 30 minutes", "your bank"):
        expect(citizen.get_by_text(words).first).to_be_visible()
    check(citizen)
    citizen.get_by_label("I also let them use").check()
    citizen.get_by_role("button", name="Yes, I agree").click()
    expect(citizen.get_by_text("Laia does not see your screen yet")).to_be_visible()
    agent.get_by_role("button", name="Look at the screen").click()
    expect(agent.locator("[data-remote-picture]")).to_be_visible()
    expect(bar(citizen)).to_have_text("Laia sees your screen and may use your mouse and keyboard")
    expect(citizen.locator("[data-remote-left]")).to_have_text(re.compile(r"(29|30):\d\d left"))
    check(citizen)
    check(agent)
    citizen.get_by_role("button", name="From now on, only look").click()
    expect(bar(citizen)).to_have_text("Laia sees your screen")
    agent.get_by_role("button", name="End the session").click()
    expect(citizen.get_by_role("heading", name="The session is over")).to_be_visible()
    expect(citizen.get_by_role("heading", name="The agent ended it")).to_be_visible()
    expect(citizen.get_by_text("Allowed, and taken back")).to_be_visible()
    check(citizen)
    citizen.get_by_role("link", name="Back to my request").click()
    expect(citizen.get_by_role("log").get_by_text("You agreed to a remote session")).to_be_visible()
    expect(citizen.get_by_role("link", name="See the receipt")).to_be_visible()
    expect(agent.get_by_role("log").get_by_text("Remote session ended")).to_be_visible()


def test_declined(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, _reference = begin(served, new_context)
    propose(agent)
    citizen.get_by_role("link", name="Read and answer").click()
    citizen.get_by_role("button", name="No, thank you").click()
    expect(citizen.get_by_role("heading", name="You said no, and that is fine")).to_be_visible()
    check(citizen)
    expect(agent.get_by_role("log").get_by_text("The citizen declined the remote session")).to_be_visible()
    expect(agent.locator("summary", has_text="Propose a session")).to_be_visible()


def test_stopped_by_the_citizen_without_a_script(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, reference = begin(served, new_context, java_script_enabled=False)
    propose(agent)
    citizen.goto(f"{served.url}/en/my/{reference}/")
    citizen.get_by_role("link", name="Read and answer").click()
    citizen.get_by_role("button", name="Yes, I agree").click()
    expect(citizen.get_by_role("heading", name="This page does not refresh by itself")).to_be_visible()
    agent.get_by_role("button", name="Look at the screen").click()
    expect(agent.locator("[data-remote-picture]")).to_be_visible()
    citizen.goto(f"{served.url}/en/my/{reference}/")
    expect(citizen.get_by_text("Laia sees your screen")).to_be_visible()
    citizen.get_by_role("button", name="Stop now").click()
    expect(citizen.get_by_role("heading", name="You stopped it")).to_be_visible()
    agent.wait_for_url(f"**/desk/tickets/{reference}/**")
    expect(agent.get_by_text("Stopped by the citizen")).to_be_visible()


def test_expired_while_nobody_answered(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, _reference = begin(served, new_context)
    propose(agent)
    citizen.get_by_role("link", name="Read and answer").click()
    expect(citizen.get_by_role("button", name="Yes, I agree")).to_be_visible()
    served.let_pass(minutes=40)
    expect(citizen.get_by_role("heading", name="This proposal is over")).to_be_visible()
    check(citizen)
    expect(agent.get_by_text("Not answered in time")).to_be_visible()
    expect(agent.get_by_role("log").get_by_text("The offer of a remote session expired")).to_be_visible()


def test_the_hard_end_comes_by_itself(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, _reference = begin(served, new_context)
    propose(agent)
    citizen.get_by_role("link", name="Read and answer").click()
    citizen.get_by_role("button", name="Yes, I agree").click()
    agent.get_by_role("button", name="Look at the screen").click()
    expect(agent.locator("[data-remote-picture]")).to_be_visible()
    served.let_pass(minutes=50)
    expect(citizen.get_by_role("heading", name="It reached its time limit")).to_be_visible()
    agent.wait_for_url("**/desk/tickets/**")


def test_a_phone_is_told_before_anything_is_offered(served: ServedCopy, new_context: NewContext) -> None:
    phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
    citizen, agent, reference = begin(served, new_context, user_agent=phone)
    citizen.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(agent.get_by_text("a phone cannot share its screen")).to_be_visible()
    propose(agent)
    citizen.goto(f"{served.url}/en/my/{reference}/")
    citizen.get_by_role("link", name="Read and answer").click()
    expect(citizen.get_by_role("heading", name="This cannot be done on a phone")).to_be_visible()
    expect(citizen.get_by_role("button", name="Yes, I agree")).to_have_count(0)
    check(citizen)
    citizen.get_by_role("button", name="No, thank you").click()
    expect(citizen.get_by_role("heading", name="You said no, and that is fine")).to_be_visible()


def test_a_supervisor_sees_and_ends_it(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, reference = begin(served, new_context)
    propose(agent)
    citizen.get_by_role("link", name="Read and answer").click()
    citizen.get_by_role("button", name="Yes, I agree").click()
    supervisor = new_context(viewport=WIDE).new_page()
    log_in(supervisor, served.url, "supervisor@vallclara.example")
    supervisor.goto(f"{served.url}/en/remote/live/")
    check(supervisor)
    row = supervisor.locator("tr", has_text=reference)
    row.locator("summary", has_text="End").click()
    expect(row.get_by_text("It cannot be undone")).to_be_visible()
    shoot(supervisor, "live-sure")
    row.get_by_role("button", name="Yes, end it now").click()
    expect(citizen.get_by_role("heading", name="A supervisor of the service ended it")).to_be_visible()
    for place in ("History", "Report"):
        supervisor.get_by_role("navigation", name="Remote sessions").get_by_role("link", name=place).click()
        expect(supervisor.get_by_role("heading", level=1, name=re.compile(place))).to_be_visible()
        shoot(supervisor, f"supervisor-{place.lower()}")
        check(supervisor)
    supervisor.goto(f"{served.url}/en/remote/history/?outcome=terminated")
    supervisor.locator("tr", has_text=reference).get_by_role("link", name="Record").click()
    expect(supervisor.get_by_role("heading", name="What was done in this remote session")).to_be_visible()
    shoot(supervisor, "supervisor-record")
    check(supervisor)
