"""The demonstration's months go the whole way, and one of them is corrected."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from config.demo.publishing import correct_month, publish_month, settle
from config.demo.texts import COMMENTARIES
from helpdesk.base import clock
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, town_month
from transparency.models import Draft, Publication


@pytest.mark.django_db
def test_months_are_signed_by_a_second_person_or_alone_with_a_reason_and_one_is_corrected(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("transparency.pdf.print_pdf", lambda _job: b"%PDF-1.7 drawing\n%%EOF\n")
    first, second = make_council(), make_council("rocabruna", host="other.test", prefix="RB")
    supervisor = make_staff(first, Role.SUPERVISOR, email="supervisor@vallclara.example")
    for council in (first, second):
        officer = make_staff(council, Role.OFFICER)
        town_month(council)
        settle(council)
        with clock.at(AFTER_OCTOBER - timedelta(days=1)):
            publish_month(council, OCTOBER, COMMENTARIES[0], officer)
        for _time in range(2):
            correct_month(council, OCTOBER, AFTER_OCTOBER + timedelta(days=30), officer)
    assert list(Publication.objects.order_by("pk").values_list("council__slug", "revision")) == [
        ("vallclara", 1),
        ("vallclara", 2),
        ("rocabruna", 1),
    ]
    assert set(Draft.objects.filter(council=first).values_list("signed_by_id", "signed_alone_because")) == {(supervisor.user_id, "")}
    assert Draft.objects.get(council=second).signed_alone_because == "The council has one officer and no supervisor."
