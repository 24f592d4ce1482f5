"""Settings of look, texts and teams, the overview, and who gets there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.people.models import Council, CouncilText, Team, User
from helpdesk.people.rules import Role
from tests.factories import PASSWORD, make_council, make_user

HOME = "/en/desk/settings/vallclara/"
LOOK = {
    "brand_color": "#7a1f3d",
    "mark": "V",
    "name_ca": "Ajuda",
    "language_0": "ca",
    "language_1": "es",
    "phone": "972 00 00 11",
    "email": "ajuda@vallclara.example",
    "website": "https://vallclara.example",
}


@pytest.fixture
def supervisor(council: Council) -> User:
    return make_user(council, Role.SUPERVISOR)


@pytest.fixture
def visitor(supervisor: User, client: Client) -> Client:
    client.force_login(supervisor)
    return client


# ---- who ----------------------------------------------------------------------------------------------------------------------------


def test_an_administrator_who_answers_no_tickets_lands_on_the_settings(council: Council, client: Client) -> None:
    administrator = make_user(council, Role.ADMINISTRATOR)
    response = client.post("/en/accounts/login/", {"login": administrator.email, "password": PASSWORD}, follow=True)
    text = response.content.decode()
    assert (response.redirect_chain[-1][0], response.status_code) == (HOME, 200)
    assert ("/en/desk/log/" in text, "desk-live" in text, "/en/desk/answers/" in text) == (False, False, False)


@pytest.mark.parametrize("place", ["", "hours/", "days/", "calls/", "teams/", "texts/", "texts/privacy/", "look/"])
def test_every_place_is_open_to_who_configures_and_to_nobody_else(council: Council, client: Client, place: str) -> None:
    people = [
        (make_user(council, Role.SUPERVISOR), 200),
        (make_user(council, Role.ADMINISTRATOR), 200),
        (make_user(council, Role.AGENT), 403),
        (make_user(council, Role.OFFICER), 403),
        (make_user(make_council("second", host="second.example", prefix="SE"), Role.SUPERVISOR), 404),
    ]
    for user, status in people:
        client.force_login(user)
        assert client.get(HOME + place).status_code == status, user.memberships.get().role
    client.logout()
    assert client.get(HOME + place).status_code == 302


def test_the_settings_begin_with_the_council_of_the_host(council: Council, supervisor: User, visitor: Client) -> None:
    other = make_council("another", host="another.example", prefix="AN")
    supervisor.memberships.create(council=other, role=Role.ADMINISTRATOR)
    assert visitor.get("/en/desk/settings/").headers["Location"] == HOME
    assert "/en/desk/settings/another/" in visitor.get(HOME).content.decode()


# ---- overview -----------------------------------------------------------------------------------------------------------------------


def test_the_overview_says_what_is_missing(council: Council, visitor: Client) -> None:
    council.opening_intervals.all().delete()
    Council.objects.filter(pk=council.pk).update(phone="")
    CouncilText.objects.create(council=council, key="welcome", language="ca", body="Hola")
    text = visitor.get(HOME).content.decode()
    for words in (
        "There are no hours: chat and calls are never offered.",
        "local holidays missing for",
        "Welcome is missing in Castellano, Euskara, Galego and English",
        "There is no telephone number",
        "manage.py add_person",
    ):
        assert words in text


def test_the_overview_costs_the_same_with_many_rows(council: Council, visitor: Client) -> None:
    counts: list[int] = []
    for number in (1, 30):
        for index in range(number):
            Team.objects.create(council=council, name=f"Team {number} {index}").members.add(make_user(council, Role.AGENT))
        visitor.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            visitor.get(HOME)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- look ---------------------------------------------------------------------------------------------------------------------------


def test_a_look_is_saved_and_shows_on_public_pages_at_once(council: Council, visitor: Client) -> None:
    before = visitor.get("/ca/").context["council_theme_url"]
    text = visitor.post(f"{HOME}look/", LOOK, follow=True).content.decode()
    public = visitor.get("/ca/")
    assert "public pages already show it" in text
    assert public.context["council_theme_url"] != before
    assert "#7a1f3d" in visitor.get(public.context["council_theme_url"]).content.decode()
    assert [language["code"] for language in public.context["languages"]] == ["ca", "es"]
    council.refresh_from_db()
    assert (council.phone, council.service_name, council.history.count()) == ("972 00 00 11", {"ca": "Ajuda"}, 2)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"brand_color": "red"}, "This is not a colour."),
        ({"brand_color": "#ffd500"}, "The nearest one that can be used is #af9200."),
        ({"mark": "!"}, "The mark is one or two letters or digits."),
        ({"language_1": "ca"}, "Català is already in the list."),
        ({"language_0": ""}, "The council"),
        ({"email": "nobody"}, "k-err"),
        ({"website": "not a site"}, "k-err"),
    ],
)
def test_a_wrong_look_comes_back(council: Council, visitor: Client, wrong: dict[str, str], words: str) -> None:
    response = visitor.post(f"{HOME}look/", LOOK | {"address": "Plaça Major, 1"} | wrong)
    text = response.content.decode()
    assert (response.status_code, words in text, "Plaça Major, 1" in text, "k-errors" in text) == (422, True, True, True)
    council.refresh_from_db()
    assert (council.brand_color, council.phone) == ("#0b5d66", "972 00 00 10")


def test_a_preview_shows_the_colour_and_saves_nothing(council: Council, visitor: Client) -> None:
    response = visitor.post(f"{HOME}look/", LOOK | {"preview": "1", "address": "Typed"})
    text = response.content.decode()
    assert (response.status_code, "look/7a1f3d.css" in text, "Typed" in text) == (200, True, True)
    council.refresh_from_db()
    assert council.brand_color == "#0b5d66"


@pytest.mark.parametrize(
    ("colour", "words"),
    [
        ("#7a1f3d", "Enough"),
        ("ffd500", "3.0 : 1 needed"),
        ("ffd500", "The nearest colour that can be used is #af9200"),
        ("blue", "six hexadecimal digits"),
    ],
)
def test_the_script_gets_samples_with_their_contrast(council: Council, visitor: Client, colour: str, words: str) -> None:
    text = visitor.get(f"{HOME}look/preview/", {"brand_color": colour}).content.decode()
    assert words in " ".join(text.split())


def test_samples_have_a_style_sheet_of_their_own(council: Council, visitor: Client) -> None:
    response = visitor.get(f"{HOME}look/7a1f3d.css")
    css = response.content.decode()
    assert response.headers["Content-Type"].startswith("text/css")
    assert (css.count(".s-samples [data-color-scheme="), ":root" in css, "#7a1f3d" in css) == (2, False, True)
    assert visitor.get(f"{HOME}look/blue.css").status_code == 404


# ---- texts --------------------------------------------------------------------------------------------------------------------------


def test_a_text_is_saved_per_language_escaped_and_shown(council: Council, visitor: Client) -> None:
    body = "Hola <b>tothom</b>.\n\nSegon paràgraf."
    visitor.post(f"{HOME}texts/welcome/", {"body_ca": body, "body_es": "", "body_en": "Hello."})
    assert dict(CouncilText.objects.values_list("language", "body")) == {"ca": body, "en": "Hello."}
    text = visitor.get("/ca/").content.decode()
    assert ("Hola &lt;b&gt;tothom&lt;/b&gt;." in text, "<b>tothom</b>" in text, "Segon paràgraf." in text) == (True, False, True)
    states = visitor.get(f"{HOME}texts/").context["lines"][0].states
    assert [(state.code, state.has_own, state.falls_back) for state in states] == [
        ("ca", True, ""),
        ("es", False, "Català"),
        ("eu", False, "Català"),
        ("gl", False, "Català"),
        ("en", True, ""),
    ]


def test_a_long_text_comes_back(council: Council, visitor: Client) -> None:
    response = visitor.post(f"{HOME}texts/closed/", {"body_ca": "x" * 601, "body_es": "Volvemos pronto"})
    text = response.content.decode()
    assert (response.status_code, "Català: this text is too long" in text, "Volvemos pronto" in text) == (422, True, True)
    assert not CouncilText.objects.exists()


def test_there_are_no_other_texts(council: Council, visitor: Client) -> None:
    assert visitor.get(f"{HOME}texts/manifesto/").status_code == 404


# ---- teams --------------------------------------------------------------------------------------------------------------------------


def test_a_team_is_made_changed_and_deleted(council: Council, visitor: Client, agent: User) -> None:
    visitor.post(f"{HOME}teams/", {"name": "Taxes", "members": [str(agent.pk)]})
    team = Team.objects.get()
    assert list(team.members.all()) == [agent]
    visitor.post(f"{HOME}teams/{team.pk}/", {"name": "Fees"})
    team.refresh_from_db()
    assert (team.name, team.members.count()) == ("Fees", 0)
    assert "go on without a team" in visitor.post(f"{HOME}teams/{team.pk}/delete/", follow=True).content.decode()
    assert not Team.objects.exists()


def test_a_name_that_is_taken_comes_back(council: Council, visitor: Client, agent: User) -> None:
    Team.objects.create(council=council, name="Taxes")
    response = visitor.post(f"{HOME}teams/", {"name": "Taxes", "members": [str(agent.pk)]})
    text = response.content.decode()
    assert (response.status_code, "already a team with this name" in text, "checked" in text) == (422, True, True)


def test_a_team_of_another_council_is_not_found(council: Council, visitor: Client) -> None:
    theirs = Team.objects.create(council=make_council("second", host="second.example", prefix="SE"), name="Theirs")
    assert visitor.get(f"{HOME}teams/{theirs.pk}/").status_code == 404
    assert visitor.post(f"{HOME}teams/{theirs.pk}/delete/").status_code == 404
    assert Team.objects.count() == 1


# ---- nobody else writes -------------------------------------------------------------------------------------------------------------

POSTS: dict[str, dict[str, str]] = {
    "look/": LOOK,
    "texts/welcome/": {"body_ca": "Hola"},
    "teams/": {"name": "Mine"},
    "teams/1/": {"name": "Mine"},
    "teams/1/delete/": {},
}


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize(("role", "own", "status"), [(Role.AGENT, True, 403), (Role.OFFICER, True, 403), (Role.SUPERVISOR, False, 404)])
def test_nobody_else_writes(council: Council, client: Client, address: str, role: Role, own: bool, status: int) -> None:  # noqa: FBT001
    Team.objects.create(pk=1, council=council, name="Taxes")
    client.force_login(make_user(council if own else make_council("second", host="second.example", prefix="SE"), role))
    assert client.post(HOME + address, POSTS[address]).status_code == status
    council.refresh_from_db()
    assert (council.brand_color, CouncilText.objects.count(), Team.objects.get().name) == ("#0b5d66", 0, "Taxes")
