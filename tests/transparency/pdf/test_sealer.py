"""The process that holds the keys: it signs digests for a purpose, and refuses everything else."""

import base64
import json
import socket
import stat
import subprocess
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command
from pytest_django import Settings

from config.server.sealer import sealer
from tests.transparency.running_sealer import seal_settings
from transparency.sealer.protocol import LONGEST_REQUEST, NotUnderstood, Request, manifest_message, read_request
from transparency.sealer.published import read_published
from transparency.sealing import manifest_key
from transparency.sealing.child import SealerChild, arguments, environment, make_keys

DIGEST = "ab" * 32


def say(folder: Path, line: bytes) -> dict[str, object]:
    """Send a line and return the answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as open_line:
        open_line.settimeout(10)
        open_line.connect(str(folder / "sealer.sock"))
        open_line.sendall(line)
        open_line.shutdown(socket.SHUT_WR)
        answer: dict[str, object] = json.loads(open_line.makefile("rb").readline())
        return answer


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"null",
        b'"identity"',
        b"{",
        b'{"purpose": "anything", "document": "a", "sha256": "' + DIGEST.encode() + b'"}',
        b'{"purpose": "pdf", "document": "a"}',
        b'{"purpose": "pdf", "document": "a", "sha256": "' + DIGEST.encode() + b'", "more": 1}',
        b'{"purpose": "pdf", "document": "../a", "sha256": "' + DIGEST.encode() + b'"}',
        b'{"purpose": "pdf", "document": "a\\nb", "sha256": "' + DIGEST.encode() + b'"}',
        b'{"purpose": "pdf", "document": ["a"], "sha256": "' + DIGEST.encode() + b'"}',
        b'{"purpose": "pdf", "document": "a", "sha256": "' + DIGEST.upper().encode() + b'"}',
        b'{"purpose": "pdf", "document": "a", "sha256": "' + DIGEST[2:].encode() + b'"}',
        b'{"purpose": "identity", "document": "a"}',
        b"[" * 1900,
    ],
)
def test_what_is_no_request_is_not_understood(line: bytes) -> None:
    with pytest.raises(NotUnderstood):
        read_request(line)


def test_the_running_sealer_refuses_nonsense_and_goes_on(sealed: Path) -> None:
    journal = sealed / "journal.jsonl"
    before = journal.read_bytes() if journal.exists() else b""
    assert say(sealed, b"nonsense\n") == {"error": "not_understood"}
    assert say(sealed, b"no end of line") == {"error": "not_understood"}
    assert say(sealed, b"x" * (LONGEST_REQUEST * 2) + b"\n") == {"error": "too_long"}
    assert (journal.read_bytes() if journal.exists() else b"") == before
    assert "certificates" in say(sealed, Request("identity").line())


def test_a_signature_for_one_purpose_means_nothing_for_another(sealed: Path) -> None:
    signature = base64.b64decode(str(say(sealed, Request("manifest", "a", DIGEST).line())["signature"]))
    [key] = read_published(sealed / "keys.json")["keys"]
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public_key"]))
    public.verify(signature, manifest_message(DIGEST))
    with pytest.raises(InvalidSignature):
        public.verify(signature, bytes.fromhex(DIGEST))


def test_only_its_owner_may_ask_and_read_its_keys(sealed: Path) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in sealed.iterdir() if path.suffix in {".sock", ".p12", ".pem"}}
    assert modes == {"sealer.sock": 0o600, "seal.p12": 0o600, "manifest.pem": 0o600}


def test_a_second_sealer_leaves_the_first_alone(sealed: Path) -> None:
    second = SealerChild()
    assert not second.is_ready()
    second.stop()
    assert "key" in say(sealed, Request("identity").line())


def test_the_process_gets_no_secret_and_loads_no_django(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    assert not {"SECRET_KEY", "DATABASE_URL"} & set(environment())
    program = "import sys, transparency.sealer.server, transparency.sealer.published; print([n for n in sys.modules if n.split('.')[0] in ('django', 'helpdesk')])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_key_is_made_once_and_never_replaced(settings: Settings, tmp_path: Path) -> None:
    for name, value in seal_settings(tmp_path).items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match="make_seal"):
        call_command("sealer")
    said = StringIO()
    call_command("make_seal", "--name", "Ajuntament de Vallclara", "--days", "30", stdout=said)
    assert "Self-made seal of Ajuntament de Vallclara" in said.getvalue()
    first = (tmp_path / "seal.p12").read_bytes()
    with pytest.raises(CommandError, match="exists"):
        call_command("make_seal", "--name", "Another", stdout=said)
    assert (tmp_path / "seal.p12").read_bytes() == first
    for options in (("--name", " "), ("--name", "x", "--days", "0")):
        with pytest.raises(CommandError, match="1 to 3650"):
            call_command("make_seal", *options, stdout=said)
    # Another key takes over, and the time of the one before ends where its own begins.
    (tmp_path / "seal.p12").unlink()
    (tmp_path / "manifest.pem").unlink()
    make_keys(organisation="Ajuntament de Vallclara", days=30)
    old, new = read_published(tmp_path / "keys.json")["keys"]
    assert (old["valid_until"], new["valid_until"]) == (new["valid_from"], None)
    assert len(read_published(tmp_path / "keys.json")["seals"]) == 2


def test_a_file_that_is_no_key_is_said_without_its_content(settings: Settings, tmp_path: Path) -> None:
    for name, value in seal_settings(tmp_path).items():
        setattr(settings, name, value)
    (tmp_path / "seal.p12").write_text("canary-7391")
    (tmp_path / "manifest.pem").write_text("canary-7391")
    done = subprocess.run([sys.executable, *arguments()], capture_output=True, text=True, cwd=settings.BASE_DIR, check=False)
    assert done.returncode == 4
    assert "seal.p12" in done.stderr
    assert "canary" not in done.stderr


def test_serve_makes_a_seal_once_and_its_sealer_ends_with_it(settings: Settings, sealer_folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="seal") as name:
        folder = Path(name)
        for setting, value in seal_settings(folder).items():
            setattr(settings, setting, value)
        with sealer(organisation="Acompanya, demonstration", back=30):
            first = say(folder, Request("identity").line())
            assert first["key"]
        assert not (folder / "sealer.sock").exists()
        with sealer():
            assert say(folder, Request("identity").line()) == first
        (folder / "manifest.pem").unlink()
        with sealer():
            assert not (folder / "sealer.sock").exists(), "a lost key is not replaced behind the administrator's back"
        settings.SEAL_EMBEDDED = False
        with sealer():
            assert not (folder / "manifest.pem").exists()


def answers_within(folder: Path, seconds: float) -> bool:
    """Say whether somebody comes to answer in that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            return "key" in say(folder, Request("identity").line())
        except OSError:
            time.sleep(0.05)
    return False


def test_a_sealer_that_could_not_start_is_tried_again_until_what_it_needs_is_there(settings: Settings) -> None:
    with tempfile.TemporaryDirectory(prefix="seal") as name:
        folder = Path(name)
        for setting, value in seal_settings(folder).items():
            setattr(settings, setting, value)
        make_keys(organisation="Ajuntament de Vallclara", days=30)
        key = folder / "manifest.pem"
        kept = key.read_bytes()
        key.write_bytes(b"damaged")
        with sealer():
            assert not (folder / "sealer.sock").exists()
            key.write_bytes(kept)
            assert answers_within(folder, 20)
        key.unlink()
        with sealer():
            key.write_bytes(kept)
            assert answers_within(folder, 20)
        assert not (folder / "sealer.sock").exists()


def test_a_sealer_takes_over_when_the_one_before_it_ends(settings: Settings) -> None:
    with tempfile.TemporaryDirectory(prefix="seal") as name:
        folder = Path(name)
        for setting, value in seal_settings(folder).items():
            setattr(settings, setting, value)
        make_keys(organisation="Ajuntament de Vallclara", days=30)
        before = SealerChild()
        assert before.is_ready()
        with sealer():
            assert "key" in say(folder, Request("identity").line())
            before.stop()
            assert answers_within(folder, 20)


def test_a_sealer_ends_when_whoever_started_it_is_gone(settings: Settings) -> None:
    with tempfile.TemporaryDirectory(prefix="seal") as name:
        # Deeper than the address of a socket may be long.
        deep = Path(name) / ("x" * 60) / ("y" * 60)
        for setting, value in seal_settings(deep).items():
            setattr(settings, setting, value)
        make_keys(organisation="Ajuntament de Vallclara", days=30)
        child = SealerChild()
        assert child.is_ready()
        assert manifest_key() == read_published(deep / "keys.json")["keys"][0]["id"]
        # What the system does with the pipes of a killed parent.
        assert child._process.stdin is not None
        child._process.stdin.close()
        assert child._process.wait(20) == 0
        child.stop()
