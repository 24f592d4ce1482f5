"""Addresses in the mails to subscribers, made when a mail is sent: `{% load subscribers %}`."""

from django import template
from django.urls import reverse

from helpdesk.people.models import Council
from helpdesk.people.selectors import base_url
from transparency.models import Subscriber
from transparency.subscribing import token_of

register = template.Library()


@register.simple_tag
def subscriber_url(council: Council, person: int, to: str, language: str) -> str:
    """Return the link with which a subscriber confirms (`confirm`) or leaves (`leave`). Raises DoesNotExist for somebody who left: their mail is not sent."""
    token = token_of(Subscriber.objects.get(council=council, pk=person))
    return f"{base_url(council.pk)}{reverse(f'transparency:subscriber_{to}', args=[token])}?lang={language}"


@register.simple_tag
def public_url(council: Council, path: str, language: str) -> str:
    """Return a public address of a council in a language."""
    return f"{base_url(council.pk)}{path}?lang={language}"
