"""Words, devices, languages and places."""

import pytest

from helpdesk.catalogue import rules

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("No puc signar amb l’AutoFirma", ["puc", "signar", "autofirma"]),
        ("el meu certificat d'idCAT", ["certificat", "idcat"]),
        ("instal·lar", ["installar"]),
        ("¿Dónde está mi NIÑO?", ["donde", "esta", "nino"]),
        ("de la", ["de", "la"]),
        ("  !? ", []),
    ],
)
def test_a_search_compares_words_without_accents_and_articles(query: str, words: list[str]) -> None:
    assert rules.search_words(query) == words


@pytest.mark.parametrize(
    ("agent", "label"), [(FIREFOX, "Windows · Firefox"), (SAFARI, "iOS · Safari"), (EDGE, "macOS · Edge"), ("curl/8", "")]
)
def test_the_device_is_told_by_its_browser(agent: str, label: str) -> None:
    assert rules.device_label(agent) == label


def test_a_problem_fits_when_it_is_for_all_or_the_device_is_named_or_unknown() -> None:
    windows = rules.device_tags(FIREFOX)
    assert [
        rules.fits([], windows),
        rules.fits(["windows"], windows),
        rules.fits(["macos"], windows),
        rules.fits(["macos"], frozenset()),
    ] == [True, True, False, True]


def test_a_star_is_the_step_of_every_procedure() -> None:
    assert [rules.is_at([place], "clave", "sign") for place in ("*/sign", "clave/sign", "clave/pay", "other/sign")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_text_falls_back_along_the_councils_order() -> None:
    order = rules.language_order("eu", ["ca", "es", "eu"])
    assert order == ["eu", "ca", "es"]
    assert [rules.best_language(found, order) for found in ({"es", "ca"}, {"es"}, {"fr"}, set())] == ["ca", "es", "fr", None]
