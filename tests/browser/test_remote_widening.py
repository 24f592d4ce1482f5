"""More than looking in real browsers: asked, refused, allowed, taken back and given back, while both pages stay as they are."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext
from tests.browser.served import ServedCopy
from tests.browser.test_remote import bar, begin, check, propose, shoot

pytestmark = pytest.mark.usefixtures("imitation")


def may(agent: Page) -> Locator:
    """What the agent's page says that she may do."""
    return agent.locator(".r-may [data-remote-say]")


def look(served: ServedCopy, new_context: NewContext) -> tuple[Page, Page, str]:
    """Both pages while the agent looks; from here on neither may be loaded again, as a screen may be shared from it."""
    citizen, agent, reference = begin(served, new_context)
    propose(agent)
    citizen.get_by_role("link", name="Read and answer").click()
    shoot(citizen, "citizen-consent")
    citizen.get_by_role("button", name="Yes, I agree").click()
    agent.get_by_role("button", name="Look at the screen").click()
    expect(agent.locator("[data-remote-picture]")).to_be_visible()
    expect(citizen.get_by_role("heading", name="Laia is with you")).to_be_visible()
    for page in (citizen, agent):
        page.evaluate("window.stays = true")
    return citizen, agent, reference


def allow(citizen: Page, agent: Page, button: str) -> None:
    """Ask for something, and get a yes."""
    agent.get_by_role("button", name=button).click()
    citizen.get_by_role("button", name="Yes, allow it").click()


def stayed(*pages: Page) -> bool:
    """Whether these pages are the ones that were there when the agent began to look."""
    return all(page.evaluate("window.stays === true") for page in pages)


def test_a_no_and_a_yes_are_taken_in_place(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, _reference = look(served, new_context)
    shoot(citizen, "citizen-viewing")
    agent.get_by_role("button", name="Ask for mouse and keyboard").click()
    expect(may(agent)).to_contain_text("Waiting for the citizen’s answer")
    question = citizen.get_by_role("heading", name="Laia asks to use your mouse and keyboard")
    expect(question).to_be_focused()
    expect(citizen.locator("#live-alert")).to_contain_text("asks to use your mouse")
    check(citizen)
    check(agent)
    shoot(citizen, "citizen-question")
    shoot(agent, "agent-asked")
    citizen.get_by_role("button", name="No, only look").click()
    expect(question).to_have_count(0)
    expect(agent.locator(".r-said")).to_contain_text("Refused")

    agent.get_by_role("button", name="Ask for mouse and keyboard").click()
    expect(question).to_be_visible()
    citizen.get_by_role("button", name="Yes, allow it").click()
    expect(bar(citizen)).to_have_text("Laia sees your screen and may use your mouse and keyboard")
    expect(may(agent)).to_have_text("You look, and may use mouse and keyboard")
    check(citizen)
    check(agent)
    shoot(citizen, "citizen-controlling")
    shoot(agent, "agent-controlling")
    assert stayed(citizen, agent)


def test_both_sides_give_back_what_was_allowed(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, reference = look(served, new_context)
    allow(citizen, agent, "Ask for mouse and keyboard")
    agent.get_by_role("button", name="Ask for the clipboard").click()
    expect(citizen.get_by_role("heading", name="Laia asks to copy between your computer and theirs")).to_be_visible()
    citizen.get_by_role("button", name="Yes, allow it").click()
    expect(citizen.get_by_role("button", name="Stop copying")).to_be_visible()
    shoot(citizen, "citizen-clipboard")
    citizen.get_by_role("button", name="From now on, only look").click()
    expect(citizen.get_by_role("button", name="Stop copying")).to_have_count(0)
    expect(may(agent)).to_have_text("You look, and nothing more")
    assert stayed(citizen, agent)
    allow(citizen, agent, "Ask for mouse and keyboard")
    agent.get_by_role("button", name="Give mouse and keyboard back").click()
    expect(citizen.get_by_role("button", name="From now on, only look")).to_have_count(0)

    other = citizen.context.new_page()
    other.goto(f"{served.url}/en/my/{reference}/")
    slim = other.locator(".r-bar--slim")
    expect(slim.get_by_text("Laia sees your screen")).to_be_visible()
    check(other)
    shoot(other, "citizen-slim")
    slim.get_by_role("button", name="Stop now").click()
    expect(other.get_by_role("heading", name="You stopped it")).to_be_visible()
    expect(citizen.get_by_role("heading", name="The session is over")).to_be_visible()
    shoot(citizen, "citizen-receipt")
    check(citizen)
    agent.wait_for_url(f"**/desk/tickets/{reference}/**")
    expect(agent.get_by_role("log").get_by_text("The agent gave mouse and keyboard back: only looking again")).to_be_visible()
    agent.get_by_role("link", name="See what was done").click()
    expect(agent.get_by_role("heading", name="What was done in this remote session")).to_be_visible()
    shoot(agent, "agent-record")
    check(agent)


def test_a_question_is_answered_without_a_script(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, reference = begin(served, new_context, java_script_enabled=False)
    propose(agent)
    citizen.goto(f"{served.url}/en/my/{reference}/")
    citizen.get_by_role("link", name="Read and answer").click()
    citizen.get_by_role("button", name="Yes, I agree").click()
    agent.get_by_role("button", name="Look at the screen").click()
    agent.get_by_role("button", name="Ask for mouse and keyboard").click()
    expect(may(agent)).to_contain_text("Waiting for the citizen’s answer")
    citizen.reload()
    shoot(citizen, "citizen-question-no-script")
    citizen.get_by_role("button", name="Yes, allow it").click()
    expect(bar(citizen)).to_have_text("Laia sees your screen and may use your mouse and keyboard")
    expect(may(agent)).to_have_text("You look, and may use mouse and keyboard")
    citizen.get_by_role("button", name="From now on, only look").click()
    expect(may(agent)).to_have_text("You look, and nothing more")
