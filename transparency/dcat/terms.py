"""Names from the vocabularies that portals know: European authority tables, the Spanish ones of datos.gob.es, DIR3."""

from rdflib import Namespace, URIRef

ADMS = Namespace("http://www.w3.org/ns/adms#")
# rdflib's own namespace of DCAT is closed, and older than version 3.
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
DATOS = "http://datos.gob.es/"

LANGUAGE: dict[str, URIRef] = {
    code: URIRef(f"{AUTHORITY}language/{name}")
    for code, name in (("ca", "CAT"), ("es", "SPA"), ("eu", "EUS"), ("gl", "GLG"), ("en", "ENG"))
}
LICENCE = URIRef(f"{AUTHORITY}licence/CC_BY_4_0")
LICENCE_TYPE = URIRef("http://purl.org/adms/licencetype/Attribution")
PUBLISHER_TYPE = URIRef("http://purl.org/adms/publishertype/LocalAuthority")
PUBLIC = URIRef(f"{AUTHORITY}access-right/PUBLIC")
MONTHLY = URIRef(f"{AUTHORITY}frequency/MONTHLY")
# A month is published once, and again only to correct it.
IRREGULAR = URIRef(f"{AUTHORITY}frequency/IRREG")
STABLE = URIRef(f"{AUTHORITY}planned-availability/STABLE")
STATISTICAL = URIRef(f"{AUTHORITY}dataset-type/STATISTICAL")
THEMES = (URIRef(f"{DATOS}kos/sector-publico/sector/sector-publico"), URIRef(f"{AUTHORITY}data-theme/GOVE"))
TAXONOMIES = (URIRef(f"{DATOS}kos/sector-publico/sector"), URIRef(f"{AUTHORITY}data-theme"))
SPAIN = URIRef(f"{AUTHORITY}country/ESP")
# Law 37/2007 on the reuse of public sector information.
LEGISLATION = URIRef("https://www.boe.es/eli/es/l/2007/11/16/37")

FORMATS: dict[str, str] = {
    "application/json": "JSON",
    "application/csvm+json": "JSON_LD",
    "application/pdf": "PDF",
    "text/csv": "CSV",
}

# By the first two digits of the INE code, as datos.gob.es writes them.
PROVINCES = """
Alava Albacete Alicante Almeria Avila Badajoz Illes-Balears Barcelona Burgos Caceres Cadiz Castellon Ciudad-Real Cordoba A-Coruna Cuenca Girona
Granada Guadalajara Guipuzcoa Huelva Huesca Jaen Leon Lleida La-Rioja Lugo Madrid Malaga Murcia Navarra Ourense Asturias Palencia Las-Palmas
Pontevedra Salamanca Santa-Cruz-Tenerife Cantabria Segovia Sevilla Soria Tarragona Teruel Toledo Valencia Valladolid Vizcaya Zamora Zaragoza
Ceuta Melilla
""".split()  # noqa: SIM905  fifty-two lines say no more

# INE's control digit: what each digit adds, by its place from the right.
WEIGHTS = ("0382741596", "0246813579", "0123456789", "0382741596", "0246813579")


def control_digit(municipality: str) -> int:
    """Return INE's control digit of a municipality's five digits: 6 for 28079, Madrid."""
    total = sum(int(weights[int(digit)]) for weights, digit in zip(WEIGHTS, reversed(municipality), strict=True))
    return -total % 10


def dir3(municipality: str) -> str:
    """Return the DIR3 code of a town council, which is made of its INE code: `L01280796` for Madrid's."""
    return f"L01{municipality}{control_digit(municipality)}"


def organism(municipality: str) -> URIRef:
    """Return the address of a town council among the bodies of datos.gob.es."""
    return URIRef(f"{DATOS}recurso/sector-publico/org/Organismo/{dir3(municipality)}")


def province(municipality: str) -> URIRef:
    """Return the territory of datos.gob.es in which a municipality is; Spain for a code of no province."""
    number = int(municipality[:2])
    if not 1 <= number <= len(PROVINCES):
        return SPAIN
    return URIRef(f"{DATOS}recurso/sector-publico/territorio/Provincia/{PROVINCES[number - 1]}")


def media_type(text: str) -> URIRef:
    """Return IANA's address of a media type, without its parameters."""
    return URIRef(f"https://www.iana.org/assignments/media-types/{text.partition(';')[0]}")


def file_type(text: str) -> URIRef:
    """Return the European name of a media type."""
    return URIRef(f"{AUTHORITY}file-type/{FORMATS[text.partition(';')[0]]}")
