"""What tests of screen sharing need: a browser that chooses a tab by itself, a tab that moves, a relay, and a council that uses one program."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.browser.served import ROOT, ServedCopy, free_port

SECRET = "only-for-tests"
TITLE = "a tab that moves"
FLAGS = [f"--auto-select-tab-capture-source-by-title={TITLE}"]
MOVING = f"""data:text/html,<title>{TITLE}</title><body style="margin:0"><script>
let hue = 0;
setInterval(() => {{ hue = (hue + 60) % 360; document.body.style.background = `hsl(${{hue}} 90%25 50%25)`; }}, 250);
</script>"""
# Remembers, beyond a reload, how every track ended that was stopped; and every connection that was made.
WITNESS = """
const stop = MediaStreamTrack.prototype.stop;
MediaStreamTrack.prototype.stop = function () {
  stop.call(this);
  sessionStorage.setItem("ended", `${sessionStorage.getItem("ended") ?? ""}${this.kind}:${this.readyState} `);
};
const Connection = RTCPeerConnection;
window.connections = [];
window.RTCPeerConnection = class extends Connection {
  constructor(...options) { super(...options); window.connections.push(this); }
};
"""
PIXEL = """(element) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d");
  pen.drawImage(element, 0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part >> 5).join();
}"""
PAIR = """async () => {
  const stats = await window.connections.at(-1).getStats();
  const pair = [...stats.values()].find((one) => one.type === "candidate-pair" && one.nominated && one.state === "succeeded");
  return pair ? [stats.get(pair.localCandidateId).candidateType, stats.get(pair.remoteCandidateId).candidateType] : [];
}"""
INK = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width || 1, canvas.height || 1);
  let inked = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at] > 150 && data[at + 1] < 60 && data[at + 3] > 200) inked += 1;
  return inked;
}"""
USE = """
import json, sys, django
django.setup()
from helpdesk.base.secrets import seal
from remote.models import ProviderConfig
from helpdesk.people.models import Council
key, settings = sys.argv[1], json.loads(sys.argv[2])
council = Council.objects.get(slug="vallclara")
ProviderConfig.objects.filter(council=council).update(is_enabled=False)
ProviderConfig.objects.update_or_create(council=council, provider=key, defaults={
    "is_enabled": True, "settings": settings, "secrets": seal({"turn_secret": sys.argv[3]})})
"""


@contextmanager
def using(served: ServedCopy, provider: str, **settings: str) -> Iterator[None]:
    """Let the first council use one program and no other, and the imitation again afterwards."""
    _use(served, provider, settings)
    try:
        yield
    finally:
        _use(served, "fake", {"behaviour": "well"})


def _use(served: ServedCopy, provider: str, settings: dict[str, str]) -> None:
    env = served.env | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", USE, provider, json.dumps(settings), SECRET], cwd=ROOT, env=env, check=True)


@contextmanager
def relay(folder: Path) -> Iterator[int]:
    """Debian's coturn on a loopback port, which passes on what is sent for whoever has credentials."""
    port = free_port()
    command = [
        shutil.which("turnserver") or "turnserver", "-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", f"--listening-port={port}",
        "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=test", "--allow-loopback-peers", "--no-tls", "--no-dtls", "--no-cli",
        f"--pidfile={folder / 'turn.pid'}", f"--userdb={folder / 'turn.db'}", "--log-file=stdout", "--min-port=49300", "--max-port=49400",
    ]  # fmt: skip
    with (folder / "turn.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        _until_it_listens(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _until_it_listens(port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def colours(picture: Locator, *, seconds: float) -> set[str]:
    """The colours in the middle of a picture over some time: more than one means that it moves."""
    found: set[str] = set()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found.add(picture.evaluate(PIXEL))
        time.sleep(0.15)
    return found


def moves(picture: Locator, *, within: float = 20) -> bool:
    """Whether a picture shows another colour before long."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if len(colours(picture, seconds=1.5)) > 1:
            return True
    return False


def ended_tracks(page: Page) -> set[str]:
    """How the tracks ended that this tab has stopped, such as `video:ended`."""
    return set((page.evaluate("sessionStorage.getItem('ended')") or "").split())
