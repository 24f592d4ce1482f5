"""Make `.venv` from the lock, see to the system's packages, compile the translations. Standard library only; `run` or `dev`."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_servers import POSTGRES_PORT, REDIS_PORT, answers, find_initdb

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "acompanya-lock.json"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
APT_LISTS = Path("/var/lib/apt/lists")


@dataclass(frozen=True)
class Need:
    """A Debian package and what does not work without it."""

    package: str
    reason: str


RUN_NEEDS = (
    Need("libpango-1.0-0", "PDF publications"),
    Need("libpangoft2-1.0-0", "PDF publications"),
    Need("libharfbuzz-subset0", "PDF publications"),
    Need("fonts-dejavu-core", "signs that the product's own fonts lack, in PDF"),
)
DEV_NEEDS = (
    *RUN_NEEDS,
    Need("gettext", "make messages, and the test that translations are complete"),
    Need("poppler-utils", "tests of the PDF publications"),
    Need("qpdf", "the same"),
    Need("default-jdk-headless", "the same: veraPDF, which comes with the environment"),
    Need("libjaxb-java", "the same"),
    Need("chromium", "browser tests"),
    Need("libatomic1", "the driver of the browser tests"),
    Need("coturn", "the browser test of screen sharing through a relay"),
    Need("openssh-client", "the drill of remote assistance: citizens' computers"),
    Need("tigervnc-standalone-server", "the same: a screen with its own VNC server"),
    Need("x11vnc", "the same: a screen behind a password"),
    Need("xvfb", "the same: the screen of x11vnc"),
    Need("xterm", "the same: what is on the screens"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", choices=["run", "dev"], help="what the environment is for: serving, or tests and tools as well")
    mode: str = parser.parse_args().mode
    if sys.version_info < (3, 11):  # noqa: UP036 - read by any Python, before the project's own floor can be enforced
        print("Acompanya needs Python 3.11 or newer; this is", sys.version.split()[0])
        return 1
    see_to_debian_packages(mode)
    make_environment()
    install(mode)
    subprocess.run([PYTHON, ROOT / "deploy" / "messages.py"], check=True)
    return 0


def see_to_debian_packages(mode: str) -> None:
    """Install what is missing, as root or in CI; otherwise print the line to run and go on."""
    missing = [need for need in needs(mode) if not is_installed(need.package)]
    if not missing:
        return
    for need in missing:
        print(f"Missing Debian package {need.package}: {need.reason}")
    if shutil.which("apt-get") is None:
        print("This system has no apt-get: install the same libraries with its own package manager. Going on without them.")
        return
    names = [need.package for need in missing]
    root, ci = os.geteuid() == 0, os.environ.get("CI") == "true"
    if not root and not (ci and shutil.which("sudo")):
        print(f"To install: sudo apt-get install --no-install-recommends {' '.join(names)}\nGoing on without.")
        return
    prefix = [] if root else ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if not has_fresh_apt_lists():
        subprocess.run([*prefix, "apt-get", "update", "--quiet"], check=ci, env=environment)
    print("Installing with apt:", *names, flush=True)
    # A machine that has just started often updates itself: wait for that instead of failing.
    apt = [*prefix, "apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "--yes", "--quiet", "--no-install-recommends"]
    done = subprocess.run([*apt, *names], check=ci, env=environment)
    if done.returncode:
        print("apt-get failed: going on without these packages.")


def needs(mode: str) -> list[Need]:
    """Python's own venv first; a database server and Redis only where tests would find none."""
    found: list[Need] = []
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        found.append(Need("python3-venv", "the project's environment"))
    found.extend(DEV_NEEDS if mode == "dev" else RUN_NEEDS)
    if mode == "dev":
        if not (os.environ.get("TEST_POSTGRES_URL") or answers(POSTGRES_PORT) or find_initdb()):
            found.append(Need("postgresql", "tests of the scaled-out size"))
        if not (os.environ.get("TEST_REDIS_URL") or answers(REDIS_PORT) or shutil.which("redis-server")):
            found.append(Need("redis-server", "tests of the scaled-out size"))
    return found


def is_installed(package: str) -> bool:
    if package == "chromium" and os.environ.get("CHROMIUM"):
        return True
    if shutil.which("dpkg-query") is None:
        return False
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(query, capture_output=True, text=True, check=False).stdout == "installed"


def has_fresh_apt_lists() -> bool:
    """Whether `apt-get update` ran within a day: once for a run of CI."""
    return any(time.time() - path.stat().st_mtime < 86_400 for path in APT_LISTS.glob("*Packages*"))


def make_environment() -> None:
    """Keep a working environment; make it anew after a move or a change of Python."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    probe: list[str | Path] = [PYTHON, "-c", "import sys, pip; print('%d.%d' % sys.version_info[:2], sys.prefix)"]
    if PYTHON.exists():
        found = subprocess.run(probe, capture_output=True, text=True, check=False)
        if found.returncode == 0 and found.stdout.split(maxsplit=1) == [version, f"{VENV}\n"]:
            return
        print("Making .venv anew: it belongs to another Python or another folder.")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install(mode: str) -> None:
    """Install exactly the lock, hashes checked; nothing to do while the lock is the one that was installed."""
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in LOCKS.items()}
    installed = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if installed.get("dev") == digests["dev"] or (mode == "run" and installed.get("run") == digests["run"]):
        return
    STAMP.unlink(missing_ok=True)
    print(f"Installing {LOCKS[mode].name} into .venv", flush=True)
    subprocess.run(
        [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--requirement",
            LOCKS[mode],
        ],
        check=True,
    )
    STAMP.write_text(json.dumps({mode: digests[mode]}))


if __name__ == "__main__":
    sys.exit(main())
