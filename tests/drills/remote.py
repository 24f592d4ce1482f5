"""Remote assistance for real: stock ssh, TigerVNC and x11vnc, noVNC in Chromium, two brokers; and everything that must be refused.

python -m tests.drills.remote [--quick] [--pictures FOLDER]

Runs on PostgreSQL with Redis, as scaled out. The last line is JSON."""

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.drills.server import fresh_database

MOST_MS = 200.0
MOST_TOLD_SECONDS = 5.0


@dataclass
class Result:
    """What happened; `failures` says in words what went wrong."""

    drill: str = "remote"
    hard_end_ms: float = 0.0
    dead_broker_told_s: float = 0.0
    refusals_tested: int = 0
    refusals_held: int = 0
    failures: list[str] = field(default_factory=list)


def say(words: str) -> None:
    """Tell how it goes on, at once."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stdout.flush()


def scene(result: Result, name: str, play: Callable[[], list[str]]) -> None:
    """Play a scene; one that breaks is a failure, and the others go on."""
    started = time.monotonic()
    try:
        wrong = play()
    except Exception as broken:  # noqa: BLE001  the boundary of a scene
        traceback.print_exc()
        wrong = [f"{name}: {type(broken).__name__}: {str(broken)[:200]}"]
    result.failures += wrong
    say(f"{name}: {'; '.join(wrong) or 'good'} ({time.monotonic() - started:.1f} s)")


def play(result: Result, environment: dict[str, str], folder: Path, options: argparse.Namespace) -> None:
    """All scenes, in one house."""
    from tests.drills import remote_guessing as guessing
    from tests.drills import remote_scenes as scenes
    from tests.drills.remote_browser import Desk
    from tests.drills.remote_house import build
    from tests.drills.remote_refusals_viewer import REFUSALS
    from tests.drills.rfb import Screen

    with ExitStack() as stack:
        house = build(folder, environment, stack)
        say("web, worker and two brokers run")
        desk = Desk(house, stack)
        pictures = Path(options.pictures) if options.pictures else None
        scene(result, "look and control", lambda: scenes.look_and_control(house, desk, stack, pictures))
        scene(result, "x11vnc with a password", lambda: scenes.x11vnc_with_password(house, desk, stack))

        def measure() -> list[str]:
            result.hard_end_ms = round(scenes.hard_end(house), 1)
            return [] if result.hard_end_ms <= MOST_MS else [f"the end takes {result.hard_end_ms} ms"]

        scene(result, "hard end", measure)
        scene(result, "two brokers at once", lambda: scenes.two_brokers(house))
        port = house.screen(Screen(16, 16))
        for name, refused in REFUSALS.items():
            held: list[bool] = []
            result.refusals_tested += 1
            scene(result, f"refused: {name}", lambda refused=refused, name=name, held=held: _tried(refused(house, port), name, held))  # type: ignore[misc]
            result.refusals_held += bool(held)
        noticed = scenes.frozen_client(house)
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
        scene(result, "a frozen computer", noticed)

        def kill() -> list[str]:
            told, wrong = scenes.killed_broker(house, desk, stack)
            result.dead_broker_told_s = round(told, 2)
            return wrong if told <= MOST_TOLD_SECONDS else [*wrong, f"told only after {told:.1f} s"]

        scene(result, "broker killed", kill)
        scene(result, "canary", lambda: guessing.canary(house, desk))
        faults = [fault for fault in desk.faults if "WebSocket connection to" not in fault and "409" not in fault]
        result.failures += [f"the page complains: {fault[:200]}" for fault in faults]
        if result.failures:
            for path in sorted(folder.glob("*.log")):
                sys.stderr.write(f"---- {path.name}\n{path.read_text(errors='replace')[-3000:]}\n")


def _tried(refused: bool, name: str, held: list[bool]) -> list[str]:  # noqa: FBT001  what a refusal says
    if refused:
        held.append(True)
        return []
    return [f"not refused: {name}"]


def main() -> int:
    """Print one line of JSON; 1 when anything went wrong."""
    from deploy.test_servers import Unavailable, postgres, redis

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="guess for 10 seconds instead of 60")
    parser.add_argument("--pictures", default="", help="a folder for screenshots")
    options = parser.parse_args()
    result = Result()
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="remote-drill-") as name:
        try:
            url = stack.enter_context(fresh_database(stack.enter_context(postgres()), Path(name)))
            redis_url = stack.enter_context(redis())
        except Unavailable as error:
            result.failures.append(str(error))
        else:
            environment = {
                "DATABASE_URL": url,
                "REDIS_URL": redis_url,
                "VAR_DIR": name,
                "LOG_LEVEL": "INFO",
                "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
                "SECRET_KEY": "drill-" + "k" * 60,
                "REMOTE_BROKER_KEEPALIVE_SECONDS": "3",
                "REMOTE_BROKER_KEEPALIVE_MISSES": "2",
            }
            os.environ |= environment | {"DJANGO_SETTINGS_MODULE": "config.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
            os.environ.pop("TESTING", None)
            import django
            from django.db import connections

            django.setup()
            try:
                play(result, environment, Path(name), options)
            finally:
                connections.close_all()
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return 1 if result.failures else 0


if __name__ == "__main__":
    sys.exit(main())
