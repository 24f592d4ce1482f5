"""Tables as files that programs for spreadsheets open: nothing in them is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\ufeff"

Cell = str | int | float


def safe_cell(value: Cell) -> Cell:
    """Return a cell that no program calculates: text that begins like a formula gets an apostrophe before it (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(BEGINS_A_FORMULA) else value


def to_csv(head: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV (RFC 4180), in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow([safe_cell(cell) for cell in head])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()
