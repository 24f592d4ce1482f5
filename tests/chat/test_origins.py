"""Only pages of the host's own council open its sockets: everything else gets 403 before the socket exists."""

import pytest

from helpdesk.people.models import Council, CouncilHost
from tests.chat.conftest import communicator, in_thread
from tests.chat.keys import citizen_session
from tests.factories import make_council, make_ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sockets")]

HOST = "a.help.example:8000"
TABLE = [
    ("its own", "http://a.help.example:8000", True),
    ("missing", None, False),
    ("null", "null", False),
    ("sibling council", "http://b.help.example:8000", False),
    ("another port", "http://a.help.example:8080", False),
    ("no port", "http://a.help.example", False),
    ("https for http", "https://a.help.example:8000", False),
    ("suffix", "http://a.help.example:8000.evil.example", False),
    ("prefix", "http://evil-a.help.example:8000", False),
    ("trailing dot", "http://a.help.example.:8000", False),
    ("trailing slash", "http://a.help.example:8000/", False),
    ("user information", "http://a.help.example:8000@evil.example", False),
    ("look-alike", "http://\u0430.help.example:8000", False),
    ("upper case", "http://A.HELP.EXAMPLE:8000", False),
]


@pytest.fixture
def here(db: None) -> Council:
    council = make_council("here", host="a.help.example", prefix="HE")
    CouncilHost.objects.update(base_url="http://a.help.example:8000")
    sibling = make_council("sibling", host="b.help.example", prefix="SI")
    CouncilHost.objects.filter(council=sibling).update(base_url="http://b.help.example:8000")
    return council


async def test_only_the_councils_own_origin_opens_a_socket(here: Council) -> None:
    key = await in_thread(citizen_session)(await in_thread(make_ticket)(here))
    found = {}
    for name, origin, _opens in TABLE:
        line = communicator(key, host=HOST, origin=origin)
        found[name], _code = await line.connect(5)
        if found[name]:
            await line.disconnect()
    assert found == {name: opens for name, _origin, opens in TABLE}


async def test_an_unknown_host_opens_nothing(here: Council) -> None:
    opened, _code = await communicator("", host="c.help.example:8000", origin="http://c.help.example:8000").connect(5)
    assert not opened


async def test_two_origin_headers_open_nothing(here: Council) -> None:
    key = await in_thread(citizen_session)(await in_thread(make_ticket)(here))
    line = communicator(key, host=HOST, origin="http://a.help.example:8000")
    line.scope["headers"] = [*(line.scope["headers"] or []), (b"origin", b"http://evil.example")]
    opened, _code = await line.connect(5)
    assert not opened
