"""Citizens who ask to be called: each a browser without JavaScript, with cookies of its own."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

PATIENCE = 120.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken"\s+value="(\w+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    text: str


class Web:
    """Connections to one server, without any cookie; counts the errors that are the server's own."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.server_errors = 0
        self.broken = 0
        self._transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None, max_keepalive_connections=0))

    async def send(self, method: str, path: str, cookies: dict[str, str], data: dict[str, str] | None = None) -> Answer:
        """Send a request with these cookies and keep in them what the answer sets."""
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "user-agent": "drill"}
        if data is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        times = dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)
        content = urlencode(data).encode() if data is not None else b""
        request = httpx.Request(method, f"{self.origin}{path}", headers=headers, content=content, extensions={"timeout": times})
        try:
            response = await self._transport.handle_async_request(request)
            text = (await response.aread()).decode()
        except httpx.TransportError as error:
            self.broken += 1
            return Answer(0, "", repr(error))
        await response.aclose()
        for line in response.headers.get_list("set-cookie"):
            name, _is, value = line.partition(";")[0].partition("=")
            cookies[name] = value
        self.server_errors += response.status_code >= 500
        return Answer(response.status_code, response.headers.get("location", ""), text)

    async def close(self) -> None:
        """End all connections."""
        await self._transport.aclose()


class Citizen:
    """Somebody who wants to be called at a certain time."""

    def __init__(self, web: Web, number: int) -> None:
        self.web = web
        self.number = number
        self.cookies: dict[str, str] = {}
        self.token = ""

    async def _get(self, path: str) -> Answer:
        answer = await self.web.send("GET", path, self.cookies)
        if found := TOKEN.search(answer.text):
            self.token = found[1]
        return answer

    async def _post(self, path: str, **data: str) -> Answer:
        return await self.web.send("POST", path, self.cookies, {"csrfmiddlewaretoken": self.token, **data})

    async def reach_times(self) -> None:
        """Tell what happens, and open the page of times."""
        await self._get("/en/help/problem/?channel=call&procedure=")
        await self._post("/en/help/problem/", channel="call", procedure="", step="", problem="", body=f"I am stuck ({self.number}).")
        await self._get("/en/help/when/")

    async def choose(self, key: str) -> Answer:
        """Choose a time."""
        return await self._post("/en/help/when/?days=3", slot=key)

    async def finish(self) -> str:
        """Say who it is, look it over, send it, and read the confirmation; return what went wrong, if anything did."""
        answers = [
            await self._post("/en/help/who/", requester="citizen", name=f"Citizen {self.number}", phone="972 00 00 12"),
            await self._get("/en/help/check/"),
            await self._post("/en/help/check/"),
            await self._get("/en/help/done/"),
        ]
        statuses = [answer.status for answer in answers]
        if statuses != [302, 200, 302, 200] or "The call is agreed" not in answers[-1].text:
            return f"finishing: {statuses}"
        return ""
