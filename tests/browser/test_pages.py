"""Every page, light and dark, narrow and wide: no axe violation, nothing wider than the screen, nothing foreign."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AXE, NewContext, log_in
from tests.browser.served import ROOT, ServedCopy
from tests.browser.test_journeys import NEXT_MONTH

SMALLEST, NARROW, WIDE = ({"width": width, "height": height} for width, height in ((320, 640), (360, 780), (1440, 900)))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}

CITIZEN = (
    "/",
    "/ca/",
    "/es/",
    "/eu/",
    "/gl/",
    "/en/",
    "/en/procedures/?q=signar",
    "/en/procedures/?q=zzzzzz",
    "/en/procedures/residence-certificate/",
    "/en/procedures/residence-certificate/sign/",
    "/en/help/channel/",
    "/en/help/problem/?channel=call&procedure=residence-certificate&step=sign",
    "/en/help/problem/?channel=chat",
    "/en/my/",
    "/en/accessibility/",
    "/eu/accessibility/",
    "/en/privacy/",
    "/en/cookies/",
    "/en/legal-notice/",
    "/en/site-map/",
    "/en/offline/",
    "/eu/nothing-here/",
    "/en/nothing-here/",
    "/s/unknown-token/",
    "/transparency/",
    "/transparency/indicators/",
    "/transparency/indicators/vol.contacts/",
    "/transparency/indicators/acc.availability/",
    "/en/accounts/login/",
    "/en/accounts/password/reset/",
    "/_kit/",
    "/_kit/desk/",
    "/_kit/desk/page/",
)
MISSING = frozenset({"/eu/nothing-here/", "/en/nothing-here/", "/s/unknown-token/"})
DESK = (
    "/en/desk/",
    "/en/desk/?view=all&filters=1",
    "/en/desk/?view=all&channel=phone&motive=procedure&language=ca",
    "/en/desk/?q=nothing-at-all",
    "/en/desk/?view=all&q=certificat",
    "/en/desk/views/",
    "/en/desk/preferences/",
    "/en/desk/shortcuts/",
    "/en/desk/calls/",
    "/en/desk/calls/?day=2026-05-24",
    "/en/desk/answers/",
    "/en/desk/answers/new/",
    "/en/desk/log/",
    "/ca/desk/log/",
    "/en/accounts/password/change/",
)
SUPERVISOR = (
    "/en/desk/board/",
    "/en/desk/board/?tv=1",
    "/en/desk/analysis/",
    "/en/desk/settings/vallclara/",
    "/en/desk/settings/vallclara/hours/",
    "/en/desk/settings/vallclara/calls/",
    "/en/desk/settings/vallclara/days/",
    "/en/desk/settings/vallclara/teams/",
    "/en/desk/settings/vallclara/texts/",
    "/en/desk/settings/vallclara/texts/welcome/",
    "/en/desk/settings/vallclara/look/",
    "/en/remote/live/",
    "/en/remote/settings/",
    "/en/remote/settings/vallclara/fake/",
    "/en/remote/settings/vallclara/link/",
    "/en/remote/settings/vallclara/webhook/",
)
OFFICER = (
    "",
    "vallclara/2026-05/",
    "vallclara/2026-04/",
    "vallclara/2026-03/",
    "vallclara/2026-03/publish/",
    "vallclara/2026-04/correct/",
    "vallclara/2026-04/withdraw/1/",
    "vallclara/settings/",
    "vallclara/calendar/",
)


def violations(page: Page, rules: dict[str, object] = EVERYTHING) -> list[str]:
    """Run axe in the page and return what it found, a line each."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)
    return [f"{v['id']}: {n['target']} {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]]


def too_wide(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def look(page: Page, scheme: str, size: dict[str, int], rules: dict[str, object]) -> list[str]:
    """Look at the page as it is now, in these colours and at this size."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    extra = too_wide(page)
    found = violations(page, rules) + ([f"{extra} px too wide"] if extra > 0 else [])
    return [f"{scheme}, {size['width']} px: {line}" for line in found]


def check_here(page: Page) -> list[str]:
    """Everything once in each scheme, at one size each; contrast, and the width of the page, in every case."""
    page.evaluate("document.fonts.ready")
    found = [
        *look(page, "light", NARROW, EVERYTHING),
        *look(page, "dark", NARROW, CONTRAST),
        *look(page, "dark", WIDE, EVERYTHING),
        *look(page, "light", WIDE, CONTRAST),
    ]
    page.set_viewport_size(SMALLEST)  # type: ignore[arg-type]
    if (extra := too_wide(page)) > 0:
        found.append(f"{extra} px too wide at 320 px")
    return [f"{page.url}: {line}" for line in found]


def check(page: Page, address: str, status: int = 200) -> list[str]:
    """Go there and look at it."""
    answer = page.goto(address)
    assert answer
    return check_here(page) + ([f"{address}: {answer.status}"] if answer.status != status else [])


def check_all(page: Page, served: ServedCopy, paths: Iterable[str]) -> list[str]:
    return [line for path in paths for line in check(page, served.url + path, 404 if path in MISSING else 200)]


def first_link(page: Page, served: ServedCopy, path: str, to: str) -> str:
    """Return the first link of a page to an address that has this in it."""
    page.goto(served.url + path)
    return str(page.locator(f"main a[href*='{to}'], aside a[href*='{to}']").first.get_attribute("href"))


@pytest.fixture(scope="session")
def april(served: ServedCopy) -> str:
    """April is empty, and an empty month can be published too; of March there is a draft."""
    steps = (
        ("draft", "2026-03", "officer"),
        ("draft", "2026-04", "officer"),
        ("check", "2026-04", "officer"),
        ("sign", "2026-04", "supervisor"),
        ("publish", "2026-04", "officer"),
    )
    today = served.now()
    # After May's publication, if there is one: what is checked before another month comes out has to be checked again.
    served.move_clock(max(today, NEXT_MONTH + timedelta(days=1)))
    try:
        for action, month, who in steps:
            words = ["indicators", action, "--council", "vallclara", "--month", month, "--as", f"{who}@vallclara.example"]
            subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=served.env, check=True, capture_output=True)
    finally:
        served.move_clock(today)
    return "/transparency/2026-04/"


def test_citizens_pages(served: ServedCopy, new_context: NewContext) -> None:
    assert check_all(new_context().new_page(), served, CITIZEN) == []


def test_desk_pages(served: ServedCopy, new_context: NewContext) -> None:
    page = new_context().new_page()
    log_in(page, served.url, "agent@vallclara.example")
    ticket = first_link(page, served, "/en/desk/?view=done", "/desk/tickets/").split("?")[0]
    reference = ticket.rstrip("/").split("/")[-1]
    assert check_all(page, served, (*DESK, ticket, f"{ticket}call/", f"/en/remote/tickets/{reference}/propose/")) == []


def test_supervisors_pages(served: ServedCopy, new_context: NewContext) -> None:
    page = new_context().new_page()
    log_in(page, served.url, "supervisor@vallclara.example")
    more = (
        first_link(page, served, "/en/desk/settings/vallclara/teams/", "/teams/"),
        first_link(page, served, "/en/desk/answers/", "/desk/answers/"),
    )
    assert check_all(page, served, (*SUPERVISOR, *more)) == []


@pytest.mark.usefixtures("april")
def test_officers_pages(served: ServedCopy, new_context: NewContext) -> None:
    page = new_context().new_page()
    log_in(page, served.url, "officer@vallclara.example")
    assert check_all(page, served, (f"/en/indicators/{path}" for path in OFFICER)) == []


def test_pages_on_the_way_to_a_call(served: ServedCopy, new_context: NewContext) -> None:
    """Each page of the wizard, and what it says when something is missing; then the page of the request and that of its call."""
    second = served.url.replace("127.0.0.1", "second.localhost")
    page, found = new_context().new_page(), []
    go_on = page.get_by_role("button", name="Continue")
    page.goto(f"{second}/en/help/problem/?channel=call&procedure=residence-certificate&step=sign")
    for field, typed in (
        ("textarea[name=body]", "It does not sign. " * 60),
        ("input[name=slot]", ""),
        ("input[name=phone]", "972 00 00 12"),
    ):
        found += check_here(page)
        go_on.click()
        expect(page.locator("#errors")).to_be_focused()
        found += check_here(page)
        if typed:
            page.locator(field).fill(typed)
        else:
            page.locator(f"label:has({field})").first.click()
        go_on.click()
        expect(page.locator("#errors")).to_have_count(0)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    found += check_here(page)
    page.get_by_role("button", name="Agree the call").click()
    expect(page.get_by_role("heading", name="The call is agreed")).to_be_visible()
    found += check_here(page)
    page.get_by_role("link", name="See my request").click()
    expect(page.locator("#call")).to_be_visible()
    found += check_here(page)
    page.get_by_role("link", name="Move or cancel the call").click()
    expect(page.get_by_role("heading", name="Your call")).to_be_visible()
    found += check_here(page)

    agent = new_context().new_page()
    log_in(agent, served.url, "agent@vallclara.example")
    agent.goto(f"{served.url}/en/desk/calls/")
    found += check_here(agent)
    reference = page.url.split("/my/")[1].split("/")[0]
    for path in (f"/en/desk/tickets/{reference}/", f"/en/desk/tickets/{reference}/call/"):
        found += check(agent, served.url + path)
    assert found == []


def test_pages_of_a_chat(served: ServedCopy, new_context: NewContext) -> None:
    """The waiting room, the call instead, the chat on both sides; and the board, where the agent's work can be given to others."""
    agent, page, supervisor = (new_context(viewport=WIDE).new_page() for _person in range(3))
    log_in(agent, served.url, "agent@vallclara.example")
    agent.goto(f"{served.url}/en/desk/")
    if not agent.get_by_text("Available for chats").first.is_visible():
        agent.locator("form[action$='/presence/'] button").first.click()
    page.goto(f"{served.url}/en/help/problem/?channel=chat")
    page.locator("textarea[name=body]").fill("The code does not reach my telephone.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("In my own name").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_timeout(2200)
    page.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.locator("[data-chat-position]")).to_be_visible()
    found = check_here(page)
    found += check_here(agent)
    page.get_by_role("link", name="Call me instead").click()
    found += check_here(page)
    page.get_by_role("link", name="Back to the chat").click()
    agent.set_viewport_size(WIDE)  # type: ignore[arg-type]
    agent.locator("button", has_text="Accept").first.click()
    agent.wait_for_url("**/desk/tickets/**")
    expect(page.get_by_text("You are talking with")).to_be_visible()
    found += check_here(page)
    found += check_here(agent)
    log_in(supervisor, served.url, "supervisor@vallclara.example")
    found += check(supervisor, served.url + first_link(supervisor, served, "/en/desk/board/", "/desk/board/vallclara/"))
    page.get_by_role("button", name="End the chat").click()
    expect(page.get_by_role("log").get_by_text("Chat ended")).to_be_visible()
    assert found + check_here(page) == []


def test_published_month(served: ServedCopy, april: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    found = check_all(page, served, ("/transparency/?lang=en", "/transparency/?lang=eu", april, f"{april}r1/", f"{april}?lang=en"))
    assert found == []
    assert json.loads(page.request.get(f"{served.url}/transparency/latest/report.json").text())["period"]
    assert json.loads(page.request.get(f"{served.url}/transparency/feed.json").text())["version"].endswith("1.1")
