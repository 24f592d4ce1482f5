"""The panel that a council links: the newest month, its change, the trend, in every state."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from django.core.files.storage import default_storage
from django.test import Client

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from tests.markup import squeeze
from tests.transparency.months import MID_OCTOBER, OCTOBER, VILLAGE, add_contacts, add_ratings, measured, published_data, town_month
from transparency import data_views, services
from transparency.models import Publication
from transparency.months import Month
from transparency.panel import change, panel_of
from transparency.presentation import page_of
from transparency.report import IndicatorData, ReportData, report_bytes
from transparency.selectors import latest_reports, publications_with_files

SEPTEMBER = OCTOBER.previous
MID_SEPTEMBER = MID_OCTOBER.replace(month=9)


def page(client: Client) -> str:
    return squeeze(client.get("/transparency/?lang=en").content.decode())


def rewrite(publication: Publication, report: ReportData) -> None:
    """Put other bytes in the place of a published report, as an older edition would have written them."""
    file = publication.files.get(name="report.json")
    Path(default_storage.path(file.path)).write_bytes(report_bytes(report))
    made = services.MadeFile(file.name, file.media_type, report_bytes(report))
    publication.files.filter(pk=file.pk).update(sha256=made.sha256, size=len(made.data))


def of_edition_1(report: ReportData) -> ReportData:
    """The same month as edition 1 told it: without calls, and with waits defined otherwise."""
    kept = [indicator for indicator in report["indicators"] if indicator["id"] not in {"vol.callbacks", "wait.calls_on_time"}]
    for indicator in kept:
        if indicator["id"] == "wait.first_p50_sh":
            indicator["version"] = 1
    del report["protection"]["minimum_calls"]
    return {**report, "edition": "1", "indicators": kept}


def test_before_the_first_month_it_says_what_will_be_here(client: Client, council: Council) -> None:
    text = page(client)
    assert "No month has been published yet" in text
    assert "What we measure" in text
    assert "Month by month" not in text


def test_one_month_has_figures_and_no_trend(client: Client, council: Council, officer: Actor) -> None:
    town_month(council)
    published_data(council, officer, OCTOBER)
    text = page(client)
    assert "330" in text
    assert "97 answers: 52 % of those invited" in text
    assert "than the month before" not in text
    assert "Month by month" not in text


def test_two_months_are_compared_and_drawn(client: Client, council: Council, officer: Actor) -> None:
    town_month(council)
    add_contacts(council, {**VILLAGE, "channel": {"web": 250, "chat": 50}}, at=MID_SEPTEMBER)
    published_data(council, officer, SEPTEMBER)
    published_data(council, officer, OCTOBER)
    text = page(client)
    assert "10 % more than the month before" in text
    assert '<title id="vol-contacts-title">Contacts received. September 2026: 300; October 2026: 330</title>' in text
    assert re.search(r'<th scope="row">September 2026</th> ?<td class="k-num">300</td>', text)


def test_every_chart_says_its_data_in_its_title_and_has_a_table(client: Client, council: Council, officer: Actor) -> None:
    for moment, month in ((MID_SEPTEMBER, SEPTEMBER), (MID_OCTOBER, OCTOBER)):
        town_month(council, at=moment)
        published_data(council, officer, month)
    text = page(client)
    charts = text.count('class="t-line"')
    assert charts >= 5
    assert text.count("<title id=") == text.count("The same, as a table") == charts
    assert " style=" not in text


def test_a_protected_month_is_a_gap_and_said_in_words(client: Client, council: Council, officer: Actor) -> None:
    months = [Month(2026, 8), SEPTEMBER, OCTOBER]
    for month, scores in zip(months, ({5: 20, 4: 12}, {5: 3}, {5: 24, 4: 9}), strict=True):
        moment = MID_OCTOBER.replace(month=month.number)
        tickets = add_contacts(council, {**VILLAGE, "channel": {"web": 60}}, at=moment)
        add_ratings(council, tickets, scores, at=moment)
        published_data(council, officer, month)
    text = page(client)
    said = "Satisfaction. August 2026: 4.6; September 2026: Too few cases; October 2026: 4.7"
    assert f'<title id="sat-score-title">{said}</title>' in text
    assert "A dashed box is a month without a published figure: the table says why." in text
    score = text[text.index('id="sat-score-trend"') :]
    score = score[: score.index("</section>")]
    assert (score.count("t-line__dot"), score.count("t-line__gap"), score.count("<polyline")) == (2, 1, 0)


def test_a_month_that_was_not_published_is_a_gap(client: Client, council: Council, officer: Actor) -> None:
    for month in (Month(2026, 8), OCTOBER):
        town_month(council, at=MID_OCTOBER.replace(month=month.number))
        published_data(council, officer, month)
    text = page(client)
    assert "August 2026: 330; September 2026: Not available; October 2026: 330" in text
    assert "than the month before" not in text


def test_it_is_made_from_published_files_only(client: Client, council: Council, officer: Actor) -> None:
    town_month(council)
    published_data(council, officer, OCTOBER)
    before = page(client)
    town_month(council)
    assert page(client) == before


def test_a_damaged_report_leaves_the_rest_of_the_panel(client: Client, council: Council, officer: Actor) -> None:
    for moment, month in ((MID_SEPTEMBER, SEPTEMBER), (MID_OCTOBER, OCTOBER)):
        town_month(council, at=moment)
        published_data(council, officer, month)
    file = Publication.objects.get(month=SEPTEMBER.first_day).files.get(name="report.json")
    Path(default_storage.path(file.path)).write_bytes(b"{}")
    text = page(client)
    assert "330" in text
    assert "than the month before" not in text


def test_a_month_of_the_first_edition_still_renders_and_is_not_compared_with_another_definition(
    client: Client, council: Council, officer: Actor
) -> None:
    for moment, month in ((MID_SEPTEMBER, SEPTEMBER), (MID_OCTOBER, OCTOBER)):
        town_month(council, at=moment)
        published_data(council, officer, month)
    older = Publication.objects.get(month=SEPTEMBER.first_day)
    report = of_edition_1(measured(council, officer, Month(2026, 8)))
    rewrite(older, {**report, "period": {**report["period"], "month": str(SEPTEMBER)}})
    jsonschema.validate(json.loads(report_bytes(report)), json.loads(data_views.SCHEMA.read_bytes()))
    assert client.get("/transparency/2026-09/?lang=en").status_code == 200
    assert [figure.id for figure in page_of(report, "en").headlines] == [
        "vol.contacts", "vol.attended", "sat.score", "wait.first_p50_sh", "vol.unattended",
    ]  # fmt: skip
    found = publications_with_files(council)
    panel = panel_of(found, latest_reports(found, 12), language="en", privacy=[])
    waits = next(key for key in panel.figures if key.figure.id == "wait.first_p50_sh")
    assert waits.change is None


def figure(value: float | None, unit: str, version: int = 1) -> IndicatorData:
    return {
        "id": "x.y", "version": version, "unit": unit, "decimals": 0, "polarity": "up", "rule": "S1", "name": {}, "explanation": {},
        "definition": {}, "value": value, "status": "A" if value is not None else "C", "breakdowns": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("now", "before", "unit", "words"),
    [
        (110, 100, "contacts", "10 % more than the month before"),
        (90, 100, "contacts", "10 % less than the month before"),
        (1001, 1000, "contacts", "Almost the same as the month before"),
        (5, 5, "contacts", "The same as the month before"),
        (5, 0, "contacts", None),
        (91, 90, "percent", "1 percentage point more than the month before"),
        (85, 90, "percent", "5 percentage points less than the month before"),
        (90, 150, "seconds", "1 min less than the month before"),
        (4.7, 4.6, "points", "0.1 points more than the month before"),
        (None, 100, "contacts", None),
        (100, None, "contacts", None),
    ],
)
def test_a_change_is_said_in_the_unit_of_its_figure(now: float | None, before: float | None, unit: str, words: str | None) -> None:
    from django.utils import translation

    with translation.override("en"):
        found = change(figure(now, unit), figure(before, unit))
    assert (found.words if found else None) == words


def test_figures_of_two_definitions_are_not_compared() -> None:
    assert change(figure(5, "contacts", 2), figure(6, "contacts", 1)) is None
