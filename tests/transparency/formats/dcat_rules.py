"""What DCAT-AP-ES 1.0.0 (its SHACL shapes, vocabularies among them) and DCAT-AP 3.0.1 demand of a catalogue, as far as ours has it: one line for each breach."""

import re
from collections.abc import Callable, Iterator

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, XSD
from rdflib.term import Node

DCAT = Namespace("http://www.w3.org/ns/dcat#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
EU = r"http://publications\.europa\.eu/resource/authority/"
SECTOR = "http://datos.gob.es/kos/sector-publico/sector"
SPANISH = URIRef("http://publications.europa.eu/resource/authority/language/SPA")
ORGANISM = r"http://datos\.gob\.es/recurso/sector-publico/org/Organismo/[A-Z][A-Z0-9]{8}"
MOMENT = r"[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)"

# Of a class: mandatory properties, literals that need a language and Spanish, at most one of each, and what its addresses look like.
MANDATORY: dict[URIRef, list[URIRef]] = {
    DCAT.Catalog: [
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.issued, DCTERMS.modified, DCTERMS.language, DCTERMS.license,
        FOAF.homepage, DCAT.themeTaxonomy,
    ],
    DCAT.Dataset: [DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.theme, DCAT.distribution],
    DCAT.Distribution: [DCAT.accessURL],
    DCAT.DatasetSeries: [DCTERMS.title, DCTERMS.description],
    FOAF.Agent: [FOAF.name],
    VCARD.Kind: [VCARD.fn, VCARD.hasUID],
}  # fmt: skip
# What both profiles recommend, and we have decided to say.
RECOMMENDED: dict[URIRef, list[URIRef]] = {
    DCAT.Catalog: [DCTERMS.spatial],
    DCAT.Dataset: [DCAT.contactPoint, DCAT.keyword, DCTERMS.spatial, DCTERMS.temporal, DCTERMS.accrualPeriodicity, DCTERMS.identifier],
    DCAT.Distribution: [
        DCTERMS.title, DCTERMS.description, DCTERMS.format, DCTERMS.license, DCATAP.availability, DCATAP.applicableLegislation
    ],
    FOAF.Agent: [DCTERMS.identifier, DCTERMS.type],
    DCTERMS.LicenseDocument: [DCTERMS.type],
    # Its mail and its telephone, too, are recommended: a council may have neither.
    VCARD.Kind: [VCARD["organization-name"], VCARD.hasURL],
}  # fmt: skip
SPOKEN = [DCTERMS.title, DCTERMS.description, FOAF.name, VCARD.fn, VCARD["organization-name"], ADMS.versionNotes, DCAT.keyword]
SINGLE = [
    DCTERMS.publisher, FOAF.homepage, DCTERMS.issued, DCTERMS.modified, DCTERMS.license, DCTERMS.accrualPeriodicity, DCAT.version,
    DCAT.temporalResolution, DCTERMS.accessRights, DCTERMS.type, DCTERMS.format, DCAT.mediaType, DCAT.byteSize, DCATAP.availability,
    DCAT.startDate, DCAT.endDate, VCARD.hasUID,
]  # fmt: skip
ADDRESSES: dict[URIRef, str] = {
    DCTERMS.publisher: ORGANISM,
    FOAF.homepage: r"https?://.+",
    DCTERMS.language: EU + "language/.+",
    DCTERMS.license: EU + "licence/.+",
    DCAT.themeTaxonomy: rf"{re.escape(SECTOR)}|{EU}data-theme",
    DCAT.theme: rf"{re.escape(SECTOR)}/sector-publico|{EU}data-theme/[A-Z]{{4}}",
    DCTERMS.accrualPeriodicity: EU + "frequency/.+",
    DCTERMS.accessRights: EU + "access-right/.+",
    DCTERMS.format: EU + "file-type/.+",
    DCATAP.availability: EU + "planned-availability/.+",
    DCATAP.applicableLegislation: r"http://data\.europa\.eu/eli/.+|https://www\.boe\.es/eli/.+",
    DCAT.mediaType: r"https?://www\.iana\.org/assignments/media-types/[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+",
    DCTERMS.spatial: rf"http://datos\.gob\.es/recurso/sector-publico/territorio/(Pais|Autonomia|Provincia)/.+|{EU}country/.+",
    VCARD.hasUID: r"https?://.+",
    VCARD.hasEmail: r"mailto:.+@.+",
    VCARD.hasTelephone: r"tel:\+\d+",
    VCARD.hasURL: r"https?://.+",
    **dict.fromkeys([DCAT.accessURL, DCAT.downloadURL, DCAT.landingPage, DCTERMS.conformsTo, DCAT.dataset], r"https?://.+"),
    **dict.fromkeys(
        [DCAT.hasVersion, DCAT.isVersionOf, DCAT.hasCurrentVersion, DCAT.previousVersion, DCAT.inSeries, DCAT.prev], r"https?://.+"
    ),
}
# Each class has a list of types of its own.
TYPES: dict[URIRef, str] = {
    DCAT.Dataset: EU + "dataset-type/.+",
    DCTERMS.LicenseDocument: r"http://purl\.org/adms/licencetype/[A-Z][A-Za-z0-9_-]{3,}",
    FOAF.Agent: r"http://purl\.org/adms/publishertype/[A-Z][A-Za-z0-9_()-]{5,}",
}
TYPED: dict[URIRef, tuple[URIRef, str]] = {
    DCTERMS.issued: (XSD.dateTime, MOMENT),
    DCTERMS.modified: (XSD.dateTime, MOMENT),
    DCAT.byteSize: (XSD.nonNegativeInteger, r"\d+"),
    DCAT.temporalResolution: (XSD.duration, r"P(\d+Y)?(\d+M)?(\d+D)?"),
    DCAT.startDate: (XSD.date, r"\d{4}-\d\d-\d\d"),
    DCAT.endDate: (XSD.date, r"\d{4}-\d\d-\d\d"),
}
# Neither has a language: both are plain strings.
PLAIN = [DCTERMS.identifier, DCAT.version]
# What a property leads to is of this class, and the graph has to say so where no vocabulary does.
LEADS_TO: dict[URIRef, URIRef] = {
    DCTERMS.publisher: FOAF.Agent,
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
    DCAT.dataset: DCAT.Dataset,
    DCAT.distribution: DCAT.Distribution,
    DCAT.contactPoint: VCARD.Kind,
    DCAT.inSeries: DCAT.DatasetSeries,
    DCAT.landingPage: FOAF.Document,
    DCAT.mediaType: DCTERMS.MediaType,
    DCATAP.applicableLegislation: ELI.LegalResource,
    DCTERMS.conformsTo: DCTERMS.Standard,
    FOAF.homepage: FOAF.Document,
    **dict.fromkeys([DCAT.hasVersion, DCAT.isVersionOf, DCAT.hasCurrentVersion, DCAT.previousVersion, DCAT.prev], DCAT.Dataset),
}


def _present(graph: Graph) -> Iterator[str]:
    for demanded in (MANDATORY, RECOMMENDED):
        for kind, predicates in demanded.items():
            for node in graph.subjects(RDF.type, kind):
                yield from (f"missing {predicate} of {node}" for predicate in predicates if (node, predicate, None) not in graph)


def _spoken(graph: Graph) -> Iterator[str]:
    for predicate in SPOKEN:
        for node in set(graph.subjects(predicate)):
            found = list(graph.objects(node, predicate))
            tags = [one.language for one in found if isinstance(one, Literal)]
            if len(tags) != len(found) or None in tags:
                yield f"no language {predicate} of {node}"
            if "es" not in tags:
                yield f"no Spanish {predicate} of {node}"
            if predicate != DCAT.keyword and len(set(tags)) != len(tags):
                yield f"twice in a language {predicate} of {node}"
            if any(not str(one).strip() for one in found):
                yield f"empty {predicate} of {node}"


def _shaped(graph: Graph) -> Iterator[str]:
    for predicate in SINGLE:
        yield from (
            f"several {predicate} of {node}" for node in set(graph.subjects(predicate)) if len(list(graph.objects(node, predicate))) > 1
        )
    for predicate, pattern in ADDRESSES.items():
        for node, one in graph.subject_objects(predicate):
            if not isinstance(one, URIRef) or not re.fullmatch(pattern, str(one)):
                yield f"address {predicate} of {node}"
    for kind, pattern in TYPES.items():
        for node in graph.subjects(RDF.type, kind):
            for one in graph.objects(node, DCTERMS.type):
                if not isinstance(one, URIRef) or not re.fullmatch(pattern, str(one)):
                    yield f"address {DCTERMS.type} of {node}"


def _literal(graph: Graph) -> Iterator[str]:
    for predicate, (datatype, pattern) in TYPED.items():
        for node, one in graph.subject_objects(predicate):
            if not isinstance(one, Literal) or one.datatype != datatype or not re.fullmatch(pattern, str(one)):
                yield f"literal {predicate} of {node}"
    for predicate in PLAIN:
        for node, one in graph.subject_objects(predicate):
            if not isinstance(one, Literal) or one.language or one.datatype not in {None, XSD.string} or not str(one).strip():
                yield f"plain {predicate} of {node}"


def _led(graph: Graph) -> Iterator[str]:
    for predicate, kind in LEADS_TO.items():
        yield from (f"class {predicate} of {node}" for node, one in graph.subject_objects(predicate) if (one, RDF.type, kind) not in graph)


def _particular(graph: Graph) -> Iterator[str]:
    def every(kind: URIRef, holds: Callable[[Node], bool], words: str) -> Iterator[str]:
        return (f"{words} of {node}" for node in graph.subjects(RDF.type, kind) if not holds(node))

    yield from every(DCAT.Catalog, lambda node: (node, DCAT.themeTaxonomy, URIRef(SECTOR)) in graph, "no Spanish taxonomy")
    yield from every(DCAT.Catalog, lambda node: 1 <= len(list(graph.objects(node, DCAT.themeTaxonomy))) <= 3, "taxonomies")
    yield from every(DCAT.Dataset, lambda node: any(str(one).startswith(SECTOR) for one in graph.objects(node, DCAT.theme)), "no sector")
    for kind in (DCAT.Catalog, DCAT.Dataset):
        yield from every(kind, lambda node: (node, DCTERMS.language, SPANISH) in graph, "no Spanish language")
    yield from every(VCARD.Kind, lambda node: any(True for _one in graph.objects(node, VCARD.hasEmail | VCARD.hasURL)), "no way to ask")
    yield from every(VCARD.Kind, lambda node: not re.fullmatch(ORGANISM, str(node)), "contact is the publisher")
    # DCAT-AP would have every place be a Location, and the Spanish profile a Location have its geometry: a territory of datos.gob.es stays without a class.
    geometry = DCAT.bbox | DCAT.centroid | LOCN.geometry
    yield from every(DCTERMS.Location, lambda node: any(True for _one in graph.objects(node, geometry)), "no geometry")
    yield from every(DCTERMS.PeriodOfTime, lambda node: (node, DCAT.startDate, None) in graph, "no start")
    sha1 = SPDX.checksumAlgorithm_sha1
    yield from every(SPDX.Checksum, lambda node: (node, SPDX.algorithm, sha1) in graph, "checksum is not SHA-1")
    if any(not isinstance(node, URIRef) for node in graph.subjects()):
        yield "a node without an address"


def breaches(graph: Graph) -> list[str]:
    """Return what a portal would refuse."""
    if (None, RDF.type, DCAT.Catalog) not in graph:
        return ["no catalogue"]
    return sorted([*_present(graph), *_spoken(graph), *_shaped(graph), *_literal(graph), *_led(graph), *_particular(graph)])
