"""`manage.py indicators`."""

import pytest
from django.core.management import CommandError, call_command

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_user
from tests.transparency.months import AFTER_OCTOBER, MID_OCTOBER, town_month
from transparency.models import Publication

OFFICER = "officer@example.org"


def run(
    action: str, capsys: pytest.CaptureFixture[str], *, council: str = "vallclara", month: str = "2026-10", email: str = OFFICER
) -> str:
    call_command("indicators", action, council=council, month=month, email=email)
    return capsys.readouterr().out


def test_it_measures_and_publishes_and_may_run_twice(council: Council, officer: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    town_month(council)
    with clock.at(AFTER_OCTOBER):
        assert run("draft", capsys).startswith("vallclara 2026-10: measured ")
        assert run("draft", capsys).startswith("vallclara 2026-10: measured ")
        said = run("publish", capsys)
        assert "published as revision 1" in said
        assert "transparency/vallclara/2026-10/r1/report.json" in said
        assert "already published as revision 1" in run("publish", capsys)
    assert Publication.objects.count() == 1


def test_a_running_month_is_called_provisional_and_not_published(
    council: Council, officer: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock.at(MID_OCTOBER):
        assert "provisional" in run("draft", capsys)
        with pytest.raises(CommandError, match="not over yet"):
            run("publish", capsys)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"council": "nowhere"}, "no council"),
        ({"month": "2026-13"}, "not a month"),
        ({"email": "nobody@example.org"}, "Nobody active"),
        ({"email": "agent@example.org"}, "permission"),
    ],
)
def test_refusals_are_plain(council: Council, officer: Actor, capsys: pytest.CaptureFixture[str], given: dict[str, str], said: str) -> None:
    from django.utils import translation

    make_user(council, Role.AGENT, email="agent@example.org")
    with clock.at(AFTER_OCTOBER), translation.override("en"), pytest.raises(CommandError, match=said):
        run("draft", capsys, **given)
