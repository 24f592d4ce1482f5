"""What everybody can read, without a cookie."""

import copy
import json
from base64 import b64encode
from hashlib import sha256

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from tests.factories import make_council
from tests.markup import squeeze
from tests.transparency.formats.online import put_online
from tests.transparency.months import AFTER_OCTOBER, OCTOBER
from transparency import services
from transparency.models import Publication
from transparency.report import ReportData

ROOT = "/transparency/"
FILES = ["2026-10/r1/report.json", "2026-10/r1/report.ca.pdf", "2026-10/r1/manifest.json"]


@pytest.fixture
def october(council: Council, report: ReportData) -> None:
    said = copy.deepcopy(report)
    said["commentary"] = {"ca": "Un mes tranquil."}
    put_online(council, said, "2026-10", day=3)


@pytest.mark.parametrize(
    "path", ["", "feed.json", "2026-10/", "2026-10/r1/", "latest/", "latest/report.json", "schema/v1/report.json", *FILES]
)
def test_no_public_address_sets_or_reads_a_cookie(client: Client, october: None, path: str) -> None:
    response = client.get(ROOT + path)
    assert response.status_code in {200, 307}
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert "public, max-age=" in response["Cache-Control"]


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_served_for_good_and_to_all(client: Client, october: None, path: str) -> None:
    response = client.get(ROOT + path)
    digest = sha256(response.content)
    assert response["ETag"] == f'"sha256-{digest.hexdigest()}"'
    assert response["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Last-Modified"] == "Tue, 03 Nov 2026 09:00:00 GMT"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    again = client.get(ROOT + path, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"


def test_the_pdf_opens_in_the_browser(client: Client, october: None) -> None:
    response = client.get(ROOT + "2026-10/r1/report.ca.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="vallclara-2026-10-r1-report.ca.pdf"'


def test_the_latest_data_is_one_redirect_away(client: Client, october: None) -> None:
    response = client.get(ROOT + "latest/report.json", follow=True)
    assert response.redirect_chain == [("/transparency/2026-10/r1/report.json", 307)]
    assert json.loads(response.content)["period"]["month"] == "2026-10"
    assert client.get(ROOT + "latest/?lang=es")["Location"] == "/transparency/2026-10/?lang=es"


@pytest.mark.parametrize(
    "path",
    ["2026-09/", "2026-10/r2/", "2026-10/r0/", "2026-13/", "2026-10/r1/nothing.json", "2026-10/r1/../../x", "latest/nothing.json", "x/"],
)
def test_what_does_not_exist_is_not_found(client: Client, october: None, path: str) -> None:
    assert client.get(ROOT + path).status_code == 404


def test_a_draft_is_not_public(client: Client, council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
    assert client.get(ROOT + "2026-10/").status_code == 404
    assert client.get(ROOT + "latest/report.json").status_code == 404
    assert b"2026-10" not in client.get(ROOT).content


def test_another_council_shows_its_own_months_only(client: Client, october: None) -> None:
    make_council("other", host="other.test", prefix="OT")
    for path in ("2026-10/", "2026-10/r1/report.json", "latest/"):
        assert client.get(ROOT + path, headers={"host": "other.test"}).status_code == 404
    assert b"2026-10" not in client.get(ROOT, headers={"host": "other.test"}).content


@pytest.mark.parametrize(
    ("query", "language", "month"),
    [
        ("", "ca", "octubre del 2026"),
        ("?lang=es", "es", "octubre de 2026"),
        ("?lang=en", "en", "October 2026"),
        ("?lang=fr", "ca", "octubre del 2026"),
    ],
)
def test_pages_speak_the_language_asked_for(client: Client, october: None, query: str, language: str, month: str) -> None:
    response = client.get(f"{ROOT}2026-10/{query}", headers={"accept-language": "gl"})
    assert response["Content-Language"] == language
    text = response.content.decode()
    assert f'<html lang="{language}"' in text
    assert month in text
    assert 'href="?lang=eu"' in text


def test_a_chart_is_followed_by_its_table_and_says_it_in_words(client: Client, october: None) -> None:
    text = client.get(f"{ROOT}2026-10/?lang=en").content.decode()
    assert text.count('class="t-chart"') >= 2
    assert "<title>Contacts received: Web form 96; Chat 61; Telephone 148; Call-back 0; Grouped 25.</title>" in text
    assert " style=" not in text
    assert text.index('class="t-chart"') < text.index('id="vol-contacts-channel"')


def test_commentary_in_another_language_says_so(client: Client, october: None) -> None:
    assert '<div class="k-prose" lang="ca"><p>Un mes tranquil.</p>' in squeeze(client.get(f"{ROOT}2026-10/?lang=en").content.decode())


def test_markup_in_a_commentary_is_text(client: Client, council: Council, report: ReportData) -> None:
    report["commentary"] = {"ca": "<script>alert(1)</script>"}
    put_online(council, report, "2026-10")
    assert b"<script>alert" not in client.get(f"{ROOT}2026-10/").content


def test_writing_is_not_possible(client: Client, october: None) -> None:
    for path in ("", "feed.json", "2026-10/", FILES[0], "latest/"):
        assert client.post(ROOT + path).status_code == 405
    assert client.head(ROOT + FILES[0]).status_code == 200


def test_pages_and_feeds_take_the_same_queries_however_many_months(client: Client, council: Council, report: ReportData) -> None:
    counts: dict[int, list[int]] = {}
    for months in (1, 4):
        for month in ("2026-10", "2026-09", "2026-08", "2026-07")[:months]:
            if not Publication.objects.filter(month=f"{month}-01").exists():
                put_online(council, report, month)
        client.get(ROOT)
        counts[months] = []
        for path in ("", "feed.json", "2026-10/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(ROOT + path).status_code == 200
            counts[months].append(len(queries))
    assert counts[1] == counts[4]
    assert max(counts[4]) < 12
