"""The graph: catalogue, series, months, revisions and files. Nodes have addresses, never blanks, so that the same state gives the same bytes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, XSD

from helpdesk.base.phones import international
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from transparency.catalogue import BY_ID
from transparency.dcat import terms, words
from transparency.dcat.terms import ADMS, DCAT, DCATAP, ELI, VCARD
from transparency.formats.terms import CSV, JSONSTAT, MANIFEST, REPORT
from transparency.models import Publication, PublishedFile
from transparency.months import Month

CONFORMS_TO = {
    REPORT: "/transparency/schema/v1/report.json",
    JSONSTAT: "https://json-stat.org/full/",
    CSV: "https://www.rfc-editor.org/rfc/rfc4180",
}


def _moment(moment: datetime) -> Literal:
    return Literal(moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z"), datatype=XSD.dateTime)


class Catalog:
    """Writes a council's catalogue into a graph. `root` is the council's origin without a final slash."""

    def __init__(self, council: Council, root: str) -> None:
        self.council, self.root = council, root
        self.graph = Graph(bind_namespaces="none")
        for prefix, space in (
            ("adms", ADMS),
            ("dcat", DCAT),
            ("dcatap", DCATAP),
            ("eli", ELI),
            ("vcard", VCARD),
            ("dct", DCTERMS),
            ("foaf", FOAF),
            ("rdf", RDF),
            ("xsd", XSD),
        ):
            self.graph.bind(prefix, space)
        self.home = f"{root}/transparency/"
        self.node = URIRef(f"{self.home}catalog")
        self.series = URIRef(f"{self.home}catalog#series")
        self.contact = URIRef(f"{self.home}catalog#contact")
        self.publisher = terms.organism(council.municipality_code)

    def say(self, subject: URIRef, predicate: URIRef, *objects: URIRef | Literal) -> None:
        """Add statements."""
        for one in objects:
            self.graph.add((subject, predicate, one))

    def _lead(self, subject: URIRef, predicate: URIRef, to: URIRef, kind: URIRef) -> None:
        """Lead to what no vocabulary describes, and say what that is: DCAT-AP asks for its class."""
        self.say(subject, predicate, to)
        self.say(to, RDF.type, kind)

    def _described(self, node: URIRef, title: Iterable[Literal], description: Iterable[Literal]) -> None:
        self.say(node, DCTERMS.title, *title)
        self.say(node, DCTERMS.description, *description)

    def people(self) -> None:
        """Who publishes, and whom to ask. A body of datos.gob.es is no contact point."""
        council, publisher, contact = self.council, self.publisher, self.contact
        self.say(publisher, RDF.type, FOAF.Agent)
        self.say(publisher, FOAF.name, *words.named(council, council.name))
        self.say(publisher, DCTERMS.identifier, Literal(terms.dir3(council.municipality_code)))
        self.say(publisher, DCTERMS.type, terms.PUBLISHER_TYPE)
        self.say(terms.LICENCE, RDF.type, DCTERMS.LicenseDocument)
        self.say(terms.LICENCE, DCTERMS.type, terms.LICENCE_TYPE)
        self.say(contact, RDF.type, VCARD.Kind, VCARD.Organization)
        self.say(contact, VCARD.fn, *words.named(council, council.name))
        self.say(contact, VCARD["organization-name"], *words.named(council, council.name))
        self.say(contact, VCARD.hasUID, publisher)
        self.say(contact, VCARD.hasURL, URIRef(f"{self.root}/"))
        if council.email:
            self.say(contact, VCARD.hasEmail, URIRef(f"mailto:{council.email}"))
        if phone := international(council.phone):
            self.say(contact, VCARD.hasTelephone, URIRef(f"tel:{phone}"))

    def catalog(self, issued: datetime, modified: datetime) -> None:
        """The catalogue itself."""
        node = self.node
        self.say(node, RDF.type, DCAT.Catalog)
        self._described(node, words.literals(lambda: words.catalog_title(self.council)), words.literals(words.catalog_description))
        self.say(node, DCTERMS.publisher, self.publisher)
        self.say(node, DCTERMS.issued, _moment(issued))
        self.say(node, DCTERMS.modified, _moment(modified))
        self.say(node, DCTERMS.language, *terms.LANGUAGE.values())
        self.say(node, DCTERMS.license, terms.LICENCE)
        self.say(node, DCTERMS.spatial, terms.province(self.council.municipality_code))
        self.say(node, DCAT.themeTaxonomy, *terms.TAXONOMIES)
        self._lead(node, FOAF.homepage, URIRef(self.home), FOAF.Document)

    def _dataset(self, node: URIRef, page: str) -> None:
        """What every dataset of the council has in common."""
        self.say(node, RDF.type, DCAT.Dataset)
        self.say(node, DCTERMS.identifier, Literal(str(node)))
        self.say(node, DCTERMS.publisher, self.publisher)
        self.say(node, DCTERMS.accessRights, terms.PUBLIC)
        self.say(node, DCTERMS.language, *terms.LANGUAGE.values())
        self.say(node, DCTERMS.spatial, terms.province(self.council.municipality_code))
        self.say(node, DCTERMS.type, terms.STATISTICAL)
        self.say(node, DCAT.contactPoint, self.contact)
        self.say(node, DCAT.theme, *terms.THEMES)
        self._lead(node, DCAT.landingPage, URIRef(page), FOAF.Document)
        self.say(node, DCAT.temporalResolution, Literal("P1M", datatype=XSD.duration, normalize=False))
        self._lead(node, DCATAP.applicableLegislation, terms.LEGISLATION, ELI.LegalResource)
        for place in range(len(words.keywords())):
            self.say(node, DCAT.keyword, *words.literals(lambda place=place: words.keywords()[place]))  # type: ignore[misc]

    def _period(self, node: URIRef, first: Month, last: Month) -> None:
        period = URIRef(f"{node}{'-' if '#' in node else '#'}period")
        self.say(node, DCTERMS.temporal, period)
        self.say(period, RDF.type, DCTERMS.PeriodOfTime)
        self.say(period, DCAT.startDate, Literal(first.first_day))
        self.say(period, DCAT.endDate, Literal(last.following.first_day - timedelta(days=1)))

    def _distribution(self, address: str, media_type: str, title: Iterable[Literal], languages: Iterable[str], **more: int | str) -> URIRef:
        node = URIRef(f"{address}#distribution")
        title = list(title)
        self.say(node, RDF.type, DCAT.Distribution)
        self._described(node, title, title)
        self.say(node, DCAT.accessURL, URIRef(address))
        self.say(node, DCAT.downloadURL, URIRef(address))
        self._lead(node, DCAT.mediaType, terms.media_type(media_type), DCTERMS.MediaType)
        self.say(node, DCTERMS.format, terms.file_type(media_type))
        self.say(node, DCTERMS.license, terms.LICENCE)
        self.say(node, DCTERMS.language, *(terms.LANGUAGE[code] for code in languages))
        self.say(node, DCATAP.availability, terms.STABLE)
        self._lead(node, DCATAP.applicableLegislation, terms.LEGISLATION, ELI.LegalResource)
        if "size" in more:
            self.say(node, DCAT.byteSize, Literal(more["size"], datatype=XSD.nonNegativeInteger))
        if standard := str(more.get("standard", "")):
            self._lead(node, DCTERMS.conformsTo, URIRef(self.root + standard if standard.startswith("/") else standard), DCTERMS.Standard)
        return node

    def _file(self, file: PublishedFile, address: str, issued: datetime) -> URIRef:
        language = file.name.removeprefix("report.").removesuffix(".pdf")
        title = words.literals(lambda: words.file_title(file.name))
        node = self._distribution(
            address + file.name,
            file.media_type,
            title,
            [language] if language in LANGUAGES else list(LANGUAGES),
            size=file.size,
            standard=CONFORMS_TO.get(file.name, ""),
        )
        self.say(node, DCTERMS.issued, _moment(issued))
        return node

    def revision(self, publication: Publication) -> list[URIRef]:
        """A revision of a month, for good; returns its files."""
        month = Month.of(publication.month)
        address = f"{self.home}{month}/r{publication.revision}/"
        node, whole = URIRef(address), URIRef(f"{self.home}{month}/")
        files = [self._file(file, address, publication.published_at) for file in publication.files.all() if _is_data(file)]
        self._dataset(node, address)
        title = lambda: _("%(title)s, revision %(revision)s") % {"title": words.month_title(month), "revision": publication.revision}  # noqa: E731
        self._described(node, words.literals(title), words.literals(words.month_description))
        self._period(node, month, month)
        self.say(node, DCTERMS.issued, _moment(publication.published_at))
        self.say(node, DCTERMS.modified, _moment(publication.published_at))
        self.say(node, DCTERMS.accrualPeriodicity, terms.IRREGULAR)
        self.say(node, DCAT.version, Literal(str(publication.revision)))
        self.say(node, ADMS.versionNotes, *words.told(publication.reason, lambda: _revision_words(publication)))
        self.say(node, DCAT.isVersionOf, whole)
        self.say(node, DCAT.distribution, *files)
        return files

    def month(self, revisions: Sequence[Publication], before: Month | None) -> URIRef:
        """A month, which is its newest revision; `revisions` are those that stand, the newest first."""
        newest, oldest = revisions[0], revisions[-1]
        month = Month.of(newest.month)
        node = URIRef(f"{self.home}{month}/")
        addresses = [URIRef(f"{node}r{one.revision}/") for one in revisions]
        files = [self.revision(one) for one in revisions]
        for younger, older in pairwise(addresses):
            self.say(younger, DCAT.previousVersion, older)
        self._dataset(node, str(node))
        self._described(node, words.literals(lambda: words.month_title(month)), words.literals(words.month_description))
        self._period(node, month, month)
        self.say(node, DCTERMS.issued, _moment(oldest.published_at))
        self.say(node, DCTERMS.modified, _moment(newest.published_at))
        self.say(node, DCTERMS.accrualPeriodicity, terms.IRREGULAR)
        self.say(node, DCAT.version, Literal(str(newest.revision)))
        self.say(node, DCAT.hasCurrentVersion, addresses[0])
        self.say(node, DCAT.hasVersion, *addresses)
        self.say(node, DCAT.inSeries, self.series)
        self.say(node, DCAT.distribution, *files[0])
        if before:
            self.say(node, DCAT.prev, URIRef(f"{self.home}{before}/"))
        self.say(self.node, DCAT.dataset, node)
        return node

    def whole(self, months: Sequence[Month], issued: datetime, modified: datetime, indicators: Iterable[str]) -> None:
        """All months: as a series, and as a dataset with one file for each indicator."""
        data = URIRef(f"{self.home}series/")
        self.say(self.series, RDF.type, DCAT.DatasetSeries)
        for node in (self.series, data):
            self._described(node, words.literals(words.series_title), words.literals(words.month_description))
            self._period(node, months[0], months[-1])
            self.say(node, DCTERMS.publisher, self.publisher)
            self.say(node, DCTERMS.issued, _moment(issued))
            self.say(node, DCTERMS.modified, _moment(modified))
            self.say(node, DCTERMS.accrualPeriodicity, terms.MONTHLY)
            self.say(node, DCAT.contactPoint, self.contact)
            self.say(node, DCTERMS.spatial, terms.province(self.council.municipality_code))
        self.say(self.series, DCAT.first, URIRef(f"{self.home}{months[0]}/"))
        self.say(self.series, DCAT.last, URIRef(f"{self.home}{months[-1]}/"))
        self._dataset(data, self.home)
        for indicator in indicators:
            title = words.literals(lambda indicator=indicator: str(BY_ID[indicator].name))  # type: ignore[misc]
            address = f"{data}{indicator}.json"
            self.say(
                data, DCAT.distribution, self._distribution(address, "application/json", title, LANGUAGES, standard=CONFORMS_TO[JSONSTAT])
            )
        self.say(self.node, DCAT.dataset, data)


def _is_data(file: PublishedFile) -> bool:
    return not file.name.startswith(MANIFEST) and file.media_type.partition(";")[0] in terms.FORMATS


def _revision_words(publication: Publication) -> str:
    if publication.revision == 1:
        return _("First publication")
    return _("Revision %(revision)s") % {"revision": publication.revision}


def catalog_graph(council: Council, publications: Sequence[Publication], *, root: str) -> Graph:
    """Return the graph of what a council has published: every revision with its files loaded, newest month and revision first. Withdrawn ones are left out."""
    by_month: dict[Month, list[Publication]] = {}
    for one in publications:
        if one.withdrawn_at is None:
            by_month.setdefault(Month.of(one.month), []).append(one)
    moments = [moment for one in publications for moment in (one.published_at, one.withdrawn_at) if moment]
    issued, modified = min(moments, default=council.created_at), max(moments, default=council.created_at)
    catalog = Catalog(council, root)
    catalog.people()
    catalog.catalog(issued, modified)
    months = sorted(by_month)
    for before, month in zip([None, *months], months, strict=False):
        catalog.month(by_month[month], before)
    if months:
        catalog.whole(months, issued, modified, list(BY_ID))
    return catalog.graph
