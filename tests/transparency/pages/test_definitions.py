"""What each indicator means, and its figures over the months."""

import re

import pytest
from django.test import Client

from helpdesk.people.models import Council
from tests.transparency.pages import shelf
from tests.transparency.pages.test_month import page
from transparency.catalogue import BY_ID, INDICATORS
from transparency.definitions import RULES

ROOT = "/transparency/indicators/"


def test_the_list_has_every_indicator_and_says_which_are_not_collected(client: Client, council: Council) -> None:
    text = page(client, ROOT)
    assert re.findall(rf'href="{ROOT}([^/"]+)/\?lang=en"', text) == [one.id for one in INDICATORS]
    assert text.count("Not collected yet") == sum(not one.collected for one in INDICATORS)


def test_every_definition_has_a_page_with_everything_about_it(client: Client, council: Council) -> None:
    for indicator in INDICATORS:
        text = page(client, f"{ROOT}{indicator.id}/")
        for words in (indicator.name, indicator.explanation, indicator.definition, indicator.source, indicator.exclusions):
            assert shelf.texts(words)["en"] in text, (indicator.id, shelf.texts(words)["en"])
        assert RULES[indicator.rule], indicator.id
        assert f"Version {indicator.version}" in text
    assert client.get(f"{ROOT}no.such/").status_code == 404


def test_what_is_not_collected_is_stated_plainly_and_has_no_series(client: Client, council: Council) -> None:
    shelf.year(council, months=3)
    text = page(client, f"{ROOT}acc.availability/")
    assert "Not collected yet" in text
    assert "Month by month" not in text


def test_a_series_is_drawn_from_published_figures_with_its_table(client: Client, council: Council) -> None:
    shelf.year(council, months=4, targets={"wait.first_p50_sh": 300})
    text = page(client, f"{ROOT}wait.first_p50_sh/")
    said = "Median wait. February 2026: 6 min 40 s; March 2026: 6 min 20 s; April 2026: 6 min; May 2026: 5 min 40 s"
    assert f'<title id="series-title">{said}</title>' in text
    assert re.findall(r'<td class="k-num">(.*?)</td>', text) == ["5 min 40 s", "6 min", "6 min 20 s", "6 min 40 s"]
    assert "our commitment, at most 5 min" in text
    assert 'href="/transparency/series/wait.first_p50_sh.json"' in text


def test_a_corrected_month_is_marked_in_drawing_and_table(client: Client, council: Council) -> None:
    shelf.correct(council, shelf.year(council, months=3), {"vol.contacts": 5000})
    text = page(client, f"{ROOT}vol.contacts/")
    assert "* A month that was corrected." in text
    assert re.search(r"May \* ?</text>", text)
    assert re.search(r"May 2026</a ?><small ?>Corrected: revision 2</small>.*?5,000", text)


def test_a_change_of_definition_is_a_line_and_no_stretch_goes_over_it(client: Client, council: Council) -> None:
    months = [shelf.MAY.previous.previous.previous, shelf.MAY.previous.previous, shelf.MAY.previous, shelf.MAY]
    for place, month in enumerate(months):
        data = shelf.report(council, month, {"acc.answer_rate": 80 + place})
        if place < 2:
            next(one for one in data["indicators"] if one["id"] == "acc.answer_rate")["version"] = 0
        shelf.put(council, data)
    text = page(client, f"{ROOT}acc.answer_rate/")
    assert text.count('class="t-line__break"') == 1
    assert text.count("<polyline") == 2
    assert "is not to be compared with those before" in text
    assert f"Counted in another way from here on: version {BY_ID['acc.answer_rate'].version}" in text


def test_a_month_without_a_figure_is_a_gap_and_one_without_publication_too(client: Client, council: Council) -> None:
    for month, value in ((shelf.MAY.previous.previous.previous, 700), (shelf.MAY.previous, None), (shelf.MAY, 900)):
        shelf.put(council, shelf.report(council, month, {"vol.contacts": value}))
    text = page(client, f"{ROOT}vol.contacts/")
    assert "February 2026: 700; March 2026: Not available; April 2026: Too few cases; May 2026: 900" in text
    assert text.count("t-line__gap") == 2
    assert 'href="/transparency/2026-03/' not in text


@pytest.mark.parametrize("months", [0, 1])
def test_before_there_are_two_figures_nothing_is_drawn(client: Client, council: Council, months: int) -> None:
    if months:
        shelf.year(council, months=months)
    assert '<svg class="t-line' not in page(client, f"{ROOT}vol.contacts/")


def test_its_queries_do_not_grow_with_months(client: Client, council: Council, django_assert_num_queries) -> None:
    newest = shelf.MAY
    for _more in range(2):
        shelf.year(council, months=2, newest=newest)
        newest = newest.previous.previous
        page(client, f"{ROOT}vol.contacts/")
        with django_assert_num_queries(3 + 2):
            page(client, f"{ROOT}vol.contacts/")
