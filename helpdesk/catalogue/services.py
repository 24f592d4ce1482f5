"""Every write of the catalogue: loading it from files."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, TypeVar, cast

from django.db import models, transaction

from helpdesk.base.text import fold
from helpdesk.catalogue import rules
from helpdesk.catalogue.models import KnownProblem, ProblemText, Procedure, ProcedureText, Step
from helpdesk.catalogue.permissions import Permission
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require

DATA = Path(__file__).resolve().parent / "data"
M = TypeVar("M", bound=models.Model)


class _StepData(TypedDict):
    slug: str
    texts: dict[str, dict[str, str]]


class _TextData(TypedDict, total=False):
    title: str
    summary: str
    identification: str
    documents: list[str]
    keywords: list[str]
    symptom: str
    guidance: list[str]
    otherwise: str


class _FileData(TypedDict, total=False):
    slug: str
    administration: str
    motive: str
    official_url: str
    position: int
    applies_to: list[str]
    places: list[str]
    texts: dict[str, _TextData]
    steps: list[_StepData]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each are in the files, and how many rows were new or different."""

    procedures: int
    problems: int
    changed: int


def _read(folder: Path) -> list[_FileData]:
    return [cast("_FileData", tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.toml"))]


def _search_text(parts: Iterable[str]) -> str:
    return fold(" ".join(parts))


class _Upsert:
    """Writes only rows that are new or different, so that loading twice leaves no history."""

    def __init__(self) -> None:
        self.changed = 0

    def __call__(self, model: type[M], key: Mapping[str, object], values: Mapping[str, object]) -> M:
        rows = model._default_manager  # noqa: SLF001  Django's own name for the manager of any model
        row = rows.filter(**key).first()
        if row is None:
            self.changed += 1
            return rows.create(**key, **values)
        if any(getattr(row, name) != value for name, value in values.items()):
            self.changed += 1
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        return row


def _load_procedure(council: Council, data: _FileData, upsert: _Upsert) -> None:
    procedure = upsert(
        Procedure,
        {"council": council, "slug": data["slug"]},
        {
            "administration": data["administration"],
            "motive": data["motive"],
            "official_url": data.get("official_url", ""),
            "position": data.get("position", 0),
            "is_active": True,
        },
    )
    for language, text in data["texts"].items():
        keywords = text.get("keywords", [])
        upsert(
            ProcedureText,
            {"procedure": procedure, "language": language},
            {
                "council": council,
                "title": text["title"],
                "summary": text["summary"],
                "identification": text.get("identification", ""),
                "documents": text.get("documents", []),
                "keywords": keywords,
                "search_text": _search_text([text["title"], text["summary"], *keywords]),
            },
        )
    steps = data.get("steps", [])
    for position, step in enumerate(steps, start=1):
        upsert(Step, {"procedure": procedure, "slug": step["slug"]}, {"council": council, "position": position, "texts": step["texts"]})
    procedure.steps.exclude(slug__in=[step["slug"] for step in steps]).delete()


def _load_problem(council: Council, data: _FileData, steps: Iterable[Step], upsert: _Upsert) -> None:
    problem = upsert(
        KnownProblem,
        {"council": council, "slug": data["slug"]},
        {"motive": data["motive"], "applies_to": data.get("applies_to", []), "position": data.get("position", 0), "is_active": True},
    )
    for language, text in data["texts"].items():
        guidance = text.get("guidance", [])
        upsert(
            ProblemText,
            {"problem": problem, "language": language},
            {
                "council": council,
                "title": text["title"],
                "symptom": text["symptom"],
                "guidance": guidance,
                "otherwise": text.get("otherwise", ""),
                "search_text": _search_text([text["title"], text["symptom"], *text.get("keywords", [])]),
            },
        )
    problem.steps.set([step for step in steps if rules.is_at(data.get("places", []), step.procedure.slug, step.slug)])


@transaction.atomic
def load_catalogue(*, council: Council, by: Actor, folder: Path = DATA) -> Loaded:
    """Bring the procedures and known problems of `folder` into a council; what is already there is brought up to date, the rest stays."""
    require(by, Permission.EDIT, council.pk)
    upsert = _Upsert()
    procedures, problems = _read(folder / "procedures"), _read(folder / "problems")
    for procedure in procedures:
        _load_procedure(council, procedure, upsert)
    steps = list(Step.objects.filter(council=council).select_related("procedure"))
    for problem in problems:
        _load_problem(council, problem, steps, upsert)
    return Loaded(len(procedures), len(problems), upsert.changed)
