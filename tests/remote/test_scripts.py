"""The command and the scripts of a citizen: nothing that goes in becomes a command, and the shell takes them as they are."""

import os
import shlex
import stat
import subprocess
import time
from pathlib import Path

import pytest

from remote.scripts import OPTIONS, Reach, System, command, screen_password, script

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIc5dV8s0s0s0s0s0s0s0s0s0s0s0s0s0s0s0s0s0s0s broker"
CODE = "ABCDEFGH23"
NASTY = ["", "a b", "a;id", "$(id)", "`id`", "a'b", 'a"b', "-oProxyCommand=id", "a\nb", "a%b", "a&b", "a|b", ">x", "^", "é"]


def reach(**fields: object) -> Reach:
    usual: dict[str, object] = {"host": "help.example.org", "ssh_port": 2222, "host_key": KEY, "code": CODE, "password": "abcdefg2"}
    return Reach(**{**usual, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("field", ["host", "host_key", "code"])
def test_what_could_be_a_command_is_refused(field: str, nasty: str) -> None:
    with pytest.raises(ValueError, match="not a way"):
        reach(**{field: nasty})


@pytest.mark.parametrize("nasty", NASTY[1:])
def test_a_password_is_only_a_password(nasty: str) -> None:
    with pytest.raises(ValueError, match="not a way"):
        reach(password=nasty)


@pytest.mark.parametrize("port", [0, -1, 65536, "22; id"])
@pytest.mark.parametrize("field", ["ssh_port", "screen_port"])
def test_a_port_is_a_port(field: str, port: object) -> None:
    with pytest.raises(ValueError, match="not a way"):
        reach(**{field: port})


@pytest.mark.parametrize("host", ["help.example.org", "127.0.0.1", "::1", "2001:db8::2"])
def test_hosts_are_names_and_addresses(host: str) -> None:
    assert reach(host=host).known_as == f"[{host}]:2222"
    assert reach(host=host, ssh_port=22).known_as == host


def test_the_command_opens_one_way_back_and_nothing_else() -> None:
    words = shlex.split(command(reach()))
    assert words[0] == "ssh"
    assert words[-1] == "help.example.org"
    assert words[words.index("-R") + 1] == "0:localhost:5900"
    assert words[words.index("-l") + 1] == CODE
    assert words[words.index("-F") + 1] == "none"
    assert {"-N", "-T", "-a", "-x"} <= set(words)
    assert not {"-L", "-D", "-A", "-X", "-Y", "-w", "-W"} & set(words)
    assert set(OPTIONS) <= set(words)
    assert words.count("-R") == 1


def test_the_command_pins_the_key() -> None:
    words = shlex.split(command(reach()))
    known = next(word for word in words if word.startswith("KnownHostsCommand="))
    printed = subprocess.run(shlex.split(known.partition("=")[2]), capture_output=True, text=True, check=True).stdout
    assert printed.strip() == f"[help.example.org]:2222 {KEY.rsplit(' ', 1)[0]}"


@pytest.mark.parametrize("system", System)
def test_every_script_pins_the_key_and_carries_the_code(system: System) -> None:
    made = script(reach(), system)
    assert f"[help.example.org]:2222 {KEY.rsplit(' ', 1)[0]}" in made.text
    assert f"-l {CODE}" in made.text
    assert "-R 0:localhost:5900" in made.text
    assert all(option in made.text for option in OPTIONS)
    assert made.name.endswith({"linux": ".sh", "macos": ".command", "windows": ".cmd"}[system])


@pytest.mark.parametrize("shell", ["bash", "sh"])
@pytest.mark.parametrize("system", [System.LINUX, System.MACOS])
def test_a_shell_reads_the_script(system: System, shell: str, tmp_path: Path) -> None:
    path = tmp_path / "script"
    path.write_text(script(reach(), system).text)
    done = subprocess.run([shell, "-n", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_script_of_windows_has_its_line_ends_and_no_open_signs() -> None:
    text = script(reach(), System.WINDOWS).text
    assert "\r\n" in text
    assert "\n" not in text.replace("\r\n", "")
    assert "KnownHostsCommand" not in text
    said = [line for line in text.split("\r\n") if line.startswith("echo ")]
    assert said
    assert not any(sign in line for line in said for sign in "&|<>^%!")


def test_the_password_of_a_screen_belongs_to_one_session() -> None:
    first, second = screen_password("one"), screen_password("two")
    assert first == screen_password("one")
    assert first != second
    assert reach(password=first).password == first


def imitated(folder: Path, name: str, body: str) -> None:
    """A program of that name that only writes down how it was called."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def ran(tmp_path: Path) -> dict[str, str]:
    """The environment of a script whose ssh and x11vnc write down what they were told."""
    programs = tmp_path / "bin"
    programs.mkdir()
    told = f'printf "%s\\n" "$@" > {tmp_path}/$(basename "$0").told'
    imitated(
        programs,
        "ssh",
        f'{told}; for word in "$@"; do case "$word" in UserKnownHostsFile=*) cp "${{word#*=}}" {tmp_path}/known;; esac; done; sleep 0.5; exit 7',
    )
    imitated(programs, "x11vnc", f"{told}; echo $$ > {tmp_path}/x11vnc.pid; exec sleep 60")
    return {"PATH": f"{programs}:{os.environ['PATH']}", "DISPLAY": ":7"}


def test_the_script_really_runs_and_leaves_nothing(tmp_path: Path, ran: dict[str, str]) -> None:
    path = tmp_path / "remote-session.sh"
    path.write_text(script(reach(), System.LINUX).text)
    before = set(Path("/tmp").glob("acompanya.*"))  # noqa: S108  where the script writes
    done = subprocess.run(["/bin/sh", path], env=ran, capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 7
    assert done.stderr == ""
    assert (tmp_path / "known").read_text() == f"[help.example.org]:2222 {KEY.rsplit(' ', 1)[0]}\n"
    told = (tmp_path / "ssh.told").read_text().splitlines()
    assert told[told.index("-l") + 1] == CODE
    assert told[-1] == "help.example.org"
    assert "abcdefg2" not in (tmp_path / "x11vnc.told").read_text()
    assert set(Path("/tmp").glob("acompanya.*")) == before  # noqa: S108
    process = int((tmp_path / "x11vnc.pid").read_text())
    deadline = time.monotonic() + 5
    while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{process}").exists()
