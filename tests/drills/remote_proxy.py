"""The scaled-out size behind nginx with TLS, as deploy/nginx says: pages, sockets, brokers, forged headers, and what must stand in no log.

python -m tests.drills.remote_proxy [--quick] [--nginx PATH]

Runs on PostgreSQL with Redis. The last line is JSON."""

import argparse
import json
import shutil
import sys
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.drills.remote_patience import where, within
from tests.drills.remote_result import START_SECONDS, Result, closing_in_time, conclude, refusal, say, scene
from tests.drills.server import free_port


@dataclass
class Behind(Result):
    """What happened behind nginx."""

    drill: str = "remote_proxy"
    relay_end_ms: float = 0.0


def play(result: Behind, environment: dict[str, str], folder: Path, options: argparse.Namespace) -> None:
    """All scenes, in one house behind one nginx."""
    from django.core.management import call_command

    from tests.drills import remote_proxy_scenes as behind
    from tests.drills import remote_scenes as scenes
    from tests.drills.remote_browser import Desk
    from tests.drills.remote_building import build
    from tests.drills.remote_house import Front
    from tests.drills.remote_nginx import Nginx, certificate
    from tests.drills.remote_refusals_viewer import REFUSALS
    from tests.drills.rfb import Screen

    with closing_in_time() as stack:
        with within(START_SECONDS, "the start of the product, nginx and Chromium"):
            nginx = Nginx(options.nginx, folder, free_port())
            house = build(folder, environment, stack, Front(nginx.port, certificate(folder)))
            webs = behind.Webs(house)
            call_command("build_error_pages", verbosity=0)
            nginx.start(house, webs.ports)
            desk = Desk(house, stack)
        say("web, worker, two brokers and nginx run")
        scene(result, "pages", lambda: behind.pages_through(house, nginx, webs))
        scene(result, "sockets", lambda: behind.sockets_through(house))
        scene(result, "addresses", lambda: behind.addresses(house))
        scene(result, "look and control", lambda: scenes.look_and_control(house, desk, stack))
        scene(result, "protocol", lambda: behind.protocol(desk))

        def measure() -> list[str]:
            result.hard_end_ms = round(max(scenes.hard_ends(house, 5)), 1)
            result.relay_end_ms = round(max(behind.relay_ends(house, 5, by_time=False)), 1)
            return []

        scene(result, "ends", measure)
        port = house.screen(Screen(16, 16))
        for name, refused in REFUSALS.items():
            if name.startswith("viewer "):
                refusal(result, name, lambda refused=refused: refused(house, port))  # type: ignore[misc]
        if not options.quick:
            scene(result, "two idle minutes", lambda: behind.idle(house))
        scene(result, "nobody answers", lambda: behind.nobody_answers(house, nginx, webs))
        scene(result, "no secret in a log", lambda: behind.no_secret(house, desk, nginx))
        conclude(result, desk.faults, folder)


def main() -> int:
    """Print one line of JSON; 1 when anything went wrong, or when there is no nginx."""
    from deploy.test_servers import Unavailable
    from tests.drills.remote_building import surroundings

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the two minutes in which nothing is said")
    parser.add_argument(
        "--nginx", default=shutil.which("nginx"), required=shutil.which("nginx") is None, help="the program, where it is not installed"
    )
    options = parser.parse_args()
    result = Behind()
    try:
        with surroundings("proxy", LOG_LEVEL="INFO", HTTPS="true", BEHIND_TLS_PROXY="true") as (folder, environment):
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
