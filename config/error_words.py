"""What each error means to a person, and what to do next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """A heading, and what a person can do; the icon is decoration."""

    heading: str | Promise
    todo: str | Promise
    icon: str = "circle-alert"


WORDS: dict[int, ErrorWords] = {
    400: ErrorWords(_("We could not understand this request"), _("Go back, reload the page and try again.")),
    403: ErrorWords(
        _("This page is not open to you"),
        _("If a private link of ours brought you to your request before, open that link again. If you work here, log in."),
        "lock",
    ),
    404: ErrorWords(
        _("We cannot find this page"),
        _(
            "The address may be mistyped, or the page may have moved. If a link in one of our messages brought you here, it may have expired."
        ),
        "search",
    ),
    405: ErrorWords(_("This address does not open a page"), _("Go back and use the buttons of the page.")),
    409: ErrorWords(
        _("Something has changed in the meantime"),
        _("Go back and reload the page to see what has changed; then try again if it is still needed."),
        "refresh-cw",
    ),
    410: ErrorWords(_("This is over"), _("The link or code has expired. Ask us for a new one."), "hourglass"),
    413: ErrorWords(
        _("This is too large to be sent"),
        _("Go back and send fewer or smaller files. A photograph of lower quality is usually enough."),
        "upload",
    ),
    421: ErrorWords(
        _("Nobody is served at this address"),
        _("Look at the address again, or look for the help with procedures on your town council’s website."),
        "map-pin",
    ),
    422: ErrorWords(_("Something has to be corrected"), _("Go back, correct it and send it again.")),
    429: ErrorWords(
        _("Please wait a moment"),
        _("Many requests have come from this browser in a short time. Wait a few minutes and try again. If it is urgent, call us."),
        "hourglass",
    ),
    500: ErrorWords(
        _("Something has gone wrong on our side"),
        _("It is not your fault. Wait a few minutes and try again; what you had already sent is kept."),
        "wrench",
    ),
    502: ErrorWords(
        _("The service does not answer now"), _("Wait a few minutes and reload this page; what you had already sent is kept."), "plug-zap"
    ),
    503: ErrorWords(_("We will be back in a few minutes"), _("We are updating the service. What you had already sent is kept."), "wrench"),
}
OFFLINE = ErrorWords(
    _("You have no connection"),
    _("Your device is not connected to the Internet now. Look at the Wi-Fi or the mobile data, then reload this page."),
    "wifi-off",
)
OTHER = ErrorWords(_("This did not work"), _("Go back, reload the page and try again."))


def words_of(status: int) -> ErrorWords:
    """Return the words of a status."""
    return WORDS.get(status, OTHER)
