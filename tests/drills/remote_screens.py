"""Real screens without a monitor: TigerVNC's own server, or Xvfb for x11vnc; with a pattern that is known, and a terminal that writes down what is typed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from tests.drills.server import free_port

BLUE, RED = "#0081fc", "#c81e1e"
SIZE = (800, 600)
START_SECONDS = 20
SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108  where X servers are


class Missing(Exception):
    """A program of Debian that this machine lacks."""


def program(name: str) -> str:
    """Return where a program is; raises Missing."""
    found = shutil.which(name)
    if found is None:
        message = f"{name} is not installed: make setup"
        raise Missing(message)
    return found


def free_display() -> int:
    """Return a number that no X server of this machine has."""
    return next(
        number
        for number in range(71, 400)
        if not any(path.exists() for path in (SOCKETS / f"X{number}", SOCKETS.parent / f".X{number}-lock"))
    )


def wait_for_port(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = f"nobody listens on {port}" if process.poll() is None else f"{process.args!r} has ended with {process.returncode}"
    raise RuntimeError(message)


class Desktop:
    """One X server. The left half is a blue terminal that writes what is typed into a file, the right half a red one."""

    def __init__(self, stack: ExitStack, *, vnc: bool) -> None:
        self._stack = stack
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desktop-")))
        self.typed = self.folder / "typed"
        self.typed.touch()
        self.display = f":{free_display()}"
        self.port = free_port()
        width, height = SIZE
        if vnc:
            words = [program("Xtigervnc"), self.display, "-geometry", f"{width}x{height}", "-depth", "24", "-rfbport", str(self.port), "-localhost", "-SecurityTypes", "None", "-nolisten", "tcp"]  # fmt: skip
        else:
            words = [program("Xvfb"), self.display, "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
        self.server = self.start(words)
        if vnc:
            wait_for_port(self.port, self.server)
        else:
            self._wait_for_display()
        script = self.folder / "write"
        script.write_text(f'#!/bin/sh\nwhile read -r line; do echo "$line" >> {self.typed}; done\n')
        script.chmod(0o755)
        self._terminal(BLUE, "66x46+0+0", str(script))
        self._terminal(RED, f"66x46+{width // 2}+0", "/bin/cat")

    def start(self, words: list[str], **environment: str) -> "subprocess.Popen[bytes]":
        """Run a program that ends with the drill, and with it whatever it has started."""
        nowhere = subprocess.DEVNULL
        process = subprocess.Popen(
            words, env={**os.environ, **environment}, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        )

        def end() -> None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)

        self._stack.callback(end)
        return process

    def _wait_for_display(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not (SOCKETS / f"X{self.display[1:]}").exists():
            if time.monotonic() > end:
                message = "no X server"
                raise RuntimeError(message)
            time.sleep(0.05)

    def _terminal(self, colour: str, place: str, runs: str) -> None:
        words = [
            program("xterm"),
            "-bg",
            colour,
            "-fg",
            "white",
            "-b",
            "0",
            "-bw",
            "0",
            "+sb",
            "-fn",
            "6x13",
            "-geometry",
            place,
            "-e",
            runs,
        ]
        self.start(words, DISPLAY=self.display)

    def words(self) -> str:
        """What was typed into the blue terminal so far."""
        return self.typed.read_text()
