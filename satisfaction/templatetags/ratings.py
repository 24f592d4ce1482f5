"""Tags of this room: `{% load ratings %}`."""

from django import template
from django.urls import reverse
from django.utils.translation import override

from helpdesk.people.models import Council
from helpdesk.people.selectors import base_url
from satisfaction.services import stop_token

register = template.Library()


@register.simple_tag
def stop_url(council: Council, invitation: int, language: str) -> str:
    """Return the address on which somebody is asked no more, made when the mail is sent, so that no usable token is stored."""
    with override(language):
        return base_url(council.pk) + reverse("rating:stop", args=[stop_token(invitation)])
