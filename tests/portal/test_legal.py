"""The pages that a public service owes: what they say is what the product does, and every page leads to them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from config.public_code import source_url
from helpdesk.base import clock
from helpdesk.people.models import Council, CouncilText
from helpdesk.people.rules import TextKey
from helpdesk.portal.authorities import ANDALUSIA, BASQUE_COUNTRY, CATALONIA, SPAIN, authority_of
from helpdesk.portal.cookies import cookies, in_the_browser
from satisfaction.rules import CHANGEABLE_FOR
from tests.markup import squeeze
from tests.portal.conftest import new_browser
from tests.portal.journey import ask, fill
from tests.project.source import ROOT

DUTIES = ("accessibility", "privacy", "cookies", "legal_notice", "site_map")
LANGUAGES = ("ca", "es", "eu", "gl", "en")


def text_of(visitor: Client, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, path
    return squeeze(response.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["accessibility", "privacy", "cookies", "legal-notice", "site-map"])
def test_a_duty_is_there_in_every_language(visitor: Client, language: str, name: str) -> None:
    page = text_of(visitor, f"/{language}/{name}/")
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/",
        "/en/procedures/",
        "/en/help/problem/",
        "/en/my/",
        "/transparency/",
        "/en/accounts/login/",
        "/en/accounts/password/reset/",
    ],
)
def test_every_page_leads_to_the_duties(visitor: Client, path: str) -> None:
    page = visitor.get(path, headers={"accept-language": "en"}).content.decode()
    footer = page[page.index("<footer") :]
    assert [name for name in DUTIES if f"/{name.replace('_', '-')}/" not in footer] == []


def test_the_statement_has_what_the_decision_asks_for(visitor: Client) -> None:
    """Decision (EU) 2018/1523, annex, section 1; Royal Decree 1112/2018, articles 10 to 13."""
    page = text_of(visitor, "/en/accessibility/")
    for words in (
        "Ajuntament de Vallclara is committed to making this service accessible",
        "This statement applies to",
        "partially compliant",
        "Lack of conformity",
        "Disproportionate burden",
        "outside the scope of the law",
        "This statement was prepared on",
        "self-assessment",
        "Last reviewed on",
        "article 10.2.a",
        "article 12",
        "article 13",
        "twenty working days",
        "mailto:ajuda@vallclara.example",
    ):
        assert words in page, words


def test_a_council_without_contacts_still_has_a_statement(visitor: Client, council: Council) -> None:
    council.phone = council.email = ""
    council.save()
    page = text_of(visitor, "/en/accessibility/")
    assert "mailto:" not in page
    assert reverse("portal:help", args=["channel"]).split("/", 2)[2] in page


def test_the_councils_own_words_follow_in_their_language(visitor: Client, council: Council) -> None:
    for key, path in ((TextKey.ACCESSIBILITY, "accessibility"), (TextKey.PRIVACY, "privacy"), (TextKey.LEGAL_NOTICE, "legal-notice")):
        assert 'id="own"' not in text_of(visitor, f"/en/{path}/")
        CouncilText.objects.create(council=council, key=key, language="ca", body="Primer <b>paràgraf</b>.\n\nSegon paràgraf.")
        page = text_of(visitor, f"/en/{path}/")
        assert '<div class="p-own" lang="ca"><p>Primer &lt;b&gt;paràgraf&lt;/b&gt;.</p><p>Segon paràgraf.</p>' in page
        CouncilText.objects.create(council=council, key=key, language="en", body="In English.")
        assert '<div class="p-own" lang="en"><p>In English.</p>' in text_of(visitor, f"/en/{path}/")


def first_layer(html: str) -> list[tuple[str, str]]:
    box = squeeze(html).split('class="k-legal"', 1)[1].split("</section>", 1)[0]
    return [(term, re.sub(r"<a .*", "", words)) for term, words in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", box)]


def test_the_first_layer_is_the_same_in_the_forms(visitor: Client) -> None:
    fill(visitor)
    in_the_form = first_layer(visitor.get("/en/help/check/").content.decode())
    assert first_layer(visitor.get("/en/privacy/").content.decode()) == in_the_form
    assert len(in_the_form) == 5
    assert ("Controller", "Ajuntament de Vallclara") in in_the_form


@pytest.mark.parametrize(
    ("code", "authority"), [("17999", CATALONIA), ("48020", BASQUE_COUNTRY), ("41091", ANDALUSIA), ("28079", SPAIN), ("", SPAIN)]
)
def test_the_authority_is_that_of_the_place(code: str, authority: object) -> None:
    assert authority_of(code) is authority


def test_privacy_names_the_authority(visitor: Client, council: Council) -> None:
    assert 'href="https://apdcat.gencat.cat/" lang="ca"' in text_of(visitor, "/en/privacy/")
    council.municipality_code = "15030"
    council.save()
    assert 'href="https://www.aepd.es/" lang="es"' in text_of(visitor, "/en/privacy/")


def test_privacy_says_what_becomes_of_ratings(visitor: Client) -> None:
    page = text_of(visitor, "/en/privacy/")
    for words in (
        "a program takes out names, telephone numbers",
        "shown to you alone while you can change it; then it is erased",
        f"{CHANGEABLE_FOR // timedelta(hours=1)} hours after you rated us",
        "a code made from your e-mail address or telephone number with a secret key",
        "that we may ask you again",
    ):
        assert words in page, words


def test_the_cookies_set_are_those_of_the_table(visitor: Client, council: Council) -> None:
    """A whole visit, from the first page to a rated request and a staff login, sets nothing that the page does not name."""
    ticket = ask(visitor)
    for path in (f"my/{ticket.reference}/", "help/done/", "my/", "accounts/login/", "nothing/", *DUTIES):
        visitor.get(f"/en/{path}")
    visitor.post("/en/accounts/login/", {"login": "x@example.org", "password": "wrong"})
    visitor.get("/s/unknown/")
    visitor.get("/transparency/")
    table = {one.name for one in cookies()}
    assert set(visitor.cookies) <= table
    assert set(visitor.cookies) == table, "the table names a cookie that a whole visit does not set"
    assert all(cookie["secure"] and cookie["path"] == "/" and not cookie["domain"] for cookie in visitor.cookies.values())
    page = text_of(new_browser(), "/en/cookies/")
    assert [name for name in table if f">{name}<" not in page] == []


@pytest.mark.parametrize("path", ["/", "/en/", *(f"/en/{name.replace('_', '-')}/" for name in DUTIES), "/transparency/", "/robots.txt"])
def test_reading_sets_no_cookie(visitor: Client, path: str) -> None:
    assert visitor.get(path).cookies == {}


def test_scripts_keep_only_what_the_page_says() -> None:
    """What lasts longer than the tab has a fixed name; drafts of messages go with the tab."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "static" / "js").glob("*.js"))
    lasting = set(re.findall(r"localStorage\.\w+\(\s*[\"'`]([\w-]+)", scripts))
    assert lasting == {one.name for one in in_the_browser()} - {"timeline"}
    assert "document.cookie" not in scripts
    assert "indexedDB" not in scripts


def test_the_site_map_reaches_every_public_page(visitor: Client) -> None:
    page = text_of(visitor, "/en/site-map/")
    main = page[page.index("<main") : page.index("</main>")]
    for address in (
        "/en/",
        "/en/procedures/",
        "/en/procedures/residence-certificate/",
        "/en/my/",
        "/transparency/",
        "/en/accessibility/",
        "/en/privacy/",
        "/en/cookies/",
        "/en/legal-notice/",
    ):
        assert f'href="{address}"' in main, address
    for address in set(re.findall(r'href="(/[^"#]*)"', main)):
        assert visitor.get(address).status_code in {200, 302}, address


def test_the_legal_notice_says_where_the_source_is(visitor: Client, settings: Settings) -> None:
    settings.SOURCE_URL = ""
    assert "Ask us for its source" in text_of(visitor, "/en/legal-notice/")
    settings.SOURCE_URL = "https://code.example/acompanya"
    assert 'href="https://code.example/acompanya"' in text_of(visitor, "/en/legal-notice/")


def test_the_source_comes_from_publiccode(tmp_path: object) -> None:
    path = ROOT / "does-not-exist.yml"
    assert source_url(path) == ""


def fields(text: str) -> list[tuple[str, str]]:
    return [tuple(line.split(": ", 1)) for line in text.splitlines()]  # type: ignore[misc]


def test_security_txt_follows_the_rfc(visitor: Client, settings: Settings) -> None:
    settings.SOURCE_URL = "https://code.example/acompanya/"
    with clock.at(datetime(2026, 5, 20, 8, 30, tzinfo=UTC)):
        response = visitor.get("/.well-known/security.txt")
    assert (response.status_code, response.headers["Content-Type"], response.cookies) == (200, "text/plain; charset=utf-8", {})
    assert fields(response.content.decode()) == [
        ("Contact", "mailto:ajuda@vallclara.example"),
        ("Expires", "2026-11-16T00:00:00Z"),
        ("Preferred-Languages", "ca, es, eu, gl, en"),
        ("Canonical", "http://testserver/.well-known/security.txt"),
        ("Policy", "https://code.example/acompanya/blob/HEAD/SECURITY.md"),
    ]


def test_security_txt_is_the_same_all_day_and_never_expires_soon(visitor: Client) -> None:
    day = datetime(2026, 5, 20, tzinfo=UTC)
    texts = set()
    for hour in (0, 12, 23):
        with clock.at(day + timedelta(hours=hour)):
            texts.add(visitor.get("/.well-known/security.txt").content.decode())
    assert len(texts) == 1
    expires = datetime.fromisoformat(dict(fields(texts.pop()))["Expires"])
    assert timedelta(days=90) < expires - day < timedelta(days=365)


def test_security_txt_names_the_installations_contact_first(visitor: Client, council: Council, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "security@company.example"
    lines = fields(visitor.get("/.well-known/security.txt").content.decode())
    assert [value for name, value in lines if name == "Contact"] == ["mailto:security@company.example", "mailto:ajuda@vallclara.example"]
    settings.SECURITY_CONTACT = ""
    council.email = ""
    council.save()
    assert visitor.get("/.well-known/security.txt").content.startswith(b"Contact: tel:+34972000010\n")
    council.phone = ""
    council.save()
    assert visitor.get("/.well-known/security.txt").status_code == 404


def test_robots_are_kept_from_what_is_personal(visitor: Client) -> None:
    text = visitor.get("/robots.txt").content.decode()
    assert text.startswith("User-agent: *\n")
    refused = [line.removeprefix("Disallow: ") for line in text.splitlines()[1:]]
    for path in ("/s/token/", "/ca/my/VC-1/", "/en/desk/", "/attachments/key/"):
        assert any(re.match(re.escape(rule).replace(r"\*", ".*"), path) for rule in refused), path
    for path in ("/ca/", "/ca/procedures/", "/transparency/", "/ca/accessibility/"):
        assert not any(re.match(re.escape(rule).replace(r"\*", ".*"), path) for rule in refused), path
