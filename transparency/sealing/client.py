"""Asks the sealer over its socket. What it does not answer in time, or refuses, cannot be sealed."""

import base64
import binascii
import json
import re
import socket
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import DomainError
from transparency.sealer.address import reachable
from transparency.sealer.protocol import ANSWERS_WITHIN, ERRORS, IDENTITY, LONGEST_ANSWER, Request

log = structlog.get_logger()
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9 ._-]")


class CannotSeal(DomainError):
    """The sealer does not answer, refuses, or is demanded and not there. Nothing is published half sealed."""

    code, status = "cannot_seal", 503
    message = _("The seal does not answer, so nothing was published. Please tell whoever looks after the server, and try again.")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose seal it is: the certificates (PEM) from the seal's own to the authority's, and the name of the key of manifests."""

    key: str
    certificates: list[bytes]


def is_configured() -> bool:
    """Say whether this installation has a seal: its public keys lie in SEAL_KEYS_FILE."""
    return Path(settings.SEAL_KEYS_FILE).is_file()


def document_name(words: str) -> str:
    """Return the name under which a signature stands in the sealer's journal: letters, figures and a few signs."""
    return NOT_IN_A_NAME.sub("_", words)[:160].lstrip(" ._-") or "document"


def _exchange(request: Request) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line, reachable(Path(settings.SEAL_SOCKET)) as address:
        line.settimeout(ANSWERS_WITHIN)
        line.connect(address)
        line.sendall(request.line())
        answer = b""
        while not answer.endswith(b"\n") and len(answer) <= LONGEST_ANSWER:
            part = line.recv(8192)
            if not part:
                break
            answer += part
    return answer


def _ask(request: Request) -> dict[str, object]:
    try:
        answer = json.loads(_exchange(request))
    except (OSError, ValueError) as error:
        log.warning("sealer_does_not_answer", why=type(error).__name__)
        raise CannotSeal from error
    if not isinstance(answer, dict) or "error" in answer:
        code = answer.get("error") if isinstance(answer, dict) else None
        log.warning("sealer_refuses", code=code if code in ERRORS else "unknown")
        raise CannotSeal
    return answer


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(str(value), validate=True)
    except binascii.Error as error:
        raise CannotSeal from error


def identity() -> Identity:
    """Ask whose seal it is; raises CannotSeal."""
    answer = _ask(Request(IDENTITY))
    certificates = answer.get("certificates")
    if not isinstance(certificates, list) or not certificates:
        raise CannotSeal
    return Identity(str(answer.get("key", "")), [_bytes(certificate) for certificate in certificates])


def signature(purpose: str, document: str, sha256: str) -> tuple[bytes, str]:
    """Ask for the signature of a digest (hexadecimal) and return it with the name of its key; raises CannotSeal."""
    answer = _ask(Request(purpose, document_name(document), sha256))
    return _bytes(answer.get("signature", "")), str(answer.get("key", ""))
