"""Months in words: `{% load months %}`."""

from django import template

from transparency.months import Month
from transparency.wording import month_words

register = template.Library()


@register.filter
def in_words(month: str) -> str:
    """Return `2026-05` as `May 2026`, in the active language."""
    return month_words(Month.parse(month))
