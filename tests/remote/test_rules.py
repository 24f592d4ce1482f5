"""The state machine, scopes and limits: thousands of cases without a database."""

import json
import random
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, product

import pytest

from remote import rules
from remote.rules import FINAL, LIVE, OPEN_OFFER, OUTCOMES, RUNNING, SCOPES, TRANSITIONS, Scope, State

NOW = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)
PARTS = [frozenset(parts) for size in range(5) for parts in combinations(Scope, size)]


def test_the_words_are_those_of_the_state_machine() -> None:
    assert {state.value for state in State} == {
        "requested",
        "offered",
        "consented",
        "awaiting_device",
        "ready",
        "viewing",
        "controlling",
        "ending",
        "ended",
        "declined",
        "expired",
        "revoked",
        "terminated",
        "timed_out",
        "failed",
    }
    assert set(TRANSITIONS) == set(State)
    assert set(State) == LIVE | FINAL
    assert OPEN_OFFER | RUNNING | {State.ENDING} == LIVE


@pytest.mark.parametrize(("current", "to"), list(product(State, State)))
def test_every_move_is_allowed_or_not_by_the_table(current: State, to: State) -> None:
    assert rules.may_move(current, to) == (to in TRANSITIONS[current])
    if current in FINAL or current == to:
        assert not rules.may_move(current, to)
    if to in RUNNING and current not in RUNNING:
        assert not rules.may_move(current, to) or (current, to) == (State.OFFERED, State.CONSENTED), "consent is the only way in"
    if current in RUNNING and rules.may_move(current, to):
        assert to in RUNNING | {State.ENDING}, "whatever was agreed to ends through `ending`"
    if to is State.DECLINED:
        assert rules.may_move(current, to) == (current is State.OFFERED)


@pytest.mark.parametrize("state", sorted(LIVE))
def test_every_live_state_can_end(state: State) -> None:
    seen, todo = set(), [state]
    while todo:
        for to in TRANSITIONS[todo.pop()] - seen:
            seen.add(to)
            todo.append(to)
    assert FINAL & seen >= ({State.DECLINED} if state in OPEN_OFFER else OUTCOMES)


def test_random_walks_never_look_without_consent_and_never_leave_the_end() -> None:
    rng = random.Random(7)  # noqa: S311
    for _walk in range(5000):
        state, path = State.REQUESTED, [State.REQUESTED]
        while TRANSITIONS[state]:
            state = rng.choice(sorted(TRANSITIONS[state]))
            path.append(state)
            if len(path) > 60:
                break
        for connected in (State.VIEWING, State.CONTROLLING):
            if connected in path:
                assert State.CONSENTED in path[: path.index(connected)]
        assert path[-1] in FINAL or len(path) > 60


@pytest.mark.parametrize("parts", PARTS, ids=lambda parts: "+".join(sorted(parts)) or "nothing")
def test_a_scope_looks_and_its_clipboard_needs_control(parts: frozenset[Scope]) -> None:
    if rules.is_scope(parts):
        assert Scope.VIEW in parts
        assert Scope.CLIPBOARD not in parts or Scope.CONTROL in parts
        assert rules.read_scope(rules.write_scope(parts)) == parts
        assert rules.write_scope(parts) in SCOPES
    else:
        with pytest.raises(ValueError, match="not a scope"):
            rules.write_scope(parts)


def test_there_are_six_scopes() -> None:
    assert SCOPES == (
        "view",
        "view+control",
        "view+record",
        "view+control+clipboard",
        "view+control+record",
        "view+control+clipboard+record",
    )


@pytest.mark.parametrize("stored", ["", "control", "control+view", "view+view", "view+clipboard", "view+keys", "VIEW"])
def test_what_is_no_scope_is_not_read(stored: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  Enum and scope both say ValueError
        rules.read_scope(stored)


@pytest.mark.parametrize(("scope", "to"), list(product(SCOPES, SCOPES)))
def test_a_scope_shrinks_and_never_grows(scope: str, to: str) -> None:
    assert rules.may_become(scope, to) == (set(to.split("+")) <= set(scope.split("+")))
    if scope != to and rules.may_become(scope, to):
        assert not rules.may_become(to, scope)


@pytest.mark.parametrize(("minutes", "cap"), list(product(range(-5, 125, 5), (0, 5, 15, 30, 45, 60, 240))))
def test_minutes_stay_within_the_councils_cap_and_the_houses(minutes: int, cap: int) -> None:
    assert rules.fits_minutes(minutes, cap) == (5 <= minutes <= cap and minutes <= 60)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("seconds", [-3600, -1, 0, 1, 3600])
def test_time_ends_offers_and_sessions_and_nothing_else(state: State, seconds: int) -> None:
    moment = NOW + timedelta(seconds=seconds)
    over = rules.is_over(state, offer_expires_at=moment, hard_end_at=moment, now=NOW)
    assert over == (seconds <= 0 and state in OPEN_OFFER | RUNNING)
    assert not rules.is_over(state, offer_expires_at=None, hard_end_at=None, now=NOW)


def test_waits_grow_up_to_five_minutes() -> None:
    waits = [rules.wait_before_retry(attempts).total_seconds() for attempts in range(1, 40)]
    assert waits[:4] == [5, 10, 20, 40]
    assert waits == sorted(waits)
    assert waits[-1] == 300


def test_the_hash_covers_every_field_and_the_entry_before() -> None:
    rng = random.Random(3)  # noqa: S311
    seen = set()
    names = ["session", "seq", "name", "ip", "data.scope"]
    for _case in range(2000):
        fields: dict[str, str | int | None] = {name: rng.randrange(5) for name in rng.sample(names, rng.randrange(1, 6))}
        key = (rng.choice("abc"), json.dumps(fields, sort_keys=True))
        seen.add((key, rules.link_hash(key[0], dict(reversed(list(fields.items()))))))
    assert len({digest for _key, digest in seen}) == len({key for key, _digest in seen}) == len(seen)


def test_chains_of_two_sessions_begin_differently() -> None:
    assert len({rules.first_hash(str(number)) for number in range(1000)}) == 1000


def test_the_lists_of_states_do_not_overlap() -> None:
    groups = (OPEN_OFFER, RUNNING, frozenset({State.ENDING}), FINAL)
    assert sorted(chain.from_iterable(groups)) == sorted(State)
