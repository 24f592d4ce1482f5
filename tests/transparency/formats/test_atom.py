"""The Atom feed by RFC 4287: an entry for each month, which keeps its id when it is corrected or withdrawn."""

import copy
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from lxml import etree

from helpdesk.people.models import Council
from tests.transparency.formats.online import put_online, shelf, withdraw
from transparency.models import Publication
from transparency.report import ReportData

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/transparency/feed.atom"
HOME = "http://testserver/transparency/"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
Element = etree._Element


def texts(node: Element, name: str) -> list[str]:
    return [child.text or "" for child in node.findall(ATOM + name)]


def hrefs(node: Element, relation: str) -> list[str]:
    return [link.get("href", "") for link in node.findall(f"{ATOM}link") if link.get("rel", "alternate") == relation]


def _node_faults(node: Element) -> list[str]:
    faults = [f"{name} of {node.tag}" for name in ("id", "title", "updated") if len(texts(node, name)) != 1 or not texts(node, name)[0]]
    faults += [f"date {moment}" for name in ("updated", "published") for moment in texts(node, name) if not _is_moment(moment)]
    faults += [f"id {one}" for one in texts(node, "id") if not re.match(r"[a-z][a-z0-9+.-]*:.+", one)]
    faults += ["author"] if any(not texts(author, "name") for author in node.findall(f"{ATOM}author")) else []
    links = node.findall(f"{ATOM}link")
    faults += ["link"] if any(not re.match("https?://", link.get("href", "")) for link in links) else []
    faults += (
        ["enclosure"] if any(link.get("rel") == "enclosure" and not (link.get("type") and link.get("length")) for link in links) else []
    )
    return faults


def _is_moment(text: str) -> bool:
    try:
        return bool(MOMENT.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def faults(feed: Element) -> list[str]:
    """What RFC 4287 forbids, as far as this feed could do it."""
    if feed.tag != f"{ATOM}feed":
        return ["no feed"]
    entries = feed.findall(f"{ATOM}entry")
    found = _node_faults(feed) + [fault for entry in entries for fault in _node_faults(entry)]
    found += ["no self"] if len(hrefs(feed, "self")) != 1 else []
    found += ["author"] if not feed.findall(f"{ATOM}author") and not all(entry.findall(f"{ATOM}author") for entry in entries) else []
    ids = [one for node in (feed, *entries) for one in texts(node, "id")]
    found += ["ids"] if len(set(ids)) != len(ids) else []
    found += ["no alternate"] if any(not hrefs(entry, "alternate") and not entry.findall(f"{ATOM}content") for entry in entries) else []
    times = [one for entry in entries for one in texts(entry, "updated")]
    found += ["order"] if max(times, default="") > max(texts(feed, "updated"), default="") else []
    return found


def read(client: Client, query: str = "") -> Element:
    response = client.get(FEED + query)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(response.content)
    assert faults(feed) == []
    return feed


def test_a_month_is_an_entry_that_keeps_its_id(client: Client, council: Council, report: ReportData) -> None:
    first = put_online(council, report, "2026-10")
    [before] = read(client).findall(f"{ATOM}entry")
    changed = copy.deepcopy(report)
    changed["indicators"][0].update(value=325, status="R", was=330)
    put_online(council, changed, "2026-10", 2, day=15, before=first)
    [after] = read(client).findall(f"{ATOM}entry")
    assert texts(before, "id") == texts(after, "id") == [f"{HOME}2026-10/"]
    assert (texts(before, "published"), texts(before, "updated")) == (["2026-11-10T09:00:00+00:00"], ["2026-11-10T09:00:00+00:00"])
    assert (texts(after, "published"), texts(after, "updated")) == (["2026-11-10T09:00:00+00:00"], ["2026-11-15T09:00:00+00:00"])
    assert "330" in texts(before, "summary")[0]
    assert "S’havien comptat duplicats." in texts(after, "summary")[0]
    assert "325" in texts(after, "summary")[0]
    files = hrefs(after, "enclosure")
    assert f"{HOME}2026-10/r2/report.json" in files
    assert all(client.get(file).status_code == 200 for file in files)


def test_it_says_whose_it_is_in_which_language(client: Client, council: Council, report: ReportData) -> None:
    shelf(council, report)
    feed, spanish = read(client), read(client, "?lang=es")
    assert texts(feed.find(f"{ATOM}author"), "name") == ["Ajuntament de Vallclara"]  # type: ignore[arg-type]
    assert (hrefs(feed, "self"), hrefs(spanish, "self")) == ([f"{HOME}feed.atom"], [f"{HOME}feed.atom?lang=es"])
    assert [texts(entry, "id")[0] for entry in feed.findall(f"{ATOM}entry")] == [f"{HOME}2026-10/", f"{HOME}2026-09/"]
    assert texts(feed, "updated") == ["2026-11-15T09:00:00+00:00"]
    assert spanish.get("{http://www.w3.org/XML/1998/namespace}lang") == "es"


def test_a_withdrawn_month_says_so_and_nothing_else(client: Client, council: Council, report: ReportData) -> None:
    shelf(council, report)
    withdraw("2026-10", 2)
    [october, _september] = read(client).findall(f"{ATOM}entry")
    assert texts(october, "updated") == ["2026-11-20T09:00:00+00:00"]
    assert "Deia massa." in texts(october, "summary")[0]
    assert "325" not in texts(october, "summary")[0]
    assert "330" in texts(october, "summary")[0]
    withdraw("2026-10", 1, day=21)
    [october, _september] = read(client).findall(f"{ATOM}entry")
    assert (texts(october, "id"), texts(october, "updated")) == ([f"{HOME}2026-10/"], ["2026-11-21T09:00:00+00:00"])
    assert "330" not in texts(october, "summary")[0]
    assert hrefs(october, "enclosure") == []


def test_without_publications_it_is_empty_and_stays_the_same(client: Client, council: Council) -> None:
    assert read(client).findall(f"{ATOM}entry") == []
    assert client.get(FEED)["ETag"] == client.get(FEED)["ETag"]


def _drop(name: str) -> Callable[[Element], None]:
    def damage(node: Element) -> None:
        for child in node.findall(ATOM + name):
            node.remove(child)

    return damage


def _set(name: str, text: str) -> Callable[[Element], None]:
    def damage(node: Element) -> None:
        for child in node.findall(ATOM + name):
            child.text = text

    return damage


def _nobody(feed: Element) -> None:
    for node in (feed, *feed.findall(f"{ATOM}entry")):
        _drop("author")(node)


FAULTS = [
    _drop("id"),
    _drop("title"),
    _drop("updated"),
    _set("id", ""),
    _set("id", "October"),
    _set("updated", "3 November"),
    _set("updated", "2026-02-31T00:00:00Z"),
]


def test_each_planted_fault_is_noticed(client: Client, council: Council, report: ReportData) -> None:
    shelf(council, report)
    whole = read(client)
    for damage in [*FAULTS, _drop("link"), _nobody]:
        damaged = copy.deepcopy(whole)
        damage(damaged)
        assert faults(damaged), damage
    for damage in [*FAULTS, _drop("link"), _set("id", f"{HOME}2026-09/")]:
        damaged = copy.deepcopy(whole)
        damage(damaged.findall(f"{ATOM}entry")[0])
        assert faults(damaged), damage
    assert faults(etree.fromstring(b"<rss/>")) == ["no feed"]


@pytest.mark.parametrize("path", ["feed.json", "feed.atom"])
def test_feeds_take_the_same_queries_whatever_their_length(
    client: Client, council: Council, report: ReportData, path: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for month in ("2026-07", "2026-08", "2026-09"):
        put_online(council, report, month)
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        client.get(f"/transparency/{path}")
    assert Publication.objects.count() == 3
