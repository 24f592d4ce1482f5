"""A council's own texts, teams and look: who may change them, and what readers get."""

import pytest

from helpdesk.base.errors import InvalidInput, NotAllowed, NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, CouncilText, Team
from helpdesk.people.rules import TEXT_LIMITS, Role, TextKey
from helpdesk.people.selectors import TextInWords, council_text, teams_of, texts_of
from helpdesk.people.services import Look, delete_team, save_look, save_team, save_text, usable_colour
from helpdesk.tickets.models import Ticket
from tests.factories import make_council, make_staff, make_ticket, make_user

LOOK = Look(brand_color="#7a1f3d", mark="V", service_name={"ca": "Ajuda"}, languages=("ca", "es"))


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def other(council: Council) -> Council:
    return make_council("second", host="second.example", prefix="SE")


@pytest.fixture
def by(council: Council) -> Actor:
    return make_staff(council, Role.SUPERVISOR)


def write(council: Council, by: Actor, body: str, language: str = "ca", key: TextKey = TextKey.WELCOME) -> None:
    save_text(council_id=council.pk, key=key, language=language, body=body, by=by)


# ---- texts --------------------------------------------------------------------------------------------------------------------------


def test_empty_lines_separate_paragraphs(council: Council, by: Actor) -> None:
    write(council, by, "Hola.\r\nBon dia.\r\n \r\n\r\nAdéu.\n")
    assert council_text(council, TextKey.WELCOME, "ca") == TextInWords(("Hola.\nBon dia.", "Adéu."), "ca")


def test_a_missing_language_falls_back_along_the_order_of_the_council(council: Council, by: Actor) -> None:
    council.language_order = ["ca", "gl", "es"]
    council.save()
    write(council, by, "Hola a todos.", "es")
    write(council, by, "Ola a todos.", "gl")
    assert council_text(council, TextKey.WELCOME, "en") == TextInWords(("Ola a todos.",), "gl")
    assert council_text(council, TextKey.WELCOME, "es") == TextInWords(("Hola a todos.",), "es")


def test_without_a_text_the_page_says_its_own_words(council: Council, other: Council, by: Actor) -> None:
    write(council, by, "Hola.", key=TextKey.CLOSED)
    assert council_text(council, TextKey.WELCOME, "ca") is None
    assert council_text(other, TextKey.CLOSED, "ca") is None


def test_an_emptied_text_is_taken_away_and_its_history_kept(council: Council, by: Actor) -> None:
    write(council, by, "Hola.")
    write(council, by, "Bon dia.")
    write(council, by, " \n ")
    write(council, by, "")
    assert not CouncilText.objects.exists()
    assert [row.history_type for row in CouncilText.history.order_by("history_id")] == ["+", "~", "-"]
    assert texts_of(council)[TextKey.WELCOME] == {}


@pytest.mark.parametrize(("key", "limit"), TEXT_LIMITS.items())
def test_a_text_has_a_limit(council: Council, by: Actor, key: TextKey, limit: int) -> None:
    write(council, by, "x" * limit, key=key)
    with pytest.raises(InvalidInput):
        write(council, by, "x" * (limit + 1), key=key)
    assert CouncilText.objects.get().body == "x" * limit


def test_a_text_is_in_a_known_language(council: Council, by: Actor) -> None:
    with pytest.raises(InvalidInput):
        write(council, by, "Bonjour.", "fr")


# ---- teams --------------------------------------------------------------------------------------------------------------------------


def test_a_team_is_made_renamed_and_filled(council: Council, by: Actor) -> None:
    agent, supervisor = make_user(council, Role.AGENT), make_user(council, Role.SUPERVISOR)
    team = save_team(council_id=council.pk, team_id=None, name=" Taxes ", member_ids=[agent.pk], by=by)
    save_team(council_id=council.pk, team_id=team.pk, name="Taxes and fees", member_ids=[supervisor.pk], by=by)
    found = teams_of([council.pk]).get()
    assert (found.name, list(found.members.all())) == ("Taxes and fees", [supervisor])


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "Licences", "LICENCES"])
def test_a_team_needs_a_name_of_its_own(council: Council, by: Actor, name: str) -> None:
    save_team(council_id=council.pk, team_id=None, name="Licences", member_ids=[], by=by)
    with pytest.raises(InvalidInput):
        save_team(council_id=council.pk, team_id=None, name=name, member_ids=[], by=by)
    assert Team.objects.count() == 1


def test_two_councils_may_use_the_same_name(council: Council, other: Council, by: Actor) -> None:
    save_team(council_id=council.pk, team_id=None, name="Taxes", member_ids=[], by=by)
    save_team(council_id=other.pk, team_id=None, name="Taxes", member_ids=[], by=make_staff(other, Role.SUPERVISOR))
    assert Team.objects.count() == 2


def test_only_who_answers_requests_of_the_council_is_a_member(council: Council, other: Council, by: Actor) -> None:
    for stranger in (make_user(other, Role.AGENT), make_user(council, Role.OFFICER)):
        with pytest.raises(InvalidInput):
            save_team(council_id=council.pk, team_id=None, name="Taxes", member_ids=[stranger.pk], by=by)
    assert not Team.objects.exists()


def test_tickets_of_a_deleted_team_go_on(council: Council, by: Actor) -> None:
    team = save_team(council_id=council.pk, team_id=None, name="Taxes", member_ids=[], by=by)
    ticket = make_ticket(council)
    Ticket.objects.filter(pk=ticket.pk).update(team=team)
    delete_team(council_id=council.pk, team_id=team.pk, by=by)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.status) == (None, "new")


def test_a_team_of_another_council_is_not_found(council: Council, other: Council, by: Actor) -> None:
    theirs = Team.objects.create(council=other, name="Theirs")
    with pytest.raises(NotFound):
        save_team(council_id=council.pk, team_id=theirs.pk, name="Mine", member_ids=[], by=by)
    with pytest.raises(NotFound):
        delete_team(council_id=council.pk, team_id=theirs.pk, by=by)
    theirs.refresh_from_db()
    assert theirs.name == "Theirs"


# ---- look ---------------------------------------------------------------------------------------------------------------------------


def test_a_look_is_saved_and_its_history_kept(council: Council, by: Actor) -> None:
    look = Look(
        brand_color="7A1F3D",
        mark="Vc",
        service_name={"ca": " Ajuda ", "es": "", "fr": "Aide"},
        languages=("es", "ca"),
        phone="972 00 00 11",
        email="nova@vallclara.example",
        address="Plaça Major, 1",
        website="https://vallclara.example",
        e_office_url="https://seu.vallclara.example",
    )
    save_look(council_id=council.pk, look=look, by=by)
    council.refresh_from_db()
    assert (council.brand_color, council.mark, council.service_name) == ("#7a1f3d", "Vc", {"ca": "Ajuda"})
    assert (council.default_language, council.languages) == ("es", ["es", "ca"])
    assert (council.phone, council.address, council.e_office_url) == ("972 00 00 11", "Plaça Major, 1", "https://seu.vallclara.example")
    assert council.history.first().brand_color == "#7a1f3d"


@pytest.mark.parametrize(("colour", "plain"), [("#0B5D66", "#0b5d66"), (" 06c ", "#0066cc"), ("#777777", "#777777"), ("#000", "#000000")])
def test_a_colour_is_kept_in_one_form(colour: str, plain: str) -> None:
    assert usable_colour(colour) == plain


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#123456;}", "url(x)"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(InvalidInput, match="invalid") as refused:
        usable_colour(colour)
    assert "not a colour" in str(refused.value.message)


@pytest.mark.parametrize(("colour", "nearest"), [("#ffd500", "#af9200"), ("#ffffff", "#939393")])
def test_too_pale_a_colour_is_refused_with_the_nearest_one(colour: str, nearest: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        usable_colour(colour)
    assert nearest in str(refused.value.message)
    assert usable_colour(nearest) == nearest


@pytest.mark.parametrize(
    "wrong", [{"mark": ""}, {"mark": "ABC"}, {"mark": "<"}, {"languages": ()}, {"languages": ("ca", "fr")}, {"languages": ("ca", "ca")}]
)
def test_a_look_without_sense_changes_nothing(council: Council, by: Actor, wrong: dict[str, object]) -> None:
    fields = {"brand_color": "#7a1f3d", "mark": "V", "service_name": {}, "languages": ("ca",)} | wrong
    with pytest.raises(InvalidInput):
        save_look(council_id=council.pk, look=Look(**fields), by=by)  # type: ignore[arg-type]
    council.refresh_from_db()
    assert council.brand_color == "#0b5d66"


# ---- who ----------------------------------------------------------------------------------------------------------------------------


def attempts(council: Council, team: Team, by: Actor) -> None:
    """Everything that can be written, each of which must be refused."""
    with pytest.raises(NotAllowed):
        save_look(council_id=council.pk, look=LOOK, by=by)
    with pytest.raises(NotAllowed):
        write(council, by, "Hola.")
    with pytest.raises(NotAllowed):
        save_team(council_id=council.pk, team_id=team.pk, name="Mine", member_ids=[], by=by)
    with pytest.raises(NotAllowed):
        delete_team(council_id=council.pk, team_id=team.pk, by=by)


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER])
def test_other_roles_change_nothing(council: Council, role: Role) -> None:
    attempts(council, Team.objects.create(council=council, name="Taxes"), make_staff(council, role))
    assert (Team.objects.get().name, CouncilText.objects.count()) == ("Taxes", 0)


def test_other_councils_change_nothing(council: Council, other: Council) -> None:
    attempts(council, Team.objects.create(council=council, name="Taxes"), make_staff(other, Role.SUPERVISOR, Role.ADMINISTRATOR))
    council.refresh_from_db()
    assert council.brand_color == "#0b5d66"


def test_an_administrator_changes_the_look(council: Council) -> None:
    save_look(council_id=council.pk, look=LOOK, by=make_staff(council, Role.ADMINISTRATOR))
    council.refresh_from_db()
    assert council.languages == ["ca", "es"]
