"""Choice of language, words of a search, devices, places of problems: pure."""

import re
from collections.abc import Iterable, Sequence

from helpdesk.base.text import fold

_ARTICLE = re.compile(r"^(?:[ldsnmt]|qu)'")
_WORD = re.compile(r"[\w']+")
_STOP = "a al als amb and as at con d de del dels der do dos e el els em en es eta for from how i in is la las le les lo los me mi meu my no o of os para per por que se si the to un una unha y"
STOP_WORDS = frozenset(_STOP.split())
MAX_WORDS = 8


def language_order(wanted: str, languages: Sequence[str]) -> list[str]:
    """Return the order in which a text is looked for: the wanted language, then the council's."""
    return [wanted, *(code for code in languages if code != wanted)]


def best_language(available: Iterable[str], order: Sequence[str]) -> str | None:
    """Return the first language of `order` that is available, or any other one; None when there is none."""
    found = sorted(available)
    return next((code for code in order if code in found), found[0] if found else None)


def search_words(query: str) -> list[str]:
    """Return the folded words that a search compares, without articles and prepositions unless there is nothing else."""
    words = [_ARTICLE.sub("", word).strip("'") for word in _WORD.findall(fold(query))]
    words = list(dict.fromkeys(word for word in words if word))
    return ([word for word in words if word not in STOP_WORDS] or words)[:MAX_WORDS]


def hits(words: Sequence[str], text: str) -> int:
    """Return how many of the words occur in a folded text."""
    return sum(word in text for word in words)


def device_tags(user_agent: str) -> frozenset[str]:
    """Return the system and the browser of a `User-Agent` header; empty when unknown."""
    text = user_agent.lower()
    systems = (
        ("android", "android"),
        ("iphone", "ios"),
        ("ipad", "ios"),
        ("windows", "windows"),
        ("mac os", "macos"),
        ("linux", "linux"),
        ("cros", "linux"),
    )
    browsers = (
        ("edg", "edge"),
        ("firefox", "firefox"),
        ("fxios", "firefox"),
        ("opr/", "opera"),
        ("chrome", "chrome"),
        ("crios", "chrome"),
        ("safari", "safari"),
    )
    found = [next((tag for mark, tag in table if mark in text), "") for table in (systems, browsers)]
    return frozenset(tag for tag in found if tag)


NAMES = {
    "android": "Android",
    "ios": "iOS",
    "windows": "Windows",
    "macos": "macOS",
    "linux": "Linux",
    "edge": "Edge",
    "firefox": "Firefox",
    "opera": "Opera",
    "chrome": "Chrome",
    "safari": "Safari",
}


def device_label(user_agent: str) -> str:
    """Return such as `Windows · Firefox`; empty when unknown."""
    tags = device_tags(user_agent)
    return " · ".join(name for tag, name in NAMES.items() if tag in tags)


def fits(applies_to: Sequence[str], tags: frozenset[str]) -> bool:
    """Say whether a problem may be met with a device: it is for all, or the device is unknown or named."""
    return not applies_to or not tags or bool(tags.intersection(applies_to))


def is_at(places: Iterable[str], procedure: str, step: str) -> bool:
    """Say whether `procedure/step` is one of the places of a problem; `*/step` is that step of every procedure."""
    return any(place in {f"{procedure}/{step}", f"*/{step}"} for place in places)
