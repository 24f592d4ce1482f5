"""What a broker must refuse, tried with the stock client and, where that one is too polite, with worse ones. Each returns whether it was refused."""

import asyncio
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

import asyncssh

from tests.drills.remote_house import House, wait_until
from tests.drills.server import free_port

Refusal = Callable[[House, int], bool]
REFUSALS: dict[str, Refusal] = {}
PATIENCE = 20


def refusal(name: str) -> Callable[[Refusal], Refusal]:
    """Note a refusal that is tried."""

    def note(function: Refusal) -> Refusal:
        REFUSALS[name] = function
        return function

    return note


def attempt(words: list[str]) -> tuple[int, str]:
    """Run a client to its end; -1 when it stays."""
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        return -1, (error.stdout or b"").decode() if isinstance(error.stdout, bytes) else str(error.stdout)
    return done.returncode, done.stdout


def without(words: list[str], *gone: str) -> list[str]:
    """The same words without these flags."""
    return [word for word in words if word not in gone]


def changed(words: list[str], flag: str, value: str) -> list[str]:
    """The same words with another value after a flag."""
    place = words.index(flag) + 1
    return [*words[:place], value, *words[place + 1 :]]


@refusal("wrong code")
def wrong_code(house: House, port: int) -> bool:
    code, said = attempt(house.words(house.session(), "a", port, code="ZZZZZZZZZZ"))
    return code == 255 and "refused or expired" in said and "assword" not in said


@refusal("used code")
def used_code(house: House, port: int) -> bool:
    held = house.session()
    client = house.connect(held, "a", port)
    code, said = attempt(house.words(held, "a", port, code=held.code))
    alive = client.poll() is None
    client.kill()
    return code == 255 and "refused or expired" in said and alive


@refusal("expired code")
def expired_code(house: House, port: int) -> bool:
    from helpdesk.base import clock
    from remote.models import RemoteSession

    held = house.session()
    words = house.words(held, "a", port)
    RemoteSession.objects.filter(pk=held.session.pk).update(code_expires_at=clock.now())
    code, said = attempt(words)
    return code == 255 and "refused or expired" in said


@refusal("code replaced by a newer one")
def replaced_code(house: House, port: int) -> bool:
    held = house.session()
    words = house.words(held, "a", port)
    house.code(held)
    return attempt(words)[0] == 255


def refused_session(*extra: str) -> Refusal:
    """A client that asks for a session on its connection, as a shell, a command or a file transfer would."""

    def tried(house: House, port: int) -> bool:
        words = without(house.words(house.session(), "a", port), "-N", "-T")
        flags = [word for word in extra if word.startswith("-")]
        rest = [word for word in extra if not word.startswith("-")]
        code, said = attempt([*words[:-1], *flags, words[-1], *rest])
        return code == 255 and ("refused" in said or "failed" in said) and "uid=" not in said

    return tried


REFUSALS["shell"] = refused_session("-tt")
REFUSALS["exec"] = refused_session("id")
REFUSALS["sftp"] = refused_session("-s", "sftp")
REFUSALS["agent forwarding"] = refused_session("-A", "id")
REFUSALS["X11 forwarding"] = refused_session("-Y", "id")


def useless(house: House, words: list[str], probe: Callable[[], bytes]) -> bool:
    """Whether a local forward of a client that was let in carries nothing."""
    client = house.ssh(words)
    try:
        heard = wait_until(lambda: _tried(probe), PATIENCE, "the forward never listened")
    finally:
        client.kill()
        client.wait()
    return heard == [b""]


def _tried(probe: Callable[[], bytes]) -> list[bytes]:
    try:
        return [probe()]
    except ConnectionRefusedError:
        return []


def _hears(port: int, says: bytes = b"") -> bytes:
    """Return all that is said on a port until it is closed there."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(says)
        with suppress(ConnectionResetError):
            while more := line.recv(4096):
                heard += more
    return heard


@refusal("-L")
def local_forward(house: House, port: int) -> bool:
    listen = free_port()
    target = house.node("a").ssh_port
    words = house.words(house.session(), "a", port)
    return useless(house, [*words[:-1], "-L", f"{listen}:127.0.0.1:{target}", words[-1]], lambda: _hears(listen))


@refusal("-D")
def dynamic_forward(house: House, port: int) -> bool:
    listen = free_port()
    words = house.words(house.session(), "a", port)
    # ssh itself answers the eight bytes of SOCKS before it asks the server: what comes after them counts.
    socks = b"\x04\x01" + house.node("a").ssh_port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + b"\0"
    return useless(house, [*words[:-1], "-D", str(listen), words[-1]], lambda: _hears(listen, socks)[8:])


@refusal("-W")
def standard_forward(house: House, port: int) -> bool:
    words = without(house.words(house.session(), "a", port), "-N", "-T")
    code, said = attempt([*words[:-1], "-W", f"127.0.0.1:{house.node('a').ssh_port}", words[-1]])
    return code == 255 and "SSH-2.0" not in said


def refused_forward(value: str, *, second: bool = False) -> Refusal:
    """A client whose `-R` is not ours, or one too many."""

    def tried(house: House, port: int) -> bool:
        words = house.words(house.session(), "a", port)
        words = [*words[:-1], "-R", value, words[-1]] if second else changed(words, "-R", value)
        code, said = attempt(words)
        return code == 255 and "forwarding failed" in said

    return tried


REFUSALS["second -R"] = refused_forward("0:localhost:22", second=True)
REFUSALS["another port"] = refused_forward("8080:localhost:5900")
REFUSALS["a port of the system"] = refused_forward("22:localhost:22")
REFUSALS["every address"] = refused_forward("0.0.0.0:0:localhost:5900")
REFUSALS["another address"] = refused_forward("192.0.2.1:0:localhost:5900")
REFUSALS["unix path"] = refused_forward("/tmp/acompanya-drill.sock:localhost:5900")  # noqa: S108


@refusal("requests before authentication")
def too_early(house: House, _port: int) -> bool:
    """CVE-2018-7749: open a channel and ask for a forward before having shown a code."""
    node, heard = house.node("a"), []
    started = time.monotonic()

    class Hasty(asyncssh.SSHClient):
        def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
            def hurry(*_anything: object) -> None:
                string = asyncssh.packet.String
                conn._auth_complete = True
                conn.send_packet(80, string(b"tcpip-forward"), b"\1", string(b"localhost"), (0).to_bytes(4, "big"))
                conn.send_packet(90, string(b"session"), bytes(4), (2**20).to_bytes(4, "big"), (2**15).to_bytes(4, "big"))

            conn.try_next_auth = hurry  # type: ignore[method-assign]

        def connection_lost(self, exc: Exception | None) -> None:
            heard.append(type(exc).__name__)

    async def hurry() -> bool:
        try:
            await asyncio.wait_for(
                asyncssh.connect(node.ssh_host, node.ssh_port, client_factory=Hasty, known_hosts=None, username="x", config=None, client_keys=None, agent_path=None, local_addr=(house.fresh_address(), 0)),
                PATIENCE,
            )  # fmt: skip
        except (asyncssh.Error, OSError):
            return bool(heard) and time.monotonic() - started < 5
        return False

    return house.loop.run(hurry())


@refusal("two computers for one code")
def two_for_one(house: House, port: int) -> bool:
    """At once, at two brokers: exactly one is let in."""
    held = house.session()
    house.code(held)
    clients = [house.ssh(house.words(held, name, port, code=held.code)) for name in ("a", "b", "a", "b")]
    wait_until(lambda: sum(client.poll() is None for client in clients) <= 1, PATIENCE, "more than one stays")
    time.sleep(0.5)
    stay = sum(client.poll() is None for client in clients)
    ready = house.state(held) == "ready"
    for client in clients:
        client.kill()
    return stay == 1 and ready
