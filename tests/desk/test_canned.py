"""Canned answers: own and shared, in the citizen's language, with placeholders that exist."""

import pytest
from django.test import Client

from config.demo.answers import ANSWERS, seed_answers
from helpdesk.base.errors import DomainError, InvalidInput, NotAllowed, NotFound
from helpdesk.desk.models import CannedAnswer
from helpdesk.desk.rules import fill, unknown_placeholders
from helpdesk.desk.selectors.canned import answers_for, offer, render
from helpdesk.desk.services.canned import delete_answer, save_answer
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import LANGUAGES, Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from tests.factories import citizen_of, make_council, make_procedure, make_staff, make_ticket, make_user

TEXTS = {"ca": "Bon dia, {name}. Soc {agent}.", "en": "Hello, {name}. I am {agent}."}


@pytest.fixture
def me(agent: User) -> Actor:
    return staff_actor(agent)


@pytest.fixture
def supervisor(council: Council) -> Actor:
    return make_staff(council, Role.SUPERVISOR, name="Mercè Soler")


def save(council: Council, by: Actor, *, shared: bool = False, answer: CannedAnswer | None = None, **fields: object) -> CannedAnswer:
    defaults: dict[str, object] = {"shortcut": "hello", "title": "Greeting", "texts": TEXTS}
    return save_answer(council_id=council.pk, answer_id=answer.pk if answer else None, shared=shared, by=by, **{**defaults, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("Hello, {name}.", {"name": "Rosa"}, "Hello, Rosa."),
        ("Hello, {name}.", {"name": ""}, "Hello."),
        ("Hello {name}!", {"name": ""}, "Hello!"),
        ("{name}, hello", {"name": "Rosa"}, "Rosa, hello"),
        ("Press {Ctrl}", {"name": "Rosa"}, "Press {Ctrl}"),
        ("{name}{name}", {"name": "{agent}", "agent": "x"}, "{agent}{agent}"),
    ],
)
def test_placeholders_are_filled(text: str, values: dict[str, str], expected: str) -> None:
    assert fill(text, values) == expected


def test_unknown_placeholders_are_named_once() -> None:
    assert unknown_placeholders("{name} {nmae} {agent.password} {nmae} {}") == ["nmae", "agent.password", ""]


@pytest.mark.parametrize(
    "fields",
    [
        {"texts": {"ca": "Bon dia, {nom}"}},
        {"texts": {"ca": "{agent.password}"}},
        {"texts": {"ca": "  "}},
        {"texts": {"fr": "Bonjour"}},
        {"texts": {"ca": "x" * 5001}},
        {"title": " "},
        {"title": "x" * 81},
        {"shortcut": "Bon dia"},
        {"shortcut": "x" * 31},
        {"shortcut": ""},
    ],
)
def test_what_cannot_be_used_is_refused_at_saving(fields: dict[str, object], council: Council, me: Actor) -> None:
    with pytest.raises(InvalidInput):
        save(council, me, **fields)
    assert CannedAnswer.objects.count() == 0


def test_an_answer_reads_in_the_citizens_language(council: Council, me: Actor) -> None:
    procedure = make_procedure(council)
    answer = save(council, me, texts={"ca": "{name} {reference} {agent} {council} {phone} {procedure}"})
    ticket = make_ticket(council, procedure=procedure)
    assert render(answer, ticket, me) == f"Rosa Mas {ticket.reference} Laia Ajuntament de Vallclara 972 00 00 10 Certificate of residence"


@pytest.mark.parametrize(("language", "expected", "fallback"), [("en", "en", False), ("eu", "ca", True), ("es", "ca", True)])
def test_a_missing_language_falls_back_and_says_so(language: str, expected: str, fallback: bool, council: Council, me: Actor) -> None:  # noqa: FBT001
    [offered] = offer([save(council, me)], make_ticket(council, language=language), me)
    assert (offered.language, offered.is_fallback) == (expected, fallback)


def test_everybody_gets_the_shared_ones_and_their_own(council: Council, me: Actor, supervisor: Actor) -> None:
    save(council, supervisor, shared=True, shortcut="all", title="A")
    save(council, me, shortcut="mine", title="B")
    save(council, supervisor, shortcut="hers", title="C")
    assert [answer.shortcut for answer in answers_for(me, council.pk)] == ["all", "mine"]
    assert [answer.shortcut for answer in answers_for(supervisor, council.pk)] == ["all", "hers"]


def test_only_who_configures_the_council_keeps_shared_ones(council: Council, me: Actor, supervisor: Actor) -> None:
    with pytest.raises(NotAllowed):
        save(council, me, shared=True)
    shared = save(council, supervisor, shared=True)
    with pytest.raises(NotAllowed):
        save(council, me, answer=shared)
    with pytest.raises(NotAllowed):
        delete_answer(answer_id=shared.pk, by=me)
    save(council, make_staff(council, Role.ADMINISTRATOR), shared=True, answer=shared, title="Changed")
    shared.refresh_from_db()
    assert (shared.title, shared.owner) == ("Changed", None)


def test_nobody_reaches_what_is_another_persons_or_another_councils(council: Council, me: Actor, supervisor: Actor) -> None:
    mine = save(council, me)
    other = make_staff(make_council("second", host="second.example", prefix="SE"), Role.SUPERVISOR)
    for actor in (supervisor, other, make_staff(council, Role.OFFICER), citizen_of(council)):
        with pytest.raises(NotFound):
            delete_answer(answer_id=mine.pk, by=actor)
    for actor in (other, make_staff(council, Role.OFFICER), citizen_of(council)):
        with pytest.raises(DomainError):
            save(council, actor)
        assert answers_for(actor, council.pk) == []
    assert CannedAnswer.objects.count() == 1


def test_a_shortcut_is_taken_once_but_an_own_one_may_shadow_a_shared_one(council: Council, me: Actor, supervisor: Actor) -> None:
    save(council, supervisor, shared=True)
    with pytest.raises(InvalidInput):
        save(council, supervisor, shared=True, title="Another")
    save(council, me)
    with pytest.raises(InvalidInput):
        save(council, me, title="Another")
    assert CannedAnswer.objects.count() == 2


def test_the_composer_offers_them_and_a_link_fills_it_without_a_script(council: Council, me: Actor, desk: Client) -> None:
    answer = save(council, me)
    ticket = make_ticket(council, language="eu")
    url = f"/en/desk/tickets/{ticket.reference}/"
    assert f"answer={answer.pk}#composer" in desk.get(url).content.decode()
    text = desk.get(f"{url}?view=mine&answer={answer.pk}").content.decode()
    assert "Bon dia, Rosa Mas. Soc Laia.</textarea>" in text
    assert "This answer is in Català" in text
    assert "/reply/?view=mine" in text
    for nonsense in ("0", "abc", "99999999999999999999"):
        assert "Soc Laia.</textarea>" not in desk.get(f"{url}?answer={nonsense}").content.decode()


def test_a_chosen_answer_comes_after_the_draft(council: Council, me: Actor, desk: Client) -> None:
    answer, ticket = save(council, me), make_ticket(council)
    url = f"/en/desk/tickets/{ticket.reference}/"
    desk.post(f"{url}draft/", {"kind": "reply", "body": "First this."})
    assert "First this.\n\nBon dia, Rosa Mas. Soc Laia.</textarea>" in desk.get(f"{url}?answer={answer.pk}").content.decode()


def data(**fields: str) -> dict[str, str]:
    return {"title": "Greeting", "shortcut": "/hello", "text_ca": TEXTS["ca"], **fields}


def test_an_own_answer_is_written_changed_and_deleted(council: Council, desk: Client, me: Actor) -> None:
    assert desk.post("/en/desk/answers/new/", data()).status_code == 302
    answer = CannedAnswer.objects.get()
    assert (answer.owner_id, answer.shortcut, answer.texts) == (me.user_id, "hello", {"ca": TEXTS["ca"]})
    assert "Greeting" in desk.get("/en/desk/answers/").content.decode()
    assert desk.post(f"/en/desk/answers/{answer.pk}/", data(text_en="Hello")).status_code == 302
    answer.refresh_from_db()
    assert answer.texts == {"ca": TEXTS["ca"], "en": "Hello"}
    desk.post(f"/en/desk/answers/{answer.pk}/delete/")
    assert CannedAnswer.objects.count() == 0


def test_what_was_typed_comes_back_with_the_reason(desk: Client) -> None:
    response = desk.post("/en/desk/answers/new/", data(text_es="Hola, {nombre}"))
    assert response.status_code == 422
    assert "Nothing is known by the name of {nombre}." in response.content.decode()
    assert "Hola, {nombre}</textarea>" in response.content.decode()


def test_a_supervisor_shares_and_an_agent_may_only_read(council: Council, client: Client, desk: Client) -> None:
    supervisor = Client(headers={"host": "testserver"})
    supervisor.force_login(make_user(council, Role.SUPERVISOR))
    supervisor.post("/en/desk/answers/new/", data(owner="shared"))
    answer = CannedAnswer.objects.get()
    assert answer.owner is None
    assert "Greeting" in desk.get("/en/desk/answers/").content.decode()
    assert desk.get(f"/en/desk/answers/{answer.pk}/").status_code == 403
    assert desk.post(f"/en/desk/answers/{answer.pk}/", data(title="Mine now")).status_code == 403
    assert desk.post(f"/en/desk/answers/{answer.pk}/delete/").status_code == 403
    desk.post("/en/desk/answers/new/", data(owner="shared", shortcut="sly"))
    assert CannedAnswer.objects.get(shortcut="sly").owner is not None


def test_the_list_asks_the_database_as_often_for_thirty_as_for_one(
    council: Council, me: Actor, desk: Client, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ticket = make_ticket(council)

    def queries(address: str) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as found:
            desk.get(address)
        return len(found)

    addresses = ("/en/desk/answers/", f"/en/desk/tickets/{ticket.reference}/")
    save(council, me, shortcut="a0")
    before = [queries(address) for address in addresses]
    for number in range(1, 30):
        save(council, me, shortcut=f"a{number}")
    assert [queries(address) for address in addresses] == before


def test_the_demonstrations_answers_are_complete_and_come_once(council: Council, supervisor: Actor) -> None:
    assert (seed_answers(council, supervisor), seed_answers(council, supervisor)) == (12, 0)
    assert len(ANSWERS) == 12
    assert all(set(answer.texts) == set(LANGUAGES) for answer in CannedAnswer.objects.all())


def test_an_answer_is_offered_for_its_own_council_only(council: Council, supervisor: Actor) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    both = Actor(
        user_id=supervisor.user_id, name="Mercè", roles={council.pk: frozenset({Role.SUPERVISOR}), second.pk: frozenset({Role.SUPERVISOR})}
    )
    save(second, both, shared=True)
    ticket: Ticket = make_ticket(council)
    assert answers_for(both, ticket.council_id) == []


def test_an_administrator_keeps_the_shared_answers_and_has_none_of_her_own(council: Council, supervisor: Actor, client: Client) -> None:
    save(council, supervisor, shared=True)
    client.force_login(make_user(council, Role.ADMINISTRATOR))
    assert "Only for me" not in client.get("/en/desk/answers/?council=vallclara").content.decode()
    client.post("/en/desk/answers/new/", data(owner="mine", shortcut="second"))
    assert list(CannedAnswer.objects.order_by("shortcut").values_list("shortcut", "owner")) == [("hello", None), ("second", None)]


@pytest.mark.parametrize("address", ["", "new/", "1/"])
def test_an_officer_is_sent_to_the_indicators(address: str, council: Council, client: Client) -> None:
    client.force_login(make_user(council, Role.OFFICER))
    assert client.get(f"/en/desk/answers/{address}").headers["Location"] == "/en/indicators/"
    assert client.post(f"/en/desk/answers/{address}", data()).status_code in {403, 405}
    assert CannedAnswer.objects.count() == 0
