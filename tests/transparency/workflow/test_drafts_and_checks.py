"""A draft is frozen with its versions; the checks say what stands in the way; any change forgets them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput, NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, add_contacts, published_data
from tests.transparency.workflow.steps import wrong
from transparency import checking, services
from transparency.catalogue import BY_ID, EDITION
from transparency.checking.figures import is_far
from transparency.kinds import Kind, Severity
from transparency.models import Cell, Draft, PublicationPolicy
from transparency.versions import code_version

NOTE = {"ca": "La campanya de renda.", "en": "The income-tax season."}


def test_a_draft_keeps_the_versions_under_which_it_was_measured(draft: Draft) -> None:
    assert draft.edition == EDITION
    assert draft.definitions == {indicator.id: indicator.version for indicator in BY_ID.values()}
    assert draft.code_version == code_version()
    assert draft.code_version.startswith("0.")
    assert draft.threshold == 5


def test_a_draft_keeps_its_threshold_when_the_council_chooses_another(draft: Draft, council: Council, officer: Actor) -> None:
    PublicationPolicy.objects.update(threshold=8)
    draft.refresh_from_db()
    assert draft.threshold == 5
    with clock.at(AFTER_OCTOBER):
        assert services.make_draft(council=council, month=OCTOBER, by=officer).threshold == 8
    assert not Cell.objects.filter(value__gt=0, value__lt=8, indicator__in=[i for i in BY_ID if BY_ID[i].rule == "S1"]).exists()


def test_a_good_draft_is_clean_and_says_so_of_every_check(draft: Draft, council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        checked = services.check(council=council, month=OCTOBER, by=officer)
    assert wrong(checked) == {}
    assert [result["id"] for result in checked.checks if result["ok"]] == ["fresh", "totals", "deviation", "audit", "shape", "document"]
    assert [result["code"] for result in checked.checks if not result["ok"]] == ["no_commentary"]


def test_every_change_forgets_checks_and_signature(draft: Draft, council: Council, officer: Actor, second: Actor) -> None:
    changes: list[Callable[[], Draft]] = [
        lambda: services.write_commentary(council=council, month=OCTOBER, texts={"ca": "Hola", "en": "Hello"}, by=officer),
        lambda: services.write_notes(council=council, month=OCTOBER, notes={"vol.contacts": NOTE}, by=officer),
        lambda: services.make_draft(council=council, month=OCTOBER, by=officer),
    ]
    with clock.at(AFTER_OCTOBER):
        for change in changes:
            services.check(council=council, month=OCTOBER, by=officer)
            assert services.sign(council=council, month=OCTOBER, by=second).signed_at == AFTER_OCTOBER
            changed = change()
            assert (changed.checks, changed.checked_at, changed.signed_at, changed.signed_by_id) == ([], None, None, None)
            with pytest.raises(ForbiddenTransition):
                services.sign(council=council, month=OCTOBER, by=second)
            with pytest.raises(ForbiddenTransition):
                services.publish(council=council, month=OCTOBER, by=officer)


def test_what_is_wrong_is_found_and_nobody_signs_it(draft: Draft, council: Council, officer: Actor, second: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.write_commentary(council=council, month=OCTOBER, texts={"ca": "Només en català."}, by=officer)
        services.write_notes(council=council, month=OCTOBER, notes={"vol.contacts": {"ca": "Una nota."}}, by=officer)
        Cell.objects.filter(draft=draft, indicator="vol.motives", member="procedure").update(raw=87)
        Cell.objects.filter(draft=draft, indicator="vol.requester", member="citizen").update(value=4)
        Draft.objects.filter(pk=draft.pk).update(edition="1")
        found = wrong(services.check(council=council, month=OCTOBER, by=officer))
        assert set(found) >= {"other_definitions", "do_not_add_up", "commentary_missing", "note_missing", "odd_figures"}
        assert found["commentary_missing"]["data"] == {"languages": ["en"]}
        assert found["do_not_add_up"]["data"] == {"tables": ["vol.motives/motive", "vol.requester/requester"]}
        assert found["odd_figures"]["data"] == {"places": ["vol.requester/citizen"]}
        with pytest.raises(ForbiddenTransition):
            services.sign(council=council, month=OCTOBER, by=second)


def test_the_audit_refuses_a_cell_that_can_be_worked_out(draft: Draft, council: Council, officer: Actor) -> None:
    """The group is opened by hand: its smallest member and the group itself are both shown."""
    hidden = Cell.objects.filter(draft=draft, indicator="vol.motives", status="C").order_by("raw").last()
    assert hidden is not None
    Cell.objects.filter(draft=draft, indicator="vol.motives", status="C").exclude(raw__lt=5).update(status="A", value=20)
    Cell.objects.filter(draft=draft, indicator="vol.motives", member="notification").update(value=4, status="A")
    with clock.at(AFTER_OCTOBER):
        found = wrong(services.check(council=council, month=OCTOBER, by=officer))
    assert found["could_be_worked_out"]["data"]["indicator"] == "vol.motives"
    assert found["could_be_worked_out"]["data"]["cures"]


def test_a_figure_far_from_the_months_before_needs_a_note_in_every_language(council: Council, officer: Actor) -> None:
    month = OCTOBER
    counts = {"channel": {"web": 30, "phone": 40}, "motive": {"procedure": 70}, "requester": {"citizen": 70}}
    for _number in range(3):
        month = month.previous
        add_contacts(council, counts, at=month.start(council.time_zone) + timedelta(days=9))
        published_data(council, officer, month)
    add_contacts(council, {"channel": {"web": 70, "phone": 80}, "motive": {"procedure": 150}, "requester": {"citizen": 150}})
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        far = [r for r in services.check(council=council, month=OCTOBER, by=officer).checks if r["code"] == "needs_a_note"]
        data = next(r["data"] for r in far if r["data"]["indicator"] == "vol.contacts")
        assert data == {"indicator": "vol.contacts", "value": 150.0, "median": 70.0, "months": 3, "languages": ["ca", "en"]}
        notes = {str(result["data"]["indicator"]): NOTE for result in far}
        services.write_notes(council=council, month=OCTOBER, notes=notes, by=officer)
        assert wrong(services.check(council=council, month=OCTOBER, by=officer)) == {}


def test_how_far_is_far() -> None:
    for value, usual, unit, far in (
        (60, 45, "percent", False),
        (61, 45, "percent", True),
        (4.0, 4.5, "points", False),
        (3.9, 4.5, "points", True),
        (24, 10, "contacts", False),
        (141, 100, "contacts", True),
        (140, 100, "contacts", False),
        (71, 50, "seconds", True),
        (5, 0, "contacts", False),
    ):
        assert is_far(value, usual, unit) is far, (value, usual, unit)


def test_a_draft_that_changes_while_it_is_checked_is_not_marked(
    draft: Draft, council: Council, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(one: Draft, now: object) -> list[checking.Result]:
        services.write_commentary(council=council, month=OCTOBER, texts={"ca": "Mentrestant."}, by=officer)
        return []

    monkeypatch.setattr("transparency.services.checks.run_checks", meanwhile)
    with clock.at(AFTER_OCTOBER), pytest.raises(Conflict):
        services.check(council=council, month=OCTOBER, by=officer)
    draft.refresh_from_db()
    assert draft.checked_at is None


def test_notes_are_of_known_indicators_and_not_endless(draft: Draft, council: Council, officer: Actor) -> None:
    for notes in ({"vol.nothing": NOTE}, {"vol.contacts": {"ca": "x" * 601}}, {"vol.contacts": {"fr": "Bonjour"}}):
        with pytest.raises(InvalidInput):
            services.write_notes(council=council, month=OCTOBER, notes=notes, by=officer)
    services.write_notes(council=council, month=OCTOBER, notes={"vol.contacts": NOTE}, by=officer)
    assert services.write_notes(council=council, month=OCTOBER, notes={"vol.contacts": {"ca": "", "en": ""}}, by=officer).notes == {}


def test_wrong_roles_and_councils_may_do_nothing(draft: Draft, council: Council, officer: Actor) -> None:
    other = make_council("other", host="other.test", prefix="OT")
    policy = services.Policy()
    correction = {"kind": Kind.CORRECTION, "severity": Severity.TINY, "reason": {}, "changes_conclusion": False}
    prepare: list[Callable[[Actor], object]] = [
        lambda by: services.check(council=council, month=OCTOBER, by=by),
        lambda by: services.write_notes(council=council, month=OCTOBER, notes={}, by=by),
        lambda by: services.open_correction(council=council, month=OCTOBER, by=by, **correction),  # type: ignore[arg-type]
        lambda by: services.drop_correction(council=council, month=OCTOBER, by=by),
        lambda by: services.publish(council=council, month=OCTOBER, by=by),
    ]
    sign: list[Callable[[Actor], object]] = [lambda by: services.sign(council=council, month=OCTOBER, by=by)]
    settle: list[Callable[[Actor], object]] = [
        lambda by: services.set_policy(council=council, policy=policy, by=by),
        lambda by: services.set_release(council=council, month=OCTOBER.following, due_at=AFTER_OCTOBER + timedelta(days=60), by=by),
    ]
    refused = {
        Role.AGENT: [*prepare, *sign, *settle],
        Role.SUPERVISOR: prepare,
        Role.ADMINISTRATOR: [*prepare, *sign],
    }
    for role, acts in refused.items():
        for act in acts:
            with pytest.raises(NotAllowed):
                act(make_staff(council, role))
    stranger = make_staff(other, Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)
    for act in (*prepare, *sign, *settle):
        with pytest.raises(NotAllowed):
            act(stranger)
