"""The catalogue as it comes with the product, found and shown."""

import re

import pytest
from django.core.management import CommandError, call_command

from helpdesk.base.errors import NotAllowed, NotFound
from helpdesk.catalogue import selectors
from helpdesk.catalogue.models import KnownProblem, Procedure, ProcedureText
from helpdesk.catalogue.services import load_catalogue
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import citizen_of, make_council, make_staff, make_user

WINDOWS = frozenset({"windows", "firefox"})


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def loaded(council: Council) -> Council:
    load_catalogue(council=council, by=make_staff(council, Role.ADMINISTRATOR))
    return council


def test_loading_again_changes_nothing(loaded: Council) -> None:
    before = (Procedure.history.count(), ProcedureText.history.count(), KnownProblem.history.count())
    again = load_catalogue(council=loaded, by=make_staff(loaded, Role.ADMINISTRATOR))
    assert (again.changed, Procedure.history.count(), ProcedureText.history.count(), KnownProblem.history.count()) == (0, *before)


def test_loading_brings_a_changed_text_up_to_date_and_keeps_the_councils_own(loaded: Council) -> None:
    ProcedureText.objects.filter(language="ca").update(title="Old")
    own = Procedure.objects.create(council=loaded, slug="own", administration="municipal", motive="procedure")
    again = load_catalogue(council=loaded, by=make_staff(loaded, Role.ADMINISTRATOR))
    assert (again.changed, ProcedureText.objects.filter(title="Old").count(), Procedure.objects.filter(pk=own.pk).count()) == (
        again.procedures,
        0,
        1,
    )


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.OFFICER])
def test_only_administrators_load(council: Council, role: Role) -> None:
    with pytest.raises(NotAllowed):
        load_catalogue(council=council, by=make_staff(council, role))
    assert Procedure.objects.count() == 0


def test_neither_citizens_nor_another_councils_administrator_load(council: Council) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    for actor in (citizen_of(council), make_staff(second, Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            load_catalogue(council=council, by=actor)
    assert Procedure.objects.count() == 0


def test_the_command_loads_as_somebody(council: Council, capsys: pytest.CaptureFixture[str]) -> None:
    make_user(council, Role.ADMINISTRATOR, email="admin@example.org")
    make_user(council, Role.AGENT, email="agent@example.org")
    call_command("load_catalogue", council="vallclara", actor="admin@example.org")
    assert re.fullmatch(r"\d+ procedures, \d+ known problems; \d+ rows new or changed\.\n", capsys.readouterr().out)
    for slug, email in (("vallclara", "agent@example.org"), ("nowhere", "admin@example.org"), ("vallclara", "nobody@example.org")):
        with pytest.raises(CommandError):
            call_command("load_catalogue", council=slug, actor=email)


@pytest.mark.parametrize("query", ["AutoFirma", "autofirma", "no puc signar amb l’autofirma"])
def test_a_problem_is_found_in_ones_own_words(loaded: Council, query: str) -> None:
    found = selectors.search(loaded, "ca", query)
    assert "autofirma-does-not-open" in {problem.slug for problem in found.problems}


def test_all_languages_are_searched_and_shown_in_the_wanted_one(loaded: Council) -> None:
    found = selectors.search(loaded, "en", "certificado digital")
    assert found.procedures
    assert {card.language for card in found.procedures} == {"en"}


def test_titles_come_first_and_every_word_must_occur(loaded: Council) -> None:
    assert selectors.search(loaded, "ca", "idcat certificat").procedures[0].slug == "idcat-certificat"
    found = selectors.search(loaded, "ca", "idcat xyzzy")
    assert (found.is_partial, bool(found.procedures)) == (True, True)
    assert selectors.search(loaded, "ca", "xyzzy qwerty") == selectors.SearchResult((), ())


def test_a_search_stays_in_its_council_and_leaves_out_what_is_retired(loaded: Council) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    assert selectors.search(second, "ca", "certificat") == selectors.SearchResult((), ())
    Procedure.objects.update(is_active=False)
    assert selectors.search(loaded, "ca", "idcat").procedures == ()
    with pytest.raises(NotFound):
        selectors.procedure_page(loaded, "ca", "idcat-certificat")


def test_the_page_falls_back_and_says_its_language(loaded: Council) -> None:
    page = selectors.procedure_page(loaded, "gl", "idcat-certificat")
    assert (page.card.language, page.steps[0].language) == ("ca", "ca")


def test_problems_that_fit_the_device_come_first(loaded: Council) -> None:
    page = selectors.step_page(loaded, "ca", "minor-works", "sign", tags=WINDOWS)
    fits = [problem.fits for problem in page.problems]
    assert (fits, fits[-1]) == (sorted(fits, reverse=True), False)
    assert "autofirma-does-not-open" in {problem.slug for problem in page.problems}


def test_every_active_procedure_has_a_page_with_steps(loaded: Council) -> None:
    for card in selectors.all_procedures(loaded, "ca"):
        page = selectors.procedure_page(loaded, "ca", card.slug)
        for step in page.steps:
            assert selectors.step_page(loaded, "ca", card.slug, step.slug).step == step


def test_a_place_leaves_out_what_is_not_the_councils(loaded: Council) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    assert selectors.place(second, procedure="idcat-certificat", step="install", problem="autofirma-does-not-open") == selectors.Place()
    found = selectors.place(loaded, procedure="idcat-certificat", step="install")
    assert (str(found.procedure), str(found.step), found.motive) == ("idcat-certificat", "install", "certificate")
