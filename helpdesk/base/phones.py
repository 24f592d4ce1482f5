"""Telephone numbers in one form."""

import phonenumbers

HOME_REGION = "ES"


def international(typed: str) -> str:
    """Return a number as `+34972000010`, or nothing when it cannot be one. Numbers without a prefix are Spanish."""
    try:
        number = phonenumbers.parse(typed.strip(), HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def readable(number: str) -> str:
    """Return a number as people write it: in groups, without the prefix when it is Spanish."""
    try:
        parsed = phonenumbers.parse(number, HOME_REGION)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(HOME_REGION)
    shape = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, shape))
