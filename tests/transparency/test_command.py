"""`manage.py indicators`."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_user
from tests.transparency.months import AFTER_OCTOBER, MID_OCTOBER, announce_early, town_month
from transparency.models import Publication

OFFICER, SECOND = "officer@example.org", "supervisor@example.org"
REASONS = ["ca=Un error.", "es=Un error.", "eu=Akats bat.", "gl=Un erro.", "en=A mistake."]
pytestmark = pytest.mark.usefixtures("quick_press")


def run(
    action: str,
    capsys: pytest.CaptureFixture[str],
    *,
    council: str = "vallclara",
    month: str = "2026-10",
    email: str = OFFICER,
    **more: object,
) -> str:
    call_command("indicators", action, council=council, month=month, email=email, **more)
    return capsys.readouterr().out


def test_the_whole_way_of_a_month_may_be_run_twice(council: Council, officer: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    town_month(council)
    announce_early(council)
    make_user(council, Role.SUPERVISOR, email=SECOND)
    with clock.at(AFTER_OCTOBER):
        for _time in range(2):
            assert run("draft", capsys).startswith("vallclara 2026-10: measured ")
            said = run("check", capsys)
            assert "  ok     Totals add up" in said
            assert "checked; nothing stands in the way." in said
        assert run("sign", capsys, email=SECOND) == "vallclara 2026-10: signed by Laia.\n"
        said = run("publish", capsys)
        assert "published as revision 1" in said
        assert "transparency/vallclara/2026-10/r1/report.json" in said
        assert "already published as revision 1" in run("publish", capsys)
        assert "measured again as revision 2; 0 figures change" in run("correct", capsys, severity="tiny", reason=REASONS)
        with pytest.raises(CommandError, match="already being prepared"):
            run("correct", capsys, severity="tiny", reason=REASONS)
        with pytest.raises(CommandError, match="--yes") as asked:
            run("withdraw", capsys, kind="legal", reason=REASONS)
        assert asked.value.returncode == 2
        assert run("withdraw", capsys, kind="legal", reason=REASONS, yes=True) == "vallclara 2026-10: withdrawn: r1.\n"
    assert Publication.objects.count() == 1


def test_what_is_to_be_cured_is_said_and_ends_with_2(council: Council, officer: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    with clock.at(MID_OCTOBER):
        assert "provisional" in run("draft", capsys)
        with pytest.raises(CommandError, match="to cure") as refused:
            run("check", capsys)
        assert refused.value.returncode == 2
        assert "  CURE   The whole month, under today’s definitions: The month is not over." in capsys.readouterr().out
        for action, said in (("publish", "not over yet"), ("sign", "something that has to be cured")):
            with pytest.raises(CommandError, match=said):
                run(action, capsys)


@pytest.mark.parametrize(
    ("action", "given", "said"),
    [
        ("draft", {"council": "nowhere"}, "no council"),
        ("draft", {"month": "2026-13"}, "not a month"),
        ("draft", {"email": "nobody@example.org"}, "Nobody active"),
        ("draft", {"email": "agent@example.org"}, "permission"),
        ("correct", {"kind": "whim", "reason": REASONS}, "--kind is one of"),
        ("correct", {"severity": "tiny", "reason": ["no language"]}, "LANGUAGE=TEXT"),
        ("withdraw", {"yes": True}, "no such revision"),
    ],
)
def test_refusals_are_plain(
    council: Council, officer: Actor, capsys: pytest.CaptureFixture[str], action: str, given: dict[str, object], said: str
) -> None:
    make_user(council, Role.AGENT, email="agent@example.org")
    with clock.at(AFTER_OCTOBER), translation.override("ca"), pytest.raises(CommandError, match=said):
        run(action, capsys, **given)  # type: ignore[arg-type]
