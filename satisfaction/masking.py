"""Taking personal data out of a comment: pure, standard library only.

What is found becomes a marker such as `[[phone]]`, which pages put into words. The rules prefer to take out too much than too little, with
checks where figures say nothing by themselves: the sum of a card (Luhn), of an account (ISO 13616, modulo 97), the letters of a plate. Amounts,
dates and references of this service stay. Names are found by whoever is known (the citizen, helpers, the council's agents) and after words
with which people introduce themselves. A comment can still say who somebody is in ways that no rule finds: it is never published."""

import re
import unicodedata
from collections.abc import Callable, Iterable

MARKERS = ("link", "email", "iban", "card", "id", "phone", "plate", "name")
MARKER = re.compile(r"\[\[(" + "|".join(MARKERS) + r")\]\]")
# Three consonants after four figures that are no plate.
NOT_A_PLATE = frozenset({"PDF", "PNG", "SMS", "BCN", "DNS", "NFC", "XML", "GTT", "KWH", "MTS", "HTML"})
PARTICLES = frozenset(
    {"de", "del", "dels", "des", "la", "las", "los", "el", "els", "les", "da", "do", "dos", "i", "y", "e", "von", "van", "den", "san"}
)

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_SECRET = re.compile(r"[?#=]|[\w~-]{16,}")
_EMAIL = re.compile(r"[\w.+%-]+\s?(?:@|\(at\)|\[at\]|\(arroba\))\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{2}[ -]?\d{10}(?!\d)")
_CARD = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){12,18}(?![\d]|[.,]\d)")
_IDS = (
    re.compile(r"(?<![\w.,])\d{1,2}[. ]?\d{3}[. ]?\d{3}-?[A-HJ-NP-TV-Z](?!\w)", re.IGNORECASE),  # DNI
    re.compile(r"(?<![\w.,])\d{1,2}[. ]?\d{3}[. ]?\d{3}[- ][- ]?[A-HJ-NP-TV-Z](?!\w)"),  # the same, its letter apart
    re.compile(r"(?<!\w)[XYZ][- ]?\d{7}[- ]?[A-Z](?!\w)", re.IGNORECASE),  # NIE
    re.compile(r"(?<!\w)[A-HJNP-SUVW][- ]?\d{7}[- ]?[0-9A-J](?!\w)"),  # of a company: a trader's is a person's
    re.compile(r"(?<!\w)(?!EXP|REF|REG|NUM)[A-Z]{3}[ ]?\d{6}(?!\w)"),  # Spanish passport
    re.compile(r"(?<!\w)[A-Z]{4}[ ]?[01]\d{9,11}(?!\w)", re.IGNORECASE),  # Catalan health card
    re.compile(r"(?<![\d/.-])\d{2}[ /-]\d{7,8}[ /-]\d{2}(?![\d/])"),  # Social Security
)
_ID_AFTER_A_WORD = re.compile(
    r"(\b(?:passaports?|pasaportes?|pasaportea|passports?|dni|nie|nif|nan|aiz|tie|cip|id)\b[\s:.,#]*(?:(?:núm|num|nº|n|no|number|zk|zenbakia|número|numero|es|és|é|is|da)\b[\s:.º]*)*)"
    r"((?=[\w-]*\d)[A-Z0-9][A-Z0-9-]{4,14})\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?:\+|00)[ ]?\d{1,3}(?:[ .()-]{0,2}\d){6,13}"
    r"|\(?[6789]\d{2}\)?(?:[ .-]?\d{3}){2}"
    r"|[6789]\d{2}(?:[ .-]?\d{2}){3}"
    r"|[89]\d[ .-]\d{3}(?:[ .-]?\d{2}){2}"
    r")(?![\d/]|[.,-]\d|\s?(?:€|eur))",
    re.IGNORECASE,
)
_PLATES = (
    re.compile(r"(?<![\w.,/-])\d{4}([ -]?)([BCDFGHJKLMNPRSTVWXYZ]{3})(?!\w)"),
    re.compile(r"(?<![\w.,/-])\d{4}()([bcdfghjklmnprstvwxyz]{3})(?!\w)"),
    re.compile(r"(?<![\w-])[A-Z]{1,2}([ -])\d{4}[ -]([A-Z]{1,2})(?![\w-])"),
)
_WORD = r"[^\W\d_][^\W\d_'’·-]*(?:['’·-][^\W\d_]+)*"
_CAPITAL = r"(?-i:(?:[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’·-][^\W\d_]+)*))"
_JOINED = rf"(?:\s+(?:(?:{'|'.join(sorted(PARTICLES))})\s+){{0,2}}{_CAPITAL}){{0,3}}"
_ARTICLE = r"(?:(?:en|na|el|la|l['’])\s*)?"
# "My name is": whatever follows is a name, also in small letters.
_CALLED = re.compile(
    r"(\b(?:em\s+dic|em\s+diuen|el\s+meu\s+nom\s+(?:és|es)|me\s+llamo|mi\s+nombre\s+es|ch[aá]mome|o\s+meu\s+nome\s+[eé]|nire\s+izena|my\s+name\s+is|my\s+name['’]s|name\s*:|nom\s*:|nombre\s*:|nome\s*:|izena\s*:)\s+"
    + _ARTICLE
    + rf")({_WORD}{_JOINED})",
    re.IGNORECASE,
)
# "I am" says much else: only two words with capitals are a name.
_AM = re.compile(
    rf"(\b(?:s[oó]c|soy|son|i\s+am|i['’]m|this\s+is|firmat|firmado|signed|asinado|sinatuta)\s*:?\s+{_ARTICLE})({_CAPITAL}\s+(?:(?:{'|'.join(sorted(PARTICLES))})\s+){{0,2}}{_CAPITAL}{_JOINED})",
    re.IGNORECASE,
)
_NAIZ = re.compile(rf"({_CAPITAL}(?:\s+{_CAPITAL}){{1,3}})(?=\s+(?:naiz|dut\s+izena)\b)|({_CAPITAL})(?=\s+dut\s+izena\b)", re.IGNORECASE)


def luhn(digits: str) -> bool:
    """Say whether figures have the sum of a payment card (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, figure in enumerate(reversed(digits)):
        value = int(figure) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_iban(text: str) -> bool:
    """Say whether letters and figures have the check figures of an account (ISO 13616)."""
    plain = re.sub(r"[ -]", "", text).upper()
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def mask(text: str, names: Iterable[str] = ()) -> str:
    """Return a comment with markers instead of what tells who somebody is; `names` are people known to belong to it. Masking twice changes nothing."""
    text = _URL.sub(_link, text)
    text = _EMAIL.sub("[[email]]", text)
    text = _ACCOUNT.sub("[[iban]]", _IBAN.sub(_iban, text))
    text = _CARD.sub(_card, text)
    for pattern in _IDS:
        text = pattern.sub("[[id]]", text)
    text = _ID_AFTER_A_WORD.sub(r"\1[[id]]", text)
    text = _PHONE.sub("[[phone]]", text)
    for pattern in _PLATES:
        text = pattern.sub(_plate, text)
    text = _known(text, names)
    text = _NAIZ.sub("[[name]]", text)
    text = _CALLED.sub(_after, text)
    return _AM.sub(_after, text)


def shown(text: str, words: Callable[[str], str]) -> str:
    """Return a masked comment with every marker as `words` puts it."""
    return MARKER.sub(lambda found: words(found[1]), text)


def _link(found: re.Match[str]) -> str:
    """Keep the address of a page; take out one that opens something for whoever has it."""
    address = found[0]
    rest = re.sub(r"^(?:https?://)?[^/?#]*", "", address, flags=re.IGNORECASE)
    return "[[link]]" if _SECRET.search(rest) or "@" in address else address


def _iban(found: re.Match[str]) -> str:
    """Take out the longest beginning that is an account: words that follow it may have been taken for more of it."""
    text = found[0]
    for end in (*(match.start() for match in re.finditer(r"[ -]", text)), len(text))[::-1]:
        plain = re.sub(r"[ -]", "", text[:end])
        if re.fullmatch(r"ES\d{22}", plain, re.IGNORECASE) or is_iban(plain):
            return f"[[iban]]{text[end:]}"
    return text


def _card(found: re.Match[str]) -> str:
    return "[[card]]" if luhn(re.sub(r"\D", "", found[0])) else found[0]


def _plate(found: re.Match[str]) -> str:
    return found[0] if found[2].upper() in NOT_A_PLATE else "[[plate]]"


def _after(found: re.Match[str]) -> str:
    return found[0] if found[2].startswith("[[") else f"{found[1]}[[name]]"


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _known(text: str, names: Iterable[str]) -> str:
    """Take out known names, whole or in parts, however they are written; particles and very short words stay unless the name goes on."""
    parts = {_plain(word) for name in names for word in re.findall(_WORD, name)}
    known = {part for part in parts if len(part) > 2 and part not in PARTICLES}
    if not known:
        return text
    pieces: list[str] = []
    end = 0
    for found in re.finditer(_WORD, text):
        if _plain(found[0]) not in known:
            continue
        between = text[end : found.start()]
        joins = pieces and pieces[-1] == "[[name]]" and _only_particles(between)
        if not joins:
            pieces += [between, "[[name]]"]
        end = found.end()
    return "".join([*pieces, text[end:]])


def _only_particles(text: str) -> bool:
    return not text.strip(" ") or (text.startswith(" ") and all(word.casefold() in PARTICLES for word in text.split()))
