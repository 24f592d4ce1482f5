"""Asking to be told, confirming by mail, being told once, leaving with one request."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.outbox.delivery import deliver
from helpdesk.outbox.models import OutboxMail
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from tests.factories import make_council
from tests.transparency.months import AFTER_OCTOBER
from tests.transparency.workflow.steps import LATER, change_rows, finished, opened
from transparency import services
from transparency.kinds import Severity
from transparency.models import Publication, Subscriber
from transparency.subscribing import token_of

ASK = "/transparency/subscribe/"
ROSA = "rosa@example.org"


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def sent() -> list[str]:
    """Send what is queued; return the bodies."""
    mail.outbox.clear()
    for row in OutboxMail.objects.filter(state="queued").order_by("pk"):
        assert deliver(mail_id=row.pk, worker_id="w") == "sent"
    return [str(message.body) for message in mail.outbox]


@pytest.fixture
def rosa(council: Council) -> Subscriber:
    with clock.at(AFTER_OCTOBER - timedelta(days=1)):
        services.subscribe(council=council, email=ROSA, language="en")
        person = Subscriber.objects.get()
        services.confirm(council=council, token=token_of(person))
    OutboxMail.objects.all().delete()
    return person


def test_the_way_from_asking_to_leaving_without_a_cookie(client: Client, council: Council) -> None:
    page = client.post(f"{ASK}?lang=en", {"email": f" {ROSA.upper()} ", "language": "en", "website": ""})
    assert page.status_code == 200
    [body] = sent()
    assert mail.outbox[0].subject == "Confirm that you want to be told of new figures"
    [link] = re.findall(r"http://testserver(/transparency/subscribe/confirm/\S+)", body)
    shown = client.get(link)
    assert Subscriber.objects.get().confirmed_at is None, "looking changes nothing"
    assert client.post(link).status_code == 200
    person = Subscriber.objects.get()
    assert (person.email, person.confirmed_at is not None) == (ROSA, True)
    assert client.post(link).status_code == 200, "again is fine"
    leaving = link.replace("/confirm/", "/leave/")
    client.get(leaving)
    assert Subscriber.objects.count() == 1
    left = client.post(leaving)
    assert left.status_code == 200
    assert not Subscriber.objects.exists()
    assert client.post(leaving).status_code == 200
    assert client.post(link).status_code == 404
    for response in (page, shown, left):
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()
        assert response["Cache-Control"] == "no-store"


def test_the_database_holds_no_usable_token(rosa: Subscriber) -> None:
    token = token_of(rosa)
    assert token not in {rosa.token_hash, *(str(row.context) for row in OutboxMail.objects.all())}
    assert len(rosa.token_hash) == 64


def test_bad_input_comes_back_and_robots_and_floods_get_nothing(client: Client, council: Council) -> None:
    refused = client.post(f"{ASK}?lang=en", {"email": "rosa@", "language": "en"})
    assert refused.status_code == 422
    assert b'value="rosa@"' in refused.content
    assert client.post(ASK, {"email": ROSA, "language": "ca", "website": "http://spam.example"}).status_code == 200
    assert not Subscriber.objects.exists()
    codes = [client.post(ASK, {"email": ROSA, "language": "ca"}).status_code for _time in range(6)]
    assert codes == [200, 200, 200, 200, 429, 429]
    assert OutboxMail.objects.count() == 1, "one mail in ten minutes"


def test_what_nobody_confirms_is_forgotten_after_seven_days(council: Council) -> None:
    with clock.at(AFTER_OCTOBER):
        services.subscribe(council=council, email=ROSA, language="fr")
        person = Subscriber.objects.get()
        assert person.language == "ca"
    with clock.at(AFTER_OCTOBER + timedelta(days=8)):
        with pytest.raises(NotFound):
            services.confirm(council=council, token=token_of(person))
        services.subscribe(council=council, email="pere@example.org", language="ca")
    assert [row.email for row in Subscriber.objects.all()] == ["pere@example.org"]
    with pytest.raises(InvalidInput):
        services.subscribe(council=council, email="x", language="ca")


def test_who_is_subscribed_gets_no_second_mail_and_nobody_is_told_who_is(rosa: Subscriber, council: Council, client: Client) -> None:
    for email in (ROSA, "other@example.org"):
        page = client.post(f"{ASK}?lang=en", {"email": email, "language": "en"}).content.decode()
        assert page.replace(email, "") == client.post(f"{ASK}?lang=en", {"email": email, "language": "en"}).content.decode().replace(
            email, ""
        )
    assert [row.recipient for row in OutboxMail.objects.all()] == ["other@example.org"]


def test_a_link_opens_nothing_on_another_councils_host(rosa: Subscriber, client: Client) -> None:
    make_council("other", host="other.test", prefix="OT")
    client.post(f"{ASK}leave/{token_of(rosa)}/", headers={"host": "other.test"})
    assert Subscriber.objects.count() == 1


def test_everybody_is_told_of_a_month_and_of_its_corrections_but_not_of_wording(
    rosa: Subscriber, first: Publication, council: Council, officer: Actor
) -> None:
    [body] = sent()
    [message] = mail.outbox
    assert message.subject == "Figures of October 2026"
    assert "http://testserver/transparency/2026-10/?lang=en" in body
    leave = f"http://testserver/transparency/subscribe/leave/{token_of(rosa)}/?lang=en"
    assert leave in body
    assert message.extra_headers["List-Unsubscribe"] == f"<{leave}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    subjects = []
    for number, severity in enumerate((Severity.TINY, Severity.MINOR, Severity.SERIOUS)):
        at = LATER + timedelta(days=number)
        if severity is not Severity.TINY:
            change_rows(council, 20)
        opened(council, officer, severity=severity, at=at)
        finished(council, officer, at=at)
        sent()
        subjects.append([str(one.subject) for one in mail.outbox])
    assert subjects == [[], ["Figures of October 2026, revised"], ["Figures of October 2026 were wrong and have been corrected"]]


def test_who_left_in_the_meantime_gets_no_mail(rosa: Subscriber, first: Publication, council: Council) -> None:
    services.leave(council=council, token=token_of(rosa))
    mail.outbox.clear()
    for row in OutboxMail.objects.filter(state="queued"):
        deliver(mail_id=row.pk, worker_id="w")
    assert mail.outbox == []
