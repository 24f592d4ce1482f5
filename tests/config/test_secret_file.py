"""The secret is written once, for its owner alone, and never when the environment has one."""

import stat

import pytest

from config.secret_file import ensure_secret_key


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    return tmp_path / "var"


def test_a_secret_is_written_once(folder):
    ensure_secret_key()
    path = folder / "secret_key"
    secret = path.read_text()
    assert len(secret) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ensure_secret_key()
    assert path.read_text() == secret


def test_the_environment_comes_first(folder, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    ensure_secret_key()
    assert not folder.exists()
