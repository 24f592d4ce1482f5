"""What people answered, for supervisors and officers: counts and masked comments, never who answered or about which request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import get_language

from helpdesk.base.errors import NotFound
from helpdesk.catalogue.rules import best_language, language_order
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import allowed
from satisfaction.models import Answer, Invitation, Question, Rating
from satisfaction.permissions import Permission
from satisfaction.rules import GOOD, SCORES, Ask, Kind, Solved, mean, share, values_of
from satisfaction.selectors.measure import NONE, Five
from satisfaction.selectors.survey import OwnQuestion, worded

Key = str | int | date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: `invited` is None where nobody is invited, as at an office, or where the question makes no sense."""

    key: Key
    distribution: Five
    invited: int | None = None
    asked_answers: int = 0

    @property
    def answers(self) -> int:
        """How many answered."""
        return sum(self.distribution)

    @property
    def mean(self) -> float | None:
        """From 1 to 5."""
        return mean(self.distribution)

    @property
    def good(self) -> float | None:
        """Percentage of 4 and 5."""
        return share(sum(self.distribution[score - 1] for score in GOOD), self.answers)

    @property
    def response(self) -> float | None:
        """Percentage of the people really invited who answered."""
        return share(self.asked_answers, self.invited) if self.invited else None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """How one wording of a council's own question was answered; `counts` are in the order of its choices."""

    question: OwnQuestion
    is_current: bool
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything of one council and one choice of filters. `solved` is yes, partly, no."""

    total: Line
    by: Mapping[str, tuple[Line, ...]]
    solved: tuple[int, int, int]
    ease: Five
    own: tuple[QuestionResult, ...]


def ratings_of(council: Council, actor: Actor) -> QuerySet[Rating]:
    """Return the answers of a council, those about requests that are left out of the indicators excepted; another's do not exist: NotFound."""
    if not allowed(actor, Permission.RESULTS, council.pk):
        raise NotFound
    return Rating.objects.filter(Q(invitation=None) | Q(invitation__ticket__excluded_reason=""), council=council)


def invitations_of(council: Council, actor: Actor) -> QuerySet[Invitation]:
    """Return the real invitations of a council; another's do not exist: NotFound."""
    if not allowed(actor, Permission.RESULTS, council.pk):
        raise NotFound
    return Invitation.objects.filter(council=council, ask=Ask.ASKED, ticket__excluded_reason="")


def comments_of(ratings: QuerySet[Rating]) -> QuerySet[Rating]:
    """Return the answers with a comment, the newest first, with nothing of whose they are but the `channel`."""
    rows = ratings.exclude(comment="").defer("sealed_comment").annotate(channel=F("invitation__ticket__channel"))
    return rows.order_by("-created_at", "-pk")


def results_of(council: Council, ratings: QuerySet[Rating], invitations: QuerySet[Invitation] | None) -> Results:
    """Count what was narrowed; without invitations there is no response rate. As many statements for a million as for one."""
    zone = ZoneInfo(council.time_zone)
    month = TruncMonth("created_at", tzinfo=zone)
    sums = ratings.aggregate(**_columns(), **_extras())
    invited = invitations.count() if invitations is not None else None
    return Results(
        total=_line(None, sums, invited),
        by={
            "channel": _lines(ratings, "invitation__ticket__channel", invitations, "ticket__channel"),
            "via": _lines(ratings, "via", None, ""),
            "procedure": _lines(ratings.exclude(invitation=None), "invitation__ticket__procedure_id", invitations, "ticket__procedure_id"),
            "team": _lines(
                ratings.annotate(of_team=Coalesce("invitation__ticket__team_id", "office__team_id")),
                "of_team",
                invitations,
                "ticket__team_id",
            ),
            "month": _lines(
                ratings.annotate(month=month), "month", invitations.annotate(month=month) if invitations is not None else None, "month"
            ),
        },
        solved=(sums["solved_yes"], sums["solved_partly"], sums["solved_no"]),
        ease=_five(sums, "ease"),
        own=_own(council, ratings),
    )


def _columns() -> dict[str, Count]:
    columns = {f"score_{score}": Count("pk", filter=Q(score=score)) for score in SCORES}
    return columns | {"asked": Count("pk", filter=Q(invitation__ask=Ask.ASKED))}


def _extras() -> dict[str, Count]:
    columns = {f"ease_{score}": Count("pk", filter=Q(ease=score)) for score in SCORES}
    return columns | {f"solved_{one.value}": Count("pk", filter=Q(solved=one)) for one in Solved}


def _five(row: Mapping[str, int], what: str) -> Five:
    one, two, three, four, five = (row[f"{what}_{score}"] for score in SCORES)
    return one, two, three, four, five


def _line(key: Key, row: Mapping[str, int], invited: int | None) -> Line:
    return Line(key, _five(row, "score") if row else NONE, invited, row.get("asked", 0))


def _lines(ratings: QuerySet[Rating], field: str, invitations: QuerySet[Invitation] | None, invited_field: str) -> tuple[Line, ...]:
    """Count by one field, in the order of its values; nothing known comes last."""
    rows: dict[Key, Mapping[str, int]] = {row[field]: row for row in ratings.order_by().values(field).annotate(**_columns())}
    invited: dict[Key, int] = {}
    if invitations is not None:
        invited = {row[invited_field]: row["n"] for row in invitations.order_by().values(invited_field).annotate(n=Count("pk"))}
    order: Callable[[Key], tuple[bool, str]] = lambda key: (key is None, _sortable(key))  # noqa: E731
    return tuple(
        _line(key, rows.get(key, {}), None if invitations is None or (key is None and key not in invited) else invited.get(key, 0))
        for key in sorted({*rows, *invited}, key=order)
    )


def _sortable(key: Key) -> str:
    if isinstance(key, int):
        return f"{key:012d}"
    return key.isoformat() if isinstance(key, date | datetime) else str(key or "")


def _own(council: Council, ratings: QuerySet[Rating]) -> tuple[QuestionResult, ...]:
    """Count the answers to every wording that was asked, those of now first."""
    answered = Answer.objects.filter(rating__in=ratings.order_by().values("pk")).order_by()
    counts = {(pk, value): n for pk, value, n in answered.values_list("question_id", "value").annotate(n=Count("pk"))}
    found = []
    for question in Question.objects.filter(council=council).order_by("-is_current", "slot", "-version"):
        own = worded(question, council)
        values = values_of(Kind(question.kind), len(own.choices))
        line = tuple(counts.get((question.pk, value), 0) for value in values)
        if question.is_current or any(line):
            found.append(QuestionResult(own, question.is_current, line))
    return tuple(found)


def procedure_titles(council: Council) -> dict[int, str]:
    """Return the titles of a council's procedures, in the active language or along the council's order. Two statements."""
    order = language_order(get_language() or council.default_language, council.languages)
    found = {}
    for procedure in council.procedures.prefetch_related("texts").order_by("slug"):
        titles = {text.language: text.title for text in procedure.texts.all()}
        language = best_language(titles, order)
        found[procedure.pk] = titles[language] if language else procedure.slug
    return found


def team_names(council: Council) -> dict[int, str]:
    """Return the names of a council's teams."""
    return dict(council.teams.order_by("name").values_list("pk", "name"))
