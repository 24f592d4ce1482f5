"""Corrections and withdrawals on the public pages."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from helpdesk.people.models import Council
from tests.transparency.pages import shelf
from tests.transparency.pages.test_month import page
from transparency.models import Publication
from transparency.report import ReportData

MONTH = "/transparency/2026-05/"
WITHDRAWN = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def changes_in(text: str) -> list[list[str]]:
    """The table of what changed, row by row."""
    table = text[text.index('class="k-table t-changes"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", table[: table.index("</table>")])
    return [
        [re.sub(r"<[^>]+>", " ", cell).split("  ")[0].strip() for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)] for row in rows[1:]
    ]


def test_a_serious_correction_warns_on_the_month_and_on_the_panel(client: Client, council: Council, may: ReportData) -> None:
    shelf.correct(council, may, {"vol.contacts": 1240}, changes_conclusion=True)
    text = page(client)
    assert 'data-tone="warning" role="note"' in text
    assert "Figures of this month were wrong and have been corrected" in text
    assert "The calls of the 12th were missing." in text
    assert "Revision 2 replaces revision 1. What one would conclude from the figures changes." in text
    home = page(client, "/transparency/")
    assert "The figures of May 2026 were wrong and have been corrected" in home
    assert "Corrected: figures were wrong" in home


def test_a_small_correction_is_a_dated_note(client: Client, council: Council, may: ReportData) -> None:
    shelf.correct(council, may, {"vol.contacts": 1069}, severity="minor")
    text = page(client)
    assert "Correction of 17 June 2026, 10:00" in text
    assert "What one would conclude from the figures does not change." in text
    assert 'data-tone="warning" role="note"' not in text
    home = page(client, "/transparency/")
    assert "were wrong" not in home
    assert "Correction, revision 2" in home


def test_what_changed_is_a_table_of_old_and_new(client: Client, council: Council, may: ReportData) -> None:
    shelf.correct(council, may, {"vol.contacts": 1240, "wait.first_p50_sh": None, "sat.score": 4.4})
    text = page(client)
    assert changes_in(text) == [
        ["Contacts received", "1,068", "1,240"],
        ["Median wait", "2 min 50 s", "Protected"],
        ["Satisfaction", "4.7", "4.4"],
    ]
    assert "Before: 1,068" in text
    assert re.search(r"1,240 contacts</b><span class=\"k-tag\" data-tone=\"info\" ?>Revised<", text)


def test_an_earlier_revision_stays_and_leads_to_the_current_one(client: Client, council: Council, may: ReportData) -> None:
    before = page(client, f"{MONTH}r1/")
    shelf.correct(council, may, {"vol.contacts": 1240})
    text = page(client, f"{MONTH}r1/")
    assert "This is not the current revision" in text
    assert 'href="/transparency/2026-05/r2/?lang=en">Read revision 2, which replaces it</a>' in text
    assert "1,068" in text
    assert "t-changes" not in text
    assert "This is not the current revision" not in before + page(client)
    states = re.findall(r">Revision (\d)</a ?><span class=\"k-tag\" data-tone=\"\w+\" ?>(\w+)</span>", text)
    assert states == [("2", "Current"), ("1", "Replaced")]


def test_a_reason_in_another_language_says_in_which(client: Client, council: Council, may: ReportData) -> None:
    shelf.correct(council, may, {"vol.contacts": 1240}, reason={"ca": "Un <i>error</i>."})
    assert '<p lang="ca">Un &lt;i&gt;error&lt;/i&gt;.</p>' in page(client).replace('<p lang="ca"> ', '<p lang="ca">').replace(
        ". </p>", ".</p>"
    )


@pytest.mark.parametrize("path", ["r2/", "r2/report.json"])
def test_what_was_withdrawn_is_gone_and_says_why(client: Client, council: Council, may: ReportData, path: str) -> None:
    shelf.correct(
        council,
        may,
        {"vol.contacts": 1240},
        withdrawn_at=WITHDRAWN,
        withdrawn_kind="disclosure",
        withdrawn_reason={"en": "Seven rows too many."},
    )
    assert client.get(MONTH + path).status_code == 410
    if path == "r2/":
        text = page(client, MONTH + path, status=410)
        assert "Revision 2 has been withdrawn" in text
        assert "It could have told something about a person." in text
        assert "Seven rows too many." in text
        assert 'href="/transparency/2026-05/r1/?lang=en"' in text
        assert "1,240" not in text


def test_the_month_falls_back_to_the_newest_revision_that_stands(client: Client, council: Council, may: ReportData) -> None:
    shelf.correct(council, may, {"vol.contacts": 1240}, withdrawn_at=WITHDRAWN, withdrawn_kind="legal")
    text = page(client)
    assert "1,068" in text
    assert "1,240" not in text
    states = re.findall(r">Revision (\d)</a ?><span class=\"k-tag\" data-tone=\"\w+\" ?>(\w+)</span>", text)
    assert states == [("2", "Withdrawn"), ("1", "Current")]


def test_a_month_of_which_nothing_stands_is_gone_and_the_panel_says_so(client: Client, council: Council, may: ReportData) -> None:
    Publication.objects.update(withdrawn_at=WITHDRAWN, withdrawn_kind="legal")
    text = page(client, status=410)
    assert "The law, or a court, asked for it." in text
    assert "Read revision" not in text
    shelf.put(council, shelf.report(council, shelf.MAY.previous))
    home = page(client, "/transparency/")
    assert re.search(r"May 2026</b ?></a ?><span class=\"k-tag\" data-tone=\"danger\".{0,300}?Withdrawn", home)


def test_another_council_does_not_have_it(client: Client, council: Council, may: ReportData) -> None:
    from tests.factories import make_council

    make_council("other", host="other.test", prefix="OT")
    for path in (MONTH, f"{MONTH}r1/"):
        assert client.get(path, headers={"host": "other.test"}).status_code == 404
    assert client.get(f"{MONTH}r7/").status_code == 404
