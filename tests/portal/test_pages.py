"""Every page in the five languages, the front door, errors and budgets of queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.people.models import Council
from tests.factories import make_council, make_procedure
from tests.markup import squeeze
from tests.portal.conftest import new_browser
from tests.portal.journey import ask

LANGUAGES = ("ca", "es", "eu", "gl", "en")
PATHS = (
    "",
    "procedures/",
    "procedures/?q=certificate",
    "procedures/residence-certificate/",
    "procedures/residence-certificate/sign/",
    "help/problem/?procedure=residence-certificate&step=sign",
    "help/problem/?procedure=",
    "my/",
    "accessibility/",
    "privacy/",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_renders_in_every_language(visitor: Client, language: str, path: str) -> None:
    response = visitor.get(f"/{language}/{path}")
    assert (response.status_code, f'<html lang="{language}"' in response.content.decode()) == (200, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_follow_up_renders_in_every_language(visitor: Client, language: str) -> None:
    ticket = ask(visitor)
    for path in (f"my/{ticket.reference}/", "help/done/", "my/"):
        assert visitor.get(f"/{language}/{path}").status_code == 200


def test_a_text_of_another_language_says_so(visitor: Client) -> None:
    page = squeeze(visitor.get("/eu/procedures/residence-certificate/").content.decode())
    assert page.count('<div lang="ca"><h1') == 1
    assert page.count("p-only") >= 1
    assert "p-only" not in visitor.get("/en/procedures/residence-certificate/").content.decode()


def test_the_front_door_speaks_the_browsers_language(visitor: Client) -> None:
    response = visitor.get("/", headers={"accept-language": "gl,es;q=0.8"})
    assert (response.status_code, '<html lang="gl"' in response.content.decode()) == (200, True)


def test_errors_are_pages_with_the_telephone(visitor: Client) -> None:
    for path in ("/en/nothing/", "/en/procedures/nothing/", "/en/procedures/residence-certificate/nothing/", "/en/my/VC-0000-0000-0/"):
        response = visitor.get(path)
        assert (response.status_code, "972 00 00 10" in response.content.decode()) == (404, True)


def test_another_councils_catalogue_is_not_shown(visitor: Client) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    make_procedure(second, "only-there", "Only there")
    assert new_browser("second.example").get("/en/procedures/only-there/").status_code == 200
    assert visitor.get("/en/procedures/only-there/").status_code == 404
    assert b"only-there" not in visitor.get("/en/procedures/?q=only").content


@pytest.mark.parametrize("path", ["/en/", "/en/procedures/", "/en/procedures/?q=certificate"])
def test_a_list_costs_the_same_with_many_procedures(visitor: Client, council: Council, path: str) -> None:
    with CaptureQueriesContext(connection) as few:
        visitor.get(path)
    for number in range(30):
        make_procedure(council, f"certificate-{number}", f"Certificate {number}")
    with CaptureQueriesContext(connection) as many:
        visitor.get(path)
    assert len(many) == len(few) <= 16


def test_public_pages_set_no_cookie_before_something_is_written(visitor: Client) -> None:
    for path in ("/en/", "/en/procedures/?q=certificate", "/en/procedures/residence-certificate/"):
        assert visitor.get(path).cookies == {}
