"""`manage.py serve` as a real process: prepares, serves, answers for its health, survives being killed in the middle of a mail."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.config.processes import ROOT, Installation, MailServer
from transparency.sealer.address import reachable

pytestmark = pytest.mark.sqlite
A_TICKET = """
from tests.factories import make_council, make_ticket
make_ticket(make_council(host="127.0.0.1"), language="en")
"""
TIME_PASSES = """
from datetime import timedelta
from django.db.models import F
from django_tasks_db.models import DBTaskResult
from helpdesk.outbox.models import Worker
Worker.objects.update(last_seen_at=F("last_seen_at") - timedelta(minutes=5))
DBTaskResult.objects.filter(status="RUNNING").update(started_at=F("started_at") - timedelta(minutes=5))
"""
MAILS = """
from helpdesk.outbox.models import OutboxMail
print(json.dumps(list(OutboxMail.objects.values("state", "message_id", "attempts"))))
"""


@pytest.fixture
def mail_server():
    server = MailServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Path:
    """A database with all tables: `--migrate` then finds little to do, which a real installation below has to do in full."""
    folder = tmp_path_factory.mktemp("migrated")
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=Installation(folder).env, check=True)
    return folder / "db.sqlite3"


@pytest.fixture
def installation(tmp_path: Path, mail_server, migrated: Path, request):
    if "without_tables" not in request.node.name:
        shutil.copy(migrated, tmp_path / "db.sqlite3")
    installed = Installation(tmp_path, EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(mail_server.port))
    yield installed
    installed.close()


def until(condition, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_it_serves_is_ready_and_ends_in_order(installation):
    installation.start("--migrate")
    assert installation.get("/healthz")[::2] == (200, "ok\n")
    status, headers, body = installation.get("/readyz")
    assert (status, json.loads(body)) == (200, {"ready": True, "database": "ok", "bell": "ok", "worker": "ok"})
    assert "Set-Cookie" not in headers
    assert "Server" not in headers
    assert installation.get("/", host="unknown.example")[0] == 421
    assert installation.kill(signal.SIGTERM) < 20
    assert installation.server.returncode == 0
    assert "Traceback" not in installation.log.read_text()
    assert installation.run("from helpdesk.outbox.models import Worker\nprint(Worker.objects.count())") == 0


def sealers_of(server: "subprocess.Popen[bytes]") -> list[int]:
    """The sealers that a process has as its children."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == server.pid and b"transparency.sealer" in words:
            found.append(int(folder.name))
    return found


def key_of(folder: Path) -> str:
    """The key that the sealer of an installation signs manifests with; empty when nobody answers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line, reachable(folder / "seal" / "sealer.sock") as address:
        line.settimeout(10)
        try:
            line.connect(address)
            line.sendall(b'{"purpose": "identity"}\n')
            answer = line.makefile("rb").readline()
        except OSError:
            return ""
    return json.loads(answer)["key"] if answer else ""


def test_a_sealer_that_is_killed_is_started_again_after_ever_longer_pauses_until_the_server_ends(installation, tmp_path):
    installation.start("--migrate")
    key = key_of(tmp_path)
    assert key
    for _time in range(2):
        [sealer] = sealers_of(installation.server)
        os.kill(sealer, signal.SIGKILL)
        assert until(lambda killed=sealer: killed not in sealers_of(installation.server))
        assert key_of(tmp_path) == ""
        assert until(lambda: key_of(tmp_path) == key)
        assert installation.get("/healthz")[0] == 200
    said = [json.loads(line) for line in installation.log.read_text().splitlines() if line.startswith("{") and "sealer_" in line]
    found = [(line["event"], line.get("code"), line.get("seconds_to_next")) for line in said]
    back = ("sealer_runs_again", None, None)
    assert found == [("sealer_ended", -signal.SIGKILL, 1.0), back, ("sealer_ended", -signal.SIGKILL, 2.0), back]
    [sealer] = sealers_of(installation.server)
    assert installation.kill(signal.SIGTERM) < 20
    assert not Path(f"/proc/{sealer}").exists()
    assert key_of(tmp_path) == ""
    assert "Traceback" not in installation.log.read_text()


def test_it_refuses_bodies_beyond_the_limit_before_they_have_arrived(installation):
    installation.start("--migrate")
    head = b"POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for body in (b"Content-Length: 99999999999\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", installation.port), timeout=10) as connection:
            connection.sendall(head + body)
            answer = b""
            if b"chunked" in body:
                chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
                try:
                    for _ in range(70):
                        connection.sendall(chunk)
                except OSError:
                    pass
            try:
                answer = connection.recv(100)
            except ConnectionError:
                answer = b"HTTP/1.1 413 (reset before it was read)"
            assert answer.startswith(b"HTTP/1.1 413")
    assert installation.get("/healthz")[0] == 200


def test_a_mail_cut_by_a_kill_is_sent_after_the_restart_with_the_same_message_id(installation, mail_server):
    mail_server.stalls = True
    installation.start("--migrate")
    installation.run(A_TICKET)
    assert mail_server.reached.wait(20)
    installation.kill(signal.SIGKILL)
    (mail,) = installation.run(MAILS)
    assert (mail["state"], mail["attempts"]) == ("queued", 0)

    mail_server.stalls = False
    installation.run(TIME_PASSES)
    installation.start()
    assert until(lambda: installation.run(MAILS)[0]["state"] == "sent")
    assert [message["Message-ID"] for message in mail_server.accepted] == [mail["message_id"]]
    assert mail_server.stalled[0]["Message-ID"] == mail["message_id"]
    assert installation.kill(signal.SIGTERM) < 20
    assert len(mail_server.accepted) == 1
    assert "rosa" not in installation.log.read_text().lower()


def test_it_ends_in_time_even_while_a_mail_server_stalls(installation, mail_server):
    mail_server.stalls = True
    installation.start("--migrate")
    installation.run(A_TICKET)
    assert mail_server.reached.wait(20)
    assert installation.kill(signal.SIGTERM) < 20
    assert installation.run(MAILS)[0]["state"] == "queued"


def test_a_database_without_tables_is_refused_with_a_hint(installation):
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(installation.port)],
        cwd=ROOT,
        env=installation.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "manage.py migrate" in done.stderr


def test_a_port_in_use_is_refused(installation):
    installation.start("--migrate")
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(installation.port)],
        cwd=ROOT,
        env=installation.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "Cannot listen" in done.stderr


def test_a_real_installation_writes_its_secret_and_collects_its_static_files(tmp_path):
    installed = Installation(tmp_path, TESTING="false")
    try:
        installed.start("--migrate", seconds=120)
        secret = tmp_path / "secret_key"
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text())
        name = manifest["paths"]["css/kit.css"]
        status, headers, _body = installed.get(f"/static/{name}")
        assert (status, "immutable" in headers["Cache-Control"]) == (200, True)
        assert installed.kill(signal.SIGTERM) < 20
        assert secret.read_text() not in installed.log.read_text()
    finally:
        installed.close()


def test_the_worker_alone_works_and_ends(installation, mail_server):
    installation.start("--migrate")
    installation.kill(signal.SIGTERM)
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=installation.env, stdout=subprocess.DEVNULL)
    try:
        installation.run(A_TICKET)
        assert until(lambda: len(mail_server.accepted) == 1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=10) == 0
    finally:
        worker.kill()
        worker.wait()
