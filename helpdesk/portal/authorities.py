"""Who watches over data protection where a council is: three communities have an authority of their own for their public bodies."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Authority:
    """A supervisory authority (GDPR art. 51); its name is in its own language."""

    name: str
    url: str
    language: str


SPAIN = Authority("Agencia Española de Protección de Datos", "https://www.aepd.es/", "es")
CATALONIA = Authority("Autoritat Catalana de Protecció de Dades", "https://apdcat.gencat.cat/", "ca")
BASQUE_COUNTRY = Authority("Datuak Babesteko Euskal Agintaritza", "https://www.avpd.eus/", "eu")
ANDALUSIA = Authority("Consejo de Transparencia y Protección de Datos de Andalucía", "https://www.ctpdandalucia.es/", "es")

# By province, the first two digits of the INE's code of a municipality; LOPDGDD art. 57.
OF_PROVINCE = {
    **dict.fromkeys(("08", "17", "25", "43"), CATALONIA),
    **dict.fromkeys(("01", "20", "48"), BASQUE_COUNTRY),
    **dict.fromkeys(("04", "11", "14", "18", "21", "23", "29", "41"), ANDALUSIA),
}


def authority_of(municipality_code: str) -> Authority:
    """Return the authority to which a citizen of this municipality can complain."""
    return OF_PROVINCE.get(municipality_code[:2], SPAIN)
