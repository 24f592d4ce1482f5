"""What the drawing leaves undone in the tags: which cells a heading cell is for, and one mention of the attached file."""

import io
from collections.abc import Iterator

import pikepdf

from transparency.press.structure import children, kind


def _headings(node: pikepdf.Object, scope: str) -> Iterator[tuple[pikepdf.Object, str]]:
    """Every heading cell with its scope: a column's in the head of a table, else a row's."""
    for child in children(node):
        name = kind(child)
        inside = "Column" if name == "THead" else scope
        if name == "TH":
            yield child, inside
        yield from _headings(child, inside)


def finish(data: bytes) -> bytes:
    """Say of every heading cell what it heads, name the attachment once, and write the same bytes for the same document."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for cell, scope in _headings(pdf.Root.StructTreeRoot, "Row"):
            own = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name(f"/{scope}"))
            before = cell.get("/A")
            if isinstance(before, pikepdf.Dictionary) and before.get("/O") == pikepdf.Name.Table:
                before["/Scope"] = own.Scope
            elif before is None:
                cell["/A"] = own
            else:
                cell["/A"] = pikepdf.Array([*(before if isinstance(before, pikepdf.Array) else [before]), own])
        if "/AF" in pdf.Root:
            once = {file.objgen: file for file in pdf.Root.AF}
            pdf.Root["/AF"] = pikepdf.Array(list(once.values()))
        pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()
