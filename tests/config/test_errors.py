"""Errors are pages: right status, right language, plain words, a way to a person; and they need no database."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from config import errors
from config.error_words import WORDS
from helpdesk.base import errors as domain
from helpdesk.people.models import Council
from tests.factories import make_council, make_procedure
from tests.markup import squeeze

LANGUAGES = ("ca", "es", "eu", "gl", "en")
FOREIGN = ("Traceback", "OperationalError", "Exception", "site-packages")


@pytest.fixture
def council(db: None) -> Council:
    council = make_council()
    make_procedure(council)
    return council


@pytest.fixture
def broken_database() -> Iterator[None]:
    """Every question to the database fails, as when it is down; whole again before the test's rows are rolled back."""

    def refuse(*_args: object, **_words: object) -> None:
        message = "could not connect to server at 10.0.0.7"
        raise OperationalError(message)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
        patch.setattr(BaseDatabaseWrapper, "cursor", refuse)
        yield


def main_of(html: str) -> str:
    page = squeeze(html)
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", ["path", "header"])
def test_without_a_database_there_is_still_a_whole_page(broken_database: None, language: str, where: str) -> None:
    client = Client(raise_request_exception=False)
    headers = {"accept-language": f"xx, {language};q=0.8"} if where == "header" else {"accept-language": "zz"}
    response = client.get(f"/{language}/" if where == "path" else "/", headers=headers)
    page = response.content.decode()
    assert response.status_code == 500
    assert f'<html lang="{language}"' in page
    with translation.override(language):
        assert str(WORDS[500].heading) in page
    assert "css/kit.css" in page
    assert "</html>" in page
    assert response.cookies == {}
    assert [word for word in (*FOREIGN, "10.0.0.7") if word in page] == []
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_fault_in_a_view_names_the_council_and_a_number(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpdesk.portal.views.legal.duties", lambda: 1 / 0)
    response = Client(raise_request_exception=False).get("/en/privacy/")
    main = main_of(response.content.decode())
    assert response.status_code == 500
    assert "ZeroDivisionError" not in main
    assert "972 00 00 10" in main
    assert "mailto:ajuda@vallclara.example" in main
    assert f">{response.headers['X-Request-Id']}<" in main
    assert response.cookies == {}


def test_every_request_has_another_number(council: Council) -> None:
    numbers = {Client().get("/en/").headers["X-Request-Id"] for _ in range(3)}
    assert len(numbers) == 3


def test_even_without_templates_there_are_words(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "render_to_string", lambda *_args: 1 / 0)
    response = errors.server_error(RequestFactory().get("/en/"))
    assert response.status_code == 500
    assert [code for code in LANGUAGES if f'lang="{code}"' not in response.content.decode()] == []


@pytest.mark.parametrize("status", sorted(WORDS))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("known", [True, False])
def test_an_error_page_asks_the_database_nothing(
    council: Council,
    broken_database: None,
    status: int,
    language: str,
    known: bool,  # noqa: FBT001
) -> None:
    request = RequestFactory().get(f"/{language}/nothing/")
    if known:
        request.council = council  # type: ignore[attr-defined]
    response = errors.error_page(request, status)
    page = response.content.decode()
    assert (response.status_code, f'<html lang="{language}"' in page) == (status, True)
    assert ("972 00 00 10" in page) is known
    assert page.count("<h1") == 1


def test_the_language_of_the_last_request_does_not_stay(council: Council) -> None:
    translation.activate("eu")
    response = errors.error_page(RequestFactory().get("/en/nothing/"), 404)
    assert '<html lang="en"' in response.content.decode()
    assert translation.get_language() == "eu"


def test_too_large_a_form_is_413_and_a_suspicious_one_400(council: Council, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = Client().post("/en/help/problem/", {"body": "x" * 2000}, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, str(WORDS[413].todo) in response.content.decode()) == (413, True)
    request = RequestFactory().get("/en/")
    for error, status in ((RequestDataTooBig(), 413), (TooManyFilesSent(), 413), (TooManyFieldsSent(), 400), (SuspiciousOperation(), 400)):
        assert errors.bad_request(request, error).status_code == status


def test_a_body_beyond_the_limit_is_refused_unread(council: Council, settings: Settings) -> None:
    settings.MAX_REQUEST_BYTES = 10
    response = Client().post("/en/help/problem/", {"body": "x" * 2000})
    assert (response.status_code, "too large" in main_of(response.content.decode())) == (413, True)
    assert Client().get("/en/", CONTENT_LENGTH="-5").status_code == 400


def test_a_wrong_method_is_a_page_that_says_which_is_right(council: Council) -> None:
    response = Client().post("/en/accessibility/")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert "<h1" in response.content.decode()
    assert Client().post("/en/accessibility/", headers={"accept": "application/json"}).content == b""


def test_an_unknown_host_gets_a_page_without_any_council(council: Council) -> None:
    response = Client().get("/en/", headers={"host": "evil.example"})
    page = response.content.decode()
    assert (response.status_code, "<h1" in page, "Vallclara" in page) == (421, True, False)


@pytest.mark.parametrize(
    "error", [domain.NotAllowed, domain.NotFound, domain.Conflict, domain.Expired, domain.InvalidInput, domain.TooMany]
)
def test_an_error_of_the_domain_says_its_own_words(
    council: Council, monkeypatch: pytest.MonkeyPatch, error: type[domain.DomainError]
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("helpdesk.portal.views.legal.duties", fail)
    response = Client().get("/en/privacy/")
    assert (response.status_code, str(error.message) in response.content.decode()) == (error.status, True)


def test_a_part_of_a_page_gets_a_notice_and_no_page_in_a_page(council: Council) -> None:
    page = Client().get("/en/nothing/", headers={"HX-Request": "true"}).content.decode()
    assert 'role="alert"' in page
    assert "<html" not in page


def test_staff_are_led_back_to_the_desk(council: Council) -> None:
    assert 'href="/en/desk/"' in main_of(errors.error_page(RequestFactory().get("/en/desk/nothing/"), 404).content.decode())


def test_maintenance_answers_everything_but_the_monitor(broken_database: None, settings: Settings, tmp_path: Path) -> None:
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()
    for path in ("/", "/en/", "/ca/desk/", "/s/token/", "/transparency/"):
        response = Client().get(path)
        assert (response.status_code, response.headers["Retry-After"], response.cookies) == (503, "300", {})
        assert "<h1" in response.content.decode()
    assert Client().get("/healthz").status_code == 200
    settings.MAINTENANCE_FILE.unlink()


def test_the_offline_page_says_that_nothing_is_lost(council: Council) -> None:
    response = Client().get("/en/offline/")
    main = main_of(response.content.decode())
    assert (response.status_code, "no connection" in main, "972 00 00 10" in main) == (200, True, True)


def test_pages_for_the_front_server_stand_alone(council: Council, tmp_path: Path) -> None:
    call_command("build_error_pages", output=str(tmp_path), verbosity=0)
    pages = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html"))
    names = ("500", "502", "503", "offline")
    folders = ("any", "testserver")
    assert pages == sorted(f"{folder}/{code}/{name}.html" for folder in folders for code in LANGUAGES for name in names)
    for path in tmp_path.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:src|href)=\"(?!tel:|mailto:)", html), "asks for something else"
        assert "<script" not in html
        assert f'<html lang="{path.parent.name}"' in html
        assert "<style>" in html
        assert ("972 00 00 10" in html) is ("testserver" in path.parts)
    again = {path: path.read_bytes() for path in tmp_path.rglob("*.html")}
    call_command("build_error_pages", output=str(tmp_path), verbosity=0)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.html")} == again
