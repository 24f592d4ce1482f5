"""What no validator asks for and a reader needs: headings, scopes, alternatives, the attached data, an outline."""

import io
import itertools
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pytest_django import Settings
from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import TextBox

from tests.transparency.pdf.drawn import Drawn, job_of, months
from transparency import press
from transparency.pdf import CannotDraw
from transparency.pdf.bars import Chart
from transparency.pdf.chapters import Piece, Table, strips_of
from transparency.pdf.printing import Presses, print_pdf
from transparency.press.fonts import drawable
from transparency.press.spreading import MARK, spread
from transparency.press.structure import attached_files, elements, kind, read_tables

NAMES = ("month", "nothing", "names")


@pytest.fixture(params=NAMES)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    return months()[request.param]


def test_a_document_is_whole_named_and_in_its_language(drawn: Drawn) -> None:
    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.Root.Lang) == drawn.language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo.Title).startswith(drawn.report["council"]["name"][:20])
        assert str(pdf.docinfo.CreationDate).startswith("D:20261110")


def test_the_data_are_attached_once_as_they_are_published(drawn: Drawn) -> None:
    assert attached_files(drawn.pdf) == {"report.json": drawn.data}
    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
        [file] = pdf.Root.AF
        assert file.AFRelationship == pikepdf.Name.Data
        assert file.EF.F.Subtype == pikepdf.Name("/application/json")
        assert str(file.EF.F.Params.ModDate).startswith("D:20261110")


def test_headings_go_down_one_step_at_a_time_and_make_the_outline(drawn: Drawn) -> None:
    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
        levels = [int(kind(heading)[1]) for heading in elements(pdf.Root.StructTreeRoot, "H1", "H2", "H3", "H4", "H5", "H6")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        with pdf.open_outline() as outline:
            assert len(outline.root) >= 10 - (not drawn.report["commentary"])


def test_every_table_has_headings_that_say_what_they_head(drawn: Drawn) -> None:
    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
        tables = list(elements(pdf.Root.StructTreeRoot, "Table"))
        for table in tables:
            [head] = elements(table, "THead")
            assert {str(cell.A.Scope) for cell in elements(head, "TH")} == {"/Column"}
            [body] = elements(table, "TBody")
            rows = list(elements(body, "TR"))
            assert [str(cell.A.Scope) for row in rows for cell in elements(row, "TH")] == ["/Row"] * len(rows)
            assert len(list(elements(table, "Caption"))) == 1
        assert len(tables) > 7


def test_every_chart_says_in_words_what_its_table_says() -> None:
    with pikepdf.open(io.BytesIO(months()["month"].pdf)) as pdf:
        charts = [str(figure.Alt) for figure in elements(pdf.Root.StructTreeRoot, "Figure")]
        order = [kind(node) for node in elements(pdf.Root.StructTreeRoot, "Figure", "Table")]
    assert len(charts) > 15
    assert "427" in charts[0]
    # Each is followed by its table.
    assert all(after == "Table" for before, after in itertools.pairwise(order) if before == "Figure")


def test_a_month_of_nothing_has_no_chart() -> None:
    with pikepdf.open(io.BytesIO(months()["nothing"].pdf)) as pdf:
        assert list(elements(pdf.Root.StructTreeRoot, "Figure")) == []


def test_a_correction_says_on_its_cover_what_it_replaces_and_what_changed() -> None:
    first = read_tables(months()["names"].pdf)[0]
    assert [row[1:] for row in first.rows] == [["91 %", "86 %"]]


def test_a_letter_that_no_font_has_becomes_a_question_mark() -> None:
    assert drawable("Façana · l’Aranyó, ñ, €") == "Façana · l’Aranyó, ñ, €"
    assert drawable("村役場 x") == "??? x"


def test_a_press_draws_one_month_after_another_within_150_megabytes_and_always_the_same() -> None:
    month, names = months()["month"], months()["names"]
    # Not what `getrusage` says: a child begins with the most that its parent had.
    program = (
        "import re, runpy, sys\n"
        "from pathlib import Path\n"
        "runpy.run_module('transparency.press', run_name='__main__')\n"
        "sys.stderr.write(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )
    jobs = [job_of(drawn.report, drawn.language).write() for drawn in (month, names, month)]
    done = subprocess.run([sys.executable, "-c", program], input=b"\n".join(jobs), capture_output=True, check=True)
    assert int(done.stderr.split()[-1]) <= 150 * 1024
    assert done.stdout == b"".join(b"%d\n" % len(pdf) + pdf for pdf in (month.pdf, names.pdf, month.pdf))


def test_a_document_that_cannot_be_drawn_is_an_error_and_no_document(settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    with pytest.raises(CannotDraw):
        print_pdf(job_of(months()["nothing"].report, "en"))


def test_a_press_that_broke_is_not_used_again() -> None:
    month = months()["nothing"]
    job = job_of(month.report, month.language)
    with Presses() as presses:
        assert print_pdf(job, presses) == month.pdf
        [kept] = presses.idle
        kept.process.kill()
        with pytest.raises(CannotDraw):
            print_pdf(job, presses)
        assert not presses.idle
        assert print_pdf(job, presses) == month.pdf
    assert not presses.idle


def test_what_stands_on_a_page_is_moved_apart_towards_its_foot() -> None:
    part = "<div style='height: 60mm; break-inside: avoid; background: #eee'>{}</div>"
    html = f"<html lang=en><title>x</title><body {MARK}>{''.join(part.format(number) for number in range(6))}</body>"
    document = HTML(string=html).render(stylesheets=[CSS(string="@page { size: A4; margin: 20mm } body { margin: 0 }")])
    spread(document)
    tops = [[round(child.position_y * 25.4 / 96) for child in one._page_box.children[0].children[0].children] for one in document.pages]
    # 257 mm hold four of 60 mm: the 17 mm that are left are three gaps. The last page ends where it ends.
    assert tops == [[20, 86, 151, 217], [20, 80]]
    for page in document.pages:
        for child in page._page_box.children[0].children[0].children:
            assert child.background.layers[0].painting_area[1] == child.border_box_y(), "what is behind a part moves with it"


@pytest.mark.parametrize("above", range(190, 240, 3))
def test_what_does_not_fit_on_a_page_is_drawn_once_on_the_next(above: int) -> None:
    """WeasyPrint 70 draws floats twice that begin at the very foot of a page, below others."""
    rows = "<tr><th scope=row>Telephone<td class=num>5" * 6
    half = "<section class='piece half'><h3>Waits</h3><div class=data><table><caption>{}</caption>{}</table></div></section>"
    chart = "<section class=piece><div class=chart style='height: 20mm'></div><div class=data style='height: 30mm'></div></section>"
    strips = "".join(f"<div class=strip>{pieces}</div>" for pieces in (chart, half.format("one", rows) + half.format("two", rows)))
    style = Path(press.__file__).with_name("print.css").read_text(encoding="utf-8")
    html = f"<html lang=en><title>x</title><div style='height: {above}mm'></div>{strips}"
    document = HTML(string=html).render(stylesheets=[CSS(string=style.replace("COLOUR", "var"))])
    drawn = [box.text for page in document.pages for box in page._page_box.descendants() if isinstance(box, TextBox)]
    assert [drawn.count(word) for word in ("one", "two", "Waits", "Telephone")] == [1, 1, 2, 12]


def test_tables_without_charts_stand_side_by_side_if_they_begin_alike() -> None:
    table = Table("", "", "", [], "", None)
    drawn = replace(table, chart=Chart("", [], "", "", 0))
    named, drawn_too, below, noted = (
        Piece("a", "", "", [table]),
        Piece("b", "", "", [drawn]),
        Piece("", "", "", [table]),
        Piece("c", "", "said", [table]),
    )
    assert strips_of([named, named, named]) == [[named, named], [named]]
    assert strips_of([named, below, below]) == [[named], [below, below]]
    assert strips_of([named, drawn_too, named, noted]) == [[named], [drawn_too], [named], [noted]]
