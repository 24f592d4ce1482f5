"""The pages lead from measuring to publishing, say what is wrong in plain words, and keep what was typed."""

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from tests.factories import make_council, make_user
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, town_month
from tests.transparency.workflow.steps import LATER, WHY, change_rows
from transparency import services
from transparency.models import Draft, Publication, PublicationPolicy, Release

HOME = "/en/indicators/"
MONTH = f"{HOME}vallclara/2026-10/"
REASON = {f"reason-{language}": text for language, text in WHY.items()}
CORRECTION = {"kind": "correction", "severity": "minor", **REASON}
POLICY = {"threshold": "6", "release_day": "4", "release_hour": "9", "target-sat.score": "4.5"}
OFFICERS_POSTS = ("measure/", "commentary/", "notes/", "check/", "publish/", "correct/", "drop/", "withdraw/1/")


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def inside(officer: Actor) -> Client:
    return browser(officer)


@pytest.fixture
def signer(second: Actor) -> Client:
    return browser(second)


def text_of(client: Client, address: str = MONTH) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_way_from_measuring_to_a_correction(inside: Client, signer: Client, council: Council) -> None:
    town_month(council)
    with clock.at(AFTER_OCTOBER):
        assert "has not been measured" in text_of(inside)
        assert inside.post(f"{MONTH}measure/").status_code == 302
        assert inside.post(f"{MONTH}commentary/", {"ca": "Un mes tranquil.", "en": "A quiet month."}).status_code == 302
        assert "A quiet month." in text_of(inside)
        assert inside.post(f"{MONTH}sign/", {"confirm": "on"}).status_code == 409
        assert inside.post(f"{MONTH}check/").status_code == 302
        page = text_of(inside)
        assert "Ask a second person" in page
        assert "In order" in page
        assert 'action="/en/indicators/vallclara/2026-10/sign/"' not in page
        page = text_of(signer)
        assert "A second person looks at the month" in page
        assert 'action="/en/indicators/vallclara/2026-10/measure/"' not in page
        assert signer.post(f"{MONTH}sign/", {}).status_code == 422
        assert signer.post(f"{MONTH}sign/", {"confirm": "on"}).status_code == 302
        assert "Signed" in text_of(inside, f"{MONTH}publish/")
        assert inside.post(f"{MONTH}publish/").status_code == 422
        assert inside.post(f"{MONTH}publish/", {"confirm": "on"}).status_code == 302
        again = inside.post(f"{MONTH}publish/", {"confirm": "on"})
        assert again.status_code == 409
        assert "already published" in again.content.decode()
        page = text_of(inside)
        assert "A published month does not change." in page
        assert "<textarea" not in page
        assert [words in page for words in ("Published", "Signed", "Ran the checks", "Measured")] == [True] * 4
    with clock.at(LATER):
        change_rows(council)
        assert inside.post(f"{MONTH}correct/", CORRECTION).status_code == 302
        page = text_of(inside)
        assert "revision 2, in preparation" in page
        assert "A mistake in counting." in page
        assert "What changed" in page
        assert inside.post(f"{MONTH}drop/").status_code == 302
    assert Publication.objects.get().revision == 1
    assert Draft.objects.count() == 1


def test_a_draft_that_says_something_in_one_language_only_is_explained(inside: Client, draft: Draft) -> None:
    with clock.at(AFTER_OCTOBER):
        inside.post(f"{MONTH}commentary/", {"ca": "Un mes tranquil."})
        inside.post(f"{MONTH}check/")
        page = text_of(inside)
    assert "The commentary is missing in: English." in page
    assert "Write it in every language, or in none." in page


def test_notes_are_typed_beside_the_finding(inside: Client, draft: Draft, council: Council, officer: Actor) -> None:
    finding = {"indicator": "vol.contacts", "value": 330.0, "median": 120.0, "months": 4, "languages": ["ca", "en"]}
    result = {"id": "deviation", "ok": False, "blocking": True, "code": "needs_a_note", "data": finding}
    Draft.objects.filter(pk=draft.pk).update(checks=[result], checked_at=AFTER_OCTOBER)
    with clock.at(AFTER_OCTOBER):
        page = text_of(inside)
        assert "Contacts received is 330; the middle of the 4 months published before is 120." in page
        long = inside.post(f"{MONTH}notes/", {"vol.contacts-ca": "x" * 601, "vol.contacts-en": "Typed."})
        assert long.status_code == 422
        assert "Typed." in long.content.decode()
        assert inside.post(f"{MONTH}notes/", {"vol.contacts-ca": "La renda.", "vol.contacts-en": "Tax season."}).status_code == 302
    draft.refresh_from_db()
    assert draft.notes == {"vol.contacts": {"ca": "La renda.", "en": "Tax season."}}


def test_signing_alone_asks_why(inside: Client, draft: Draft, council: Council, officer: Actor) -> None:
    PublicationPolicy.objects.update(may_sign_alone=True)
    with clock.at(AFTER_OCTOBER):
        services.check(council=council, month=OCTOBER, by=officer)
        assert "Why does nobody else sign?" in text_of(inside)
        assert inside.post(f"{MONTH}sign/", {"confirm": "on"}).status_code == 422
        assert inside.post(f"{MONTH}sign/", {"confirm": "on", "because": "Nobody else works here."}).status_code == 302
        assert "Nobody else works here." in text_of(inside)


def test_the_forms_of_corrections_and_withdrawal_keep_what_was_typed(inside: Client, first: Publication) -> None:
    with clock.at(LATER):
        for address, data in (
            ("correct/", {**CORRECTION, "reason-en": ""}),
            ("correct/", {**CORRECTION, "severity": ""}),
            ("withdraw/1/", {"kind": "legal", "typed": "2026-10", **REASON}),
        ):
            response = inside.post(MONTH + address, data)
            assert response.status_code == 422, address
            assert WHY["ca"] in response.content.decode()
        assert not Draft.objects.filter(revision=2).exists()
        assert "Write 2026-10 r1 here." in text_of(inside, f"{MONTH}withdraw/1/")
        assert inside.post(f"{MONTH}withdraw/1/", {"kind": "legal", "typed": "2026-10 r1", **REASON}).status_code == 302
        assert inside.post(f"{MONTH}withdraw/1/", {"kind": "legal", "typed": "2026-10 r1", **REASON}).status_code == 409
        assert inside.get(f"{MONTH}withdraw/2/").status_code == 404
        assert "The newest revision of this month is withdrawn." in text_of(inside)


def test_a_running_month_is_provisional(inside: Client, council: Council) -> None:
    following = f"{HOME}vallclara/2026-11/"
    with clock.at(AFTER_OCTOBER):
        assert inside.post(f"{following}measure/").status_code == 302
        assert "provisional" in text_of(inside, following)
        refused = inside.post(f"{following}publish/", {"confirm": "on"})
        assert refused.status_code == 409
        assert inside.post(f"{HOME}vallclara/2026-12/measure/").status_code == 409


def test_the_rules_and_the_calendar(inside: Client, signer: Client, council: Council) -> None:
    settings, calendar = f"{HOME}vallclara/settings/", f"{HOME}vallclara/calendar/"
    with clock.at(AFTER_OCTOBER):
        assert inside.post(settings, {**POLICY, "threshold": "2"}).status_code == 422
        assert inside.post(settings, {**POLICY, "may_sign_alone": "on"}).status_code == 302
        policy = PublicationPolicy.objects.get()
        assert (policy.threshold, policy.release_day, policy.may_sign_alone, policy.targets) == (6, 4, False, {"sat.score": 4.5})
        assert signer.post(settings, {**POLICY, "may_sign_alone": "on"}).status_code == 302
        assert PublicationPolicy.objects.get().may_sign_alone
        past = inside.post(calendar, {"month": "2026-11", "day": "2026-11-02", "hour": "10:00"})
        assert past.status_code == 422
        assert "2026-11-02" in past.content.decode()
        assert inside.post(calendar, {"month": "2026-11", "day": "2026-12-15", "hour": "12:30"}).status_code == 302
        assert Release.objects.get().due_at.isoformat() == "2026-12-15T11:30:00+00:00"
        assert "Own date" in text_of(inside, calendar)
        assert "Next release" in text_of(inside, HOME)


def test_who_may_open_and_do_what(council: Council, draft: Draft, signer: Client) -> None:
    other = make_council("other", host="other.test", prefix="OT")
    pages = (HOME, MONTH, f"{HOME}vallclara/settings/", f"{HOME}vallclara/calendar/")
    for role, codes in (
        (Role.AGENT, (403, 403, 403, 403)),
        (Role.SUPERVISOR, (200, 200, 200, 200)),
        (Role.ADMINISTRATOR, (403, 403, 200, 200)),
        (Role.OFFICER, (200, 200, 200, 200)),
    ):
        client = Client()
        client.force_login(make_user(council, role))
        assert tuple(client.get(page).status_code for page in pages) == codes, role
    assert [signer.post(MONTH + address).status_code for address in OFFICERS_POSTS] == [403] * len(OFFICERS_POSTS)
    stranger = Client()
    stranger.force_login(make_user(other, Role.OFFICER, Role.SUPERVISOR))
    addresses = [MONTH + address for address in ("", "sign/", *OFFICERS_POSTS)]
    assert {stranger.post(address).status_code for address in addresses[1:]} | {stranger.get(addresses[0]).status_code} == {404}
    for page in pages:
        assert Client().get(page).status_code == 302


def test_the_months_take_the_same_queries_with_one_draft_and_with_six(
    inside: Client, council: Council, officer: Actor, django_assert_max_num_queries
) -> None:
    with clock.at(AFTER_OCTOBER):
        month, counts = OCTOBER, []
        for _number in range(6):
            services.make_draft(council=council, month=month, by=officer)
            month = month.previous
            with django_assert_max_num_queries(24) as found:
                inside.get(HOME)
            counts.append(len(found))
    assert len(set(counts[1:])) == 1
