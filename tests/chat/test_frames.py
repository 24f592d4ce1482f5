"""Whatever a client sends, a socket answers with a code of the closed list or closes with a code of its own; never 1011, never a trace."""

import logging
import time
from uuid import uuid4

import pytest

from helpdesk.chat import rules
from helpdesk.chat.frames import BadFrame, Desk, Ping, Say, Watch, decode
from helpdesk.chat.rules import SocketError, Window
from helpdesk.tickets.models import Entry, Ticket
from tests.chat.conftest import browser, in_thread
from tests.chat.keys import citizen_session

UUID = "0192f3a4-0000-7000-8000-000000000001"
BAD = [
    "", " ", "notjson", "{", "}", "[]", "[[", "null", "true", "1", '"say"', "{'t':'ping'}", '{"t":"ping"', '{"t":"ping"}}', '{"t":"ping"}{"t":"ping"}',
    "{}", '{"t":null}', '{"t":1}', '{"t":[]}', '{"t":{}}', '{"t":""}', '{"t":"PING"}', '{"t":"ping "}', '{"t":"base"}', '{"t":"bell"}', '{"t":"websocket.disconnect"}',
    '{"t":"__class__"}', '{"t":"dispatch"}', '{"type":"ping"}', '{"event":"base"}', '{"t":"ping","x":1}', '{"t":"desk","council":1}',
    '{"t":"watch"}', '{"t":"watch","ticket":"VC-1"}', '{"t":"watch","ticket":1,"since":0}', '{"t":"watch","ticket":"VC-1","since":"0"}', '{"t":"watch","ticket":"VC-1","since":-1}',
    '{"t":"watch","ticket":"VC-1","since":1.5}', '{"t":"watch","ticket":"VC-1","since":true}', '{"t":"watch","ticket":"VC-1","since":1e400}', '{"t":"watch","ticket":"VC-1","since":NaN}',
    '{"t":"watch","ticket":"VC-1","since":99999999999999999999}', '{"t":"watch","ticket":"VC-1","since":' + "9" * 6000 + "}", '{"t":"watch","ticket":"VC 1","since":0}',
    '{"t":"watch","ticket":"VC-1","since":0,"lang":"xx"}', '{"t":"watch","ticket":"VC-1","since":0,"lang":1}', '{"t":"watch","ticket":["VC-1"],"since":0}',
    '{"t":"say","ticket":"VC-1","cid":"1","body":"x"}', '{"t":"say","ticket":"VC-1","cid":null,"body":"x"}', f'{{"t":"say","ticket":"VC-1","cid":"{UUID}"}}',
    f'{{"t":"say","ticket":"VC-1","cid":"{UUID}","body":1}}', f'{{"t":"say","ticket":"VC-1","cid":"{UUID}","body":null}}', f'{{"t":"say","ticket":"VC-1","cid":"{UUID}","body":"\\ud800"}}',
    f'{{"t":"say","ticket":"VC-1","cid":"urn:uuid:{UUID}","body":"x"}}', f'{{"t":"say","ticket":"","cid":"{UUID}","body":"x"}}', f'{{"t":"say","ticket":"VC-1","cid":"{UUID}","body":"x","by":1}}',
    "[" * 60_000, '{"t":' * 10_000, '{"t":[[[[[[[[[1]]]]]]]]]}', '{"t":"ping","x":"' + "\\u0000" * 9000 + '"}', '"' + '\\"' * 30_000, "\u0000", "\ufeff{}",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_a_bad_frame_is_refused_quickly(text: str) -> None:
    started = time.process_time()
    with pytest.raises(BadFrame):
        decode(text)
    assert time.process_time() - started < 0.5


def test_good_frames() -> None:
    assert decode('{"t":"ping"}') == Ping()
    assert decode('{"t":"desk"}') == Desk()
    assert decode('{"t":"watch","ticket":"vc-1","since":7,"lang":"eu"}') == Watch("VC-1", 7, "eu")
    said = decode(f'{{"t":"say","ticket":"VC-1","cid":"{UUID}","body":"[[[[[[[[[[ \\" {{"}}')
    assert isinstance(said, Say)
    assert said.body == '[[[[[[[[[[ " {'


def test_a_window_lets_only_so_many_through() -> None:
    window = Window(3, 60)
    assert [window.allows(t) for t in (0.0, 1.0, 2.0, 3.0, 59.0, 60.1)] == [True, True, True, False, False, True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sockets")
class TestSocket:
    """The same frames over a real socket."""

    async def test_bad_frames_get_a_code_and_the_socket_goes_on(self, ticket: Ticket, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO)
        async with browser(await in_thread(citizen_session)(ticket)) as citizen:
            for text in BAD:
                if len(text) > rules.MAX_FRAME_BYTES:
                    continue
                await citizen.raw(text)
                frame = await citizen.hear()
                assert frame.keys() <= {"t", "code", "cid"}
                assert (frame["t"], frame["code"]) == ("error", SocketError.BAD_FRAME)
            await citizen.say(t="ping")
            assert await citizen.hear() == {"t": "pong"}
        assert [record.message for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR] == []

    @pytest.mark.parametrize("code", [1003, 1009])
    async def test_what_is_no_text_or_too_much_closes(self, ticket: Ticket, code: int) -> None:
        async with browser(await in_thread(citizen_session)(ticket)) as citizen:
            await (citizen.raw(data=b"\x00") if code == 1003 else citizen.raw("é" * 40_000))
            assert await citizen.hear() == {"t": "closed", "code": code}

    async def test_messages_that_cannot_be_accepted(self, ticket: Ticket) -> None:
        async with browser(await in_thread(citizen_session)(ticket)) as citizen:
            for body in ("", " \n\u200b ", "x" * 5001):
                cid = str(uuid4())
                await citizen.say(t="say", ticket=ticket.reference, cid=cid, body=body)
                assert await citizen.hear() == {"t": "error", "code": "invalid", "cid": cid}

    async def test_the_101st_message_of_a_minute_is_refused(self, ticket: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "SAYS_PER_MINUTE", 5)
        async with browser(await in_thread(citizen_session)(ticket)) as citizen:
            for number in range(7):
                await citizen.say(t="say", ticket=ticket.reference, cid=str(uuid4()), body=f"m{number}")
            heard = [(await citizen.hear()) for _ in range(7)]
            assert [frame["t"] for frame in heard] == ["ack"] * 5 + ["error"] * 2
            assert {frame["code"] for frame in heard[5:]} == {"too_many"}
        assert await in_thread(Entry.objects.filter(ticket=ticket).count)() == 7

    async def test_a_flood_is_cut(self, ticket: Ticket) -> None:
        async with browser(await in_thread(citizen_session)(ticket)) as citizen:
            for _ in range(rules.FRAMES_PER_MINUTE + 1):
                await citizen.say(t="ping")
            heard = [await citizen.hear() for _ in range(rules.FRAMES_PER_MINUTE + 2)]
            assert heard[-2:] == [{"t": "error", "code": "too_many"}, {"t": "closed", "code": 1008}]

    async def test_a_broken_database_is_told_as_try_again(
        self, ticket: Ticket, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(*_args: object) -> None:
            raise RuntimeError("secret detail")

        async with browser(await in_thread(citizen_session)(ticket)) as citizen:
            monkeypatch.setattr("helpdesk.chat.sessions.say", broken)
            cid = str(uuid4())
            await citizen.say(t="say", ticket=ticket.reference, cid=cid, body="Hola")
            assert await citizen.hear() == {"t": "error", "code": "try_again", "cid": cid}
        assert "secret detail" not in caplog.text
