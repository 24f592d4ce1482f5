"""PostgreSQL and Redis for the tests: the one named, else the local one, else a private one. Standard library only."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

LOOPBACK = "127.0.0.1"
POSTGRES_PORT = 5432
REDIS_PORT = 6379
ROOT = Path(__file__).resolve().parent.parent
PROBE = """
import sys, psycopg
with psycopg.connect(sys.argv[1], connect_timeout=5) as connection:
    row = connection.execute("select rolcreatedb or rolsuper from pg_roles where rolname = current_user").fetchone()
sys.exit(not row[0])
"""


class Unavailable(Exception):
    """Why there is no such server."""


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Yield the address of a server that lets tests make databases; a private cluster goes when the tests end."""
    if named := os.environ.get("TEST_POSTGRES_URL"):
        if not lets_in(named):
            raise Unavailable("TEST_POSTGRES_URL is set, but its user cannot connect or cannot create databases")
        yield named
        return
    if answers(POSTGRES_PORT):
        for user in ("postgres", "root"):
            url = f"postgres://{user}@{LOOPBACK}:{POSTGRES_PORT}/postgres"
            if lets_in(url):
                yield url
                return
    with private_cluster() as url:
        yield url


@contextlib.contextmanager
def private_cluster() -> Iterator[str]:
    """A cluster in a temporary folder; PostgreSQL refuses to run as root, so root lends it to another user."""
    initdb = find_initdb()
    if initdb is None:
        raise Unavailable("no PostgreSQL: set TEST_POSTGRES_URL, or install the package postgresql")
    owner = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="acompanya-pg-"))
    data, control, port = folder / "data", initdb.with_name("pg_ctl"), free_port()
    if owner:
        shutil.chown(folder, owner)
    options = f"-p {port} -c listen_addresses={LOOPBACK} -c unix_socket_directories={folder} -c fsync=off -c synchronous_commit=off"
    try:
        run_as(owner, [initdb, "--pgdata", data, "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"])
        run_as(owner, [control, "start", "--pgdata", data, "--wait", "--log", folder / "log", "--options", options])
        try:
            yield f"postgres://postgres@{LOOPBACK}:{port}/postgres"
        finally:
            run_as(owner, [control, "stop", "--pgdata", data, "--mode=immediate"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Yield the address of a Redis server; a private one keeps nothing on disk."""
    if named := os.environ.get("TEST_REDIS_URL"):
        yield named
        return
    if answers(REDIS_PORT):
        yield f"redis://{LOOPBACK}:{REDIS_PORT}"
        return
    program = shutil.which("redis-server")
    if program is None:
        raise Unavailable("no Redis: set TEST_REDIS_URL, or install the package redis-server")
    port = free_port()
    command = [program, "--port", str(port), "--bind", LOOPBACK, "--save", "", "--appendonly", "no", "--loglevel", "warning"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield f"redis://{LOOPBACK}:{port}"
        finally:
            server.terminate()


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=2):
        return True
    return False


def wait_for(port: int) -> None:
    for _ in range(100):
        if answers(port):
            return
        time.sleep(0.1)
    raise Unavailable(f"a private server did not answer on port {port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def lets_in(url: str) -> bool:
    """Whether the tests' user may make a database there; asked with the environment's own driver."""
    return subprocess.run([ROOT / ".venv" / "bin" / "python", "-c", PROBE, url], capture_output=True, check=False).returncode == 0


def find_initdb() -> Path | None:
    """Newest PostgreSQL of Debian's layout, else whatever the path has."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1]
    program = shutil.which("initdb")
    return Path(program) if program else None


def unprivileged_user() -> str | None:
    """Who owns a private cluster: nobody else unless we are root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run_as(user: str | None, command: list[str | Path]) -> None:
    """Raise Unavailable with the program's own last words when it fails."""
    group = pwd.getpwnam(user).pw_gid if user else None
    done = subprocess.run(
        command, user=user, group=group, extra_groups=[] if user else None, cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unavailable(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()[-300:]}")
