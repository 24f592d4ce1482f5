"""Corrections are new revisions and never touch the old one; withdrawal is for disclosure and law only."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput, NotAllowed, NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff
from tests.transparency.months import AFTER_OCTOBER, OCTOBER
from tests.transparency.workflow.steps import LATER, WHY, change_rows, finished, opened, wrong
from transparency import selectors, services
from transparency.acts import Act
from transparency.kinds import Kind, Severity, Withdrawal
from transparency.models import Draft, Publication
from transparency.selectors import Withdrawn


def digests(publication: Publication) -> dict[str, str]:
    return {file.name: file.sha256 for file in publication.files.all() if selectors.stored_bytes(file)}


def test_a_correction_is_a_second_revision_and_the_first_keeps_every_byte(first: Publication, council: Council, officer: Actor) -> None:
    before = digests(first)
    change_rows(council)
    draft = opened(council, officer)
    assert (draft.revision, draft.kind, draft.severity, draft.reason) == (2, "correction", "minor", WHY)
    second = finished(council, officer)
    assert digests(first) == before
    assert (second.revision, second.reason, second.previous_sha256) == (2, WHY, first.manifest_sha256)
    report = selectors.published_report(second)
    assert report["revision_of"] == {"kind": "correction", "severity": "minor", "replaces": 1, "reason": WHY, "changes_conclusion": False}
    changes = json.loads(selectors.stored_bytes(second.files.get(name="changes.json")))
    changed = {(c["indicator"], c["dimension"], c["member"]): (c["old"], c["new"]) for c in changes["changes"]}
    assert changed["vol.motives", "motive", "procedure"] == (88, 48)
    assert changed["vol.motives", "motive", "certificate"] == (52, 92)
    [motives] = [indicator for indicator in report["indicators"] if indicator["id"] == "vol.motives"]
    statuses = {cell["member"]: cell["status"] for cell in motives["breakdowns"][0]["cells"]}
    assert (statuses["procedure"], statuses["appointment"]) == ("R", "A")
    assert selectors.publication_of(council, OCTOBER) == second


def test_a_correction_of_a_correction_is_a_third_revision(first: Publication, council: Council, officer: Actor) -> None:
    change_rows(council)
    opened(council, officer)
    second = finished(council, officer)
    change_rows(council, 20)
    at = LATER + timedelta(days=1)
    opened(council, officer, severity=Severity.SERIOUS, at=at)
    third = finished(council, officer, at=at)
    changes = json.loads(selectors.stored_bytes(third.files.get(name="changes.json")))
    assert (third.revision, third.previous_sha256, changes["replaces"]) == (3, second.manifest_sha256, 2)
    [procedure] = [c for c in changes["changes"] if (c["indicator"], c["member"]) == ("vol.motives", "procedure")]
    assert (procedure["old"], procedure["new"]) == (48, 28)


def test_wording_only_changes_no_figure(first: Publication, council: Council, officer: Actor) -> None:
    opened(council, officer, severity=Severity.TINY)
    with clock.at(LATER):
        found = services.check(council=council, month=OCTOBER, by=officer)
        assert [result["code"] for result in found.checks if result["id"] == "changed"] == ["changes_nothing"]
        services.write_commentary(council=council, month=OCTOBER, texts={"ca": "Ben escrit.", "en": "Well written."}, by=officer)
    assert finished(council, officer).severity == "tiny"


def test_a_correction_that_says_wording_only_and_changes_figures_is_refused(first: Publication, council: Council, officer: Actor) -> None:
    change_rows(council)
    opened(council, officer, severity=Severity.TINY)
    with clock.at(LATER):
        assert "tiny_with_figures" in wrong(services.check(council=council, month=OCTOBER, by=officer))


def test_what_a_correction_needs(draft: Draft, council: Council, officer: Actor, second: Actor) -> None:
    with pytest.raises(ForbiddenTransition):
        opened(council, officer)
    with clock.at(AFTER_OCTOBER):
        services.check(council=council, month=OCTOBER, by=officer)
        services.sign(council=council, month=OCTOBER, by=second)
        services.publish(council=council, month=OCTOBER, by=officer)
    with clock.at(LATER), pytest.raises(InvalidInput):
        services.open_correction(
            council=council,
            month=OCTOBER,
            kind=Kind.CORRECTION,
            severity=Severity.MINOR,
            reason={"ca": "Només una."},
            changes_conclusion=False,
            by=officer,
        )
    for kind, severity in ((Kind.CORRECTION, None), (Kind.RELEASE, Severity.MINOR)):
        with pytest.raises(InvalidInput):
            opened(council, officer, kind=kind, severity=severity)
    assert opened(council, officer, kind=Kind.METHOD_CHANGE, severity=None).severity == ""
    with pytest.raises(Conflict):
        opened(council, officer)
    with clock.at(LATER):
        services.drop_correction(council=council, month=OCTOBER, by=officer)
        with pytest.raises(Conflict):
            services.drop_correction(council=council, month=OCTOBER, by=officer)
    acts = [line.act for line in selectors.journal(council, OCTOBER, officer)]
    assert acts[:3] == [Act.DROPPED, Act.MEASURED, Act.OPENED]
    assert opened(council, officer).revision == 2


def test_withdrawn_is_gone_for_the_public_and_stays_on_record(first: Publication, council: Council, officer: Actor, client: Client) -> None:
    with clock.at(LATER):
        assert services.withdraw(publication=first, kind=Withdrawal.DISCLOSURE, reason=WHY, by=officer) == [first]
        with pytest.raises(Conflict):
            services.withdraw(publication=first, kind=Withdrawal.LEGAL, reason=WHY, by=officer)
    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_by_id, first.withdrawn_kind, first.withdrawn_reason) == (
        LATER,
        officer.user_id,
        "disclosure",
        WHY,
    )
    assert digests(first)
    for read in (
        lambda: selectors.publication_of(council, OCTOBER),
        lambda: selectors.publication_of(council, OCTOBER, 1),
        lambda: selectors.published_file(council, OCTOBER, 1, "report.json"),
    ):
        with pytest.raises(Withdrawn) as raised:
            read()
        assert (raised.value.status, raised.value.publication) == (410, first)
    assert selectors.publications(council) == []
    assert selectors.revisions(council, 5) == []
    assert selectors.withdrawn_publications(council, 5) == [first]
    for path in ("2026-10/", "2026-10/r1/", "2026-10/r1/report.json"):
        assert client.get(f"/transparency/{path}").status_code == 410
    assert selectors.journal(council, OCTOBER, officer)[0].act == Act.WITHDRAWN
    with pytest.raises(NotFound):
        selectors.publication_of(council, OCTOBER.previous)


def test_what_repeats_withdrawn_figures_goes_with_them_and_a_new_revision_repeats_nothing(
    first: Publication, council: Council, officer: Actor
) -> None:
    change_rows(council)
    opened(council, officer)
    second = finished(council, officer)
    at = LATER + timedelta(days=1)
    with clock.at(at):
        gone = services.withdraw(publication=first, kind=Withdrawal.DISCLOSURE, reason=WHY, by=officer)
    assert [row.revision for row in gone] == [1, 2]
    opened(council, officer, at=at)
    third = finished(council, officer, at=at)
    changes = json.loads(selectors.stored_bytes(third.files.get(name="changes.json")))
    assert (changes["is_complete"], changes["changes"], third.revision) == (False, [], second.revision + 1)
    assert selectors.publications(council) == [third]


def test_only_the_officer_of_the_council_withdraws_and_says_why(first: Publication, council: Council, officer: Actor) -> None:
    other = make_council("other", host="other.test", prefix="OT")
    for by in (make_staff(council, Role.SUPERVISOR), make_staff(council, Role.ADMINISTRATOR), make_staff(other, Role.OFFICER)):
        with pytest.raises(NotAllowed):
            services.withdraw(publication=first, kind=Withdrawal.LEGAL, reason=WHY, by=by)
    with pytest.raises(InvalidInput):
        services.withdraw(publication=first, kind=Withdrawal.LEGAL, reason={"ca": "Sí"}, by=officer)
