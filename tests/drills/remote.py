"""Remote assistance for real: stock ssh, TigerVNC and x11vnc, noVNC in Chromium, two brokers; and everything that must be refused.

python -m tests.drills.remote [--quick] [--pictures FOLDER]

Runs on PostgreSQL with Redis, as scaled out. The last line is JSON."""

import argparse
import json
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.drills.remote_patience import where, within
from tests.drills.remote_result import START_SECONDS, Result, closing_in_time, conclude, refusal, say, scene

MOST_MS = 200.0
MOST_TOLD_SECONDS = 5.0


@dataclass
class Remote(Result):
    """What happened, and how soon both ends are told when a broker dies."""

    drill: str = "remote"
    dead_broker_told_s: float = 0.0


def play(result: Remote, environment: dict[str, str], folder: Path, options: argparse.Namespace) -> None:
    """All scenes, in one house."""
    from tests.drills import remote_guessing as guessing
    from tests.drills import remote_scenes as scenes
    from tests.drills.remote_browser import Desk
    from tests.drills.remote_building import build
    from tests.drills.remote_refusals_viewer import REFUSALS
    from tests.drills.rfb import Screen

    with closing_in_time() as stack:
        with within(START_SECONDS, "the start of the product and of Chromium"):
            house = build(folder, environment, stack)
            say("web, worker and two brokers run")
            desk = Desk(house, stack)
        pictures = Path(options.pictures) if options.pictures else None
        scene(result, "look and control", lambda: scenes.look_and_control(house, desk, stack, pictures))
        scene(result, "x11vnc with a password", lambda: scenes.x11vnc_with_password(house, desk, stack))

        def measure() -> list[str]:
            result.hard_end_ms = round(max(scenes.hard_ends(house, 5)), 1)
            return [] if result.hard_end_ms <= MOST_MS else [f"the end takes {result.hard_end_ms} ms"]

        scene(result, "hard end", measure)
        scene(result, "two brokers at once", lambda: scenes.two_brokers(house))
        port = house.screen(Screen(16, 16))
        for name, refused in REFUSALS.items():
            refusal(result, name, lambda refused=refused: refused(house, port))  # type: ignore[misc]
        frozen: list[Callable[[], list[str]]] = []

        def freeze() -> list[str]:
            frozen.append(scenes.frozen_client(house))
            return []

        scene(result, "a computer freezes", freeze)
        result.refusals_tested += 1
        tries: list[guessing.Guessing] = []

        def guess() -> list[str]:
            tries.append(guessing.guess(house, 10 if options.quick else 60))
            found = tries[0]
            ordered = sorted(found.answers)
            say(
                f"{found.tries} guesses; a live answer took {ordered[len(ordered) // 2] * 1000:.1f} ms, at most {ordered[-1] * 1000:.0f} ms"
            )
            return found.wrong

        scene(result, "guessing", guess)
        result.refusals_held += bool(tries and not tries[0].wrong)
        for noticed in frozen:
            scene(result, "a frozen computer", noticed)

        def kill() -> list[str]:
            told, wrong = scenes.killed_broker(house, desk, stack)
            result.dead_broker_told_s = round(told, 2)
            return wrong if told <= MOST_TOLD_SECONDS else [*wrong, f"told only after {told:.1f} s"]

        scene(result, "broker killed", kill)
        scene(result, "canary", lambda: guessing.canary(house, desk))
        conclude(result, desk.faults, folder)


def main() -> int:
    """Print one line of JSON; 1 when anything went wrong."""
    from deploy.test_servers import Unavailable
    from tests.drills.remote_building import surroundings

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="guess for 10 seconds instead of 60")
    parser.add_argument("--pictures", default="", help="a folder for screenshots")
    options = parser.parse_args()
    result = Remote()
    try:
        with surroundings("drill", LOG_LEVEL="INFO", REMOTE_BROKER_KEEPALIVE_SECONDS="3", REMOTE_BROKER_KEEPALIVE_MISSES="2") as (
            folder,
            environment,
        ):
            play(result, environment, folder, options)
    except Unavailable as error:
        result.failures.append(str(error))
    except Exception as broken:  # noqa: BLE001  the boundary of the drill: its last line is JSON, whatever happens
        traceback.print_exc()
        result.failures.append(f"{type(broken).__name__}: {str(broken)[:2000]} ({where(broken)})")
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return 1 if result.failures else 0


if __name__ == "__main__":
    sys.exit(main())
