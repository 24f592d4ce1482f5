"""The pictures of the README and of the guides, as data: who looks at which page, how wide, and what is done there before."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

from config.demo.councils import PASSWORD

AGENT, COLLEAGUE, SUPERVISOR, OFFICER = (
    "agent@vallclara.example",
    "agent2@vallclara.example",
    "supervisor@vallclara.example",
    "officer@vallclara.example",
)
WIDE, DESK, PHONE = (1200, 860), (1440, 900), (390, 844)
LOCALES = {"ca": "ca-ES", "es": "es-ES", "eu": "eu-ES", "gl": "gl-ES", "en": "en-GB"}
BODY = "When I press Sign nothing happens. I have tried with Firefox and with Chrome."
REFERENCE = re.compile(r"[A-Z]{2}-\w{4}-\w{4}-\w")
# Everything that the wizard may ask on the way.
TYPED = {"textarea[name=body]": BODY, "input[name=name]": "Rosa Mas", "input[name=phone]": "972 00 00 12", "input[name=email]": ""}
CHOSEN = ("input[name=requester][value=citizen]", "input[name=motive]", "input[name=step]", "input[name=slot]")


class MissingPage(Exception):
    """A page that should be in a picture is not there."""


class Studio:
    """A served copy with its visitors; what one shot leaves behind, the next may use."""

    def __init__(self, browser: Browser, origin: str, language: str) -> None:
        self.browser = browser
        self.origin = origin
        self.language = language
        self.people: dict[str, BrowserContext] = {}
        self.references: dict[str, str] = {}

    def context(self, who: str, size: tuple[int, int], scheme: str = "light") -> BrowserContext:
        """Return the browser of a visitor; staff are logged in, a citizen keeps her requests."""
        if who not in self.people:
            context = self.browser.new_context(
                locale=LOCALES[self.language],
                timezone_id="Europe/Madrid",
                reduced_motion="reduce",
                color_scheme="light",
                device_scale_factor=1,
            )
            context.set_default_timeout(15000)
            self.people[who] = context
            if "@" in who:
                page = context.new_page()
                self.go(page, "accounts/login/")
                page.locator("input[name=login]").fill(who)
                page.locator("input[name=password]").fill(PASSWORD)
                page.locator("input[name=password]").press("Enter")
                page.wait_for_url("**/desk/**" if "officer" not in who else "**/indicators/**")
                page.close()
        return self.people[who]

    def page(self, who: str, size: tuple[int, int], scheme: str = "light") -> Page:
        """Return a new page of a visitor."""
        page = self.context(who, size).new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        return page

    def go(self, page: Page, path: str) -> None:
        """Open a page under the language, or one without a language when it begins with a slash; it must be there."""
        address = f"{self.origin}{path}" if path.startswith("/") else f"{self.origin}/{self.language}/{path}"
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            message = f"{address}: {answer.status if answer else 'no answer'}"
            raise MissingPage(message)


def send(page: Page) -> None:
    """Press the main button of the form in the middle of the page."""
    page.locator("main form[method=post] .k-actions button[type=submit]").first.click()


def forward(page: Page, until: str, *, channel: str = "call") -> None:
    """Answer page after page of the wizard until the address has a word in it."""
    for _step in range(8):
        if re.search(until, page.url):
            return
        before = page.url
        if page.locator("input[name=channel][type=radio]").count():
            page.locator(f"input[name=channel][value={channel}]").check(force=True)
        for selector, text in TYPED.items():
            if page.locator(selector).count() and text:
                page.locator(selector).first.fill(text)
        for selector in CHOSEN:
            if page.locator(f"{selector}[type=radio]").count() and not page.locator(f"{selector}[type=radio]:checked").count():
                page.locator(f"{selector}[type=radio]").first.check(force=True)
        page.wait_for_timeout(2300 if "/check/" in page.url else 50)  # who is quicker than two seconds is no person
        send(page)
        page.wait_for_url(lambda url, before=before: url != before)
    message = f"the wizard never came to {until}: {page.url}"
    raise MissingPage(message)


def ask(studio: Studio, page: Page, until: str, channel: str) -> None:
    """Begin at a step of a procedure and go forward."""
    studio.go(page, "help/channel/?procedure=residence-certificate&step=sign")
    forward(page, until, channel=channel)


def to_the_slots(studio: Studio, page: Page) -> None:
    """The page where a time for the call is chosen."""
    ask(studio, page, "/help/when/", "call")


def to_the_call_card(studio: Studio, page: Page) -> None:
    """The follow-up page of a request with a call agreed."""
    ask(studio, page, "/help/done/|/my/", "call")
    studio.references["call"] = _reference(page)
    studio.go(page, f"my/{studio.references['call']}/")


def to_the_waiting_room(studio: Studio, page: Page) -> None:
    """The waiting room of a chat that nobody has accepted yet."""
    ask(studio, page, "/chat/", "chat")
    studio.references["chat"] = _reference(page)
    page.locator(".k-wait").first.wait_for()


def to_the_chat(studio: Studio, page: Page) -> None:
    """The same chat once an agent has accepted it and answered."""
    reference = studio.references["chat"]
    agent = studio.page(AGENT, DESK)
    studio.go(agent, f"desk/tickets/{reference}/")
    agent.locator(f"form[action*='{reference}/chat/accept/'] button").last.click()
    agent.wait_for_timeout(800)
    agent.locator("#composer-body").fill("Hello, Rosa. I am Laia. Which version of AutoFirma is it? You see it under Help.")
    agent.locator("form[action*='/reply/'] button[type=submit]:visible").last.click()
    agent.wait_for_timeout(800)
    agent.close()
    studio.go(page, f"my/{reference}/chat/")
    page.locator("#composer-body").first.wait_for()
    page.wait_for_timeout(1200)


def to_the_ticket(studio: Studio, page: Page) -> None:
    """The ticket of that chat at the desk."""
    studio.go(page, f"desk/tickets/{studio.references['chat']}/")
    page.wait_for_timeout(800)


def to_the_consent(studio: Studio, page: Page) -> None:
    """What a citizen reads before she lets somebody look at her screen."""
    agent = studio.page(AGENT, DESK)
    studio.go(agent, f"remote/tickets/{studio.references['chat']}/propose/")
    agent.locator("textarea[name=reason], input[name=reason]").first.fill("To see why AutoFirma does not open.")
    for name in ("scope", "minutes", "provider"):
        choices = agent.locator(f"main input[type=radio][name={name}]")
        if choices.count() and not agent.locator(f"main input[type=radio][name={name}]:checked").count():
            choices.first.check(force=True)
    send(agent)
    agent.wait_for_timeout(600)
    agent.close()
    studio.go(page, f"my/{studio.references['chat']}/")
    page.locator("a[href*='/remote/']").first.click()
    page.wait_for_url("**/remote/**")


def to_the_queue(studio: Studio, page: Page) -> None:
    """The queue, once its live part has come."""
    studio.go(page, "desk/")
    page.wait_for_timeout(600)


def _reference(page: Page) -> str:
    found = REFERENCE.search(page.content())
    if found is None:
        message = f"no reference on {page.url}"
        raise MissingPage(message)
    return found[0]


Act = Callable[[Studio, Page], None]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its file's name, who looks, at what (an address, or something to do), how large."""

    name: str
    who: str
    at: str | Act
    size: tuple[int, int] = WIDE
    scheme: str = "light"


SHOTS = (
    Shot("citizen-home", "visitor", "", WIDE),
    Shot("citizen-home-phone", "visitor", "", PHONE),
    Shot("citizen-procedure", "visitor", "procedures/residence-certificate/", WIDE),
    Shot("citizen", "visitor", "procedures/residence-certificate/sign/", WIDE),
    Shot("citizen-when", "caller", to_the_slots, WIDE),
    Shot("citizen-when-phone", "caller", to_the_slots, PHONE),
    Shot("citizen-call", "caller", to_the_call_card, WIDE),
    Shot("citizen-waiting", "chatter", to_the_waiting_room, PHONE),
    Shot("desk-queue", AGENT, to_the_queue, DESK),
    Shot("citizen-chat", "chatter", to_the_chat, (390, 1060)),
    Shot("desk", AGENT, to_the_ticket, DESK),
    Shot("desk-dark", AGENT, to_the_ticket, DESK, "dark"),
    Shot("citizen-consent", "chatter", to_the_consent, WIDE),
    Shot("desk-remote", AGENT, to_the_ticket, DESK),
    Shot("desk-agenda", AGENT, "desk/calls/", DESK),
    Shot("desk-log", AGENT, "desk/log/", DESK),
    Shot("desk-answers", AGENT, "desk/answers/", DESK),
    Shot("supervisor-board", SUPERVISOR, "desk/board/", DESK),
    Shot("supervisor-settings", SUPERVISOR, "desk/settings/vallclara/", DESK),
    Shot("supervisor-hours", SUPERVISOR, "desk/settings/vallclara/hours/", DESK),
    Shot("officer", OFFICER, "indicators/", WIDE),
    Shot("panel", "visitor", "/transparency/?lang=en", WIDE),
    Shot("indicators", "visitor", "/transparency/latest/?lang=en", WIDE),
    Shot("accessibility", "visitor", "accessibility/", WIDE),
)
# The first page of the latest published report, in the council's own language.
REPORT = ("report", "/transparency/latest/report.ca.pdf")
