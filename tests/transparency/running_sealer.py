"""A real sealer process for the tests, one for all of them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test.utils import override_settings

from transparency.sealing.child import SealerChild, make_keys

NAMES = {
    "SEAL_KEY_FILE": "seal.p12",
    "SEAL_MANIFEST_KEY_FILE": "manifest.pem",
    "SEAL_KEYS_FILE": "keys.json",
    "SEAL_JOURNAL_FILE": "journal.jsonl",
    "SEAL_SOCKET": "sealer.sock",
}


def seal_settings(folder: Path) -> dict[str, str]:
    """The settings of a seal that lies in a folder."""
    return {name: str(folder / file) for name, file in NAMES.items()} | {"SEAL_PASSPHRASE_FILE": "", "SEAL_SOCKET_GROUP": ""}


@contextmanager
def running_sealer(*, back: int = 366) -> Iterator[Path]:
    """Make a seal in a folder of its own and run its sealer meanwhile; yields the folder. The address of a Unix socket must be short."""
    with tempfile.TemporaryDirectory(prefix="seal") as name:
        with override_settings(**seal_settings(Path(name))):
            make_keys(organisation="Ajuntament de Vallclara", days=730, back=back)
            child = SealerChild()
            assert child.is_ready()
        try:
            yield Path(name)
        finally:
            child.stop()
