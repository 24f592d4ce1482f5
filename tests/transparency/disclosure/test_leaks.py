"""What the audit must refuse: numbers that are hidden, and come back from others."""

from decimal import Decimal

from transparency.disclosure.audit import Finding, audit
from transparency.disclosure.cells import Fact, MeasuredCell
from transparency.disclosure.cures import Action
from transparency.disclosure.facts import facts_of
from transparency.disclosure.protect import protect
from transparency.measures import Count
from transparency.rules import GROUPED

MAY, K = "2026-05", 5
Place = tuple[str, str, str]


def cell(
    place: str, raw: float, *, hidden: bool = False, period: str = "", part: int | None = None, whole: int | None = None
) -> MeasuredCell:
    """A cell from `indicator/dimension/member`."""
    indicator, dimension, member = [*place.split("/"), "", ""][:3]
    number = Decimal(str(raw))
    return MeasuredCell(indicator, dimension, member, period, number, None if hidden else number, "C" if hidden else "A", part, whole)


def report(*cells: MeasuredCell, month: str = MAY, revision: int = 1, is_draft: bool = True) -> list[Fact]:
    return facts_of(cells, month=month, revision=revision, is_draft=is_draft)


def found(facts: list[Fact]) -> dict[str, tuple[int, int]]:
    """What can be worked out, by `indicator/dimension/member`; a rest is marked."""
    return {_name(finding): (finding.low, finding.high) for finding in audit(facts, threshold=K)}


def _name(finding: Finding) -> str:
    name = "/".join(part for part in finding.origin[2:5] if part)
    return f"rest of {name}" if finding.is_rest else name


def test_a_company_is_found_as_what_citizens_leave_of_the_total() -> None:
    facts = report(
        cell("vol.requester", 40),
        cell("vol.requester/requester/citizen", 38),
        cell("vol.requester/requester/company", 2, hidden=True),
        cell("vol.requester/requester/body", 0),
    )
    assert found(facts) == {"vol.requester/requester/company": (2, 2)}


def test_the_total_of_another_table_gives_it_away_too() -> None:
    rows = (cell("vol.requester/requester/citizen", 38), cell("vol.requester/requester/company", 2, hidden=True))
    assert found(report(cell("vol.requester", 40, hidden=True), *rows)) == {}
    known = found(report(cell("vol.contacts", 40), cell("vol.requester", 40, hidden=True), *rows))
    assert known["vol.requester/requester/company"] == (2, 2)


def test_a_grouped_row_of_one_hides_nothing() -> None:
    rows = (cell("vol.requester", 41), cell("vol.requester/requester/citizen", 34))
    one = report(*rows, cell("vol.requester/requester/company", 7, hidden=True), cell(f"vol.requester/requester/{GROUPED}", 7))
    assert found(one) == {"vol.requester/requester/company": (7, 7)}


def test_a_grouped_row_that_just_reaches_the_threshold_leaves_too_little_room_for_two() -> None:
    """A zero is shown, so each of the two is 1 at least and 4 at most."""
    facts = report(
        cell("vol.requester", 40),
        cell("vol.requester/requester/citizen", 35),
        cell("vol.requester/requester/company", 3, hidden=True),
        cell("vol.requester/requester/body", 2, hidden=True),
        cell(f"vol.requester/requester/{GROUPED}", 5),
    )
    assert found(facts) == {"vol.requester/requester/company": (1, 4), "vol.requester/requester/body": (1, 4)}


def test_a_shown_three_is_refused() -> None:
    assert found(report(cell("vol.sessions", 3))) == {"vol.sessions": (3, 3)}


def test_the_few_who_were_not_attended_are_contacts_less_attended() -> None:
    facts = report(
        cell("vol.contacts/channel/phone", 40), cell("vol.attended/channel/phone", 38), cell("vol.contacts", 40), cell("vol.attended", 38)
    )
    assert found(facts) == {"rest of vol.attended": (2, 2), "rest of vol.attended/channel/phone": (2, 2)}


def test_a_percentage_with_a_decimal_gives_its_numerator_away() -> None:
    hidden = cell("vol.attended", 115, hidden=True)
    exact = report(cell("vol.contacts", 118), hidden, cell("acc.answer_rate", 97.5, part=115, whole=118))
    assert found(exact)["rest of vol.attended"] == (3, 3)
    assert found(report(cell("vol.contacts", 118), hidden)) == {}


def test_a_whole_percentage_of_few_does_too_and_one_of_many_does_not() -> None:
    few = report(cell("vol.contacts", 60), cell("acc.answer_rate", 95, part=57, whole=60))
    assert found(few)["rest of acc.answer_rate"] == (3, 3)
    many = report(cell("vol.contacts", 1200), cell("acc.answer_rate", 100, part=1197, whole=1200))
    assert found(many) == {}


def test_a_month_is_found_as_the_difference_of_two_sums_from_january() -> None:
    april = report(cell("vol.motives/motive/form", 40, period="2026-Y04"), month="2026-04", is_draft=False)
    may = report(
        cell("vol.motives", 23),
        cell("vol.motives/motive/procedure", 20, hidden=True),
        cell("vol.motives/motive/form", 3, hidden=True),
        cell(f"vol.motives/motive/{GROUPED}", 23),
        cell("vol.motives/motive/form", 43, period="2026-Y05"),
    )
    assert found([*april, *may]) == {"vol.motives/motive/form": (3, 3), "vol.motives/motive/procedure": (20, 20)}
    assert found(may) == {}


def test_a_month_that_was_never_published_is_found_too() -> None:
    april = report(cell("vol.motives/motive/form", 40, period="2026-Y04"), month="2026-04", is_draft=False)
    may = report(cell("vol.motives/motive/form", 43, period="2026-Y05"))
    assert found([*april, *may]) == {"vol.motives/motive/form": (3, 3)}


def test_a_quarter_less_two_months_is_the_third() -> None:
    months = [
        *report(cell("vol.contacts", 20), month="2026-04", is_draft=False),
        *report(cell("vol.contacts", 18), month="2026-05", is_draft=False),
    ]
    june = report(cell("vol.contacts", 4, hidden=True), cell("vol.contacts", 42, period="2026-Q2"), month="2026-06")
    assert found([*months, *june]) == {"vol.contacts": (4, 4)}
    assert found([*months, *june[:1]]) == {}


FIRST = {"citizen": 20, "company": 9, "body": 3}
SECOND = {"citizen": 20, "company": 9, "body": 6}


def _requesters(counts: dict[str, int]) -> Count:
    return Count(indicator="vol.requester", total=sum(counts.values()), by={"requester": counts})


def test_a_correction_that_shows_the_rest_of_a_group_gives_the_old_number_away() -> None:
    first = facts_of(protect([_requesters(FIRST)], threshold=K), month=MAY, revision=1)
    assert {fact.cell.member for fact in first if fact.cell.value is None} == {"company", "body"}
    second = report(cell("vol.requester", 35), *(cell(f"vol.requester/requester/{m}", n) for m, n in SECOND.items()), revision=2)
    findings = audit([*first, *second], threshold=K)
    assert [(f.origin.revision, f.origin.member, f.low, f.high) for f in findings] == [(1, "body", 3, 3)]
    assert Action.MERGE in {cure.action for cure in findings[0].cures}


def test_a_correction_is_protected_against_what_was_published_before() -> None:
    first = facts_of(protect([_requesters(FIRST)], threshold=K), month=MAY, revision=1)
    cells = protect([_requesters(SECOND)], threshold=K, published=first, month=MAY)
    assert {c.member: c.value for c in cells if c.dimension and c.value is not None} == {"citizen": 20, GROUPED: 15}
    assert audit([*first, *facts_of(cells, month=MAY, revision=2, is_draft=True)], threshold=K) == []


def test_what_was_given_away_before_does_not_stop_a_correction() -> None:
    leak = (cell("vol.requester", 40), cell("vol.requester/requester/citizen", 38), cell("vol.requester/requester/company", 2, hidden=True))
    first = report(*leak, is_draft=False)
    assert found(first) == {"vol.requester/requester/company": (2, 2)}
    assert found([*first, *report(*leak, revision=2)]) == {}
    assert found([*first, *report(cell("vol.contacts", 40), revision=2)]) == {}


def test_figures_that_cannot_be_true_are_refused() -> None:
    unknown = MeasuredCell("vol.requester", "requester", "company", "", None, None, "C")
    wrong = (
        MeasuredCell("vol.requester", "", "", "", None, Decimal(5), "A"),
        MeasuredCell("vol.requester", "requester", "citizen", "", None, Decimal(7), "A"),
    )
    findings = audit(report(*wrong, unknown), threshold=K)
    assert [finding.is_contradiction for finding in findings] == [True]


def test_a_finding_names_the_figures_that_prove_it_and_the_cheapest_cure_first() -> None:
    facts = report(
        cell("vol.contacts/channel/phone", 40),
        cell("vol.contacts/channel/web", 30),
        cell("vol.attended/channel/phone", 38),
        cell("vol.attended/channel/web", 20),
    )
    (finding,) = audit(facts, threshold=K)
    assert {origin.indicator for origin in finding.because} == {"vol.contacts", "vol.attended"}
    assert finding.cures[0][:4] == (Action.MERGE, "vol.attended", "channel", "phone")
