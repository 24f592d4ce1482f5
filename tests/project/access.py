"""The addresses, and who is served what they ask for: a new address needs a row here."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

EVERYBODY = frozenset({"anonymous", "citizen", "agent", "supervisor", "officer", "administrator", "stranger"})
STAFF = frozenset({"agent", "supervisor"})
OFFICER = frozenset({"officer"})
HOLDER = frozenset({"citizen"})

# Who is served what they ask for. Everybody else is refused, and never sees a word of the ticket.
ALLOWED: dict[str, frozenset[str]] = {
    "healthz": EVERYBODY,
    "readyz": EVERYBODY,
    "plain:home": EVERYBODY,
    "plain:secret": EVERYBODY,
    "plain:theme": EVERYBODY,
    "plain:attachment": HOLDER | STAFF,
    "portal:home": EVERYBODY,
    "portal:search": EVERYBODY,
    "portal:procedure": EVERYBODY,
    "portal:step": EVERYBODY,
    "portal:help": EVERYBODY,
    "portal:done": EVERYBODY,
    "portal:my": EVERYBODY,
    "portal:ticket": HOLDER,
    "portal:reply": HOLDER,
    "portal:timeline": HOLDER,
    "portal:chat": HOLDER,
    "portal:chat_leave": HOLDER,
    "portal:call": HOLDER,
    "portal:call_cancel": HOLDER,
    "portal:call_ics": HOLDER,
    "portal:picture": HOLDER,
    "portal:screenshot": EVERYBODY,
    "portal:accessibility": EVERYBODY,
    "portal:privacy": EVERYBODY,
    "portal:cookies": EVERYBODY,
    "portal:legal_notice": EVERYBODY,
    "portal:site_map": EVERYBODY,
    "plain:security_txt": EVERYBODY,
    "plain:robots_txt": EVERYBODY,
    "offline": EVERYBODY,
    "rating:rate": HOLDER,
    "rating:home": frozenset({"supervisor", "officer", "stranger"}),
    "rating:results": frozenset({"supervisor", "officer", "stranger"}),
    "rating:results_csv": frozenset({"supervisor", "officer", "stranger"}),
    "rating:comments_csv": frozenset({"supervisor", "officer", "stranger"}),
    "rating:reviews": frozenset({"supervisor", "stranger"}),
    "rating:review": frozenset({"supervisor"}),
    "rating:settings_home": frozenset({"supervisor", "administrator", "stranger"}),
    "rating:settings": frozenset({"supervisor", "administrator"}),
    "rating:question": frozenset({"supervisor", "administrator"}),
    "rating:offices": frozenset({"supervisor", "administrator"}),
    "rating:office_change": frozenset({"supervisor", "administrator"}),
    "rating:poster": frozenset({"supervisor", "administrator"}),
    "rating:phone": STAFF,
    "rating:office": EVERYBODY,
    "rating:stop": EVERYBODY,
    "rating_plain:office": EVERYBODY,
    "remote:live": frozenset({"supervisor", "stranger"}),
    "remote:history": frozenset({"supervisor", "stranger"}),
    "remote:report": frozenset({"supervisor", "stranger"}),
    "remote:report_csv": frozenset({"supervisor", "stranger"}),
    "remote:panel": frozenset({"agent"}),
    "remote:ask": frozenset({"agent"}),
    "remote:give_back": frozenset({"agent"}),
    "remote:record": STAFF,
    "remote:settings": frozenset({"supervisor", "administrator", "stranger"}),
    "remote:provider": frozenset({"supervisor", "administrator"}),
    "remote:provider_check": frozenset({"supervisor", "administrator"}),
    "remote:policy": frozenset({"supervisor", "administrator"}),
    # Nobody with a browser: what is not signed is refused.
    "remote_plain:callback": frozenset({"partner"}),
    "remote:citizen_card": HOLDER,
    "remote:desk_card": STAFF,
    "remote:propose": STAFF,
    "remote:viewer": frozenset({"agent"}),
    "remote:screen": frozenset({"agent"}),
    "remote:viewer_ticket": frozenset({"agent"}),
    "remote:viewer_state": frozenset({"agent"}),
    "remote:start": frozenset({"agent"}),
    "remote:end": frozenset({"agent"}),
    "remote:attest": STAFF,
    "remote:terminate": frozenset({"supervisor"}),
    "remote:video_room": STAFF,
    "remote:video_room_leave": STAFF,
    "remote:video_room_phone": STAFF,
    "remote:video_desk_card": STAFF,
    "remote:*": HOLDER,
    "transparency:*": EVERYBODY,
    "kit": EVERYBODY,
    "kit-desk": EVERYBODY,
    "kit-page": EVERYBODY,
    "account_*": EVERYBODY,
    "desk:home": STAFF | {"stranger"},
    "desk:queue": STAFF | {"stranger"},
    "desk:log": STAFF | {"stranger"},
    "desk:calls": STAFF | {"stranger"},
    "desk:presence": STAFF | {"stranger"},
    "desk:answers": STAFF | {"administrator", "stranger"},
    "desk:answer_new": STAFF | {"administrator", "stranger"},
    "desk:answer": frozenset({"supervisor", "administrator"}),
    "desk:answer_delete": frozenset({"supervisor", "administrator"}),
    "desk:views": STAFF | {"stranger"},
    "desk:view_save": STAFF | {"stranger"},
    "desk:palette": STAFF | {"stranger"},
    "desk:shortcuts": STAFF | {"stranger"},
    "desk:preferences": STAFF | {"stranger"},
    "desk:board": frozenset({"supervisor", "stranger"}),
    "desk:board_move": frozenset({"supervisor"}),
    "desk:analysis": frozenset({"supervisor", "officer", "stranger"}),
    "desk:analysis_csv": frozenset({"supervisor", "officer", "stranger"}),
    "desk:settings": frozenset({"supervisor", "administrator", "stranger"}),
    "desk:settings_*": frozenset({"supervisor", "administrator"}),
    "desk:*": STAFF,
    "indicators:home": OFFICER | {"supervisor", "stranger"},
    "indicators:month": OFFICER | {"supervisor"},
    "indicators:sign": OFFICER | {"supervisor"},
    "indicators:settings": OFFICER | {"supervisor", "administrator"},
    "indicators:calendar": OFFICER | {"supervisor", "administrator"},
    "indicators:*": OFFICER,
}
# Pages without anybody's data: their own status may be anything that is not an error of the server.
LOOSE = {"kit", "kit-desk", "kit-page", "plain:secret", "portal:done", "portal:help", "plain:theme", "readyz"}


def routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every named route with its namespace."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{namespace}{pattern.name}", pattern


ROUTES = dict(routes(get_resolver().url_patterns))


def allowed(name: str) -> frozenset[str]:
    """Return the row of a route; the most exact one counts."""
    for key in (name, f"{name.split('_', maxsplit=1)[0]}_*", f"{name.split(':', maxsplit=1)[0]}:*"):
        if key in ALLOWED:
            return ALLOWED[key]
    message = f"the access matrix has no row for {name}"
    raise AssertionError(message)
