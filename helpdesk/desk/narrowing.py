"""Which parts of an address narrow the queue, and what of it a saved view keeps: standard library only."""

from urllib.parse import parse_qsl, urlencode

MINE = "mine"
NEEDS_INTERPRETER = "interpreter"
# In the order of the form. A saved view keeps these and the view itself, nothing else of an address.
FILTERS = (
    "q",
    "council",
    "status",
    "assignee",
    "team",
    "channel",
    "motive",
    "procedure",
    "requester",
    "language",
    "needs",
    "waiting_party",
    "created_from",
    "created_to",
)
MAX_VALUE = 100
MAX_QUERY = 500


def clean_query(query: str) -> str:
    """Return what of a query string narrows the queue, in a fixed order; empty when it is nothing, or more than can be kept."""
    try:
        given = dict(reversed(parse_qsl(query[:4000], max_num_fields=60)))
    except ValueError:
        return ""
    kept = {name: given[name].strip()[:MAX_VALUE] for name in ("view", *FILTERS) if given.get(name, "").strip()}
    cleaned = urlencode(kept)
    return cleaned if len(cleaned) <= MAX_QUERY else ""
