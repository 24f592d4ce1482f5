"""What must hold behind a proxy with TLS. Each scene returns what went wrong, in words."""

import asyncio
import socket
import ssl
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.bench.remote_ends import pages, relay_ends
from tests.drills.remote_browser import TOKEN, Agent, Citizen, Desk
from tests.drills.remote_house import Held, House, wait_until
from tests.drills.remote_scenes import looking
from tests.drills.rfb import Screen, ask, take, through
from tests.drills.server import free_port

if TYPE_CHECKING:
    from tests.drills.remote_nginx import Nginx

__all__ = ["Webs", "addresses", "idle", "no_secret", "nobody_answers", "pages_through", "protocol", "relay_ends", "sockets_through"]
FORGED = "203.0.113.77"
FORGERIES = {
    "X-Forwarded-For": FORGED,
    "X-Real-IP": FORGED,
    "Forwarded": f"for={FORGED};proto=http;host=evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "81",
    "Daphne-Root-Path": "/evil",
}
# More than the example lets a silent socket stand.
IDLE_SECONDS = 110


class Webs:
    """The two web processes: one as `serve` starts it, the other with the line of the systemd unit."""

    def __init__(self, house: House) -> None:
        second = free_port()
        self.ports = [house.port, second]
        daphne = ["-m", "daphne", "--bind", "127.0.0.1", "--port", str(second), "--proxy-headers", "--no-server-name", "--verbosity", "0", "--ping-interval", "20", "--ping-timeout", "40", "--websocket-max-message-size", "65536", "--application-close-timeout", "20", "config.asgi:application"]  # fmt: skip
        self.second = house.run("web-2", [sys.executable, *daphne])
        self.first = house.processes["web"]

        def answers() -> bool:
            try:
                return httpx.get(f"http://127.0.0.1:{second}/healthz", timeout=5).status_code == 200
            except httpx.TransportError:
                return False

        wait_until(answers, 60, "the second web process does not answer")

    def kill(self) -> None:
        """Both at once."""
        for web in (self.first, self.second):
            web.kill()


def client(house: House, address: str = "127.0.0.1", **headers: str) -> httpx.Client:
    """A browser from an address of this machine, which follows nothing by itself."""
    transport = httpx.HTTPTransport(local_address=address, verify=house.tls or True)
    return httpx.Client(transport=transport, headers={"Origin": house.origin, **headers}, timeout=20)


def unlike(wrong: list[str], what: str, found: object, wanted: object) -> None:
    """Note what is not as it must be."""
    if found != wanted:
        wrong.append(f"{what}: {found!r} and not {wanted!r}")


def pages_through(house: House, nginx: "Nginx", webs: Webs) -> list[str]:
    """Plain HTTP leads to TLS, a foreign host reaches nothing, pages say that they are on TLS, forged headers change nothing at either process."""
    wrong: list[str] = []
    plain = f"http://localhost:{nginx.plain_port}"
    with client(house) as browser:
        answer = browser.get(f"{plain}/en/?a=1")
        unlike(wrong, "plain HTTP", (answer.status_code, answer.headers.get("location")), (301, "https://localhost/en/?a=1"))
        unlike(wrong, "a foreign host", browser.get(plain, headers={"Host": "evil.example"}).status_code, 421)
        unlike(wrong, "a foreign host over TLS", browser.get(house.origin, headers={"Host": "evil.example"}).status_code, 421)
        answer = browser.get(f"{house.origin}/en/")
        unlike(wrong, "a page", answer.status_code, 200)
        unlike(wrong, "HSTS", answer.headers.get("strict-transport-security", "").split(";")[0], "max-age=31536000")
        unlike(wrong, "readyz from this machine", browser.get(f"{house.origin}/readyz").status_code, 200)
    with client(house, "127.0.7.4") as stranger:
        unlike(wrong, "readyz from elsewhere", stranger.get(f"{house.origin}/readyz").status_code, 403)
    wrong += refuses_handshake(nginx.port)
    # ip_hash looks at three of the four numbers: some of these come to one process, some to the other.
    for number in range(10, 18):
        with client(house, f"127.0.{number}.2") as browser:
            answers = [browser.get(f"{house.origin}{path}", headers=FORGERIES) for path in ("/en", "/en/", "/en/desk/")]
        found = [(answer.status_code, answer.headers.get("location", "")) for answer in answers]
        unlike(wrong, f"to 127.0.{number}.2", found, [(301, "/en/"), (200, ""), (302, "/en/accounts/login/?next=/en/desk/")])
        if any("evil" in answer.text for answer in answers):
            wrong.append(f"a page to 127.0.{number}.2 believes what is forged")
    return wrong


def refuses_handshake(port: int) -> list[str]:
    """A name that is nobody's gets no certificate."""
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as line, anybody.wrap_socket(line, server_hostname="evil.example"):
            return ["a foreign name gets a certificate"]
    except ssl.SSLError:
        return []


def opens(house: House, path: str, cookie: str, **headers: str) -> int:
    """Return 101, or the status with which a socket is refused."""

    async def knock() -> int:
        address = f"{house.origin.replace('https', 'wss')}{path}"
        try:
            async with connect(address, ssl=house.tls, additional_headers={"Cookie": cookie, **headers}, proxy=None):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    return house.loop.run(knock())


def sockets_through(house: House) -> list[str]:
    """Sockets of the chat and of a session open for our own pages alone, whatever the proxy's own connection looks like."""
    from tests.factories import enable_remote

    enable_remote(house.council, "browser", fps="4", quality="60", max_width="1280")
    wrong: list[str] = []
    held = house.session(provider="browser")
    citizen = Citizen(house, held)
    for path in ("/ws/timeline/", f"/ws/remote/{held.session.public_id}/citizen/"):
        unlike(wrong, f"{path} from our page", opens(house, path, citizen.cookie, Origin=house.origin), 101)
        for origin in ("https://evil.example", house.origin.replace("https", "http"), "https://localhost", "null"):
            unlike(wrong, f"{path} from {origin}", opens(house, path, citizen.cookie, Origin=origin), 403)
        unlike(wrong, f"{path} from no page", opens(house, path, citizen.cookie), 403)
        unlike(wrong, f"{path} of nobody", opens(house, path, "", Origin=house.origin), 403)
    both = pages(house, held, citizen, Agent(house))
    citizen.ready()
    citizen.stop()
    wait_until(lambda: all(page.gone_at for page in both), 20, "a page stays")
    unlike(wrong, "how the pages are closed", [page.code for page in both], [4410, 4410])
    return wrong


def addresses(house: House) -> list[str]:
    """The journal has the address that a citizen and an agent really come from, and not the one that they say."""
    wrong: list[str] = []
    held = house.session()
    computer = house.connect(held, "a", house.screen(Screen(16, 16)))

    address, ticket = f"{house.node('a').viewer_base}/", house.ticket(held)

    async def look() -> None:
        line = await through(address, house.origin, ticket, house.tls, local_addr=("127.0.8.3", 0), additional_headers=FORGERIES)
        await line.read(12)
        await line.close()

    house.loop.run(look())
    wait_until(lambda: held.session.events.filter(name="viewer_opened").exists(), 10, "the viewer is not noted")
    unlike(wrong, "the viewer's address", held.session.events.get(name="viewer_opened").ip, "127.0.8.3")
    citizen = Citizen(house, held)
    with client(house, "127.0.9.3", **FORGERIES) as browser:
        citizen.through(browser)
        citizen.ready()
        citizen.stop()
    unlike(wrong, "the citizen's address", held.session.events.get(name="ending").ip, "127.0.9.3")
    wait_until(lambda: computer.poll() is not None, 10, "the computer stays")
    return wrong


def protocol(desk: Desk) -> list[str]:
    """Pages go by HTTP/2 between the browser and nginx; sockets by a connection of their own."""
    page = desk.context.new_page()
    page.goto(f"{desk.house.origin}/en/")
    found = page.evaluate("() => performance.getEntriesByType('navigation')[0].nextHopProtocol")
    desk.leave(page)
    return [] if found == "h2" else [f"pages come by {found}"]


def idle(house: House) -> list[str]:
    """A viewer and a chat in which nothing happens for longer than the proxy's patience stay connected."""
    held = house.session()
    house.connect(held, "a", house.screen(Screen(16, 16)))
    line = house.loop.run(looking(house, held, "a"))
    address = f"{house.origin.replace('https', 'wss')}/ws/timeline/"

    async def chat() -> str:
        said = {"Cookie": Citizen(house, held).cookie}
        async with connect(address, origin=house.origin, ssl=house.tls, additional_headers=said, ping_interval=None, proxy=None) as ws:  # type: ignore[arg-type]
            await asyncio.sleep(IDLE_SECONDS)
            await ws.send('{"t":"ping"}')
            return str(await asyncio.wait_for(ws.recv(), 10))

    async def asks() -> None:
        await line.write(ask(16, 16))
        await take(line)

    wrong: list[str] = []
    for name, doing in (("the chat", chat), ("the viewer", asks)):
        try:
            house.loop.run(doing(), IDLE_SECONDS + 30)
        except ConnectionClosed as closed:
            wrong.append(f"{name} is closed: {closed}")
    return wrong


def secret_link(house: House) -> tuple[Held, str]:
    """A citizen's link with its token."""
    from helpdesk.people.rules import Purpose
    from helpdesk.people.services import issue_link

    held = house.session()
    _link, token = house.do(issue_link, council_id=house.council.pk, purpose=Purpose.FOLLOW_UP, subject_id=held.ticket.pk, language="en")
    house.secrets.add(token)
    return held, token


def nobody_answers(house: House, nginx: "Nginx", webs: Webs) -> list[str]:
    """A link is opened as a citizen does; then no process answers, and every kind of request is told so with the council's own page."""
    wrong: list[str] = []
    _held, token = secret_link(house)
    link = f"{house.origin}/s/{token}/"
    with client(house) as browser:
        browser.get(f"http://localhost:{nginx.plain_port}/s/{token}/")
        first = browser.get(link)
        found = TOKEN.search(first.text)
        assert found is not None, first.status_code
        cookie = "; ".join(line.partition(";")[0] for line in first.headers.get_list("set-cookie"))
        opened = browser.post(link, data={"csrfmiddlewaretoken": found[1]}, headers={"Cookie": cookie})
        unlike(wrong, "a citizen's link", opened.status_code, 302)
        webs.kill()
        requests: dict[str, Callable[[], httpx.Response]] = {
            "a page": lambda: browser.get(f"{house.origin}/en/"),
            "a form": lambda: browser.post(f"{house.origin}/en/", data={"a": "b"}),
            "a link": lambda: browser.get(link),
            "the form of a link": lambda: browser.post(link, data={"a": "b"}),
        }
        for name, request in requests.items():
            answer = request()
            unlike(wrong, f"{name} while nobody answers", (answer.status_code, "<html" in answer.text), (502, True))
            if "nginx" in answer.text:
                wrong.append(f"{name} while nobody answers: a page of nginx")
    return wrong


def no_secret(house: House, desk: Desk, nginx: "Nginx") -> list[str]:
    """No code, ticket or link stands in a log, nginx's own two included."""
    secrets = {*house.secrets, *desk.tickets}
    logs = {path.name: path.read_text(errors="replace") for path in house.folder.glob("*.log")}
    assert nginx.access.name in logs, "nginx writes no log"
    assert "/remote/b/a/" in logs[nginx.access.name], "nginx's log is another"
    return [f"a secret stands in {name}" for name, text in logs.items() if any(secret in text for secret in secrets)]
