"""The agent in Chromium, and the citizen's page over HTTP: the product's own pages, as people use them."""

import html
import os
import re
import shlex
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from tests.conftest import CHROMIUM_FLAGS
from tests.drills.remote_house import Held, House
from tests.drills.remote_patience import within

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, WebSocket

SAMPLES = """() => {
  const canvas = document.querySelector("[data-novnc-screen] canvas");
  if (!canvas || !canvas.width) return null;
  const read = (x, y) => [...canvas.getContext("2d").getImageData(x, y, 1, 1).data.slice(0, 3)];
  const grid = [];
  for (let y = 0.3; y < 0.9; y += 0.1) for (const x of [0.2, 0.3, 0.7, 0.8]) grid.push([x < 0.5, read(Math.floor(x * canvas.width), Math.floor(y * canvas.height))]);
  return { width: canvas.width, height: canvas.height, grid };
}"""
# What a page that lives answers at once, and what Chromium needs for a page.
ANSWER_SECONDS, PAGE_SECONDS = 15.0, 45.0
COMMAND = re.compile(r"data-command-text[^>]*>([^<]+)</pre>")
TOKEN = re.compile(r'name="csrfmiddlewaretoken"\s+value="(\w+)"')


def rgb(colour: str) -> tuple[int, int, int]:
    """Return #rrggbb as numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


class Desk:
    """The agent's browser. Remembers what a strict page must not do."""

    def __init__(self, house: House, stack: ExitStack) -> None:
        from django.conf import settings
        from playwright.sync_api import sync_playwright

        from tests.chat.keys import staff_session

        self.house = house
        self.faults: list[str] = []
        self.sockets: list[str] = []
        self.urls: list[str] = []
        self.tickets: set[str] = set()
        playwright = stack.enter_context(sync_playwright())
        self._browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM_FLAGS)
        stack.callback(self._browser.close)
        self.context: BrowserContext = self._browser.new_context(
            locale="en-GB", viewport={"width": 1440, "height": 900}, ignore_https_errors=house.tls is not None
        )
        cookie = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": staff_session(house.agent_user),
            "url": f"https://{urlsplit(house.origin).hostname}/",
            "secure": True,
        }
        self.context.add_cookies([cookie])  # type: ignore[list-item]
        self.context.on("request", lambda request: self.urls.append(request.url))
        self.context.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        self.context.on("weberror", lambda error: self.faults.append(str(error.error)))

    def look(self, held: Held) -> "Page":
        """Open the page with the picture of a session."""
        with within(PAGE_SECONDS, "Chromium opens the page with the picture"):
            page = self.context.new_page()
            page.on("websocket", self._follow)
            page.goto(f"{self.house.origin}/en/remote/{held.session.public_id}/viewer/")
        return page

    @staticmethod
    def leave(page: "Page") -> None:
        """Close it."""
        with within(ANSWER_SECONDS, "Chromium closes the page with the picture"):
            page.close()

    def _follow(self, socket: "WebSocket") -> None:
        self.sockets.append(socket.url)
        if "/remote/b/" in socket.url:
            socket.on("framesent", lambda said: self.tickets.add(said) if isinstance(said, str) else None)

    @staticmethod
    def shows(page: "Page", what: str, seconds: float = 20) -> None:
        """Wait until the page shows this; raises AssertionError that says what it shows instead."""
        from playwright.sync_api import TimeoutError as NotShown

        with within(seconds + ANSWER_SECONDS, f"the page answers whether it shows “{what}”"):
            try:
                page.wait_for_selector(f"[data-novnc][data-shows={what}]", timeout=seconds * 1000)
            except NotShown:
                found = Desk.shown(page)
            else:
                return
        message = f"the page shows “{found}” and not “{what}” after {seconds:g} s"
        raise AssertionError(message)

    @staticmethod
    def shown(page: "Page") -> str:
        """Return what the page shows; “nothing” where there is no place for a picture, and while it is loaded again."""
        from playwright.sync_api import Error

        try:
            with within(ANSWER_SECONDS, "the page answers what it shows"):
                return str(page.evaluate("() => document.querySelector('[data-novnc]')?.dataset.shows ?? 'nothing'"))
        except Error as error:
            if "context was destroyed" in str(error):
                return "nothing"
            raise

    @staticmethod
    def wrong_pixels(page: "Page", left: str, right: str) -> int:
        """Return how many of the sampled points have another colour than the pattern; -1 without a picture."""
        with within(ANSWER_SECONDS, "the page reads its canvas"):
            found = page.evaluate(SAMPLES)
        if found is None:
            return -1
        wanted = {True: rgb(left), False: rgb(right)}
        return sum(any(abs(a - b) > 24 for a, b in zip(pixel, wanted[is_left], strict=True)) for is_left, pixel in found["grid"])

    @staticmethod
    def type_into(page: "Page", words: str) -> None:
        """Point at the left half and type, as somebody who tries."""
        with within(PAGE_SECONDS, "Chromium takes the mouse and the keys"):
            canvas = page.locator("[data-novnc-screen] canvas")
            box = canvas.bounding_box()
            assert box is not None
            page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5)
            page.keyboard.type(words, delay=15)
            page.keyboard.press("Enter")


class Citizen:
    """The citizen's browser, without JavaScript."""

    def __init__(self, house: House, held: Held) -> None:
        from django.conf import settings

        from tests.chat.keys import citizen_session

        self.cookie = f"{settings.SESSION_COOKIE_NAME}={citizen_session(held.ticket)}"
        self._base = f"{house.origin}/en/remote/{held.session.public_id}/"
        self._house = house
        self._client = httpx.Client(
            headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)", "Origin": house.origin}, timeout=20, verify=house.tls or True
        )
        self._csrf = self._token = ""

    def through(self, client: httpx.Client) -> None:
        """Go on with another connection: from elsewhere, or with other headers."""
        self._client = client

    def ready(self) -> None:
        """Read the page that has the buttons."""
        page = self._client.get(self._base, headers={"Cookie": self.cookie})
        assert page.status_code == 200, page.status_code
        self._csrf = next(line.partition(";")[0] for line in page.headers.get_list("set-cookie") if "csrf" in line)
        found = TOKEN.search(page.text)
        assert found is not None
        self._token = found[1]

    def _press(self, name: str) -> httpx.Response:
        data = {"csrfmiddlewaretoken": self._token, "system": "linux"}
        return self._client.post(f"{self._base}{name}/", data=data, headers={"Cookie": f"{self.cookie}; {self._csrf}"})

    def stop(self) -> None:
        """Press Stop, on the page that was read before."""
        answer = self._press("stop")
        assert answer.status_code == 302, answer.status_code

    def command(self) -> list[str]:
        """Press the button, and return the command that the page shows."""
        self.ready()
        answer = self._press("code")
        assert answer.headers["cache-control"] == "no-store", answer.headers
        found = COMMAND.search(answer.text)
        assert found is not None, answer.text[:2000]
        words = shlex.split(html.unescape(found[1]).strip())
        self._house.secrets.add(words[words.index("-l") + 1])
        return words

    def script(self) -> str:
        """Download the script."""
        self.ready()
        answer = self._press("script")
        assert answer.headers["content-disposition"].endswith('.sh"'), answer.headers
        self._house.secrets.add(answer.text.partition(" -l ")[2][:10])
        return answer.text


class Agent:
    """The agent's button, pressed over HTTP: for measuring, without the time that a browser takes to find it."""

    def __init__(self, house: House) -> None:
        from django.conf import settings

        from tests.chat.keys import staff_session

        self._house = house
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={staff_session(house.agent_user)}"
        self._client = httpx.Client(headers={"Origin": house.origin}, timeout=20, verify=house.tls or True)
        self._csrf = self._token = ""

    def ready(self, held: Held) -> None:
        """Read the page that has the button."""
        page = self._client.get(f"{self._house.origin}/en/remote/{held.session.public_id}/viewer/", headers={"Cookie": self.cookie})
        self._csrf = next(line.partition(";")[0] for line in page.headers.get_list("set-cookie") if "csrf" in line)
        found = TOKEN.search(page.text)
        assert found is not None
        self._token = found[1]

    def end(self, held: Held) -> None:
        """Press it."""
        address = f"{self._house.origin}/en/remote/{held.session.public_id}/end/"
        answer = self._client.post(address, data={"csrfmiddlewaretoken": self._token}, headers={"Cookie": f"{self.cookie}; {self._csrf}"})
        assert answer.status_code == 302, answer.status_code
