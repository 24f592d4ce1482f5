"""Reading a tagged document: its tree, and the tables with what stands in their cells, as a reader's program sees them."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

CODES = re.compile(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
SHOWN = {"Tj", "TJ"}
# Place of a page in the file, then the number of the marked piece on it.
Pieces = dict[tuple[tuple[int, int], int], str]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table: its caption, and the text of the cells of its rows, the head left out."""

    caption: str
    rows: list[list[str]]


def kind(node: pikepdf.Object) -> str:
    """Return the type of an element of structure, such as `TH`; empty for what is no element."""
    return str(node.get("/S", "")).lstrip("/") if isinstance(node, pikepdf.Dictionary) else ""


def _below(node: pikepdf.Object) -> list[pikepdf.Object]:
    below = node.get("/K")
    if below is None:
        return []
    return list(below) if isinstance(below, pikepdf.Array) else [below]


def children(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Return the elements directly below, without the marked content."""
    return (child for child in _below(node) if isinstance(child, pikepdf.Dictionary) and "/S" in child)


def elements(node: pikepdf.Object, *names: str) -> Iterator[pikepdf.Object]:
    """Return every element of some types, at any depth, in the order of reading."""
    for child in children(node):
        if kind(child) in names:
            yield child
        yield from elements(child, *names)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """The text of a font's codes, of which each has two bytes."""
    table = font.ToUnicode.read_bytes().decode("ascii", "replace") if "/ToUnicode" in font else ""
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be", "replace") for code, text in CODES.findall(table)}


def _words(operand: pikepdf.Object, letters: dict[int, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(letters.get(int.from_bytes(codes[at : at + 2], "big"), "?") for at in range(0, len(codes), 2))


def _pieces_of(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """The text that a page shows, with the number of the marked piece in which it stands."""
    letters = {name: _letters(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    marks: list[int | None] = []
    active: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in {"BDC", "BMC"}:
            known = operands[1] if len(operands) > 1 else None
            marks.append(int(known["/MCID"]) if isinstance(known, pikepdf.Dictionary) and "/MCID" in known else None)
        elif operator == "EMC":
            marks.pop()
        elif operator == "Tf":
            active = letters.get(str(operands[0]), {})
        elif operator in SHOWN and marks and marks[-1] is not None:
            yield marks[-1], _words(operands[0], active)


def _pieces(pdf: pikepdf.Pdf) -> Pieces:
    found: Pieces = {}
    for page in pdf.pages:
        for mark, words in _pieces_of(page):
            key = (page.obj.objgen, mark)
            found[key] = found.get(key, "") + words
    return found


def _text(node: pikepdf.Object, pieces: Pieces) -> str:
    own = node.get("/Pg")
    words = []
    for child in _below(node):
        if isinstance(child, pikepdf.Dictionary):
            page = child.get("/Pg", own)
            if "/MCID" not in child:
                words.append(_text(child, pieces))
            elif page is not None:
                words.append(pieces.get((page.objgen, int(child["/MCID"])), ""))
        elif own is not None:
            words.append(pieces.get((own.objgen, int(child)), ""))
    return " ".join(word for word in words if word)


def read_tables(data: bytes) -> list[ReadTable]:
    """Return the tables of a document in the order of reading; raises pikepdf.PdfError for what is no PDF, ValueError for one without tags."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            message = "the document has no tags"
            raise ValueError(message)
        pieces = _pieces(pdf)
        return [
            ReadTable(
                caption=" ".join(_text(caption, pieces) for caption in elements(table, "Caption")),
                rows=[
                    [_text(cell, pieces) for cell in elements(row, "TH", "TD")]
                    for body in elements(table, "TBody")
                    for row in elements(body, "TR")
                ],
            )
            for table in elements(pdf.Root.StructTreeRoot, "Table")
        ]


def attached_files(data: bytes) -> dict[str, bytes]:
    """Return the files inside a document by name; raises pikepdf.PdfError."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
