"""A second person signs; nothing comes out before its hour, unchecked, unsigned, outdated, or twice."""

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput, NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, publish_unchecked
from tests.transparency.workflow.steps import LATER, finished
from transparency import selectors, services, storing
from transparency.acts import Act
from transparency.models import Draft, Publication, PublicationPolicy, PublishedFile, Release

ZONE = ZoneInfo("Europe/Madrid")


def test_whoever_measured_does_not_sign_unless_the_council_allows_it_and_says_why(draft: Draft, council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.check(council=council, month=OCTOBER, by=officer)
        with pytest.raises(ForbiddenTransition):
            services.sign(council=council, month=OCTOBER, by=officer, because="I am in a hurry.")
        PublicationPolicy.objects.update(may_sign_alone=True)
        for because in ("", "   ", "x" * 301):
            with pytest.raises(InvalidInput):
                services.sign(council=council, month=OCTOBER, by=officer, because=because)
        signed = services.sign(council=council, month=OCTOBER, by=officer, because="There is nobody else.")
        assert (signed.signed_by_id, signed.signed_alone_because) == (officer.user_id, "There is nobody else.")
        again = services.sign(council=council, month=OCTOBER, by=make_staff(council, Role.OFFICER), because="Not needed")
        assert again.signed_alone_because == ""


def test_nothing_comes_out_before_its_hour_and_moving_it_is_public(draft: Draft, council: Council, officer: Actor, second: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.set_release(council=council, month=OCTOBER, due_at=AFTER_OCTOBER + timedelta(days=2), by=officer)
        services.check(council=council, month=OCTOBER, by=officer)
        services.sign(council=council, month=OCTOBER, by=second)
        with pytest.raises(ForbiddenTransition):
            services.publish(council=council, month=OCTOBER, by=officer)
        services.set_release(council=council, month=OCTOBER, due_at=AFTER_OCTOBER, by=officer)
        [date] = [date for date in selectors.releases(council) if date.month == OCTOBER]
        assert (date.due_at, date.is_moved, date.publication) == (AFTER_OCTOBER, True, None)
        assert services.publish(council=council, month=OCTOBER, by=officer).revision == 1
        with pytest.raises(Conflict):
            services.set_release(council=council, month=OCTOBER, due_at=LATER, by=officer)
    assert Release.history.count() == 2


def test_the_calendar_goes_by_the_policy_in_the_councils_own_time(council: Council, officer: Actor) -> None:
    policy = services.Policy(release_day=10, release_hour=10)
    with clock.at(AFTER_OCTOBER):
        services.set_policy(council=council, policy=policy, by=officer)
        council.created_at = AFTER_OCTOBER - timedelta(days=70)
        dates = selectors.releases(council)
    assert [str(date.month) for date in dates][:3] == ["2026-08", "2026-09", "2026-10"]
    assert len(dates) == 3 + 12
    assert dates[2].due_at == datetime(2026, 11, 10, 10, tzinfo=ZONE)
    with clock.at(AFTER_OCTOBER):
        for due_at in (AFTER_OCTOBER - timedelta(hours=1), OCTOBER.following.start("Europe/Madrid") - timedelta(seconds=1)):
            with pytest.raises(InvalidInput):
                services.set_release(council=council, month=OCTOBER, due_at=due_at, by=officer)


def test_the_policy_has_limits_and_an_officer_does_not_free_herself_from_the_second_signature(council: Council, officer: Actor) -> None:
    for policy in (
        services.Policy(threshold=2),
        services.Policy(release_day=29),
        services.Policy(release_hour=24),
        services.Policy(targets={"vol.nothing": 3}),
        services.Policy(targets={"sat.score": -1}),
    ):
        with pytest.raises(InvalidInput):
            services.set_policy(council=council, policy=policy, by=officer)
    with pytest.raises(NotAllowed):
        services.set_policy(council=council, policy=services.Policy(may_sign_alone=True), by=officer)
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        services.set_policy(council=council, policy=services.Policy(may_sign_alone=True), by=make_staff(council, role))
        assert selectors.policy_of(council).may_sign_alone
        services.set_policy(council=council, policy=services.Policy(), by=make_staff(council, role))
    services.set_policy(council=council, policy=services.Policy(targets={"sat.score": 4.5}), by=officer)
    assert selectors.policy_of(council).targets == {"sat.score": 4.5}
    assert PublicationPolicy.history.latest().history_user_id == officer.user_id


def test_a_publication_says_who_signed_and_is_chained_to_the_one_before(
    first: Publication, council: Council, officer: Actor, second: Actor
) -> None:
    assert (first.published_by_id, first.signed_by_id, first.signed_at) == (officer.user_id, second.user_id, AFTER_OCTOBER)
    with clock.at(LATER):
        services.make_draft(council=council, month=OCTOBER.previous, by=officer)
    before = finished(council, officer, month=OCTOBER.previous)
    assert before.previous_sha256 == first.manifest_sha256
    manifest = json.loads(selectors.stored_bytes(before.files.get(name="manifest.json")))
    assert manifest["previous_sha256"] == first.manifest_sha256
    acts = [line.act for line in selectors.journal(council, OCTOBER, officer)]
    assert acts == [Act.PUBLISHED, Act.SIGNED, Act.CHECKED, Act.MEASURED]


def test_a_draft_checked_before_other_figures_came_out_is_checked_again(
    draft: Draft, council: Council, officer: Actor, second: Actor
) -> None:
    with clock.at(AFTER_OCTOBER):
        services.check(council=council, month=OCTOBER, by=officer)
        services.sign(council=council, month=OCTOBER, by=second)
    with clock.at(LATER):
        services.make_draft(council=council, month=OCTOBER.previous, by=officer)
        publish_unchecked(council, OCTOBER.previous, officer)
        with pytest.raises(ForbiddenTransition):
            services.publish(council=council, month=OCTOBER, by=officer)
    assert finished(council, officer, at=LATER + timedelta(minutes=1)).revision == 1


def test_nothing_of_an_attempt_that_fails_is_left(
    draft: Draft, council: Council, officer: Actor, second: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(default_storage.path("transparency/vallclara/2026-10/r1"))

    def fail(*_args: object) -> None:
        raise InterruptedError("the disk is full")

    with clock.at(AFTER_OCTOBER):
        services.check(council=council, month=OCTOBER, by=officer)
        services.sign(council=council, month=OCTOBER, by=second)
        with monkeypatch.context() as patched:
            patched.setattr("transparency.services.publishing.tell_subscribers", fail)
            with pytest.raises(InterruptedError, match="full"):
                services.publish(council=council, month=OCTOBER, by=officer)
        assert not Publication.objects.exists()
        assert not PublishedFile.objects.exists()
        (folder / f"{storing.MAKING}-0-report.json").write_bytes(b"half")
        services.publish(council=council, month=OCTOBER, by=officer)
    assert sorted(path.name for path in folder.iterdir()) == sorted(PublishedFile.objects.values_list("name", flat=True))
    for file in PublishedFile.objects.all():
        assert hashlib.sha256(Path(default_storage.path(file.path)).read_bytes()).hexdigest() == file.sha256


def test_one_council_does_not_see_the_drafts_of_another(draft: Draft, council: Council) -> None:
    other = make_council("other", host="other.test", prefix="OT")
    stranger = make_staff(other, Role.OFFICER)
    for read in (selectors.draft_of, selectors.journal):
        with pytest.raises(NotAllowed):
            read(council, OCTOBER, stranger)
    with pytest.raises(NotAllowed):
        selectors.month_states(council, stranger, running=OCTOBER.following)
    with pytest.raises(NotAllowed):
        selectors.subscriber_count(council, stranger)
