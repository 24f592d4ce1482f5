"""The feed of releases."""

import copy
import json
from typing import Any

import jsonschema
import pytest
from django.test import Client

from helpdesk.people.models import Council
from tests.factories import make_council
from tests.transparency.formats.online import put_online, shelf, withdraw
from tests.transparency.jsonfeed import check_feed
from transparency.models import Publication, PublishedFile
from transparency.report import ReportData

FEED = "/transparency/feed.json"
ADDRESS = "http://testserver/transparency/2026-10/r1/"


def read(client: Client, query: str = "", host: str = "testserver") -> dict[str, Any]:
    response = client.get(FEED + query, headers={"host": host})
    feed: dict[str, Any] = json.loads(response.content)
    check_feed(feed)
    return feed


@pytest.fixture
def october(council: Council, report: ReportData) -> Publication:
    """A month with a comment."""
    said = copy.deepcopy(report)
    said["commentary"] = {"ca": "Un mes tranquil.", "en": "A quiet month."}
    put_online(council, said, "2026-10", day=3)
    return Publication.objects.get()


def test_a_month_is_an_item_with_its_files(client: Client, october: Publication) -> None:
    feed = read(client)
    [item] = feed["items"]
    assert (item["id"], item["url"], item["language"]) == (ADDRESS, ADDRESS, "ca")
    assert item["title"].endswith("octubre del 2026")
    assert item["date_published"] == item["date_modified"] == "2026-11-03T09:00:00Z"
    assert "330" in item["summary"]
    assert "4,4 sobre 5 (97 " in item["summary"]
    assert "Un mes tranquil." in item["content_text"]
    files = [file for file in october.files.all() if file.name != "manifest.json"]
    assert [(a["url"], a["mime_type"], a["size_in_bytes"]) for a in item["attachments"]] == [
        (ADDRESS + file.name, file.media_type.partition(";")[0], file.size) for file in files
    ]
    for attachment in item["attachments"]:
        assert len(client.get(attachment["url"]).content) == attachment["size_in_bytes"]


def test_it_says_whose_it_is_and_where(client: Client, october: Publication) -> None:
    feed = read(client)
    assert feed["authors"] == [{"name": "Ajuntament de Vallclara", "url": "http://testserver/"}]
    assert (feed["feed_url"], feed["home_page_url"]) == ("http://testserver/transparency/feed.json", "http://testserver/transparency/")
    spanish = read(client, "?lang=es")
    assert spanish["feed_url"].endswith("feed.json?lang=es")
    assert (spanish["language"], spanish["items"][0]["language"]) == ("es", "es")
    assert spanish["items"][0]["title"].endswith("octubre de 2026")
    assert read(client, "?lang=fr")["language"] == "ca"


def test_its_headers_let_caches_and_everybody_have_it(client: Client, october: Publication) -> None:
    response = client.get(FEED, headers={"accept-language": "gl"})
    assert response["Content-Type"] == "application/feed+json"
    assert response["Cache-Control"] == "public, max-age=300, stale-while-revalidate=3600"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Last-Modified"] == "Tue, 03 Nov 2026 09:00:00 GMT"
    assert "cookie" not in response.get("Vary", "").lower()
    assert not response.cookies
    again = client.get(FEED, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert client.get(f"{FEED}?lang=es", headers={"if-none-match": response["ETag"]}).status_code == 200


def test_the_newest_comes_first_and_a_correction_is_an_item_of_its_own(client: Client, council: Council, report: ReportData) -> None:
    shelf(council, report)
    feed = read(client, "?lang=en")
    assert [item["id"].removeprefix("http://testserver/transparency/") for item in feed["items"]] == [
        "2026-10/r2/",
        "2026-10/r1/",
        "2026-09/r1/",
    ]
    correction, first, _september = feed["items"]
    assert correction["title"] == "Figures of October 2026, revision 2"
    assert correction["content_text"].startswith("Correction. Serious correction. S’havien comptat duplicats.\n\n")
    assert correction["tags"] == ["2026-10", "correction", "serious"]
    assert ("325" in correction["summary"], "330" in first["summary"]) == (True, True)
    assert "changes.json" in [attachment["title"] for attachment in correction["attachments"]]


def test_a_withdrawn_revision_says_so_and_nothing_else(client: Client, council: Council, report: ReportData) -> None:
    shelf(council, report)
    withdraw("2026-10", 1)
    feed = read(client)
    gone = feed["items"][0]
    assert (gone["id"], gone["attachments"], gone["tags"]) == (ADDRESS, [], ["2026-10", "withdrawn"])
    assert (gone["date_published"], gone["date_modified"]) == ("2026-11-10T09:00:00Z", "2026-11-20T09:00:00Z")
    assert "Deia massa." in gone["content_text"]
    assert "330" not in json.dumps(gone)
    assert "summary" not in gone
    assert len(feed["items"]) == 3


def test_a_damaged_report_says_no_figure(client: Client, october: Publication) -> None:
    PublishedFile.objects.filter(name="report.json").update(sha256="0" * 64)
    [item] = read(client)["items"]
    assert "summary" not in item
    assert item["content_text"] == item["title"]


def test_without_publications_it_is_an_empty_feed(client: Client, council: Council) -> None:
    assert read(client)["items"] == []


def test_another_council_has_a_feed_of_its_own(client: Client, october: Publication) -> None:
    make_council("other", host="other.test", prefix="OT")
    feed = read(client, host="other.test")
    assert (feed["items"], feed["feed_url"]) == ([], "http://other.test/transparency/feed.json")


def test_pages_name_the_feed(client: Client, october: Publication) -> None:
    for path in ("", "2026-10/", "2026-10/r1/"):
        page = client.get(f"/transparency/{path}?lang=es").content.decode()
        head = page[: page.index("</head>")]
        assert 'type="application/feed+json"' in head
        assert 'href="/transparency/feed.json?lang=es"' in head


DAMAGES: list[dict[str, Any]] = [
    {"version": "https://jsonfeed.org/version/1"},
    {"title": ""},
    {"items": [{"id": "x"}]},
    {"items": [{"id": "x", "content_text": "y", "date_published": "3 November"}]},
    {"authors": [{}]},
    {"unknown": 1},
]


def test_the_check_refuses_what_is_no_json_feed(client: Client, october: Publication) -> None:
    feed = read(client)
    for damage in DAMAGES:
        with pytest.raises(jsonschema.ValidationError):
            check_feed({**copy.deepcopy(feed), **damage})
