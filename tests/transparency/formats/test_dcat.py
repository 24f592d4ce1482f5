"""The catalogue: read back, and checked for what the profiles of datos.gob.es and data.europa.eu demand."""

from collections.abc import Callable

import pytest
from django.test import Client
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, FOAF, RDF

from helpdesk.people.models import Council
from tests.transparency.formats.dcat_rules import ADMS, DCAT, ELI, SPDX, VCARD, breaches
from tests.transparency.formats.online import REASON, put_online, shelf, withdraw
from transparency.dcat import SERIALISATIONS, catalog_bytes, catalog_graph
from transparency.dcat.terms import LEGISLATION, LICENCE, PUBLISHER_TYPE, SPAIN, STATISTICAL, control_digit, dir3, organism, province
from transparency.models import Publication
from transparency.report import ReportData

HOME = "http://testserver/transparency/"
OCTOBER, FIRST, SECOND = (URIRef(f"{HOME}2026-10/{path}") for path in ("", "r1/", "r2/"))
CATALOG = URIRef(f"{HOME}catalog")


def read(client: Client, suffix: str = "ttl") -> Graph:
    response = client.get(f"/transparency/catalog.{suffix}")
    assert response.status_code == 200
    formats = {one.suffix: one.rdflib for one in SERIALISATIONS}
    return Graph().parse(data=response.content, format=formats[suffix])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_every_way_of_writing_it_says_the_same_and_both_profiles_are_kept(client: Client, council: Council, report: ReportData) -> None:
    shelf(council, report)
    graphs = [read(client, one.suffix) for one in SERIALISATIONS]
    assert breaches(graphs[0]) == []
    assert len(graphs[0]) > 500
    assert all(isomorphic(graphs[0], graph) for graph in graphs[1:])


def test_a_month_is_its_newest_revision_and_knows_the_others(client: Client, council: Council, report: ReportData) -> None:
    shelf(council, report)
    graph = read(client)
    assert set(graph.objects(CATALOG, DCAT.dataset)) == {URIRef(f"{HOME}{path}") for path in ("2026-09/", "2026-10/", "series/")}
    assert graph.value(OCTOBER, DCAT.hasCurrentVersion) == SECOND
    assert set(graph.objects(OCTOBER, DCAT.hasVersion)) == {FIRST, SECOND}
    assert graph.value(SECOND, DCAT.previousVersion) == FIRST
    assert [str(graph.value(node, DCAT.version)) for node in (OCTOBER, FIRST, SECOND)] == ["2", "1", "2"]
    assert graph.value(OCTOBER, DCAT.prev) == URIRef(f"{HOME}2026-09/")
    assert graph.value(graph.value(OCTOBER, DCAT.inSeries), RDF.type) == DCAT.DatasetSeries
    assert set(graph.objects(OCTOBER, DCAT.distribution)) == set(graph.objects(SECOND, DCAT.distribution))
    assert Literal(REASON["es"], lang="es") in set(graph.objects(SECOND, ADMS.versionNotes))
    assert graph.value(OCTOBER, DCTERMS.publisher) == URIRef("http://datos.gob.es/recurso/sector-publico/org/Organismo/L01179999")


def test_the_graph_says_of_what_class_it_is_that_no_vocabulary_describes(client: Client, council: Council, report: ReportData) -> None:
    shelf(council, report)
    graph = read(client)
    pages = {URIRef(f"{HOME}{path}") for path in ("", "2026-09/", "2026-09/r1/", "2026-10/", "2026-10/r1/", "2026-10/r2/")}
    assert set(graph.subjects(RDF.type, FOAF.Document)) == pages
    assert set(graph.subjects(RDF.type, DCTERMS.Standard)) == set(graph.objects(None, DCTERMS.conformsTo))
    assert set(graph.subjects(RDF.type, DCTERMS.MediaType)) == set(graph.objects(None, DCAT.mediaType))
    assert list(graph.subjects(RDF.type, ELI.LegalResource)) == [LEGISLATION]
    assert (None, RDF.type, DCTERMS.Location) not in graph


def test_every_distribution_can_be_downloaded(client: Client, council: Council, report: ReportData) -> None:
    put_online(council, report, "2026-10")
    graph = read(client)
    nodes = list(graph.objects(FIRST, DCAT.distribution))
    assert len(nodes) == 6
    for node in nodes:
        response = client.get(str(graph.value(node, DCAT.downloadURL)))
        assert response.status_code == 200
        assert str(graph.value(node, DCAT.byteSize)) == str(len(response.content))
        media_type = str(graph.value(node, DCAT.mediaType)).partition("media-types/")[2]
        assert response["Content-Type"].partition(";")[0] == media_type
    [series] = [one for one in graph.subjects(DCAT.downloadURL) if "series/vol.contacts.json" in one]
    assert client.get(str(graph.value(series, DCAT.downloadURL))).status_code == 200


def test_what_is_withdrawn_is_not_offered(client: Client, council: Council, report: ReportData) -> None:
    shelf(council, report)
    withdraw("2026-10", 2)
    graph = read(client)
    assert breaches(graph) == []
    assert graph.value(OCTOBER, DCAT.hasCurrentVersion) == FIRST
    assert (SECOND, None, None) not in graph
    withdraw("2026-10", 1)
    assert (OCTOBER, None, None) not in read(client)


def test_a_council_without_anything_has_a_catalogue_all_the_same(client: Client, council: Council) -> None:
    Council.objects.filter(pk=council.pk).update(email="", phone="", default_language="es")
    graph = read(client)
    assert breaches(graph) == []
    assert list(graph.objects(CATALOG, DCAT.dataset)) == []


def test_the_same_state_gives_the_same_bytes_and_another_does_not(client: Client, council: Council, report: ReportData) -> None:
    put_online(council, report, "2026-10")
    for one in SERIALISATIONS:
        path = f"/transparency/catalog.{one.suffix}"
        first = client.get(path)
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    Publication.objects.update(reason={"es": "Otra."})
    assert client.get("/transparency/catalog.ttl")["ETag"] != first["ETag"]


def test_the_order_of_the_statements_does_not_matter(client: Client, council: Council, report: ReportData) -> None:
    put_online(council, report, "2026-10")
    rows = list(Publication.objects.prefetch_related("files"))
    one = catalog_graph(council, rows, root="http://testserver")
    other = Graph(bind_namespaces="none")
    for prefix, space in reversed(list(one.namespaces())):
        other.bind(prefix, space)
    for statement in sorted(one, reverse=True):
        other.add(statement)
    for way in SERIALISATIONS:
        assert catalog_bytes(one, way) == catalog_bytes(other, way), way


def test_the_reader_gets_what_it_prefers(client: Client, council: Council) -> None:
    wanted = {
        "": "text/turtle; charset=utf-8",
        "*/*": "text/turtle; charset=utf-8",
        "text/html": "text/turtle; charset=utf-8",
        "application/ld+json": "application/ld+json",
        "application/rdf+xml, text/turtle;q=0.5": "application/rdf+xml",
    }
    for accept, content_type in wanted.items():
        response = client.get("/transparency/catalog", headers={"accept": accept})
        assert (response["Content-Type"], response["Vary"]) == (content_type, "Accept"), accept
        assert response["Content-Location"].startswith("/transparency/catalog.")
    assert client.get("/transparency/catalog.n3").status_code == 404


@pytest.mark.parametrize(
    ("code", "expected"), [("28079", "L01280796"), ("08019", "L01080193"), ("17079", "L01170792"), ("08187", "L01081878")]
)
def test_a_council_has_the_number_that_the_state_gave_it(code: str, expected: str) -> None:
    assert dir3(code) == expected


def test_control_digits_and_provinces() -> None:
    assert [control_digit(f"0800{last}") for last in range(1, 10)] == [8, 3, 9, 4, 7, 0, 6, 2, 5]
    assert [str(province(code)).rpartition("/")[2] for code in ("01059", "17079", "35016", "52001")] == [
        "Alava",
        "Girona",
        "Las-Palmas",
        "Melilla",
    ]
    assert province("99001") == SPAIN


def _without_language(graph: Graph) -> None:
    graph.remove((OCTOBER, DCTERMS.title, None))
    graph.add((OCTOBER, DCTERMS.title, Literal("Octubre")))


def _only_catalan(predicate: URIRef, kind: URIRef) -> Callable[[Graph], None]:
    def damage(graph: Graph) -> None:
        [node, *_others] = graph.subjects(RDF.type, kind)
        graph.remove((node, predicate, None))
        graph.add((node, predicate, Literal("Octubre", lang="ca")))

    return damage


def _replaced(node: URIRef, predicate: URIRef, value: URIRef | Literal) -> Callable[[Graph], None]:
    return lambda graph: graph.set((node, predicate, value)) and None


def _untyped(kind: URIRef) -> Callable[[Graph], None]:
    return lambda graph: graph.remove((None, RDF.type, kind)) and None


def _without(node: URIRef, predicate: URIRef) -> Callable[[Graph], None]:
    return lambda graph: graph.remove((node, predicate, None)) and None


FILE = URIRef(f"{HOME}2026-10/r1/report.json#distribution")
CONTACT = URIRef(f"{HOME}catalog#contact")
FAULTS: list[Callable[[Graph], object]] = [
    _without_language,
    *(_only_catalan(DCTERMS.title, kind) for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DatasetSeries)),
    _only_catalan(VCARD.fn, VCARD.Kind),
    _only_catalan(FOAF.name, FOAF.Agent),
    _only_catalan(DCTERMS.description, DCAT.Distribution),
    *(_without(CATALOG, one) for one in (DCTERMS.title, DCTERMS.publisher, FOAF.homepage, DCTERMS.modified, DCTERMS.license, DCAT.themeTaxonomy)),
    *(_without(OCTOBER, one) for one in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.theme, DCAT.distribution)),
    _without(FILE, DCAT.accessURL),
    *(_without(CONTACT, one) for one in (VCARD.hasUID, VCARD.hasURL, VCARD["organization-name"])),
    _replaced(CONTACT, VCARD.hasUID, Literal("L01179999")),
    _replaced(CONTACT, VCARD.hasEmail, URIRef("http://not.a.mail/")),
    _replaced(CATALOG, DCTERMS.publisher, URIRef("http://testserver/council")),
    _replaced(CATALOG, DCAT.themeTaxonomy, URIRef("http://example.org/themes")),
    _replaced(OCTOBER, DCAT.theme, URIRef("http://publications.europa.eu/resource/authority/data-theme/GOVE")),
    _replaced(OCTOBER, DCTERMS.language, URIRef("http://publications.europa.eu/resource/authority/language/CAT")),
    _replaced(OCTOBER, DCTERMS.accrualPeriodicity, URIRef("http://purl.org/cld/freq/monthly")),
    _replaced(OCTOBER, DCTERMS.issued, Literal("3 November")),
    _replaced(OCTOBER, DCAT.version, Literal("1", lang="es")),
    _replaced(OCTOBER, DCTERMS.spatial, URIRef("http://example.org/place")),
    _replaced(OCTOBER, DCTERMS.type, PUBLISHER_TYPE),
    _replaced(organism("17999"), DCTERMS.type, STATISTICAL),
    _replaced(LICENCE, DCTERMS.type, Literal("Attribution")),
    _without(LICENCE, DCTERMS.type),
    _replaced(FILE, DCAT.byteSize, Literal("large")),
    _replaced(FILE, DCAT.mediaType, Literal("application/json")),
    _replaced(FILE, DCTERMS.format, Literal("JSON")),
    _replaced(FILE, DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")),
    lambda graph: graph.add((CATALOG, DCTERMS.publisher, URIRef("http://datos.gob.es/recurso/sector-publico/org/Organismo/E0DAT0001"))),
    lambda graph: graph.add((OCTOBER, DCTERMS.title, Literal("Otro título", lang="es"))),
    lambda graph: graph.add((URIRef(f"{HOME}sum"), RDF.type, SPDX.Checksum)),
    *(_untyped(kind) for kind in (FOAF.Document, DCTERMS.Standard, DCTERMS.MediaType, ELI.LegalResource)),
    lambda graph: graph.add((province("17999"), RDF.type, DCTERMS.Location)),
    lambda graph: graph.remove((CATALOG, RDF.type, None)),
]  # fmt: skip


def test_each_planted_fault_is_noticed(client: Client, council: Council, report: ReportData) -> None:
    put_online(council, report, "2026-10")
    whole = read(client)
    assert breaches(whole) == []
    for number, damage in enumerate(FAULTS):
        damaged = Graph()
        damaged += whole
        damage(damaged)
        assert breaches(damaged), number
