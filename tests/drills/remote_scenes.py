"""What a remote session must show, scene by scene. Each returns what went wrong, in words."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed

from tests.drills.remote_browser import Agent, Citizen, Desk
from tests.drills.remote_house import Held, House, wait_until
from tests.drills.remote_screens import BLUE, RED, Desktop, program, wait_for_port
from tests.drills.rfb import Line, Screen, ask, begin, take, through

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOTHING_COMES = 1.5
LEAVES_WITHIN = 10


def use_port(port: int) -> None:
    """Set the council's port of the screen server: what its form on the page of settings does."""
    from remote.models import ProviderConfig

    ProviderConfig.objects.filter(provider="ssh_vnc").update(settings={"screen_port": str(port)})


def painted(desk: Desk, page: "Page", what: str) -> list[str]:
    """Wait until the known pattern is on the canvas."""
    try:
        wait_until(lambda: desk.wrong_pixels(page, BLUE, RED) == 0, 15)
    except TimeoutError:
        return [f"{what}: the picture is another, {desk.wrong_pixels(page, BLUE, RED)} points wrong"]
    return []


def look_and_control(house: House, desk: Desk, stack: ExitStack, pictures: Path | None = None) -> list[str]:
    """The citizen runs the command of the page; the agent sees the screen, drives it after the second consent, and no longer after it was taken back."""
    from remote.rules import Scope
    from remote.services import withdraw

    wrong: list[str] = []
    screen = Desktop(stack, vnc=True)
    use_port(screen.port)
    held = house.session()
    page = desk.look(held)
    desk.shows(page, "waiting")
    client = house.ssh(Citizen(house, held).command())
    desk.shows(page, "screen")
    wrong += painted(desk, page, "Xtigervnc")
    desk.type_into(page, "forbidden")
    time.sleep(NOTHING_COMES)
    if screen.words():
        wrong.append(f"typed without control: {screen.words()!r}")
    house.grant(held, Scope.CONTROL)
    page.wait_for_selector("[data-novnc][data-drives=yes]", timeout=10_000)
    desk.type_into(page, "allowed")
    try:
        wait_until(lambda: "allowed" in screen.words(), 10)
    except TimeoutError:
        wrong.append(f"typed with control, and nothing came: {screen.words()!r}")
    if pictures is not None:
        page.screenshot(path=pictures / "viewer-control.png")
    house.do(withdraw, session_id=held.session.pk, part=Scope.CONTROL, by=held.citizen)
    desk.type_into(page, "too late")
    time.sleep(NOTHING_COMES)
    if "late" in screen.words():
        wrong.append("typed after control was taken back")
    page.get_by_role("button", name="End the session").click()
    wait_until(lambda: client.poll() is not None, 5, "the computer stays connected")
    wait_until(lambda: house.state(held) == "ended", 5, "the session does not end")
    wrong += counted(held)
    desk.leave(page)
    return wrong


def counted(held: Held) -> list[str]:
    """The journal has counts of the input, and none of it."""
    wait_until(lambda: held.session.events.filter(name="viewer_closed").exists(), 10, "the viewer is not counted")
    data = held.session.events.filter(name="viewer_closed").latest("seq").data
    right = data.get("keys", 0) > 0 and data.get("dropped", 0) > 0 and all(isinstance(value, int) for value in data.values())
    return [] if right else [f"counts: {data}"]


def x11vnc_with_password(house: House, desk: Desk, stack: ExitStack) -> list[str]:
    """The citizen runs the downloaded script: it starts x11vnc with a password that nobody says, and ends it."""
    from tests.drills.server import free_port

    program("x11vnc")
    screen, port = Desktop(stack, vnc=False), free_port()
    use_port(port)
    held = house.session()
    script = house.folder / "remote-session.sh"
    script.write_text(Citizen(house, held).script())
    running = screen.start(["sh", str(script)], DISPLAY=screen.display)
    wait_until(lambda: house.state(held) == "ready" or running.poll() is not None, 20, "the script does not connect")
    wait_for_port(port, running)
    page = desk.look(held)
    desk.shows(page, "screen", 30)
    wrong = painted(desk, page, "x11vnc")
    page.get_by_role("button", name="End the session").click()
    wait_until(lambda: running.poll() is not None, 10, "the script goes on")
    desk.leave(page)
    try:
        wait_until(lambda: not runs(f"-rfbport\0{port}\0".encode()), 5)
    except TimeoutError:
        wrong.append("x11vnc is still there")
    return wrong


def runs(words: bytes) -> bool:
    """Whether a program runs that was started with these words."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if words in process.read_bytes():
                return True
        except OSError:
            continue
    return False


def hard_ends(house: House, repeat: int) -> list[float]:
    """Return so many times: milliseconds from when the agent presses the button until both sides are disconnected, the computer and the viewer."""
    agent, port = Agent(house), house.screen(Screen(64, 64))
    times = []
    for _turn in range(repeat):
        held = house.session()
        client = house.connect(held, "a", port)
        line = house.loop.run(looking(house, held, "a"))
        gone: list[float] = []
        watching = house.loop.run(watch(line, gone))
        leaving = house.hands.submit(left_at, client)
        agent.ready(held)
        started = time.monotonic()
        agent.end(held)
        wait_until(lambda gone=gone: gone, 5, "the viewer stays")  # type: ignore[misc]
        times.append((max(leaving.result(LEAVES_WITHIN + 1), gone[0]) - started) * 1000)
        house.loop.loop.call_soon_threadsafe(watching.cancel)
    return times


def left_at(client: "subprocess.Popen[str]") -> float:
    """Return when a computer is disconnected."""
    client.wait(LEAVES_WITHIN)
    return time.monotonic()


async def looking(house: House, held: Held, broker: str) -> Line:
    """Look at a screen as an agent's browser does."""
    from asgiref.sync import sync_to_async

    node = await sync_to_async(house.node)(broker)
    line = await through(f"{node.viewer_base}/", house.origin, await sync_to_async(house.ticket)(held), house.tls)
    width, height = await begin(line)
    await line.write(ask(width, height))
    await take(line)
    return line


async def watch(line: Line, gone: list[float]) -> asyncio.Task[None]:
    """Note when a viewer is disconnected."""

    async def wait() -> None:
        try:
            while True:
                await line.read(1)
        except (ConnectionClosed, EOFError):
            gone.append(time.monotonic())

    return asyncio.get_running_loop().create_task(wait())


def two_brokers(house: House) -> list[str]:
    """Two sessions at once at two brokers: each shows its own screen, and one's end is nothing to the other."""
    from remote.services import end_session

    ports = [house.screen(Screen(32 + 16 * number, 32)) for number in range(2)]
    held = [house.session(), house.session()]
    clients = [house.connect(one, name, port) for one, name, port in zip(held, "ab", ports, strict=True)]
    lines = [house.loop.run(looking(house, one, name)) for one, name in zip(held, "ab", strict=True)]
    house.do(end_session, session_id=held[0].session.pk, by=house.agent)
    clients[0].wait(5)
    wrong = [] if clients[1].poll() is None else ["the end of one session ended another"]
    house.loop.run(lines[1].write(ask(48, 32)))
    house.loop.run(take(lines[1]))
    house.do(end_session, session_id=held[1].session.pk, by=house.agent)
    clients[1].wait(5)
    return wrong


def killed_broker(house: House, desk: Desk, stack: ExitStack) -> tuple[float, list[str]]:
    """kill -9: return the seconds until both ends are told, the citizen's computer and the agent's page, and what went wrong. The session follows."""
    screen = Desktop(stack, vnc=True)
    use_port(screen.port)
    held, waiting = house.session(), house.session()
    client = house.connect(held, "b", screen.port)
    page = desk.look(held)
    desk.shows(page, "screen")
    kept = house.words(waiting, "b", screen.port)
    house.brokers["b"].kill()
    started = time.monotonic()
    wrong: list[str] = []
    checks: dict[str, Callable[[], bool]] = {
        "the computer": lambda: client.poll() is not None,
        "the agent’s page": lambda: desk.shown(page) != "screen",
        "the session": lambda: house.state(held) == "failed",
    }
    told: dict[str, float] = {}
    while len(told) < len(checks) and time.monotonic() - started < 15:
        for name, check in checks.items():
            if name not in told and check():
                told[name] = time.monotonic() - started
        page.wait_for_timeout(50)
    wrong += [f"{name} is never told that the broker died" for name in checks if name not in told]
    held.session.refresh_from_db()
    if (held.session.end_reason, held.session.code_hash) != ("broker_lost", None):
        wrong.append(f"ended as {held.session.end_reason!r}")
    if house.ssh(kept).wait(20) != 255:
        wrong.append("somebody answers where the dead broker was")
    desk.leave(page)
    sys.stdout.write(f"         {', '.join(f'{name} after {seconds:.1f} s' for name, seconds in told.items())}\n")
    return max(told.get(name, 99.0) for name in list(checks)[:2]), wrong


def frozen_client(house: House) -> Callable[[], list[str]]:
    """Freeze a client; return what is asked later: whether the broker noticed."""
    held = house.session()
    client = house.connect(held, "a", house.screen(Screen(16, 16)))
    client.send_signal(signal.SIGSTOP)

    def noticed() -> list[str]:
        try:
            wait_until(lambda: house.state(held) == "awaiting_device", 60)
        except TimeoutError:
            return ["a frozen computer is not noticed"]
        finally:
            client.send_signal(signal.SIGCONT)
            client.kill()
        return []

    return noticed
