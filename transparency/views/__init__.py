"""The pages of those who prepare, sign and publish months."""

from transparency.views.month import check, commentary, drop, measure, month, notes, sign
from transparency.views.months import home
from transparency.views.publishing import correct, publish, withdraw
from transparency.views.settling import calendar, settings

__all__ = [
    "calendar",
    "check",
    "commentary",
    "correct",
    "drop",
    "home",
    "measure",
    "month",
    "notes",
    "publish",
    "settings",
    "sign",
    "withdraw",
]
