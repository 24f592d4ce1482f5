"""Drawing on a citizen's picture in real browsers: by pointer, by keyboard, without a script; seen live by the citizen."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext, log_in
from tests.browser.served import ServedCopy
from tests.browser.test_journeys import PHONE, WIDE, ask
from tests.browser.test_pages import too_wide, violations

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def check(page: Page) -> None:
    """Nothing for axe, nothing wider than the screen."""
    assert violations(page) == []
    assert too_wide(page) <= 0


def send_picture(citizen: Page, served: ServedCopy, reference: str) -> None:
    """Attach a picture of one's own screen, from the page that explains how."""
    citizen.goto(f"{served.url}/en/screenshot/?for={reference}")
    picture = citizen.screenshot()
    check(citizen)
    citizen.get_by_role("link", name="Attach it to my request").click()
    citizen.wait_for_url("**#composer-files")
    citizen.locator("#composer-files").set_input_files([{"name": "screen.png", "mimeType": "image/png", "buffer": picture}])
    citizen.get_by_role("button", name="Send").click()
    expect(citizen.get_by_role("log").get_by_text("screen.png")).to_be_visible()


def begin(served: ServedCopy, new_context: NewContext, **agents: object) -> tuple[Page, Page, str]:
    """A citizen who has sent a picture and looks at the request, and an agent on the page where it is drawn on."""
    citizen = new_context(viewport=WIDE).new_page()
    reference = ask(citizen, served.url, way="Write to us", text="When I press Sign nothing happens.")
    send_picture(citizen, served, reference)
    agent = new_context(viewport=WIDE, **agents).new_page()
    log_in(agent, served.url, "agent@vallclara.example")
    agent.goto(f"{served.url}/en/desk/tickets/{reference}/")
    agent.get_by_role("link", name="Mark on this picture").click()
    expect(agent.get_by_role("heading", name="Mark the picture")).to_be_visible()
    # Where things are is measured once nothing moves any more.
    agent.wait_for_function("() => document.querySelector('[data-stage] img').complete")
    agent.evaluate("() => document.fonts.ready.then(() => null)")
    return citizen, agent, reference


def pull(agent: Page, stage: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Hold the button of the mouse from one part of the picture to another."""
    box = stage.bounding_box()
    assert box
    agent.mouse.move(box["x"] + box["width"] * start[0], box["y"] + box["height"] * start[1])
    agent.mouse.down()
    for part in (0.4, 1.0):
        x, y = (start[side] + (end[side] - start[side]) * part for side in (0, 1))
        agent.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    agent.mouse.up()


def test_by_pointer_and_seen_live(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, _reference = begin(served, new_context)
    stage, drawn = agent.locator("[data-stage]"), agent.locator("[data-list] > li")
    pull(agent, stage, (0.2, 0.3), (0.5, 0.6))
    agent.get_by_role("button", name="Ring").click()
    pull(agent, stage, (0.9, 0.9), (0.7, 0.7))
    agent.get_by_role("button", name="Step", exact=True).click()
    stage.click(position={"x": 30, "y": 30})
    drawn.nth(2).get_by_label("Words").fill("press here")
    agent.get_by_role("button", name="Bar").click()
    pull(agent, stage, (0.4, 0.05), (0.6, 0.15))
    expect(drawn).to_have_count(4)
    for line, words in enumerate(("An arrow points here: in the middle", "A ring, at the bottom right", "at the top left", "A bar covers")):
        expect(drawn.nth(line)).to_contain_text(words)
    pull(agent, stage, (0.8, 0.7), (0.5, 0.3))  # the ring is moved as a whole
    expect(drawn.nth(1)).to_contain_text("A ring, in the middle")
    agent.get_by_role("button", name="Undo").click()
    expect(drawn.nth(1)).to_contain_text("A ring, at the bottom right")
    agent.get_by_role("button", name="Redo").click()
    expect(drawn.nth(1)).to_contain_text("A ring, in the middle")
    check(agent)
    agent.get_by_label("A sentence for the citizen").fill("It is the button at the top.")
    agent.get_by_role("button", name="Send to the citizen").click()
    expect(agent.get_by_role("log").get_by_text("Laia marked the picture")).to_be_visible()
    log = citizen.get_by_role("log")
    expect(log.get_by_text("Laia marked your picture")).to_be_visible()
    expect(log.get_by_text("It is the button at the top.")).to_be_visible()
    expect(log.locator("figure")).to_contain_text("press here")
    picture, overlay = log.locator("figure img").bounding_box(), log.locator("figure .m-over").bounding_box()
    assert picture
    assert overlay
    assert all(abs(picture[side] - overlay[side]) < 1 for side in ("x", "y", "width", "height"))
    assert log.locator("figure img").evaluate("image => image.complete && image.naturalWidth > 0")
    check(citizen)
    check(agent)
    citizen.set_viewport_size(PHONE)  # type: ignore[arg-type]
    check(citizen)
    ring = log.locator("figure ellipse.m-line").bounding_box()
    assert ring
    assert min(ring["width"], ring["height"]) > 12
    log.locator("figure a").click()
    expect(citizen.get_by_role("heading", name="The marked picture")).to_be_visible()
    check(citizen)


def test_by_keyboard_only(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, _reference = begin(served, new_context)
    agent.get_by_role("button", name="Box").focus()
    agent.keyboard.press("Enter")
    agent.get_by_role("button", name="Put it in the middle").focus()
    agent.keyboard.press("Enter")
    shape = agent.locator(".m-shape")
    expect(shape).to_be_focused()
    expect(shape).to_have_attribute("aria-label", "A box, in the middle")

    def sides() -> list[float]:
        box = agent.locator(".m-shape rect.m-line")
        return [float(NUMBER.findall(box.get_attribute(name) or "")[0]) for name in ("x", "y", "width", "height")]

    assert sides() == [38, 44, 24, 12]
    for _press in range(20):
        agent.keyboard.press("ArrowRight")
    agent.keyboard.press("ArrowUp")
    agent.keyboard.press("Shift+ArrowDown")
    assert sides() == [58, 43, 24, 13]
    expect(shape).to_be_focused()
    expect(agent.locator("#live-status")).to_contain_text("A box, on the right. From the left 58 %, from the top 43 %.")
    agent.keyboard.press("Enter")  # no words on a box: its exact place
    agent.keyboard.press("Enter")
    left = agent.get_by_label("Left edge, %")
    left.fill("10")
    left.press("Tab")
    assert sides()[0] == 10
    agent.locator(".m-shape").focus()
    agent.keyboard.press("Delete")
    expect(agent.locator(".m-shape")).to_have_count(0)
    agent.keyboard.press("Control+z")
    expect(agent.locator(".m-shape")).to_have_count(1)
    agent.get_by_label("on the right", exact=True).check()
    agent.get_by_label("What to do there").fill("press here")
    agent.keyboard.press("Enter")
    expect(agent.locator("[data-list] > li")).to_have_count(2)
    agent.get_by_role("button", name="Text", exact=True).focus()
    agent.keyboard.press("Enter")
    agent.get_by_role("button", name="Put it in the middle").press("Enter")
    agent.get_by_role("button", name="Send to the citizen").press("Enter")  # a text without words is not sent
    empty = agent.locator("[data-list] > li").last.get_by_label("Words")
    expect(empty).to_be_focused()
    agent.keyboard.type("not this one")
    check(agent)
    agent.get_by_role("button", name="Send to the citizen").press("Enter")
    expect(citizen.get_by_role("log").locator("figure")).to_contain_text("not this one")


def test_without_a_script(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent, reference = begin(served, new_context, java_script_enabled=False)
    agent.get_by_label("at the top right").check()
    agent.get_by_label("What to do there").fill("press here")
    agent.get_by_role("button", name="Add the step").click()
    expect(agent.get_by_role("listitem").filter(has_text="at the top right: press here")).to_be_visible()
    agent.get_by_role("button", name="Add the step").click()
    agent.get_by_role("button", name="Take away: on the right").or_(
        agent.get_by_role("button", name="Take away: at the top right").last
    ).click()
    agent.get_by_role("button", name="Send to the citizen").click()
    expect(agent.get_by_text("The citizen can see the marked picture now.")).to_be_visible()
    alone = new_context(viewport=PHONE, java_script_enabled=False)
    alone.add_cookies(citizen.context.cookies())  # type: ignore[arg-type]
    page = alone.new_page()
    page.goto(f"{served.url}/en/my/{reference}/")
    expect(page.locator("figure circle.m-badge")).to_be_visible()
    expect(page.locator("figure figcaption")).to_contain_text("at the top right: press here")
    page.goto(f"{served.url}/en/screenshot/?for={reference}")
    page.get_by_role("link", name="Android").click()
    expect(page.get_by_text("lowers the volume")).to_be_visible()


def test_two_agents_at_once(served: ServedCopy, new_context: NewContext) -> None:
    _citizen, agent, _reference = begin(served, new_context)
    supervisor = new_context(viewport=WIDE).new_page()
    log_in(supervisor, served.url, "supervisor@vallclara.example")
    supervisor.goto(agent.url)
    for page in (supervisor, agent):
        page.get_by_label("in the middle").check()
        page.get_by_label("What to do there").fill(f"words of {'the supervisor' if page is supervisor else 'Laia'}")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Send to the citizen").click()
        if page is supervisor:
            expect(page.get_by_text("The citizen can see the marked picture now.")).to_be_visible()
    expect(agent.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(agent.locator("[data-list]").get_by_label("Words")).to_have_value("words of Laia")
    check(agent)
    agent.get_by_role("button", name="Send anyway").click()
    expect(agent.get_by_role("log").get_by_text("the newest version is further down")).to_be_visible()
    check(agent)


def test_a_picture_is_asked_for(served: ServedCopy, new_context: NewContext) -> None:
    citizen = new_context(viewport=PHONE).new_page()
    reference = ask(citizen, served.url, way="Write to us", text="When I press Sign nothing happens.")
    citizen.goto(f"{served.url}/en/my/{reference}/")
    agent = new_context(viewport=WIDE).new_page()
    log_in(agent, served.url, "agent@vallclara.example")
    agent.goto(f"{served.url}/en/desk/tickets/{reference}/")
    agent.get_by_role("button", name="Ask for a screenshot").click()
    expect(agent.get_by_text("The citizen has been asked for a picture.")).to_be_visible()
    citizen.get_by_role("log").get_by_role("link").last.click()
    expect(citizen.get_by_role("heading", name="Send us a picture of your screen")).to_be_visible()
    check(citizen)
