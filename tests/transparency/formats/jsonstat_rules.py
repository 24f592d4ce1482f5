"""The rules of JSON-stat 2.0 that a JSON Schema cannot say, by the codes of the official validator's list (rule set 1.0.0, schema 1.05)."""

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

Node = Mapping[str, Any]
CLASSES = {"dataset", "dimension", "collection"}
ROLES = ("time", "geo", "metric")
DEEPEST = 8
LARGEST = 10_000_000


def _ids(dimension: Node) -> list[str]:
    """Ids of the categories, from the index or, of a single category, from its label."""
    category = dimension["category"]
    return list(category.get("index") or category.get("label") or [])


def _has_cycle(children: Mapping[str, list[str]]) -> bool:
    def reaches(start: str, goal: str, seen: frozenset[str]) -> bool:
        found = children.get(start, [])
        return goal in found or any(reaches(one, goal, seen | {one}) for one in found if one not in seen)

    return any(reaches(one, one, frozenset()) for one in children)


def _index_findings(index: object, size: int) -> Iterator[str]:
    if isinstance(index, list) and len(index) != size:
        yield "INDEX_COUNT_MISMATCH"
    if isinstance(index, Mapping) and sorted(index.values()) != list(range(size)):
        yield "INDEX_POSITIONS_INVALID"
    if isinstance(index, list) and len(set(index)) != len(index):
        yield "INDEX_POSITIONS_INVALID"


def _dimension_findings(dimension: Node, size: int) -> Iterator[str]:
    category = dimension.get("category")
    if not isinstance(category, Mapping) or not ("index" in category or "label" in category):
        yield "STRUCTURAL_VIOLATION"
        return
    known, label, children = set(_ids(dimension)), category.get("label", {}), category.get("child", {})
    yield from _index_findings(category.get("index"), size)
    if label and known - set(label):
        yield "LABEL_KEY_INCOMPLETE"
    for name in ("label", "unit", "coordinates", "note"):
        if set(category.get(name, {})) - known:
            yield f"{name.upper().removesuffix('INATES')}_KEY_UNKNOWN"
    if {*children, *(one for found in children.values() for one in found)} - known:
        yield "CHILD_ID_UNKNOWN"
    if _has_cycle(children):
        yield "CHILD_CYCLE"


def _places(name: str, cells: object, cube: int) -> Iterator[str]:
    """Values and statuses stand at the positions of the cube, no more and no less."""
    codes = {"value": ("VALUE_LEN_MISMATCH", "SPARSE_KEY_OUT_OF_RANGE"), "status": ("STATUS_LEN_MISMATCH", "STATUS_KEY_OUT_OF_RANGE")}[name]
    if isinstance(cells, list) and len(cells) != cube:
        yield codes[0]
    if isinstance(cells, Mapping) and any(not key.isdecimal() or int(key) >= cube for key in cells):
        yield codes[1]


def _role_findings(roles: Mapping[str, list[str]], dimensions: Mapping[str, Node]) -> Iterator[str]:
    if {one for name in ROLES for one in roles.get(name, [])} - set(dimensions):
        yield "ROLE_ID_UNKNOWN"
    for one in set(roles.get("metric", [])) & set(dimensions):
        if not dimensions[one]["category"].get("unit"):
            yield "METRIC_UNIT_MISSING"


def _dataset_findings(dataset: Node) -> Iterator[str]:
    shape = (("id", list), ("size", list), ("dimension", Mapping), ("value", list | Mapping))
    if not all(isinstance(dataset.get(name), kind) for name, kind in shape):
        yield "STRUCTURAL_VIOLATION"
        return
    ids, sizes, dimensions = dataset["id"], dataset["size"], dataset["dimension"]
    if len(ids) != len(sizes):
        yield "ID_SIZE_LEN_MISMATCH"
    if set(ids) != set(dimensions) or len(set(ids)) != len(ids):
        yield "DIM_KEY_ID_MISMATCH"
    cube = prod(sizes)
    if cube > LARGEST:
        yield "CUBE_SIZE_OVERFLOW"
    for name in ("value", "status"):
        yield from _places(name, dataset.get(name), cube)
    yield from _role_findings(dataset.get("role", {}), dimensions)
    for one, size in zip(ids, sizes, strict=False):
        if one in dimensions:
            yield from _dimension_findings(dimensions[one], size)


def findings(document: Node, depth: int = 0) -> set[str]:
    """Return the codes of everything that is wrong with a response."""
    if depth > DEEPEST:
        return {"RECURSION_LIMIT"}
    kind = document.get("class")
    if kind not in CLASSES:
        bundle = any(isinstance(one, Mapping) and one.get("class") == "dataset" for one in document.values())
        return {"BUNDLE_DEPRECATED" if bundle else "STRUCTURAL_VIOLATION"}
    found = set() if depth or document.get("version") == "2.0" else {"STRUCTURAL_VIOLATION"}
    if kind == "dataset":
        return found | set(_dataset_findings(document))
    if kind == "dimension":
        return found | set(_dimension_findings(document, len(_ids(document))))
    items = document.get("link", {}).get("item")
    if not isinstance(items, list):
        return found | {"STRUCTURAL_VIOLATION"}
    return found.union(*(findings(item, depth + 1) for item in items)) if items else found
