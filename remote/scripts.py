"""What a citizen's computer runs to reach a broker: one command of the stock OpenSSH client, or a small script around it.

Everything that goes into them is checked first and quoted anyway: none of it can become a command of its own."""

import base64
import hmac
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext as _

from helpdesk.base.secrets import derive
from remote.rules import CODE_ALPHABET, CODE_LENGTH

SCREEN_PORT = 5900
# A screen server that nobody has looked at for so long goes out by itself.
UNSEEN_SECONDS = 900
CODE = re.compile(rf"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}")
PASSWORD = re.compile(r"[a-z2-7]{8}")
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}")
KEY = re.compile(r"(?:ssh-ed25519|ecdsa-sha2-nistp(?:256|384|521)|rsa-sha2-512|ssh-rsa) [A-Za-z0-9+/]{16,1024}={0,2}")
# Only what is written here counts: no settings of the computer, no keys, no passwords, no agent, no second chance for a wrong host.
OPTIONS = (
    "StrictHostKeyChecking=yes",
    "BatchMode=yes",
    "PreferredAuthentications=none",
    "ExitOnForwardFailure=yes",
    "ServerAliveInterval=15",
    "ServerAliveCountMax=3",
    "ConnectTimeout=20",
    "CheckHostIP=no",
    "UpdateHostKeys=no",
)


class System(StrEnum):
    """What the citizen's computer runs."""

    LINUX = "linux"
    MACOS = "macos"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a computer connects, with which code, and the port of its screen server. Raises ValueError for what is none of these."""

    host: str
    ssh_port: int
    host_key: str
    code: str
    screen_port: int = SCREEN_PORT
    password: str = ""

    def __post_init__(self) -> None:
        """Let nothing in that is not what it says."""
        fits = HOST.fullmatch(self.host) and KEY.fullmatch(self.pin) and CODE.fullmatch(self.code)
        ports = all(isinstance(port, int) and 0 < port < 65536 for port in (self.ssh_port, self.screen_port))
        if not fits or not ports or (self.password and not PASSWORD.fullmatch(self.password)):
            message = "not a way to reach a broker"
            raise ValueError(message)

    @property
    def pin(self) -> str:
        """The host key without its comment."""
        return " ".join(self.host_key.split()[:2])

    @property
    def known_as(self) -> str:
        """How OpenSSH names this server in a list of known hosts."""
        return self.host if self.ssh_port == 22 else f"[{self.host}]:{self.ssh_port}"

    @property
    def known_host(self) -> str:
        """The line of a list of known hosts that pins this server."""
        return f"{self.known_as} {self.pin}"

    @property
    def backwards(self) -> str:
        """The one forward: the broker may open the screen of this computer, and nothing else."""
        return f"0:localhost:{self.screen_port}"


@dataclass(frozen=True, slots=True)
class Script:
    """A script to download."""

    name: str
    text: str
    content_type: str = "application/octet-stream"


def screen_password(session: str) -> str:
    """Return the password of the screen server of one session: 40 bits from the installation's key. Nobody says it, nothing stores it.

    The citizen's script and the agent's page are both given it; it keeps other users of the same computer out, and the tunnel everybody else."""
    digest = hmac.new(derive("remote-screen-password"), session.encode(), sha256).digest()
    return base64.b32encode(digest[:5]).decode().lower()


def _words(reach: Reach) -> list[str]:
    """Return the program and its options, but for the known hosts."""
    options = [word for option in OPTIONS for word in ("-o", option)]
    return ["ssh", "-F", "none", "-N", "-T", "-a", "-x", "-p", str(reach.ssh_port), *options, "-R", reach.backwards, "-l", reach.code]


def command(reach: Reach) -> str:
    """Return one line for a terminal with OpenSSH 8.5 or newer, which takes the pinned key from a command and leaves no file behind."""
    known = f'KnownHostsCommand=/bin/echo "{reach.known_as}" {reach.pin}'
    files = ["-o", "UserKnownHostsFile=/dev/null", "-o", "GlobalKnownHostsFile=/dev/null", "-o", known]
    return shlex.join([*_words(reach), *files, reach.host])


def script(reach: Reach, system: System) -> Script:
    """Return the script of a system. It removes what it wrote, and switches off the screen server that it started."""
    made: dict[System, Callable[[Reach], Script]] = {System.LINUX: _linux, System.MACOS: _macos, System.WINDOWS: _windows}
    return made[system](reach)


def _say(text: str) -> str:
    return f"printf '%s\\n' {shlex.quote(text)}"


def _shell(reach: Reach, before: tuple[str, ...] = ()) -> str:
    files = '-o "UserKnownHostsFile=$folder/known_hosts" -o "GlobalKnownHostsFile=$folder/known_hosts"'
    lines = [
        "#!/bin/sh",
        "# Acompanya. " + " ".join(_("Connects this computer to one session, once. Nothing is installed.").split()),
        "set -u",
        "umask 077",
        "cd /tmp || exit 1",
        "folder=$(mktemp -d /tmp/acompanya.XXXXXX) || exit 1",
        "server='' tunnel=''",
        "leave() {",
        "  trap - EXIT INT TERM HUP",
        '  for process in $tunnel $server; do kill "$process" 2>/dev/null; done',
        "  wait",
        '  rm -rf "$folder"',
        f"  {_say(_('The connection is closed: nobody sees this computer any more.'))}",
        "}",
        "trap leave EXIT",
        "trap 'exit 130' INT TERM HUP",
        f"printf '%s\\n' {shlex.quote(reach.known_host)} > \"$folder/known_hosts\"",
        *before,
        _say(_("Connecting. Leave this window open while the session lasts; to stop, close it, or press “Stop now” on the page.")),
        f"{shlex.join(_words(reach))} {files} {shlex.quote(reach.host)} &",
        "tunnel=$!",
        'wait "$tunnel"',
        "result=$?",
        "tunnel=''",
        'exit "$result"',
        "",
    ]
    return "\n".join(lines)


def _linux(reach: Reach) -> Script:
    """With x11vnc for as long as the tunnel lives, where it is installed; where its port is taken, another screen server is there already."""
    start = f"x11vnc -quiet -localhost -no6 -rfbport {reach.screen_port} -shared -forever -noremote -nolookup -timeout {UNSEEN_SECONDS}"
    missing = _("x11vnc is not installed here. Switch on the screen server of your desktop before you go on, such as krfb.")
    before = (
        'if command -v x11vnc >/dev/null 2>&1 && [ -n "${DISPLAY:-}" ]; then',
        f"  printf '%s\\n' {shlex.quote(reach.password)} > \"$folder/password\"",
        f'  {start} -passwdfile "rm:$folder/password" >/dev/null 2>&1 &',
        "  server=$!",
        "else",
        f"  {_say(missing)}",
        "fi",
    )
    return Script("remote-session.sh", _shell(reach, before if reach.password else ()))


def _macos(reach: Reach) -> Script:
    """With the Mac's own screen sharing, which only its owner can switch on."""
    return Script("remote-session.command", _shell(reach))


def _windows(reach: Reach) -> Script:
    """For OpenSSH 8.1 of Windows 10 too, which knows no KnownHostsCommand: a list of known hosts that is removed afterwards."""
    options = " ".join(f'"{word}"' if "=" in word else word for word in _words(reach))
    known = '-o "UserKnownHostsFile=%known%" -o "GlobalKnownHostsFile=%known%"'
    opening = _("Connecting. Leave this window open while the session lasts; to stop, close it, or press “Stop now” on the page.")
    lines = [
        "@echo off",
        "setlocal",
        "chcp 65001 >nul",
        'cd /d "%TEMP%" || exit /b 1',
        'set "known=acompanya-%RANDOM%%RANDOM%.txt"',
        f'> "%known%" echo {reach.known_host}',
        f"echo {_plain(opening)}",
        f"{options} {known} {reach.host}",
        'del "%known%"',
        f"echo {_plain(_('The connection is closed: nobody sees this computer any more.'))}",
        "pause",
        "",
    ]
    return Script("remote-session.cmd", "\r\n".join(lines))


def _plain(text: str) -> str:
    """Return a text that means nothing to the command interpreter of Windows."""
    return re.sub(r"[&|<>^%!\"\r\n]", " ", text)
