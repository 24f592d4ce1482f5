"""The page of a month: its groups, commitments, words beside figures, files."""

import re

import pytest
from django.test import Client

from helpdesk.people.models import Council
from tests.markup import squeeze
from tests.transparency.pages import shelf
from transparency.models import Publication, PublishedFile
from transparency.presentation import page_of
from transparency.report import ReportData

PAGE = "/transparency/2026-05/"


def page(client: Client, path: str = PAGE, status: int = 200, language: str = "en") -> str:
    response = client.get(f"{path}?lang={language}")
    assert response.status_code == status
    assert not response.cookies
    assert response["Cache-Control"].startswith("public, max-age=300")
    return squeeze(response.content.decode())


def row_of(text: str, indicator: str) -> str:
    """The row of an indicator in the table of its group."""
    start = text.index(f'/transparency/indicators/{indicator}/?lang=en"')
    return re.sub(r"<[^>]+>", " ", text[start : text.index("</tr>", start)])


def test_a_commitment_is_shown_beside_its_result_with_what_became_of_it(client: Client, may: ReportData) -> None:
    text = page(client)
    assert re.search(r"92 %.*at least 90 % +Met", row_of(text, "acc.answer_rate"))
    assert re.search(r"2 min 50 s.*at most 2 min +Not met", row_of(text, "wait.first_p50_sh"))
    assert re.search(r"4.7.*331 answers: 31 % of those invited.*at least 4.5 +Met", row_of(text, "sat.score"))
    assert "Met" not in row_of(text, "vol.contacts")


def test_what_is_not_collected_says_so_and_nothing_is_drawn(client: Client, may: ReportData) -> None:
    text = page(client)
    assert re.search(r"Not collected yet.*Nothing is estimated", row_of(text, "acc.availability"))
    assert 'id="acc-availability"' not in text


def test_every_group_has_its_indicators_and_every_drawing_its_table(client: Client, may: ReportData) -> None:
    text = page(client)
    for group in ("volume", "access", "waiting", "resolution", "digital", "quality"):
        assert f'id="group-{group}"' in text
    drawings = re.findall(r'<figure>(.*?)</figure> ?<div class="k-tablewrap"', text)
    assert len(drawings) == text.count("<figure>") > 20
    assert all(drawing.count("<title>") == 1 for drawing in drawings)
    assert "<title>Contacts received: Web form 534; Chat 267; " in text
    assert " style=" not in text


def test_parts_of_a_whole_are_told_apart_by_patterns_and_by_words(client: Client, may: ReportData) -> None:
    text = page(client)
    stack = text[text.index('id="vol-requester"') :]
    stack = stack[: stack.index("</svg>")]
    assert [stack.count(f"url(#vol-requester-requester-p{number})") for number in (1, 2, 3)] == [2, 2, 2]
    assert re.findall(r'text-anchor="end"[^>]*> ?(\d+ %) ?<', stack) == ["50 %", "25 %", "12 %", "13 %"]


def test_shares_durations_and_scores_by_member_keep_their_unit(client: Client, may: ReportData) -> None:
    text = page(client)
    for table, figure in (("acc-answer-rate-channel", "92 %"), ("wait-first-p50-sh-channel", "2 min 50 s")):
        start = text.index(f'id="{table}"')
        assert f">{figure}<" in text[start : text.index("</table>", start)].replace(" <", "<").replace("> ", ">"), table


def test_a_quarter_is_said_in_months(council: Council, may: ReportData) -> None:
    motives = next(one for one in may["indicators"] if one["id"] == "vol.motives")
    motives["breakdowns"][0]["period"] = "2026-Q2"
    section = next(one for one in page_of(may, "en").sections if one.indicator == "vol.motives")
    assert section.tables[0].caption == "Reasons for contact. April 2026 – June 2026"
    assert section.tables[0].id == "vol-motives-motive-2026-Q2"


def test_a_note_of_the_council_stands_at_its_figure_in_its_language(client: Client, council: Council) -> None:
    data = shelf.report(council)
    data["indicators"][0]["note"] = {"ca": "Hi havia <b>eleccions</b>."}
    shelf.put(council, data)
    assert 'lang="ca" >' in page(client).replace('"ca">', '"ca" >')
    assert "Hi havia &lt;b&gt;eleccions&lt;/b&gt;." in page(client)


def test_every_file_has_its_size_and_checksum_and_says_what_it_is(client: Client, may: ReportData) -> None:
    text = page(client)
    for file in PublishedFile.objects.all():
        assert f'href="/transparency/2026-05/r1/{file.name}"' in text
        assert file.sha256 in text
    assert "The figures as a table, for spreadsheets" in text
    assert "sha256sum report.json" in text
    assert text.index("Report to print<small>") < text.index("Table for spreadsheets<small>") < text.index("Data to reuse<small>")


def test_the_report_to_print_is_the_one_in_the_language_of_the_page(client: Client, may: ReportData) -> None:
    for language in ("en", "ca"):
        text = page(client, language=language)
        buttons = text[text.index('class="k-downloads"') : text.index("</ul>", text.index('class="k-downloads"'))]
        assert re.findall(r"report\.(..)\.pdf", buttons) == [language]


@pytest.mark.parametrize("language", ["ca", "es", "eu", "gl", "en"])
def test_it_speaks_every_language(client: Client, may: ReportData, language: str) -> None:
    assert f'<html lang="{language}"' in page(client, language=language)


def test_zero_is_a_figure_and_nothing_is_drawn_of_it(client: Client, council: Council) -> None:
    shelf.put(council, shelf.report(council, values=dict.fromkeys(("vol.contacts", "vol.attended", "vol.unattended"), 0)))
    text = page(client)
    assert re.search(r"0 contacts", row_of(text, "vol.contacts"))
    contacts = text[text.index('id="vol-contacts"') : text.index('id="vol-attended"')]
    assert "<figure>" not in contacts
    assert contacts.count("<table") == 2


def test_long_and_right_to_left_names_are_shown_whole_in_the_table(client: Client, council: Council) -> None:
    data = shelf.report(council)
    cells = next(one for one in data["indicators"] if one["id"] == "vol.procedures")["breakdowns"][0]["cells"]
    long, arabic = "Sol·licitud de bonificació " * 5, "شهادة السكن"
    cells[0]["label"], cells[1]["label"] = {"en": long.strip()}, {"en": arabic}
    shelf.put(council, data)
    text = page(client)
    assert f"<bdi>{long.strip()}</bdi>" in text
    assert f"<bdi>{arabic}</bdi>" in text
    assert "Sol·licitud de bonificació Sol·lici…" in text


def test_a_damaged_report_is_an_error_and_not_a_wrong_figure(client: Client, council: Council, may: ReportData) -> None:
    Publication.objects.get().files.filter(name="report.json").update(sha256="0" * 64)
    client.raise_request_exception = False
    assert client.get(PAGE).status_code == 500
