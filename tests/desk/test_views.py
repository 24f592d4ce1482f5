"""Saved views: own ones for everybody, shared ones by who configures the council; preferences for oneself."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base.errors import InvalidInput, NotAllowed, NotFound
from helpdesk.desk.filters import TicketFilter, councils_of
from helpdesk.desk.models import SavedView
from helpdesk.desk.narrowing import FILTERS, MAX_QUERY, clean_query
from helpdesk.desk.services.saved_views import MOST_VIEWS, change_view, delete_view, save_view
from helpdesk.people.actors import SYSTEM
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.people.services import set_preferences
from helpdesk.tickets.rules import Channel
from helpdesk.tickets.selectors.queue import QueueView, queue_for
from tests.factories import citizen_of, make_council, make_staff, make_ticket, make_user

PHONE = "view=open&channel=phone"


def test_the_known_filters_are_those_of_the_form(council: Council) -> None:
    actor = make_staff(council)
    two = [council, make_council("second", host="second.example", prefix="SE")]
    form = TicketFilter({}, queue_for(actor, QueueView.OPEN), actor=actor, found=two).form
    assert tuple(form.fields) == FILTERS
    assert councils_of(actor) == [council]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("channel=phone&page=3&saved=4&sent=1&nonsense=x", "channel=phone"),
        ("motive=form&view=open&q=+padr%C3%B3+", "view=open&q=padr%C3%B3&motive=form"),
        ("channel=phone&channel=web", "channel=phone"),
        ("channel=&status=", ""),
        ("&&&===", ""),
        ("q=" + "x" * 10_000, "q=" + "x" * 100),
        ("&".join(f"a{number}=1" for number in range(500)), ""),
        ("&".join(f"{name}={'à' * 100}" for name in FILTERS), ""),
    ],
)
def test_of_an_address_only_what_narrows_is_kept(query: str, kept: str) -> None:
    assert clean_query(query) == kept
    assert len(clean_query(query)) <= MAX_QUERY


def test_an_agent_saves_what_the_queue_is_narrowed_to(council: Council, agent: User, desk: Client) -> None:
    make_ticket(council, channel=Channel.PHONE)
    make_ticket(council)
    response = desk.post("/en/desk/views/save/", {"name": "By telephone", "query": f"{PHONE}&page=2&evil=1", "shared": "on"})
    view = SavedView.objects.get()
    assert (view.query, view.owner, view.council, view.is_shared) == (PHONE, agent, council, False)
    page = desk.get(response.headers["Location"])
    [tab] = page.context["saved_tabs"]
    assert (tab.name, tab.count, tab.current) == ("By telephone", "1", True)
    assert len(page.context["rows"]) == 1
    assert page.context["to_save"] == ""


@pytest.mark.parametrize(("name", "query"), [("", PHONE), ("x" * 41, PHONE), ("Everything", ""), ("Everything", "evil=1")])
def test_a_view_without_name_or_filters_is_refused_and_what_was_typed_comes_back(name: str, query: str, desk: Client) -> None:
    response = desk.post("/en/desk/views/save/", {"name": name, "query": query})
    assert response.status_code == 422
    assert (name or "Error:") in response.content.decode()
    assert not SavedView.objects.exists()


def test_a_name_is_used_once_per_person(council: Council) -> None:
    laia, mar = make_staff(council), make_staff(council)
    save_view(council_id=council.pk, name="Phone", query=PHONE, by=laia)
    save_view(council_id=council.pk, name="Phone", query=PHONE, by=mar)
    with pytest.raises(InvalidInput):
        save_view(council_id=council.pk, name="Phone", query="channel=web", by=laia)


def test_nobody_keeps_more_than_thirty(council: Council) -> None:
    by = make_staff(council)
    for number in range(MOST_VIEWS):
        save_view(council_id=council.pk, name=f"View {number}", query=PHONE, by=by)
    with pytest.raises(InvalidInput):
        save_view(council_id=council.pk, name="One more", query=PHONE, by=by)


def test_only_who_configures_the_council_shares(council: Council) -> None:
    agent, supervisor = make_staff(council), make_staff(council, Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        save_view(council_id=council.pk, name="Phone", query=PHONE, shared=True, by=agent)
    own = save_view(council_id=council.pk, name="Phone", query=PHONE, by=agent)
    with pytest.raises(NotAllowed):
        change_view(view_id=own.pk, name="Phone", shared=True, by=agent)
    shared = save_view(council_id=council.pk, name="For all", query=PHONE, shared=True, by=supervisor)
    for write in (
        lambda: change_view(view_id=shared.pk, name="Mine", shared=True, by=agent),
        lambda: delete_view(view_id=shared.pk, by=agent),
    ):
        with pytest.raises(NotAllowed):
            write()
    change_view(view_id=shared.pk, name="For everybody", shared=False, by=supervisor)
    with pytest.raises(NotFound):
        delete_view(view_id=shared.pk, by=agent)


def test_who_has_no_part_in_a_council_touches_none_of_its_views(council: Council) -> None:
    own = save_view(council_id=council.pk, name="Phone", query=PHONE, by=make_staff(council))
    other = make_staff(make_council("second", host="second.example", prefix="SE"), Role.SUPERVISOR)
    for actor in (other, citizen_of(council), make_staff(council, Role.OFFICER), SYSTEM):
        with pytest.raises((NotAllowed, NotFound)):
            save_view(council_id=council.pk, name="x", query=PHONE, by=actor)
        with pytest.raises((NotAllowed, NotFound)):
            change_view(view_id=own.pk, name="x", shared=False, by=actor)
        with pytest.raises((NotAllowed, NotFound)):
            delete_view(view_id=own.pk, by=actor)
    assert SavedView.objects.get() == own


def test_a_view_is_renamed_shared_and_deleted_on_its_page(council: Council, client: Client) -> None:
    client.force_login(make_user(council, Role.SUPERVISOR))
    client.post("/en/desk/views/save/", {"name": "Phone", "query": PHONE, "shared": "on"})
    view = SavedView.objects.get()
    prefix = f"view{view.pk}"
    assert client.post(f"/en/desk/views/{view.pk}/", {f"{prefix}-name": ""}).status_code == 422
    client.post(f"/en/desk/views/{view.pk}/", {f"{prefix}-name": "Telephone"})
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Telephone", False)
    client.post(f"/en/desk/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()
    assert b"No saved views yet" in client.get("/en/desk/views/").content


def test_a_shared_view_is_there_for_colleagues_but_not_theirs_to_change(council: Council, desk: Client) -> None:
    save_view(council_id=council.pk, name="For all", query=PHONE, shared=True, by=make_staff(council, Role.SUPERVISOR))
    save_view(council_id=council.pk, name="Private", query=PHONE, by=make_staff(council))
    page = desk.get("/en/desk/views/").content.decode()
    assert ("For all" in page, "Private" in page, "Delete" in page) == (True, False, False)
    assert [tab.name for tab in desk.get("/en/desk/").context["saved_tabs"]] == ["For all"]


def test_filters_that_are_on_are_told_in_words_and_taken_away_one_by_one(council: Council, desk: Client) -> None:
    chips = desk.get("/en/desk/?view=open&channel=phone&created_from=2026-03-01&page=2").context["chips"]
    assert [(str(chip.label), str(chip.value), chip.query) for chip in chips] == [
        ("Channel", "Telephone", "view=open&created_from=2026-03-01"),
        ("Received from", "1 Mar 2026", "view=open&channel=phone"),
    ]


def test_what_is_not_a_date_is_said_and_narrows_nothing(council: Council, desk: Client) -> None:
    make_ticket(council)
    page = desk.get("/en/desk/?created_from=yesterday&channel=pigeon")
    assert (page.status_code, len(page.context["rows"])) == (200, 1)
    assert b"Enter a valid date." in page.content


def test_people_without_saved_views_and_with_them_cost_no_more_rows(council: Council, agent: User, desk: Client) -> None:
    save_view(council_id=council.pk, name="Phone", query=PHONE, by=staff_actor(agent))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get("/en/desk/?view=all")
        return len(queries)

    make_ticket(council, channel=Channel.PHONE)
    desk.get("/en/desk/?view=all")
    one = cost()
    for _number in range(29):
        make_ticket(council, channel=Channel.PHONE)
    assert cost() == one


def test_single_keys_are_switched_off_for_oneself(agent: User, desk: Client) -> None:
    assert b"data-single" in desk.get("/en/desk/").content
    desk.post("/en/desk/preferences/", {})
    agent.refresh_from_db()
    assert not agent.shortcuts
    assert b"data-single" not in desk.get("/en/desk/").content
    assert b"switched off" in desk.get("/en/desk/shortcuts/").content
    desk.post("/en/desk/preferences/", {"shortcuts": "on"})
    agent.refresh_from_db()
    assert agent.shortcuts


def test_nobody_sets_anothers_preferences(council: Council, agent: User) -> None:
    for actor in (make_staff(council, Role.ADMINISTRATOR), citizen_of(council), SYSTEM):
        with pytest.raises(NotAllowed):
            set_preferences(user_id=agent.pk, shortcuts=False, by=actor)
