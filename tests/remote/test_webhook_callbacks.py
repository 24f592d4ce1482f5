"""What a broker tells by itself: signed, counted once, taken in order, and only about the council's own sessions."""

import json
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.base import clock
from helpdesk.base.secrets import seal
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from remote.models import RemoteDelivery, RemoteSession
from remote.providers.signing import sign
from remote.rules import State
from remote.services import start_viewing
from remote.views.callbacks import LIMIT
from tests.factories import enable_remote
from tests.remote.conftest import Line
from tests.remote.partner import SECRET, signed, told
from tests.remote.reading import journal

HERE = "testserver"


@pytest.fixture(autouse=True)
def fresh_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LIMIT, "name", f"callbacks-{uuid4()}")


@pytest.fixture
def session(line: Line, council: Council) -> RemoteSession:
    """A session with a broker that waits for the citizen's computer. The broker itself is not there: nothing of this asks it."""
    row = enable_remote(council, "webhook", address="https://broker.invalid/hooks/")
    row.secrets = seal({"secret": SECRET})
    row.save()
    session = line.agreed()
    RemoteSession.objects.filter(pk=session.pk).update(provider="webhook", state=State.AWAITING_DEVICE)
    session.refresh_from_db()
    return session


def tell(body: bytes, *, council: str = "vallclara", provider: str = "webhook", host: str = HERE, **headers: str) -> int:
    """Call back as a partner would, and return the status."""
    url = reverse("remote_plain:callback", args=[council, provider])
    response = Client(enforce_csrf_checks=True).post(
        url, body, content_type="application/json", headers={"host": host, **(headers or signed(body))}
    )
    assert response.headers["Content-Type"] == "application/json"
    assert not response.cookies
    return response.status_code


def state(session: RemoteSession) -> str:
    session.refresh_from_db()
    return session.state


def test_the_address_has_no_language_and_no_cookie() -> None:
    assert reverse("remote_plain:callback", args=["vallclara", "webhook"]) == "/remote/callbacks/vallclara/webhook/"


def test_a_session_goes_its_way_by_what_the_broker_tells(session: RemoteSession) -> None:
    for event, after in (
        ("device_connected", State.READY),
        ("viewer_opened", State.VIEWING),
        ("viewer_closed", State.VIEWING),
        ("device_lost", State.AWAITING_DEVICE),
        ("device_connected", State.READY),
        ("provider_error", State.READY),
        ("ended", State.ENDED),
    ):
        assert tell(told(event, session.public_id)) == 200
        assert state(session) == after, event
    assert (session.end_reason, session.ended_by_kind) == ("provider", "system")
    assert session.closed_at is not None, "what was signed is the confirmation"
    assert journal(session)[-8:] == [
        "device_connected", "viewer_opened", "viewer_closed", "device_lost", "device_connected", "provider_error", "ending", "ended",
    ]  # fmt: skip


def test_an_end_at_the_citizens_computer_is_told_apart(session: RemoteSession) -> None:
    assert tell(told("ended", session.public_id, reason="device")) == 200
    assert (state(session), session.end_reason) == (State.ENDED, "device")


def test_facts_are_numbers_and_short_codes_and_nothing_else(session: RemoteSession, agent: Actor, line: Line) -> None:
    tell(told("device_connected", session.public_id, client="helper-1.2", name="Rosa Mas"))
    line.do(start_viewing, session, agent)
    tell(told("viewer_closed", session.public_id, bytes_down=7, bytes_up=-1, dropped=True, keys=2**60, pointer="many words of Rosa"))
    tell(told("provider_error", session.public_id, code="Rosa said no"))
    kept = {event.name: event.data for event in session.events.all()}
    assert kept["device_connected"] == {"client": "helper-1.2"}
    assert kept["viewer_closed"] == {"bytes_down": 7}
    assert kept["provider_error"] == {}


# Once, in order, in time


def test_the_same_delivery_counts_once_whatever_its_body_says(session: RemoteSession) -> None:
    number = str(uuid4())
    body = told("device_connected", session.public_id, number=number)
    for again in (
        body,
        body,
        told("ended", session.public_id, number=number),
        told("device_lost", session.public_id, number=number.upper()),
    ):
        assert tell(again) == 200
        assert state(session) == State.READY
    assert journal(session).count("device_connected") == 1
    assert RemoteDelivery.objects.count() == 1


def test_what_was_said_earlier_and_arrives_later_changes_nothing(session: RemoteSession) -> None:
    now = time.time()
    assert tell(told("device_connected", session.public_id, at=now - 9)) == 200
    assert tell(told("device_lost", session.public_id, at=now - 3)) == 200
    assert tell(told("device_connected", session.public_id, at=now - 6)) == 200
    assert state(session) == State.AWAITING_DEVICE
    assert tell(told("device_connected", session.public_id, at=now - 1)) == 200
    assert state(session) == State.READY


def test_events_of_another_kind_do_not_make_one_late(session: RemoteSession) -> None:
    now = time.time()
    assert tell(told("viewer_opened", session.public_id, at=now)) == 200
    assert state(session) == State.AWAITING_DEVICE, "nobody looks before there is something to see"
    assert tell(told("device_connected", session.public_id, at=now - 2)) == 200
    assert state(session) == State.READY


@pytest.mark.parametrize("event", ["device_connected", "device_lost", "viewer_opened", "viewer_closed", "provider_error", "ended"])
def test_after_the_end_nothing_changes(session: RemoteSession, event: str) -> None:
    tell(told("ended", session.public_id))
    before = journal(session)
    assert tell(told(event, session.public_id)) == 200
    assert (state(session), journal(session)) == (State.ENDED, before)


def test_an_end_confirms_one_that_was_asked_for_in_vain(session: RemoteSession) -> None:
    RemoteSession.objects.filter(pk=session.pk).update(
        state=State.ENDING, outcome=State.REVOKED, ended_at=clock.now(), end_due_at=clock.now(), end_reason="citizen"
    )
    assert tell(told("ended", session.public_id)) == 200
    assert (state(session), session.end_reason) == (State.REVOKED, "citizen")
    assert session.closed_at is not None


def test_what_comes_before_the_preparation_is_kept_is_told_to_come_again(session: RemoteSession) -> None:
    RemoteSession.objects.filter(pk=session.pk).update(state=State.CONSENTED)
    body = told("device_connected", session.public_id)
    assert tell(body) == 409
    RemoteSession.objects.filter(pk=session.pk).update(state=State.AWAITING_DEVICE)
    assert tell(body) == 200
    assert state(session) == State.READY


def test_deliveries_are_forgotten_after_a_day(session: RemoteSession) -> None:
    tell(told("device_connected", session.public_id))
    RemoteDelivery.objects.update(taken_at=clock.now() - timedelta(hours=25))
    tell(told("device_lost", session.public_id))
    assert [row.event for row in RemoteDelivery.objects.all()] == ["device_lost"]


# Signatures


def test_what_nobody_signed_is_refused(session: RemoteSession) -> None:
    body = told("ended", session.public_id)
    now = int(time.time())
    good = sign(SECRET, body, now)
    for header in (
        "",
        "t=,v1=",
        f"t={now}",
        good.replace("v1=", "v0="),
        good.replace(f"t={now}", "t=soon"),
        f"t={now},{good}",
        sign("another-secret-of-24-characters", body, now),
        sign(SECRET, body + b" ", now),
        sign(SECRET, body, now)[:-1] + "0" * (not good.endswith("0")) + "1" * good.endswith("0"),
        f"t={now + 1},{good.split(',')[1]}",
        f"t={now},v1=é",
        "t=" + "9" * 600,
    ):
        assert tell(body, **{"acompanya-signature": header}) == 401, header
    assert state(session) == State.AWAITING_DEVICE
    assert RemoteDelivery.objects.count() == 0


@pytest.mark.parametrize(("seconds", "status"), [(-301, 401), (-299, 200), (299, 200), (302, 401), (-86400, 401)])
def test_a_signature_is_good_for_five_minutes(session: RemoteSession, seconds: int, status: int) -> None:
    body = told("device_connected", session.public_id)
    assert tell(body, **signed(body, at=time.time() + seconds)) == status


def test_while_a_secret_is_changed_one_of_two_signatures_is_enough(session: RemoteSession) -> None:
    body = told("device_connected", session.public_id)
    t, right = signed(body)["acompanya-signature"].split(",")
    assert tell(body, **{"acompanya-signature": f"{t},v1={'0' * 64},{right}"}) == 200


def test_our_own_messages_cannot_be_sent_back_to_us(session: RemoteSession) -> None:
    for event in ("check", "prepare", "viewer", "scope", "end", "status"):
        assert tell(told(event, session.public_id)) == 422


def test_a_header_that_names_another_delivery_is_refused(session: RemoteSession) -> None:
    body = told("device_connected", session.public_id)
    assert tell(body, **signed(body), **{"acompanya-delivery": str(uuid4())}) == 422
    assert tell(body, **signed(body), **{"acompanya-delivery": json.loads(body)["id"]}) == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"nothing", b"\xff\xfe", b"[" * 60_000, b'{"id": 1}', b'{"a": NaN}'],
)
def test_a_body_that_is_none_is_refused(session: RemoteSession, body: bytes) -> None:
    assert tell(body) == 422


@pytest.mark.parametrize(
    "wrong", [{"id": "x"}, {"session": "x"}, {"event": "paid"}, {"event": None}, {"at": None}, {"at": True}, {"at": -1}, {"at": 1e400}, {"at": "now"}, {"at": 1e15}]
)  # fmt: skip
def test_fields_that_are_none_are_refused(session: RemoteSession, wrong: dict[str, object]) -> None:
    body = json.dumps(json.loads(told("device_connected", session.public_id)) | wrong).encode()
    assert tell(body) == 422
    assert state(session) == State.AWAITING_DEVICE


def test_a_body_beyond_64_kilobytes_is_not_read(session: RemoteSession) -> None:
    assert tell(told("device_connected", session.public_id, client="x" * 70_000)) == 413


# Whose session, whose address


def test_a_session_that_is_not_there_is_not_found(session: RemoteSession) -> None:
    assert tell(told("device_connected", uuid4())) == 404


def test_another_councils_session_is_not_found_even_with_its_own_good_signature(session: RemoteSession, other: Council) -> None:
    row = enable_remote(other, "webhook", address="https://broker.invalid/")
    row.secrets = seal({"secret": SECRET})
    row.save()
    body = told("ended", session.public_id)
    assert tell(body, council="rocabruna", host="other.test") == 404
    assert tell(body, council="vallclara", host="other.test") == 404, "each council on its own host"
    assert tell(body, council="rocabruna") == 404
    assert state(session) == State.AWAITING_DEVICE
    assert RemoteDelivery.objects.count() == 0


def test_a_session_of_another_program_is_not_found(session: RemoteSession) -> None:
    RemoteSession.objects.filter(pk=session.pk).update(provider="link")
    assert tell(told("ended", session.public_id)) == 404


def test_programs_that_tell_nothing_have_no_address(session: RemoteSession) -> None:
    body = told("ended", session.public_id)
    for provider in ("fake", "link", "nothing"):
        assert tell(body, provider=provider) == 404, provider


def test_reading_is_no_way_to_tell(council: Council) -> None:
    assert Client().get(f"/remote/callbacks/{council.slug}/webhook/").status_code == 405


def test_an_address_that_calls_too_often_has_to_wait(session: RemoteSession) -> None:
    body = told("device_connected", session.public_id)
    with clock.at(clock.now()):
        statuses = [tell(body, **{"acompanya-signature": "t=1,v1=0"}) for _call in range(70)]
        assert statuses == [401] * 60 + [429] * 10
        assert tell(body) == 429, "a good signature does not help who guesses"
