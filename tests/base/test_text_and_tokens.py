"""Leaf helpers."""

from datetime import UTC, datetime

from helpdesk.base import clock
from helpdesk.base.text import clean_text, fold, initials
from helpdesk.base.tokens import ALPHABET, check_character, hash_token, new_reference, new_token


def test_folding_finds_catalan_words_without_their_accents() -> None:
    assert fold("Instal·lació  del CERTIFICÀT") == "installacio del certificat"


def test_cleaning_keeps_lines_and_removes_what_cannot_be_seen() -> None:
    assert clean_text(" a\r\nb\u202e\x07 ") == "a\nb"


def test_initials() -> None:
    assert [initials(n) for n in ("Rosa Mas", "Laia", "", "Joan de la Vila")] == ["RM", "L", "", "JV"]


def test_references_do_not_repeat_and_carry_a_check_character() -> None:
    references = {new_reference("VC") for _ in range(2000)}
    assert len(references) == 2000
    for reference in references:
        _prefix, a, b, check = reference.split("-")
        assert check == check_character(a + b)


def test_check_character_finds_every_single_wrong_character() -> None:
    body = "7K3M9Q2H"
    for place in range(8):
        for other in ALPHABET:
            wrong = body[:place] + other + body[place + 1 :]
            if wrong != body:
                assert check_character(wrong) != check_character(body) or abs(ALPHABET.index(other) - ALPHABET.index(body[place])) == 31


def test_token_is_long_and_only_its_hash_is_comparable() -> None:
    token = new_token()
    assert len(token) >= 43
    assert hash_token(token) != hash_token(token + "a")


def test_clock_can_be_frozen() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
    assert clock.now() != moment
