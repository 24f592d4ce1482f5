"""Which programs a council uses, their secrets, and what the council demands of all of them."""

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from config.checks import settings_are_usable
from helpdesk.base.errors import InvalidInput, NotAllowed
from helpdesk.base.secrets import unseal
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from remote.models import ProviderConfig, RemotePolicy
from remote.providers import providers
from remote.providers.base import HardEnd
from remote.providers.fake import FakeProvider
from remote.rules import State
from remote.selectors import configurable, demanding, enabled_providers, kept_secrets
from remote.services import save_policy, save_provider, start_viewing, try_provider
from tests.factories import enable_remote, make_staff, make_user
from tests.remote.conftest import Line
from tests.remote.partner import SECRET, Partner
from tests.remote.test_pages import logged_in, read, url
from tests.remote.test_services import LINK

ADDRESS = "https://broker.example/hooks/"
OTHER_SECRET = "another-secret-of-24-characters"
TERMS = {"provider": "webhook", "max_minutes": 30}


def save(
    council: Council, by: Actor, *, is_enabled: bool = True, secret: str = "", forget: tuple[str, ...] = (), **fields: str
) -> ProviderConfig:
    given: dict[str, object] = {"address": ADDRESS, "secret": secret, **fields}
    return save_provider(council_id=council.pk, is_enabled=is_enabled, settings=given, forget=forget, by=by, **TERMS)  # type: ignore[arg-type]


def secrets_of(council: Council) -> dict[str, str]:
    return unseal(ProviderConfig.objects.get(council=council, provider="webhook").secrets)


# Secrets


def test_a_secret_is_kept_until_another_is_written_or_it_is_removed(council: Council, supervisor: Actor) -> None:
    save(council, supervisor, secret=SECRET)
    assert secrets_of(council) == {"secret": SECRET}
    row = save(council, supervisor, address="https://other.example/")
    assert (row.settings, secrets_of(council)) == ({"address": "https://other.example/"}, {"secret": SECRET})
    save(council, supervisor, secret=OTHER_SECRET)
    assert secrets_of(council) == {"secret": OTHER_SECRET}
    with pytest.raises(InvalidInput, match="invalid") as caught:
        save(council, supervisor, forget=("secret",))
    assert "switch it off first" in str(caught.value.message)
    assert secrets_of(council) == {"secret": OTHER_SECRET}
    row = save(council, supervisor, is_enabled=False, forget=("secret",))
    assert (row.secrets, kept_secrets(row)) == ("", frozenset())


def test_a_program_is_not_switched_on_without_the_secret_that_it_needs(council: Council, supervisor: Actor) -> None:
    with pytest.raises(InvalidInput):
        save(council, supervisor)
    with pytest.raises(InvalidInput):
        save(council, supervisor, secret="too short")
    assert not ProviderConfig.objects.filter(provider="webhook").exists()
    save(council, supervisor, is_enabled=False)


def test_a_secret_is_in_no_history_and_no_setting(council: Council, supervisor: Actor) -> None:
    row = save(council, supervisor, secret=SECRET)
    save(council, supervisor, secret=OTHER_SECRET)
    everything = repr([vars(kept) for kept in row.history.all()]) + repr(row.settings) + row.secrets
    assert row.history.count() == 2
    assert not any(secret in everything for secret in (SECRET, OTHER_SECRET))


def test_the_page_takes_a_secret_and_never_shows_it(council: Council) -> None:
    client, address = logged_in(make_user(council, Role.SUPERVISOR)), url("provider", council.slug, "webhook")
    page = read(client, address)
    assert 'type="password"' in page
    assert "secret_forget" not in page
    sent = {"is_enabled": "on", "max_minutes": "30", "address": ADDRESS}
    wrong = client.post(address, {**sent, "secret": "short-and-wrong"})
    assert wrong.status_code == 422
    assert "short-and-wrong" not in wrong.content.decode()
    assert client.post(address, {**sent, "secret": SECRET}).status_code == 302
    page = read(client, address)
    assert SECRET not in page
    assert "One is kept. Leave this empty to keep it" in page
    assert "http://testserver/remote/callbacks/vallclara/webhook/" in page
    assert client.post(address, {**sent, "address": "https://new.example/", "secret": ""}).status_code == 302
    assert secrets_of(council) == {"secret": SECRET}
    refused = client.post(address, {**sent, "secret_forget": "on"})
    assert refused.status_code == 422
    assert "switch it off first" in refused.content.decode()
    assert client.post(address, {"max_minutes": "30", "address": ADDRESS, "secret_forget": "on"}).status_code == 302
    assert secrets_of(council) == {}


def test_a_key_that_was_lost_leaves_no_secret_and_no_error(council: Council, supervisor: Actor, settings: SettingsWrapper) -> None:
    save(council, supervisor, secret=SECRET)
    settings.SECRET_KEY = "another-key-" + "x" * 50
    assert secrets_of(council) == {}
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests-" + "x" * 50]
    assert secrets_of(council) == {"secret": SECRET}


# Who may


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER])
def test_other_roles_set_nothing(council: Council, role: Role) -> None:
    by, client = make_staff(council, role), logged_in(make_user(council, role))
    with pytest.raises(NotAllowed):
        save(council, by, secret=SECRET)
    with pytest.raises(NotAllowed):
        save_policy(council_id=council.pk, needs_server_end=True, by=by)
    with pytest.raises(NotAllowed):
        try_provider(council_id=council.pk, provider="webhook", by=by)
    for name, args in (("policy", (council.slug,)), ("provider", (council.slug, "webhook")), ("provider_check", (council.slug, "webhook"))):
        assert client.post(url(name, *args), {"needs_server_end": "on"}).status_code == 403, name
    assert not RemotePolicy.objects.exists()


def test_another_council_sets_nothing_here(council: Council, other: Council) -> None:
    by, client = make_staff(other, Role.SUPERVISOR), logged_in(make_user(other, Role.SUPERVISOR))
    with pytest.raises(NotAllowed):
        save(council, by, secret=SECRET)
    with pytest.raises(NotAllowed):
        save_policy(council_id=council.pk, needs_server_end=True, by=by)
    assert client.post(url("policy", council.slug), {"needs_server_end": "on"}).status_code == 404
    assert client.post(url("provider", council.slug, "webhook"), {}).status_code == 404
    assert not RemotePolicy.objects.exists()
    assert {row.council.pk for row in configurable(by)} == {other.pk}


def test_nobody_reads_the_policy_by_a_link(council: Council) -> None:
    assert Client().get(url("policy", council.slug)).status_code == 405
    assert Client().post(url("policy", council.slug)).status_code == 302


# What the council demands


def offered(council: Council) -> set[str]:
    return {one.provider.key for one in enabled_providers(council.pk)}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_a_council_demands_an_end_by_this_service(council: Council, role: Role) -> None:
    enable_remote(council, "link", **LINK)
    save(council, make_staff(council, role), secret=SECRET)
    assert offered(council) == {"fake", "link", "webhook"}
    client = logged_in(make_user(council, role))
    assert "a partner’s broker" in read(client, url("settings"))
    assert client.post(url("policy", council.slug), {"needs_server_end": "on"}).status_code == 302
    assert offered(council) == {"fake"}
    page = read(client, url("settings"))
    uncertain = [one for one in providers().values() if one.caps.hard_end is not HardEnd.SERVER]
    assert page.count("This service cannot end it by itself") == len(uncertain) >= 2
    assert "Excluded by what the council demands" in read(client, url("provider", council.slug, "link"))
    assert "Excluded by what the council demands" not in read(client, url("provider", council.slug, "fake"))
    client.post(url("policy", council.slug), {})
    assert offered(council) == {"fake", "link", "webhook"}
    assert RemotePolicy.history.count() == 2


def test_what_one_council_demands_binds_no_other(council: Council, other: Council, supervisor: Actor) -> None:
    enable_remote(other, "link", **LINK)
    save_policy(council_id=council.pk, needs_server_end=True, by=supervisor)
    assert offered(other) == {"link"}
    assert demanding(make_staff(other, Role.SUPERVISOR)) == frozenset()
    assert demanding(supervisor) == {council.pk}


def test_proposals_that_nobody_has_answered_are_withdrawn(line: Line, council: Council, supervisor: Actor) -> None:
    enable_remote(council, "link", **LINK)
    session = line.offer(provider="link")
    save_policy(council_id=council.pk, needs_server_end=True, by=supervisor)
    session.refresh_from_db()
    assert (session.state, session.end_reason) == (State.ENDED, "withdrawn")
    with pytest.raises(InvalidInput):
        line.offer(provider="link")
    assert line.offer(provider="fake").state == State.OFFERED


def test_proposals_of_a_program_that_is_switched_off_are_withdrawn_and_others_stay(line: Line, council: Council, supervisor: Actor) -> None:
    session = line.offer()
    save(council, supervisor, secret=SECRET)
    session.refresh_from_db()
    assert session.state == State.OFFERED
    save_provider(council_id=council.pk, provider="fake", is_enabled=False, max_minutes=30, settings={"behaviour": "well"}, by=supervisor)
    session.refresh_from_db()
    assert session.state == State.ENDED


def test_what_was_agreed_to_goes_on_to_its_end(line: Line, council: Council, supervisor: Actor, agent: Actor) -> None:
    enable_remote(council, "link", **LINK)
    session = line.do(start_viewing, line.agreed(provider="link"), agent)
    save_policy(council_id=council.pk, needs_server_end=True, by=supervisor)
    session.refresh_from_db()
    assert session.state == State.VIEWING


# What a program can do


def test_the_page_says_what_each_program_can_do(council: Council) -> None:
    page = read(logged_in(make_user(council, Role.SUPERVISOR)), url("settings"))
    for words in (
        "This service ends it",
        "The citizen’s page ends it",
        "The partner’s server ends it, and has to say so",
        "Not enforced by this service: people close the program",
        "Nothing: the browser is enough",
        "Another program has to be opened",
        "Windows, macOS, Linux",
        "Mouse and keyboard",
        "Clipboard",
    ):
        assert words in page, words
    assert str(FakeProvider.label) in page


def test_the_button_says_in_words_what_it_found(council: Council, supervisor: Actor, settings: SettingsWrapper) -> None:
    partner = Partner()
    settings.REMOTE_WEBHOOK_ALLOW = [partner.name]
    save(council, supervisor, secret=SECRET, **partner.settings)
    client = logged_in(make_user(council, Role.SUPERVISOR))
    address = url("provider_check", council.slug, "webhook")
    assert "The broker answers, and accepts the signature." in client.post(address, follow=True).content.decode()
    assert partner.heard[0].is_signed
    partner.stop()
    assert "The server cannot be reached" in client.post(address, follow=True).content.decode()


@pytest.mark.parametrize(
    ("listed", "wrong"), [(["broker.intern:8443", "[fd00::1]:443", "10.0.0.7:80"], 0), (["broker.intern"], 1), (["https://a:1"], 1)]
)
def test_a_list_of_allowed_brokers_that_is_none_is_told(settings: SettingsWrapper, listed: list[str], wrong: int) -> None:
    settings.REMOTE_WEBHOOK_ALLOW = listed
    assert [found.id for found in settings_are_usable(None)].count("acompanya.E004") == wrong
