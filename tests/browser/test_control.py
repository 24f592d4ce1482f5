"""Control with a command, in real browsers: the citizen's steps and code, stock ssh, and the agent's picture of the computer."""

import asyncio
import shlex
import subprocess
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.served import ServedCopy
from tests.browser.sharing import using
from tests.browser.test_remote import begin, check, propose, shoot
from tests.drills.rfb import Screen

SIZE = "() => { const c = document.querySelector('[data-novnc-screen] canvas'); return c ? [c.width, c.height] : null; }"


@pytest.fixture
def screen_port() -> Iterator[int]:
    """A screen server on this machine, 320 by 200 points, all of them black."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(Screen(320, 200).serve(), loop).result(10)
    yield server.sockets[0].getsockname()[1]

    async def close() -> None:
        server.close()

    asyncio.run_coroutine_threadsafe(close(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def agree(citizen: Page) -> None:
    """Read the words and say yes."""
    citizen.get_by_role("link", name="Read and answer").click()
    citizen.get_by_role("button", name="Yes, I agree").click()
    expect(citizen.get_by_role("heading", name="Connect your computer")).to_be_visible()


def test_a_computer_is_connected_with_the_command_of_the_page(served: ServedCopy, new_context: NewContext, screen_port: int) -> None:
    with using(served, "ssh_vnc", screen_port=str(screen_port)):
        citizen, agent, reference = begin(served, new_context)
        propose(agent)
        agree(citizen)
        citizen.get_by_role("link", name="Linux").click()
        check(citizen)
        shoot(citizen, "command")
        citizen.get_by_role("button", name="Show my code and command").click()
        expect(citizen.locator("[data-command-shown]")).to_be_focused()
        check(citizen)
        shoot(citizen, "command-code")
        agent.goto(f"{served.url}/en/desk/tickets/{reference}/")
        agent.locator("a[href*='/viewer/']").first.click()
        expect(agent.get_by_role("heading", name="Waiting for the citizen’s computer")).to_be_visible()
        check(agent)
        shoot(agent, "viewer-waiting")
        command = shlex.split(citizen.locator("[data-command-text]").inner_text())
        client = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            expect(agent.locator("[data-novnc][data-shows=screen]")).to_be_visible()
            assert agent.evaluate(SIZE) == [320, 200]
            expect(agent.get_by_role("img", name="The citizen’s screen")).to_be_visible()
            check(agent)
            shoot(agent, "viewer-screen")
            expect(citizen.get_by_role("heading", name="Connect your computer")).to_have_count(0)
            expect(citizen.get_by_text("At the end, switch it off")).to_be_visible()
            citizen.get_by_role("button", name="Stop now").click()
            assert client.wait(10) == 255
            expect(citizen.get_by_role("heading", name="You stopped it")).to_be_visible()
        finally:
            client.kill()
            client.wait()


def test_without_a_script_the_code_is_shown_too(served: ServedCopy, new_context: NewContext) -> None:
    with using(served, "ssh_vnc", screen_port="5900"):
        citizen, agent, reference = begin(served, new_context, java_script_enabled=False)
        propose(agent)
        citizen.goto(f"{served.url}/en/my/{reference}/")
        agree(citizen)
        citizen.get_by_role("link", name="macOS").click()
        expect(citizen.get_by_text("VNC viewers may control")).to_be_visible()
        citizen.get_by_role("button", name="Show my code and command").click()
        expect(citizen.get_by_role("heading", name="Your code")).to_be_visible()
        expect(citizen.get_by_text("Nobody will ever ask you for this code")).to_be_visible()
        citizen.get_by_role("button", name="Stop now").click()
        expect(citizen.get_by_role("heading", name="You stopped it")).to_be_visible()
