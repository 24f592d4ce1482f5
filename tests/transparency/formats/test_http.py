"""What programs are told with the bytes: caches, digests, parts, other origins, relations, and what is gone."""

import json
from base64 import b64encode
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from helpdesk.people.models import Council
from tests.transparency.formats.online import PDF, put_online, shelf, withdraw
from transparency.models import PublishedFile
from transparency.report import ReportData

ROOT = "/transparency/"
FOR_GOOD = "public, max-age=31536000, immutable"
TYPES = {
    "report.json": "application/json",
    "indicators.json": "application/json",
    "indicators.csv": "text/csv; charset=utf-8; header=present",
    "indicators.csv-metadata.json": "application/csvm+json",
    "datapackage.json": "application/json",
    "changes.json": "application/json",
    "manifest.json": "application/json",
    "report.ca.pdf": "application/pdf",
}
MADE = ["feed.json", "feed.atom", "calendar.ics", "catalog", "catalog.ttl", "catalog.jsonld", "catalog.rdf", "series/vol.contacts.json"]
SCHEMAS = [f"schema/v1/{name}.json" for name in ("report", "changes", "manifest")]
MOVED = ["latest/", "latest/report.json"]


@pytest.fixture
def months(council: Council, report: ReportData) -> None:
    shelf(council, report)


def links(response: object) -> dict[str, str]:
    found = {}
    for link in response["Link"].split(", "):  # type: ignore[index]
        address, _semicolon, relation = link.partition("; ")
        found[relation.removeprefix('rel="').removesuffix('"')] = address.strip("<>")
    return found


def test_files_are_served_for_good_and_to_all(client: Client, months: None) -> None:
    for name, content_type in TYPES.items():
        response = client.get(f"{ROOT}2026-10/r2/{name}", headers={"origin": "https://elsewhere.example"})
        digest = sha256(response.content)
        stored = PublishedFile.objects.get(publication__revision=2, name=name)
        assert (response.status_code, response["Content-Type"], len(response.content)) == (200, content_type, stored.size)
        assert response["ETag"] == f'"sha256-{digest.hexdigest()}"' == f'"sha256-{stored.sha256}"'
        assert response["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
        assert (response["Cache-Control"], response["Accept-Ranges"]) == (FOR_GOOD, "bytes")
        assert response["Last-Modified"] == "Sun, 15 Nov 2026 09:00:00 GMT"


def test_everything_for_programs_is_open_and_without_a_cookie(client: Client, months: None) -> None:
    for path in [*(f"2026-10/r2/{name}" for name in TYPES), *MADE, *SCHEMAS, *MOVED]:
        response = client.get(ROOT + path)
        assert response.status_code in {200, 307}, path
        assert response["Access-Control-Allow-Origin"] == "*"
        assert {"ETag", "Link", "Repr-Digest", "Last-Modified"} <= set(response["Access-Control-Expose-Headers"].split(", "))
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not response.cookies
        assert response.get("Vary", "") in {"", "Accept"}
        assert response["Cache-Control"] in {FOR_GOOD, "public, max-age=300, stale-while-revalidate=3600"}
        if response.status_code == 200:
            again = client.get(ROOT + path, headers={"if-none-match": response["ETag"]})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
            assert again["Access-Control-Allow-Origin"] == "*"
            weak = client.get(ROOT + path, headers={"if-none-match": f"W/{response['ETag']}"})
            assert weak.status_code == 304


def test_who_asks_first_is_told_what_is_allowed(client: Client, months: None) -> None:
    for path in ["2026-10/r2/report.json", *MADE, *SCHEMAS, *MOVED]:
        response = client.options(ROOT + path, headers={"origin": "https://elsewhere.example", "access-control-request-method": "GET"})
        assert (response.status_code, response.content) == (204, b""), path
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "Range" in response["Access-Control-Allow-Headers"]
        assert client.post(ROOT + path).status_code == 405
        assert client.head(ROOT + path).status_code in {200, 307}


PARTS: list[tuple[str, int, str | None, bytes]] = [
    ("bytes=0-3", 206, "bytes 0-3/26", PDF[:4]),
    ("bytes=20-", 206, "bytes 20-25/26", PDF[20:]),
    ("bytes=-5", 206, "bytes 21-25/26", PDF[-5:]),
    ("bytes=-500", 206, "bytes 0-25/26", PDF),
    ("bytes=5-500", 206, "bytes 5-25/26", PDF[5:]),
    ("bytes=26-", 416, "bytes */26", b""),
    ("bytes=-0", 416, "bytes */26", b""),
    ("bytes=9-3", 200, None, PDF),
    ("bytes=0-1,4-5", 200, None, PDF),
    ("bytes=-", 200, None, PDF),
    ("lines=1-2", 200, None, PDF),
]


def test_a_part_is_a_part(client: Client, months: None) -> None:
    assert len(PDF) == 26
    for asked, status, content_range, part in PARTS:
        response = client.get(f"{ROOT}2026-10/r2/report.ca.pdf", headers={"range": asked})
        assert (response.status_code, response.content, response.get("Content-Range")) == (status, part, content_range), asked
        assert response["Access-Control-Allow-Origin"] == "*"


def test_a_part_of_another_copy_is_the_whole(client: Client, months: None) -> None:
    path = f"{ROOT}2026-10/r2/report.ca.pdf"
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"range": "bytes=0-3", "if-range": etag}).status_code == 206
    assert client.get(path, headers={"range": "bytes=0-3", "if-range": '"another"'}).content == PDF
    assert client.get(path, headers={"range": "bytes=0-3", "if-none-match": etag}).status_code == 304
    assert client.head(path, headers={"range": "bytes=0-3"}).status_code == 200


def test_files_know_their_other_revisions(client: Client, months: None) -> None:
    first, second = (client.get(f"{ROOT}2026-10/r{revision}/report.json") for revision in (1, 2))
    assert links(first) == {
        "canonical": "/transparency/2026-10/r1/report.json",
        "latest-version": "/transparency/2026-10/",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "successor-version": "/transparency/2026-10/r2/report.json",
        "describedby": "/transparency/schema/v1/report.json",
    }
    assert links(second)["predecessor-version"] == "/transparency/2026-10/r1/report.json"
    assert "successor-version" not in links(second)
    described = {name: links(client.get(f"{ROOT}2026-10/r2/{name}")).get("describedby") for name in TYPES}
    assert described == {
        **dict.fromkeys(TYPES),
        "report.json": "/transparency/schema/v1/report.json",
        "changes.json": "/transparency/schema/v1/changes.json",
        "manifest.json": "/transparency/schema/v1/manifest.json",
        "indicators.csv": "/transparency/2026-10/r2/indicators.csv-metadata.json",
    }
    # Only a correction has changes: nothing came before.
    assert "predecessor-version" not in links(client.get(f"{ROOT}2026-10/r2/changes.json"))


def test_a_correction_leaves_the_first_revision_as_it_was(client: Client, council: Council, report: ReportData) -> None:
    first = put_online(council, report, "2026-10")
    before = {name: client.get(f"{ROOT}2026-10/r1/{name}") for name in TYPES if name != "changes.json"}
    put_online(council, report, "2026-10", 2, day=15, before=first)
    for name, old in before.items():
        now = client.get(f"{ROOT}2026-10/r1/{name}")
        assert (now.status_code, now.content, now["ETag"]) == (200, old.content, old["ETag"])


def test_what_is_withdrawn_is_gone(client: Client, months: None) -> None:
    withdraw("2026-10", 1)
    for name in TYPES:
        if name != "changes.json":
            response = client.get(f"{ROOT}2026-10/r1/{name}")
            assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json"), name
            assert response["Access-Control-Allow-Origin"] == "*"
            told = json.loads(response.content)
            assert (told["code"], told["kind"], told["reason"]["ca"]) == ("withdrawn", "disclosure", "Deia massa.")
            assert b"330" not in response.content
            assert not response.cookies
            page = client.get(f"{ROOT}2026-10/r1/{name}", headers={"accept": "text/html,*/*;q=0.8"})
            assert (page.status_code, page["Content-Type"]) == (410, "text/html; charset=utf-8")
            assert b"330" not in page.content
    assert "predecessor-version" not in links(client.get(f"{ROOT}2026-10/r2/report.json"))
    assert client.get(f"{ROOT}latest/report.json")["Location"].endswith("/2026-10/r2/report.json")
    withdraw("2026-10", 2)
    assert client.get(f"{ROOT}latest/report.json")["Location"].endswith("/2026-09/r1/report.json")


def test_a_file_that_was_tampered_with_is_refused(client: Client, months: None) -> None:
    for name in TYPES:
        file = PublishedFile.objects.get(publication__revision=2, name=name)
        with default_storage.open(file.path, "rb+") as stored:
            first = stored.read(1)
            stored.seek(0)
            stored.write(b"[" if first != b"[" else b"{")
        assert client.get(f"{ROOT}2026-10/r2/{name}").status_code == 500, name


def test_the_latest_is_one_redirect_away(client: Client, months: None) -> None:
    for name in TYPES:
        response = client.get(f"{ROOT}latest/{name}")
        assert (response.status_code, response["Location"]) == (307, f"/transparency/2026-10/r2/{name}")
    assert client.get(f"{ROOT}latest/?lang=es")["Location"] == "/transparency/2026-10/?lang=es"
    assert client.get(f"{ROOT}latest/nothing.json").status_code == 404


def test_series_are_the_current_revisions_that_stand(client: Client, months: None) -> None:
    own = json.loads(client.get(f"{ROOT}series/vol.contacts.json").content)["link"]["item"][0]
    assert (own["dimension"]["period"]["category"]["index"], own["value"]) == (["2026-09", "2026-10"], [330, 325])
    withdraw("2026-10", 2)
    own = json.loads(client.get(f"{ROOT}series/vol.contacts.json").content)["link"]["item"][0]
    assert own["value"] == [330, 330]
    spanish = json.loads(client.get(f"{ROOT}series/vol.contacts.json?lang=es").content)
    assert spanish["extension"]["language"] == "es"
    assert client.get(f"{ROOT}series/no.such.json").status_code == 404


def test_nothing_is_there_before_a_month_is_published(client: Client, council: Council) -> None:
    for path in ("latest/", "latest/report.json", "series/vol.contacts.json", "2026-10/r1/report.json", "schema/v1/nothing.json"):
        response = client.get(ROOT + path)
        assert (response.status_code, json.loads(response.content)["code"]) == (404, "not_found"), path
    for path in ("feed.json", "feed.atom", "calendar.ics", "catalog.ttl", "catalog"):
        assert client.get(ROOT + path).status_code == 200, path


def test_a_file_costs_few_queries_however_many_revisions(
    client: Client, months: None, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    client.get(f"{ROOT}2026-09/r1/report.json")
    for path in ("2026-09/r1/report.json", "2026-10/r1/report.json"):
        with django_assert_num_queries(4):  # type: ignore[operator]
            client.get(ROOT + path)
