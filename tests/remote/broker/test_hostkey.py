"""The key to which citizens' commands are pinned."""

from pathlib import Path

from remote.broker.hostkey import host_key, public_words


def test_a_key_is_made_once_and_only_the_service_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "key"
    first = host_key(path)
    assert public_words(host_key(path)) == public_words(first)
    assert public_words(first).startswith("ssh-ed25519 AAAA")
    assert len(public_words(first).split()) == 2
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["key"]
