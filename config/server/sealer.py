"""The sealer of the embedded size: a child process of `serve` with a seal of its own making, unless the administrator has given it another."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.conf import settings

from transparency.sealing import is_configured
from transparency.sealing.child import SealerChild, has_keys, make_keys

log = structlog.get_logger()
DAYS = 3 * 365


@contextmanager
def sealer(*, organisation: str = "Acompanya", back: int = 0) -> Iterator[None]:
    """Run a sealer meanwhile; when it cannot, say so in the log and go on: only publishing needs it. `back`: days before now from which a seal that is made now holds."""
    child = _start(organisation, back) if settings.SEAL_EMBEDDED else None
    try:
        yield
    finally:
        if child:
            child.stop()


def _start(organisation: str, back: int) -> SealerChild | None:
    if not has_keys():
        if is_configured():
            # There was a seal once: another one in its place would be a lie.
            log.error("seal_keys_are_missing")
            return None
        try:
            make_keys(organisation=organisation, days=DAYS, back=back)
        except OSError as error:
            log.warning("seal_cannot_be_made", why=type(error).__name__)
            return None
    child = SealerChild()
    if child.is_ready():
        return child
    log.warning("sealer_did_not_start")
    child.stop()
    return None
