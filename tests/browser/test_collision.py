"""Two agents at one ticket, in two browsers: each is told what the other does, and nothing is lost."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import AXE, NewContext, log_in
from tests.browser.served import ROOT, ServedCopy

WIDE = {"width": 1440, "height": 900}
LAIA, ARNAU = "agent@vallclara.example", "agent2@vallclara.example"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


OPEN = """
import django

django.setup()
from helpdesk.people.models import Council
from helpdesk.people.selectors import citizen_actor
from helpdesk.tickets.rules import Channel, Motive
from helpdesk.tickets.services import NewTicket, open_ticket

council = Council.objects.get(slug="vallclara")
new = NewTicket(
    subject="A field refuses my NIE", body="The form refuses my NIE.", channel=Channel.WEB, motive=Motive.FORM, language="en", name="Rosa Mas"
)
print(open_ticket(council=council, new=new, by=citizen_actor(council, [])).reference)
"""


@pytest.fixture
def reference(served: ServedCopy) -> str:
    """A written request that nobody has read yet."""
    env = served.env | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run([sys.executable, "-c", OPEN], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]


def at_the_ticket(context: BrowserContext, served: ServedCopy, email: str, reference: str) -> Page:
    page = context.new_page()
    log_in(page, served.url, email)
    page.goto(f"{served.url}/en/desk/tickets/{reference}/")
    return page


def deaf(context: BrowserContext) -> BrowserContext:
    """A browser whose sockets never open, as behind some proxies."""
    context.route_web_socket(re.compile(r"/ws/"), lambda socket: socket.close())
    return context


def reply(page: Page, text: str) -> None:
    page.locator("#composer-body").fill(text)
    page.locator("#composer-body").press("Control+Enter")


def on_timeline(page: Page, text: str) -> Locator:
    return page.get_by_role("log").get_by_text(text, exact=True)


def no_violation(page: Page) -> None:
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS)
    assert [f"{v['id']}: {n['target']} {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]] == []


def test_two_agents_reply_at_once(served: ServedCopy, new_context: NewContext, reference: str) -> None:
    laia = at_the_ticket(new_context(viewport=WIDE), served, LAIA, reference)
    arnau = at_the_ticket(deaf(new_context(viewport=WIDE)), served, ARNAU, reference)

    # Each sees that the other is there, and that she writes.
    expect(laia.get_by_text("Arnau is looking at this ticket")).to_be_visible(timeout=5000)
    arnau.locator("#composer-body").press_sequentially("Use Firefox.")
    guide = {"name": "guide.txt", "mimeType": "text/plain", "buffer": b"1. Close the browser"}
    arnau.locator('form[data-write="reply"] input[type=file]').set_input_files(guide)
    expect(laia.get_by_text("Arnau is writing on this ticket")).to_be_visible(timeout=5000)

    # Laia is faster. Arnau, who has not seen it, is told what she sent, and nothing of his is lost.
    reply(laia, "Try with Edge.")
    expect(on_timeline(laia, "Try with Edge.")).to_be_visible()
    with arnau.expect_response(re.compile(r"/reply/")) as answered:
        arnau.locator("#composer-body").press("Control+Enter")
    assert answered.value.status == 409
    news = arnau.locator("#errors")
    expect(news).to_be_focused()
    expect(news.get_by_text("Try with Edge.")).to_be_visible()
    expect(arnau.locator("#composer-body")).to_have_value("Use Firefox.")
    expect(arnau.get_by_role("group", name="Files that are kept with this message").get_by_label("guide.txt")).to_be_checked()
    no_violation(arnau)
    laia.wait_for_timeout(1000)
    expect(on_timeline(laia, "Use Firefox.")).to_have_count(0)

    # He reads it and sends all the same: both are there, in order, for both; Laia's page hears of it by itself.
    arnau.get_by_role("button", name="Send anyway").click()
    for page in (laia, arnau):
        expect(on_timeline(page, "Use Firefox.")).to_be_visible()
        texts = page.get_by_role("log").locator('.k-b[data-author="staff"] .k-b__text').all_inner_texts()
        assert [text.strip() for text in texts] == ["Try with Edge.", "Use Firefox."]
        expect(page.get_by_role("log").get_by_role("link", name="guide.txt")).to_be_visible()
    expect(arnau.locator("#composer-body")).to_have_value("")
    expect(arnau.get_by_label("guide.txt")).to_have_count(0)


def test_what_was_on_the_screen_has_been_read(served: ServedCopy, new_context: NewContext, reference: str) -> None:
    laia = at_the_ticket(new_context(viewport=WIDE), served, LAIA, reference)
    arnau = at_the_ticket(new_context(viewport=WIDE), served, ARNAU, reference)
    arnau.locator("#composer-body").fill("And if not, use Firefox.")
    reply(laia, "Try with Edge.")
    expect(on_timeline(arnau, "Try with Edge.")).to_be_visible()
    expect(arnau.locator("#ticket-state")).to_contain_text("Laia", timeout=5000)  # the head follows: it is hers now
    arnau.wait_for_timeout(1200)
    arnau.locator("#composer-body").press("Control+Enter")
    expect(on_timeline(arnau, "And if not, use Firefox.")).to_be_visible()
    expect(arnau.locator("#errors")).to_have_count(0)


def test_discarding_ends_it_without_a_script(served: ServedCopy, new_context: NewContext, reference: str) -> None:
    laia, arnau = (
        at_the_ticket(new_context(viewport=WIDE, java_script_enabled=False), served, email, reference) for email in (LAIA, ARNAU)
    )
    for page, text in ((laia, "Try with Edge."), (arnau, "Use Firefox.")):
        page.locator("#composer-body").fill(text)
        page.get_by_role("button", name="Send", exact=True).click()
    expect(arnau.locator("#errors")).to_contain_text("Try with Edge.")
    arnau.get_by_role("button", name="Discard").click()
    expect(arnau.get_by_text("The draft has been thrown away.")).to_be_visible()
    expect(arnau.locator("#composer-body")).to_have_value("")
    expect(on_timeline(arnau, "Use Firefox.")).to_have_count(0)


def test_a_draft_is_there_on_another_computer(served: ServedCopy, new_context: NewContext, reference: str) -> None:
    here = at_the_ticket(new_context(viewport=WIDE), served, LAIA, reference)
    here.locator("#composer-body").press_sequentially("Half a sentence")
    expect(here.get_by_text("Draft saved")).to_be_visible()
    here.locator("#compose-note").check()
    here.locator("#note-body").fill("Left in a hurry")
    here.goto(f"{served.url}/en/desk/")  # before the second that a draft waits for
    there = at_the_ticket(new_context(viewport=WIDE), served, LAIA, reference)
    expect(there.locator("#composer-body")).to_have_value("Half a sentence")
    expect(there.locator("#note-body")).to_have_value("Left in a hurry")
    reply(there, "Whole sentence.")
    expect(on_timeline(there, "Whole sentence.")).to_be_visible()
    there.wait_for_timeout(1500)
    there.reload()
    expect(there.locator("#composer-body")).to_have_value("")
    expect(there.locator("#note-body")).to_have_value("Left in a hurry")


def test_canned_answers_by_keyboard(served: ServedCopy, new_context: NewContext, reference: str) -> None:
    page = at_the_ticket(new_context(viewport=WIDE), served, LAIA, reference)
    page.goto(f"{served.url}/en/desk/answers/new/")
    page.get_by_role("textbox", name="Title").fill("Greeting")
    page.get_by_role("textbox", name="Shortcut").fill("/hello")
    page.get_by_role("textbox", name="English").fill("Hello, {name}. I am {agent}.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The answer is saved.")).to_be_visible()
    page.goto(f"{served.url}/en/desk/tickets/{reference}/")
    body = page.locator("#composer-body")
    body.press_sequentially("/hello")
    body.press("Tab")
    expect(body).to_have_value("Hello, Rosa Mas. I am Laia.")
    expect(body).to_be_focused()
    body.fill("")
    page.locator("#canned summary").press("Enter")
    search = page.get_by_role("searchbox", name="Search the canned answers")
    expect(search).to_be_focused()
    no_violation(page)
    search.fill("greet")
    search.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(body).to_have_value("Hello, Rosa Mas. I am Laia.")
    expect(page.locator("#canned")).not_to_have_attribute("open", "")
