"""Talking to a partner's session broker: one signed JSON message out, one checked JSON answer back. Only what was checked leaves this module."""

import json
import logging
from collections.abc import Mapping
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError

from helpdesk.base import clock
from helpdesk.base.outgoing import AGAIN, OutgoingError, Rules, post
from helpdesk.base.text import clean_text
from remote.providers.base import CitizenSteps, Config, ProviderError
from remote.providers.link import CITIZEN_SCHEMES, check_address
from remote.providers.signing import DELIVERY_HEADER, HEADER, sign

logger = logging.getLogger(__name__)
Json = Mapping[str, object]

ATTEMPTS = 3
MAX_URL = 2000
MAX_PROGRAM = 60
MAX_STEP = 300
MAX_STEPS = 10


def rules() -> Rules:
    """Return what this installation allows beyond the public internet."""
    return Rules(allow=frozenset(name.lower() for name in settings.REMOTE_WEBHOOK_ALLOW), plain_loopback=settings.DEBUG or settings.TESTING)


async def ask(cfg: Config, secret: str, event: str, fields: Json, *, delivery: str = "", attempts: int = ATTEMPTS) -> dict[str, object]:
    """Send an event and return the answer's fields. Attempts of one call share their delivery id, body and signature; raises ProviderError with the code of what was wrong."""
    if not cfg.get("address") or not secret:
        raise ProviderError("not_set_up", permanent=True)
    now = int(clock.now().timestamp())
    delivery = delivery or str(uuid4())
    body = json.dumps({"id": delivery, "event": event, "at": now, **fields}, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        HEADER: sign(secret, body, now),
        DELIVERY_HEADER: delivery,
    }
    try:
        answer = await post(cfg["address"], body=body, headers=headers, rules=rules(), attempts=attempts)
    except OutgoingError as error:
        logger.warning("remote_partner_failed event=%s code=%s", event, error.code)
        raise ProviderError(error.code, permanent=error.permanent) from error
    if answer.status != 200:
        code = "refused" if answer.status in {401, 403} else f"status_{answer.status}"
        logger.warning("remote_partner_failed event=%s code=%s", event, code)
        raise ProviderError(code, permanent=answer.status not in AGAIN)
    return _read(answer.content_type, answer.body)


def _read(content_type: str, body: bytes) -> dict[str, object]:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise ProviderError("content_type", permanent=True)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProviderError("answer", permanent=True) from error
    if not isinstance(found, dict):
        raise ProviderError("answer", permanent=True)
    return found


def read_steps(answer: Json) -> CitizenSteps:
    """Return what a partner says that the citizen has to do: https only, plain text, of limited length; raises ProviderError."""
    ready = answer.get("ready")
    if not isinstance(ready, bool):
        raise ProviderError("answer", permanent=True)
    steps = CitizenSteps(
        ready=ready,
        program=_text(answer.get("program", ""), MAX_PROGRAM),
        url=read_url(answer["url"]) if answer.get("url") else "",
        steps=_texts(answer.get("steps", [])),
        closing=_texts(answer.get("closing", [])),
    )
    if not ready and not (steps.program and steps.url and steps.steps and steps.closing):
        raise ProviderError("answer", permanent=True)
    return steps


def read_url(value: object) -> str:
    """Return an address that a browser may be sent to; raises ProviderError for everything but https."""
    try:
        if not isinstance(value, str) or len(value) > MAX_URL or not value.isascii():
            raise ProviderError("answer", permanent=True)
        url = check_address(value, CITIZEN_SCHEMES)
        if urlsplit(url).port == 0:
            raise ProviderError("answer", permanent=True)
    except (ValidationError, ValueError) as error:
        raise ProviderError("answer", permanent=True) from error
    return url


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MAX_STEPS:
        raise ProviderError("answer", permanent=True)
    return tuple(_text(one, MAX_STEP) for one in value)


def _text(value: object, most: int) -> str:
    """Return one line of plain text; whoever shows it escapes it."""
    if not isinstance(value, str) or len(value) > most:
        raise ProviderError("answer", permanent=True)
    return " ".join(clean_text(value).split())
