"""What a broker costs, beside a straight line of TCP in the same run: python -m tests.bench.remote [--quick]

A screen server in a process of its own sends raw pictures; stock ssh brings them to a broker, whose WebSocket brings them here. The last line is JSON."""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from tests.bench.remote_ends import relay_ends
from tests.drills.remote_building import build, surroundings
from tests.drills.remote_house import Held, House, wait_until
from tests.drills.remote_scenes import hard_ends
from tests.drills.rfb import Line, Screen, ask, begin, straight, take, through
from tests.drills.server import ROOT

MIB = 1024 * 1024
SMALL, LARGE = (1, 1), (1024, 1024)
DOWN = 64 * MIB
STALL_SECONDS = 6.0


@dataclass
class Figures:
    """What was measured. The round trip is what the broker and ssh add to the straight one."""

    bench: str = "remote"
    added_rtt_p50_ms: float = 0.0
    throughput_mb_s: float = 0.0
    direct_mb_s: float = 0.0
    idle_tunnel_kb: float = 0.0
    stalled_viewer_mb: float = 0.0
    relay_end_p50_ms: float = 0.0
    relay_end_max_ms: float = 0.0
    relay_hard_end_p50_ms: float = 0.0
    relay_hard_end_max_ms: float = 0.0
    broker_end_p50_ms: float = 0.0
    broker_end_max_ms: float = 0.0


def source(stack: ExitStack, width: int, height: int, *words: str) -> int:
    """Start a screen server in a process of its own and return its port."""
    command = [sys.executable, "-m", "tests.bench.remote", "--serve", f"{width}x{height}", *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    stack.callback(process.wait)
    stack.callback(process.kill)
    assert process.stdout is not None
    return int(process.stdout.readline())


async def serve(width: int, height: int, *, flood: bool) -> None:
    """Be that process."""
    server = await Screen(width, height, flood=flood).serve()
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


async def round_trips(line: Line, count: int) -> float:
    """Return the median of so many requests for one point, in milliseconds."""
    times = []
    for _turn in range(count):
        started = time.perf_counter()
        await line.write(ask(*SMALL))
        await take(line)
        times.append((time.perf_counter() - started) * 1000)
    return median(times[count // 10 :])


async def bytes_down(line: Line, total: int) -> float:
    """Return MB per second of so many bytes of pictures; the next is always asked for before one has come."""
    done, started = 0, time.perf_counter()
    await line.write(ask(*LARGE))
    while done < total:
        await line.write(ask(*LARGE))
        done += await take(line)
    seconds = time.perf_counter() - started
    await take(line)
    return done / 1e6 / seconds


def memory_of(house: House, name: str) -> int:
    """Return the resident memory of a broker in KB."""
    text = Path(f"/proc/{house.brokers[name].process.pid}/status").read_text(encoding="ascii")
    return int(text.partition("VmRSS:")[2].split()[0])


def viewer(house: House, held: Held, name: str) -> Line:
    """Look at a screen through a broker."""
    address, token = f"{house.node(name).viewer_base}/", house.ticket(held)

    async def look() -> Line:
        line = await through(address, house.origin, token)
        await begin(line)
        return line

    return house.loop.run(look())


async def straight_viewer(port: int) -> Line:
    """Look at a screen without anything between."""
    line = await straight(port)
    await begin(line)
    return line


def speed(house: House, stack: ExitStack, figures: Figures, repeat: int) -> None:
    """Round trips and throughput, straight and through the broker in turn, so that both meet the same machine."""
    small, large = source(stack, *SMALL), source(stack, *LARGE)
    held = [house.session(), house.session()]
    for one, port in zip(held, (small, large), strict=True):
        house.connect(one, "a", port)
    lines = [viewer(house, one, "a") for one in held]
    direct = [house.loop.run(straight_viewer(port)) for port in (small, large)]
    added, through_it, beside = [], [], []
    for _turn in range(repeat):
        without = house.loop.run(round_trips(direct[0], 300))
        added.append(house.loop.run(round_trips(lines[0], 300)) - without)
        beside.append(house.loop.run(bytes_down(direct[1], DOWN), 120))
        through_it.append(house.loop.run(bytes_down(lines[1], DOWN), 120))
    figures.added_rtt_p50_ms = round(median(added), 2)
    figures.throughput_mb_s, figures.direct_mb_s = round(median(through_it), 1), round(median(beside), 1)
    for line in (*lines, *direct):
        house.loop.run(line.close())


def stalled(house: House, stack: ExitStack, figures: Figures) -> None:
    """A viewer that stops reading while the screen goes on sending: what the broker keeps of it, at most."""
    held = house.session()
    house.connect(held, "a", source(stack, *LARGE, "--flood"))
    line, before, most = viewer(house, held, "a"), memory_of(house, "a"), 0
    house.loop.run(line.write(ask(*LARGE)))
    over = time.monotonic() + STALL_SECONDS
    while time.monotonic() < over:
        most = max(most, memory_of(house, "a") - before)
        time.sleep(0.1)
    figures.stalled_viewer_mb = round(most / 1024, 1)


def idle(house: House, figures: Figures, count: int) -> None:
    """Tunnels at which nobody looks, at a broker that has had some already."""
    port = house.screen(Screen(*SMALL))
    warm = [house.connect(house.session(), "b", port) for _turn in range(3)]
    time.sleep(1)
    before = memory_of(house, "b")
    clients = []
    for _number in range(count):
        held = house.session()
        clients.append((held, house.ssh(house.words(held, "b", port))))
    wait_until(lambda: all(house.state(held) == "ready" for held, _client in clients), 120, "not every tunnel stands")
    time.sleep(1)
    figures.idle_tunnel_kb = round((memory_of(house, "b") - before) / count, 1)
    assert all(client.poll() is None for client in (*warm, *(client for _held, client in clients)))


def ends(house: House, figures: Figures, repeat: int) -> None:
    """How long until nothing passes any more: from the citizen's Stop and from the hard end of pictures, and from the agent's button at a broker."""
    found = {
        "relay_end": relay_ends(house, repeat, by_time=False),
        "relay_hard_end": relay_ends(house, repeat, by_time=True),
        "broker_end": hard_ends(house, repeat),
    }
    for name, times in found.items():
        setattr(figures, f"{name}_p50_ms", round(median(times), 1))
        setattr(figures, f"{name}_max_ms", round(max(times), 1))


def measure(environment: dict[str, str], folder: Path, *, quick: bool) -> Figures:
    """Measure in a house of its own."""
    figures = Figures()
    with ExitStack() as stack:
        house = build(folder, environment, stack)
        speed(house, stack, figures, 1 if quick else 5)
        stalled(house, stack, figures)
        ends(house, figures, 3 if quick else 20)
        idle(house, figures, 10 if quick else 100)
    return figures


def main() -> int:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, ten tunnels and three ends: whether it works, not how fast it is")
    parser.add_argument("--serve", default="", help=argparse.SUPPRESS)
    parser.add_argument("--flood", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        width, _by, height = options.serve.partition("x")
        asyncio.run(serve(int(width), int(height), flood=options.flood))
        return 0
    with surroundings("bench", LOG_LEVEL="WARNING") as (folder, environment):
        figures = measure(environment, folder, quick=options.quick)
    sys.stdout.write(json.dumps(asdict(figures)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
