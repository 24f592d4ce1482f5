"""A name with quotes, line ends, a formula and letters from right to left, in everything that says whose figures they are."""

import json

import pytest
from django.test import Client
from icalendar import Calendar
from lxml import etree
from rdflib import Graph
from rdflib.compare import isomorphic

from helpdesk.people.models import Council
from tests.transparency.formats.dcat_rules import breaches
from tests.transparency.formats.online import put_online
from tests.transparency.formats.reports import HARD_NAME
from tests.transparency.formats.test_atom import faults
from tests.transparency.jsonfeed import check_feed
from transparency.dcat import SERIALISATIONS
from transparency.report import ReportData

NAME = HARD_NAME[:120]
LINE = " ".join(NAME.split())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_a_difficult_name_breaks_nothing(client: Client, council: Council, reports: dict[str, ReportData]) -> None:
    council.name = NAME
    council.save()
    put_online(council, reports["village"], "2026-10")
    graphs = [Graph().parse(data=client.get(f"/transparency/catalog.{one.suffix}").content, format=one.rdflib) for one in SERIALISATIONS]
    assert breaches(graphs[0]) == []
    assert all(isomorphic(graphs[0], graph) for graph in graphs)
    atom = client.get("/transparency/feed.atom").content
    assert faults(etree.fromstring(atom)) == []
    assert etree.fromstring(atom).findtext("{*}author/{*}name") == LINE
    feed = json.loads(client.get("/transparency/feed.json").content)
    check_feed(feed)
    assert feed["authors"][0]["name"] == NAME
    calendar = Calendar.from_ical(client.get("/transparency/calendar.ics").content)
    assert LINE in str(calendar["X-WR-CALNAME"])
    report = json.loads(client.get("/transparency/2026-10/r1/report.json").content)
    assert report["council"]["name"] == NAME
