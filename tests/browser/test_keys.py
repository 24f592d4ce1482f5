"""The desk by keyboard: rows, search, palette, help; silent in text fields and where somebody switched the keys off."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AXE, NewContext, log_in
from tests.browser.served import ServedCopy

WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def desk(served: ServedCopy, new_context: NewContext) -> Page:
    page = new_context(viewport=WIDE).new_page()
    log_in(page, served.url, "agent2@vallclara.example")
    page.goto(f"{served.url}/en/desk/?view=all")
    return page


def test_rows_are_walked_and_opened(desk: Page) -> None:
    rows = desk.locator("#desk-rows a.w-r")
    for key, index in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        desk.keyboard.press(key)
        expect(rows.nth(index)).to_be_focused()
        expect(rows.nth(index)).to_have_attribute("aria-current", "true")
        expect(desk.locator("#desk-rows [aria-current]")).to_have_count(1)
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/desk/tickets/**")  # and until its scripts listen
    expect(desk.locator("#timeline")).to_be_visible()


def test_keys_are_silent_while_somebody_writes(desk: Page) -> None:
    desk.keyboard.press("/")
    expect(desk.locator("#search")).to_be_focused()
    desk.keyboard.type("jake?")
    expect(desk.locator("#search")).to_have_value("jake?")
    expect(desk.locator("dialog[open]")).to_have_count(0)


def test_note_reply_and_resolve_go_where_they_say(desk: Page) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/desk/tickets/**")  # and until its scripts listen
    expect(desk.locator("#timeline")).to_be_visible()
    desk.keyboard.press("n")
    expect(desk.locator("#note_body, [data-for=note] textarea").first).to_be_focused()
    desk.keyboard.press("Escape")
    desk.locator("#ticket-title").focus()
    desk.keyboard.press("r")
    expect(desk.locator("#composer-body")).to_be_focused()


def test_the_palette_finds_a_ticket_and_a_page(desk: Page, served: ServedCopy) -> None:
    reference = desk.locator("#desk-rows a.w-r").first.get_attribute("href").split("/")[-2]
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette")).to_be_visible()
    expect(desk.locator("#palette-results [role=option]").first).to_have_attribute("aria-selected", "true")
    desk.evaluate(AXE.read_text(encoding="utf-8"))
    assert desk.evaluate("async () => (await axe.run()).violations.map((found) => found.id)") == []
    desk.keyboard.type(reference)
    expect(desk.locator("#palette-results [role=option]")).to_have_count(1)
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/desk/tickets/**")  # and until its scripts listen
    expect(desk.locator("#timeline")).to_be_visible()
    desk.keyboard.press("Control+k")
    desk.keyboard.type("preferen")
    expect(desk.locator("#palette-results [role=option]")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Preferences")).to_be_visible()


def test_keys_can_be_switched_off(desk: Page, served: ServedCopy) -> None:
    desk.keyboard.press("?")
    expect(desk.locator("#shortcut-help")).to_be_visible()
    desk.keyboard.press("Escape")
    for on in (False, True):
        desk.goto(f"{served.url}/en/desk/preferences/")
        desk.get_by_role("checkbox").set_checked(on)
        desk.get_by_role("button", name="Save").click()
        expect(desk.get_by_text("Your preferences are saved.")).to_be_visible()
        desk.keyboard.press("?")
        expect(desk.locator("#shortcut-help[open]")).to_have_count(int(on))


def test_filters_open_in_place_and_without_a_script(desk: Page, served: ServedCopy, new_context: NewContext) -> None:
    desk.get_by_text("Filters", exact=True).click()
    desk.get_by_label("Channel").select_option("phone")
    desk.get_by_role("button", name="Apply").click()
    expect(desk.get_by_role("list", name="Filters that are on")).to_contain_text("Channel: Telephone")
    plain = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False).new_page()
    log_in(plain, served.url, "agent2@vallclara.example")
    plain.goto(f"{served.url}/en/desk/?view=all")
    plain.get_by_text("Filters", exact=True).click()
    plain.get_by_role("link", name="Show the filters").click()
    plain.get_by_label("Channel").select_option("phone")
    plain.get_by_role("button", name="Apply").click()
    expect(plain.get_by_role("list", name="Filters that are on")).to_contain_text("Channel: Telephone")
    assert plain.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_that_is_not_updated_says_since_when(desk: Page) -> None:
    desk.context.set_offline(True)
    expect(desk.locator("#desk-old")).to_contain_text("You are offline")
    desk.context.set_offline(False)
    expect(desk.locator("#desk-old")).to_be_hidden()
