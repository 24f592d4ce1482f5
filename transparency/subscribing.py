"""The secret of a subscriber's links: made again for every mail, so that only its hash has to be kept."""

import base64

from django.utils.crypto import salted_hmac

from transparency.models import Subscriber

SALT = "transparency.subscriber"


def token_of(person: Subscriber) -> str:
    """Return the secret with which to confirm and to leave: 256 bits from the key of this installation, the address and when it was asked for. Without the key it cannot be made from the database."""
    said = f"{person.council_id}|{person.email}|{person.created_at.isoformat()}"
    digest = salted_hmac(SALT, said, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
