"""Every write of ratings."""

from satisfaction.services.inviting import invite, send_due_mails, stop_asking, stop_token, stopped
from satisfaction.services.rating import Extras, key_rating, rate, rate_office
from satisfaction.services.reviews import close_review
from satisfaction.services.survey import Wording, add_office, renew_office, retire_office, save_question, save_settings
from satisfaction.services.sweep import sweep_ratings

__all__ = [
    "Extras",
    "Wording",
    "add_office",
    "close_review",
    "invite",
    "key_rating",
    "rate",
    "rate_office",
    "renew_office",
    "retire_office",
    "save_question",
    "save_settings",
    "send_due_mails",
    "stop_asking",
    "stop_token",
    "stopped",
    "sweep_ratings",
]
