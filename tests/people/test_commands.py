"""The operator's commands: the first council and the first people."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from helpdesk.people.models import Council, CouncilHost, Membership, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import council_for_host
from tests.factories import make_council, make_user

pytestmark = pytest.mark.django_db


def add_council(**words: str) -> str:
    out = StringIO()
    call_command("add_council", slug="vilaverda", name="Ajuntament de Vilaverda", prefix="VV", stdout=out, **words)
    return out.getvalue()


def add_person(council: str, **words: str) -> str:
    out = StringIO()
    call_command("add_person", council=council, email="Nuria@example.org", name="Núria Camps", role="administrator", stdout=out, **words)
    return out.getvalue()


def test_the_first_council_without_a_host_answers_on_any_host() -> None:
    assert "Ajuntament de Vilaverda (vilaverda)" in add_council()
    add_council(color="#7a1f3d")
    council = Council.objects.get()
    assert (council_for_host("whatever.example"), council.brand_color, council.mark) == (council, "#7a1f3d", "V")


def test_a_host_gets_https_unless_told_otherwise() -> None:
    add_council(host="Ajuda.Vilaverda.example")
    assert CouncilHost.objects.values_list("host", "base_url").get() == ("ajuda.vilaverda.example", "https://ajuda.vilaverda.example")


def test_a_second_host_leaves_the_first_for_the_mails() -> None:
    add_council(host="ajuda.vilaverda.example")
    add_council(host="help.vilaverda.example")
    assert list(CouncilHost.objects.order_by("pk").values_list("host", "is_primary")) == [
        ("ajuda.vilaverda.example", True),
        ("help.vilaverda.example", False),
    ]


@pytest.mark.parametrize("words", [{"color": "teal"}, {"language": "fr"}])
def test_nonsense_is_refused(words: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        add_council(**words)
    assert not Council.objects.exists()


def test_a_person_gets_a_role_once_and_a_link_for_the_password() -> None:
    council = make_council()
    said = add_person(council.slug)
    add_person(council.slug)
    assert "http://testserver/" in said
    assert "/accounts/password/reset/key/" in said
    assert list(Membership.objects.values_list("user__email", "role")) == [("nuria@example.org", "administrator")]
    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.OFFICER])
def test_only_administrators_of_the_council_add_people(role: Role) -> None:
    council, other = make_council(), make_council("rocabruna", host="other.test", prefix="RB")
    for user in (make_user(council, role), make_user(other, Role.ADMINISTRATOR)):
        with pytest.raises(CommandError):
            add_person(council.slug, by=user.email)
    assert not User.objects.filter(email="nuria@example.org").exists()
    add_person(council.slug, by=make_user(council, Role.ADMINISTRATOR).email)
    assert User.objects.filter(email="nuria@example.org").exists()


def test_unknown_names_are_said() -> None:
    with pytest.raises(CommandError, match="no council"):
        add_person("nowhere")
    with pytest.raises(CommandError, match="Nobody"):
        add_person(make_council().slug, by="nobody@example.org")
