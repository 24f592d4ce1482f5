"""Asking to be told of new figures, confirming it by mail, and leaving."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, InvalidInput, NotFound
from helpdesk.base.tokens import hash_token
from helpdesk.outbox.services import enqueue_mail
from helpdesk.people.models import Council
from transparency.models import Subscriber
from transparency.selectors import subscriber_by_token
from transparency.subscribing import token_of

UNCONFIRMED_KEPT = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(minutes=10)
MAX_EMAIL = 254
BAD_ADDRESS = _("Write an e-mail address such as name@example.org.")
CONFIRM = "indicators_confirm"


def _clean_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInput(BAD_ADDRESS) from error
    if len(address) > MAX_EMAIL:
        raise InvalidInput(BAD_ADDRESS)
    return address


@transaction.atomic
def subscribe(*, council: Council, email: str, language: str) -> None:
    """Ask to be told: a mail with a link to confirm goes to the address. Says nothing of whether somebody is subscribed already; who is gets no mail, nor who was sent one within ten minutes.

    Requests that nobody confirmed within seven days are forgotten here. Raises InvalidInput.
    """
    address = _clean_address(email)
    if language not in council.languages:
        language = council.default_language
    now = clock.now()
    Subscriber.objects.filter(council=council, confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT).delete()
    person = Subscriber.objects.select_for_update().filter(council=council, email=address).first()
    if person is not None and (person.confirmed_at is not None or person.created_at > now - ASK_AGAIN_AFTER):
        return
    person = person or Subscriber(council=council, email=address)
    person.language, person.created_at = language, now
    person.token_hash = hash_token(token_of(person))
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Conflict from error
    enqueue_mail(council=council, template=CONFIRM, language=language, recipient=address, context={"subscriber": person.pk}, link=None)


@transaction.atomic
def confirm(*, council: Council, token: str) -> Subscriber:
    """Confirm a subscription by the link of its mail; again is fine. Raises NotFound when it was never made, is over or was left."""
    found = subscriber_by_token(council, token)
    person = Subscriber.objects.select_for_update().filter(pk=found.pk).first() if found else None
    if person is None or (person.confirmed_at is None and person.created_at < clock.now() - UNCONFIRMED_KEPT):
        raise NotFound
    if person.confirmed_at is None:
        person.confirmed_at = clock.now()
        person.save(update_fields=["confirmed_at"])
    return person


@transaction.atomic
def leave(*, council: Council, token: str) -> bool:
    """Forget an address by the link of any mail; returns whether it was there. Leaving twice is fine."""
    found = subscriber_by_token(council, token)
    if found is None:
        return False
    found.delete()
    return True
