"""Personal data is taken out of comments in five languages, and what only looks like it stays."""

import pytest

from satisfaction.masking import is_iban, luhn, mask, shown

ROSA = ("Rosa Mas i Puig", "Laia Ferrer", "Laia", "", "de la")

MASKED = [
    # Telephones
    ("Truqueu-me al 972 00 00 13, si us plau.", "Truqueu-me al [[phone]], si us plau."),
    ("Llámenme al 600000013 o al +34 600 00 00 13", "Llámenme al [[phone]] o al [[phone]]"),
    ("Deitu 93.000.00.13 zenbakira", "Deitu [[phone]] zenbakira"),
    ("Call me on +44 20 7946 0013 or 0034972000013.", "Call me on [[phone]] or [[phone]]."),
    ("O meu teléfono é 600-000-013", "O meu teléfono é [[phone]]"),
    # Addresses
    ("Escriviu a rosa.mas@example.org!", "Escriviu a [[email]]!"),
    ("mi correo es rosa (arroba) example.org", "mi correo es [[email]]"),
    # Identity
    ("DNI 12345678Z", "DNI [[id]]"),
    ("El meu DNI és el 12.345.678-Z", "El meu DNI és el [[id]]"),
    ("12345678 Z", "[[id]]"),
    ("NIE X1234567L caducat", "NIE [[id]] caducat"),
    ("Pasaporte AAA000013", "Pasaporte [[id]]"),
    ("my passport number is 000000013", "my passport number is [[id]]"),
    ("passaport núm. XY00013", "passaport núm. [[id]]"),
    ("TSI ABCD0000000013", "TSI [[id]]"),
    ("Seguridad Social 28/00000013/40", "Seguridad Social [[id]]"),
    # Money
    ("ES91 2100 0418 4502 0005 1332", "[[iban]]"),
    ("compte ES9121000418450200051333 equivocat", "compte [[iban]] equivocat"),
    ("GB82 WEST 1234 5698 7654 32", "[[iban]]"),
    ("VISA 4111 1111 1111 1111", "VISA [[card]]"),
    ("pagué con 4111-1111-1111-1111.", "pagué con [[card]]."),
    # Number plates
    ("el cotxe 0000 BBB", "el cotxe [[plate]]"),
    ("matrícula 0000-BCD y 0000bcd", "matrícula [[plate]] y [[plate]]"),
    ("GI-0000-BX", "[[plate]]"),
    # Addresses that open something
    ("https://ajuda.example/s/abcdEFGH1234ijklMNOP no obre", "[[link]] no obre"),
    ("mireu www.example.org/?dni=1", "mireu [[link]]"),
    # Names, after words and known
    ("Em dic Montserrat Vila i no em van trucar", "Em dic [[name]] i no em van trucar"),
    ("me llamo juan y no funciona", "me llamo [[name]] y no funciona"),
    ("Mi nombre es María del Carmen Ruiz", "Mi nombre es [[name]]"),
    ("My name is O’Brien.", "My name is [[name]]."),
    ("nire izena Ane da", "nire izena [[name]] da"),
    ("Mikel Etxeberria naiz", "[[name]] naiz"),
    ("Chámome Sabela", "Chámome [[name]]"),
    ("Sóc la Núria Serra", "Sóc la [[name]]"),
    ("I am John Smith", "I am [[name]]"),
    ("La LAIA molt bé", "La [[name]] molt bé"),
    ("laia ferrer em va ajudar", "[[name]] em va ajudar"),
    ("Rosa Mas i Puig", "[[name]]"),
    ("Gràcies, Rosa", "Gràcies, [[name]]"),
]

KEPT = [
    "Vaig pagar 1.234,56 € el 12/03/2026 a les 10:30.",
    "Me costó 612.345 euros y 900.000.000 € de deuda",
    "El 22.11.2026, de 9.00 a 14.00 h",
    "La petición VC-7K3M-9Q2H-R no funciona",
    "VC-1234-5678-9",
    "Expedient 1234/2026, registre 2026-0012345",
    "Són 20 minuts, 3 intents i 15 documents",
    "Error 404 i codi 500",
    "Un PDF de 2000 PDF, o 1000 SMS",
    "https://www.example.org/tramits és molt clar",
    "I am very happy",
    "Soy autónomo y sóc de Girona",
    "Son moitas cousas",
    "Gaur 2026ko azaroaren 22a da",
    "1 2 3 4 5",
    "Llei 39/2015, art. 14.2",
    "Carrer Major 12, 17001",
    "De la primera a la darrera",
    "Win 11, Firefox 128.0.3",
]


@pytest.mark.parametrize(("comment", "expected"), MASKED)
def test_personal_data_is_taken_out(comment: str, expected: str) -> None:
    assert mask(comment, ROSA) == expected


@pytest.mark.parametrize("comment", KEPT)
def test_what_only_looks_like_it_stays(comment: str) -> None:
    assert mask(comment, ROSA) == comment


def test_masking_twice_changes_nothing() -> None:
    for comment in [*(comment for comment, _expected in MASKED), *KEPT]:
        once = mask(comment, ROSA)
        assert mask(once, ROSA) == once


def test_without_names_nobody_is_known() -> None:
    assert mask("Gràcies, Rosa", []) == "Gràcies, Rosa"


def test_markers_are_put_into_words() -> None:
    assert shown("a [[phone]] b [[name]] c [[other]]", str.upper) == "a PHONE b NAME c [[other]]"


def test_checks_of_figures() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB83 WEST 1234 5698 7654 32")
    assert not is_iban("GB82")
