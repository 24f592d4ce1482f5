"""The key that citizens' computers are pinned to: made once, kept in a file that only the service may read."""

import os
from pathlib import Path

import asyncssh

ALGORITHM = "ssh-ed25519"


def host_key(path: Path) -> asyncssh.SSHKey:
    """Return the key of a file; it is made, with mode 600, when there is none. Two processes that begin at once get the same one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = asyncssh.generate_private_key(ALGORITHM).export_private_key("openssh")
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(fresh)
        try:
            # A link fails where a rename would replace what another process has just made.
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return asyncssh.read_private_key(str(path))


def public_words(key: asyncssh.SSHKey) -> str:
    """Return the public key as OpenSSH writes it: its kind and its bytes, without a remark."""
    return " ".join(key.export_public_key("openssh").decode().split()[:2])
