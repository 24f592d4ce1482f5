"""Call me: from a phone without a script to the agent's outcome; moved, cancelled, instead of a chat, and when somebody else was faster.

What stays without an answer belongs to the second council."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext, log_in
from tests.browser.served import ServedCopy
from tests.browser.test_journeys import WIDE, be_available, rate, resolve
from tests.browser.test_pages import too_wide

PHONE = {"width": 360, "height": 740}
HERE = ZoneInfo("Europe/Madrid")
STEP = "/en/procedures/residence-certificate/sign/"
TEXT = "When I press Sign nothing happens."
NAME, NUMBER = "Rosa Mas", "972 00 00 12"
REFERENCE = re.compile(r"(VC|RB)-\w{4}-\w{4}-\w")
OF_NOBODY = ("Rosa", "Mas", "972 00 00 12", "972000012", "Sign", "AutoFirma", "certificate", "VC-", "RB-")


@pytest.fixture
def second(served: ServedCopy) -> str:
    """Origin of the second council."""
    return served.url.replace("127.0.0.1", "second.localhost")


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    """A small telephone without a script."""
    return new_context(viewport=PHONE, java_script_enabled=False).new_page()


def fits(page: Page) -> None:
    """Nothing is wider than the telephone; measured from outside, where no script runs."""
    boxes = page.locator("main, main form, main .k-card, main fieldset").all()
    assert [box for box in (item.bounding_box() for item in boxes) if box and box["x"] + box["width"] > PHONE["width"]] == []


def told(page: Page, words: str) -> None:
    """The notice above the page; the timeline says it too."""
    expect(page.get_by_role("region", name="Notices").get_by_text(words)).to_be_visible()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def to_the_times(page: Page, origin: str) -> None:
    """From the step of a procedure to the page of times."""
    page.goto(origin + STEP)
    page.get_by_role("link", name="Let us call you").click()
    page.locator("textarea[name=body]").fill(TEXT)
    go_on(page)
    expect(page.get_by_role("heading", name="When shall we call you?")).to_be_visible()


def times(page: Page) -> Locator:
    """The exact times on the page; parts of the day are not among them."""
    return page.locator("input[name=slot][value^='exact:']")


def choose(page: Page, key: str) -> datetime:
    """Press a time as a finger does, on its words; returns when it is."""
    page.locator("label.k-slot", has=page.locator(f"input[value='{key}']")).first.click()
    expect(page.locator(f"input[value='{key}']").first).to_be_checked()
    return datetime.fromisoformat(key.removeprefix("exact:")).replace(tzinfo=HERE)


def first_time(page: Page, *, after: int = 0) -> str:
    return str(times(page).nth(after).get_attribute("value"))


def in_words(when: datetime) -> str:
    return f"{when:%A} {when.day} {when:%B}, {when.hour}:{when:%M}"


def say_who(page: Page) -> None:
    """Name and number, then the page where everything is checked."""
    page.get_by_label("In my own name").check()
    page.locator("input[name=name]").fill(NAME)
    page.locator("input[name=phone]").fill(NUMBER)
    go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()


def send(page: Page) -> str:
    """Agree the call; returns the reference."""
    page.wait_for_timeout(2200)  # people take longer than two seconds, programs do not
    page.get_by_role("button", name="Agree the call").click()
    expect(page.get_by_role("heading", name="The call is agreed")).to_be_visible()
    found = REFERENCE.search(page.content())
    assert found
    return found[0]


def agree(page: Page, origin: str) -> tuple[str, datetime]:
    """Agree a call at the first free time."""
    to_the_times(page, origin)
    when = choose(page, first_time(page))
    go_on(page)
    say_who(page)
    return send(page), when


def save_in_calendar(page: Page) -> tuple[Calendar, Event]:
    """Download the file for calendars, and hold it against what it must not say."""
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save in my calendar").click()
    assert saved.value.suggested_filename.endswith(".ics")
    data = Path(saved.value.path()).read_bytes()
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    said = f"{event['summary']} {event['description']} {event.get('location', '')}"
    assert [word for word in OF_NOBODY if word in said] == []
    assert NUMBER.replace(" ", "").encode() not in data.replace(b" ", b"")
    return calendar, event


def row_of(agent: Page, reference: str) -> Locator:
    """The call of a ticket in the agenda."""
    return agent.locator("li.w-call", has=agent.locator(f"a[href*='{reference}']"))


def log_outcome(agent: Page, reference: str, outcome: str) -> None:
    """Log an attempt at the agenda."""
    row = row_of(agent, reference)
    row.locator("summary", has_text="Log the attempt").click()
    row.get_by_label(outcome, exact=True).check()
    row.get_by_role("button", name="Save the attempt").click()


def test_from_a_phone_without_a_script_to_the_agents_outcome(served: ServedCopy, phone: Page, new_context: NewContext) -> None:
    to_the_times(phone, served.url)
    fits(phone)
    when = choose(phone, first_time(phone))
    assert (when.date(), when.hour < 14) == (served.now().astimezone(HERE).date(), True)
    go_on(phone)
    say_who(phone)
    for words in ("We call you", in_words(when), NUMBER, TEXT):
        expect(phone.get_by_text(words).first).to_be_visible()
    fits(phone)
    reference = send(phone)
    expect(phone.get_by_text(in_words(when))).to_be_visible()
    fits(phone)
    calendar, event = save_in_calendar(phone)
    assert (event["dtstart"].dt, str(event["summary"]), str(calendar["method"])) == (when, "Call from Ajuntament de Vallclara", "PUBLISH")

    agent = new_context(viewport=WIDE).new_page()
    log_in(agent, served.url, "agent@vallclara.example")
    agent.goto(f"{served.url}/en/desk/calls/")
    row = row_of(agent, reference)
    expect(row).to_contain_text(f"{when.hour}:{when:%M}")
    expect(row.get_by_role("link", name=re.compile("972 00 00 12"))).to_have_attribute("href", "tel:+34972000012")
    pill = agent.locator(f"#desk-call .w-pill[href*='{reference}']")
    expect(pill).to_contain_text(f"{when.hour}:{when:%M} · {NAME}")

    served.move_clock(when)
    agent.reload()
    expect(pill).to_have_attribute("data-tone", "warning")
    log_outcome(agent, reference, "No answer")
    expect(agent.get_by_text(re.compile(r"^Attempt noted\. Try again from \d+:\d\d\.$"))).to_be_visible()
    phone.goto(f"{served.url}/en/my/{reference}/")
    expect(phone.get_by_text("We have called you once and could not reach you. We will try again.")).to_be_visible()
    expect(phone.get_by_role("link", name="Move or cancel the call")).to_have_count(0)  # its time has come
    fits(phone)

    served.let_pass(minutes=21)
    agent.reload()
    log_outcome(agent, reference, "We talked")
    agent.wait_for_url(f"**/desk/tickets/{reference}/**")
    expect(agent.get_by_text("Call noted.")).to_be_visible()
    resolve(agent)
    expect(pill).to_have_count(0)
    phone.goto(f"{served.url}/en/my/{reference}/")
    expect(phone.get_by_role("heading", name="We talked on the telephone")).to_be_visible()
    expect(phone.get_by_role("heading", name="We believe it is solved")).to_be_visible()
    rate(phone, served.url, reference, "Very good", "")


def test_moved_and_cancelled_from_the_follow_up_page(phone: Page, second: str) -> None:
    reference, when = agree(phone, second)
    _calendar, event = save_in_calendar(phone)
    phone.get_by_role("link", name="See my request").click()
    phone.get_by_role("link", name="Move or cancel the call").click()
    fits(phone)
    later = choose(phone, first_time(phone, after=3))
    assert later != when
    phone.get_by_role("button", name="Move the call").click()
    phone.wait_for_url(f"**/my/{reference}/")
    told(phone, "The call has been moved")
    expect(phone.locator("#call")).to_contain_text(in_words(later))
    _calendar, moved = save_in_calendar(phone)
    assert (moved["uid"], moved["dtstart"].dt, moved["sequence"]) == (event["uid"], later, event["sequence"] + 1)

    phone.get_by_role("link", name="Move or cancel the call").click()
    phone.get_by_role("button", name="Cancel the call").click()
    phone.wait_for_url(f"**/my/{reference}/")
    told(phone, "The call has been cancelled")
    expect(phone.get_by_role("heading", name="We will call you")).to_have_count(0)
    gone = phone.evaluate("address => fetch(address).then((answer) => answer.text())", f"{second}/en/my/{reference}/call/calendar/")
    assert str(Calendar.from_ical(gone)["method"]) == "CANCEL"
    phone.get_by_role("link", name="Choose a time").click()
    fits(phone)
    again = choose(phone, first_time(phone))
    phone.locator("input[name=phone]").fill(NUMBER)
    phone.get_by_role("button", name="Agree the call").click()
    expect(phone.locator("#call")).to_contain_text(in_words(again))


def test_call_me_instead_from_the_waiting_room_keeps_the_text(served: ServedCopy, new_context: NewContext) -> None:
    agent, citizen = new_context(viewport=WIDE).new_page(), new_context(viewport=PHONE).new_page()
    be_available(agent, served.url)
    citizen.goto(served.url + STEP)
    citizen.get_by_role("link", name="Chat with a person").click()
    citizen.locator("textarea[name=body]").fill(TEXT)
    go_on(citizen)
    citizen.get_by_label("In my own name").check()
    citizen.locator("input[name=name]").fill(NAME)
    go_on(citizen)
    citizen.wait_for_timeout(2200)
    citizen.get_by_role("button", name=re.compile("^Send")).click()
    expect(citizen.locator("[data-chat-position]")).to_have_text("1")
    citizen.locator("#composer-body").fill("I have tried it with Edge too.")
    citizen.get_by_role("button", name="Send", exact=True).click()
    expect(citizen.get_by_role("log").get_by_text("I have tried it with Edge too.")).to_be_visible()

    citizen.get_by_role("link", name="Call me instead").click()
    expect(citizen.get_by_text("You keep your place in the queue")).to_be_visible()
    assert too_wide(citizen) <= 0
    when = choose(citizen, first_time(citizen))
    citizen.locator("input[name=phone]").fill(NUMBER)
    citizen.get_by_role("button", name="Agree the call").click()
    expect(citizen.locator("#call")).to_contain_text(in_words(when))
    for words in (TEXT, "I have tried it with Edge too."):
        expect(citizen.get_by_role("log").get_by_text(words)).to_be_visible()
    found = REFERENCE.search(citizen.content())
    assert found

    agent.goto(f"{served.url}/en/desk/calls/?day={when:%Y-%m-%d}")
    row_of(agent, found[0]).get_by_role("link", name=NAME).click()
    agent.wait_for_url(f"**/{found[0]}/**")
    for words in (TEXT, "I have tried it with Edge too."):
        expect(agent.get_by_role("log").get_by_text(words)).to_be_visible()
    expect(agent.locator("button", has_text=NAME).filter(has_text="Accept")).to_have_count(0)
    expect(agent.locator("#call-card")).to_contain_text("972 00 00 12")
    served.move_clock(max(when, served.now()))
    agent.reload()
    card = agent.locator("#call-card")
    card.locator("summary", has_text="Log the attempt").click()
    card.get_by_label("We talked", exact=True).check()
    card.get_by_role("button", name="Save the attempt").click()
    expect(agent.get_by_text("Call noted.")).to_be_visible()
    resolve(agent)
    expect(citizen.locator("#call")).to_contain_text(in_words(when))
    citizen.reload()
    expect(citizen.get_by_role("heading", name="We talked on the telephone")).to_be_visible()


def test_a_time_that_others_took_meanwhile(phone: Page, second: str, new_context: NewContext) -> None:
    to_the_times(phone, second)
    key = first_time(phone, after=4)
    hurried = new_context(viewport=PHONE, java_script_enabled=False)
    for _seat in range(9):  # until nobody is offered it any more
        page = hurried.new_page()
        to_the_times(page, second)
        if not page.locator(f"input[value='{key}']").count():
            break
        choose(page, key)
        go_on(page)
        expect(page.get_by_role("heading", name="How can we answer you?")).to_be_visible()
        hurried.clear_cookies()

    when = choose(phone, key)
    with phone.expect_response(lambda response: response.request.method == "POST") as answered:
        go_on(phone)
    assert answered.value.status == 409
    expect(phone.get_by_text(re.compile(r"^That time has just been taken\. The nearest free times are:")).first).to_be_visible()
    fits(phone)
    nearest = phone.get_by_role("group", name="The nearest free times")
    expect(nearest.locator("input[name=slot]")).to_have_count(3)
    expect(nearest.get_by_label(in_words(when))).to_have_count(0)
    other = choose(phone, str(nearest.locator("input[value^='exact:']").first.get_attribute("value")))
    go_on(phone)
    say_who(phone)
    expect(phone.get_by_text(TEXT)).to_be_visible()
    expect(phone.get_by_text(in_words(other))).to_be_visible()
    send(phone)
    expect(phone.get_by_text(in_words(other))).to_be_visible()
