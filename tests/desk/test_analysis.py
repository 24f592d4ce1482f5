"""Where people get stuck: an internal page for supervisors and officers."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.base.errors import NotAllowed
from helpdesk.callbacks.models import Call
from helpdesk.catalogue.models import Step
from helpdesk.desk.selectors import analysis
from helpdesk.desk.selectors.analysis import Wanted
from helpdesk.people.models import Citizen, Council, Team
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket, UnservedDemand
from tests.factories import make_council, make_procedure, make_staff, make_user
from tests.markup import squeeze

PAGE = "/en/desk/analysis/"
# A Tuesday, 12:20 in Madrid.
TUESDAY = datetime(2026, 5, 19, 10, 20, tzinfo=UTC)
NOW = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def supervisor(council: Council, client: Client) -> Client:
    client.force_login(make_user(council, Role.SUPERVISOR), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def person(council: Council, email: str = "", phone: str = "") -> Citizen:
    return Citizen.objects.create(council=council, name="Rosa Mas", email=email, phone=phone, language="ca")


def contacts(council: Council, number: int = 1, *, at: datetime = TUESDAY, citizen: Citizen | None = None, **fields: Any) -> list[Ticket]:
    """Contacts one second apart, each of somebody else unless somebody is given."""
    start = Ticket.objects.count()
    return Ticket.objects.bulk_create(
        Ticket(
            council=council,
            reference=f"A{start + place:010d}",
            subject="x",
            citizen=citizen or person(council),
            **{"channel": "web", "motive": "procedure", "language": "ca", **fields},
            created_at=at + timedelta(seconds=place),
            updated_at=at,
        )
        for place in range(number)
    )


def page(client: Client, query: str = "", status: int = 200) -> str:
    with clock.at(NOW):
        response = client.get(f"{PAGE}?{query}")
    assert response.status_code == status
    return squeeze(response.content.decode())


def table(client: Client, key: str, query: str = "") -> list[list[str]]:
    with clock.at(NOW):
        response = client.get(f"{PAGE}{key}.csv?{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_it_counts_by_procedure_step_and_problem_and_says_that_it_is_internal(supervisor: Client, council: Council) -> None:
    procedure = make_procedure(council)
    step = Step.objects.get()
    problem = step.problems.get()
    contacts(council, 3, procedure=procedure, step=step, problem=problem, procedure_result="not_finished")
    contacts(council, 1, procedure=procedure)
    contacts(council, 2, procedure=procedure, step=step, problem=problem, excluded_reason="test")
    text = page(supervisor)
    assert "Internal: do not publish" in text
    assert "Most often: Certificate of residence, I cannot sign (3 contacts)." in text
    assert table(supervisor, "places")[1:] == [
        ["Certificate of residence", "I cannot sign", "AutoFirma does not open", "3", "3"],
        ["Certificate of residence", "Not noted", "None of the known ones", "1", "0"],
    ]


def test_it_tells_what_stood_in_the_way(supervisor: Client, council: Council) -> None:
    procedure = make_procedure(council)
    contacts(council, 2, procedure=procedure, failure_cause="identification", procedure_result="online")
    contacts(council, 2, procedure=procedure, failure_cause="technical", procedure_result="not_finished")
    contacts(council, 1, failure_cause="doubt")
    contacts(council, 4, procedure=procedure)
    assert table(supervisor, "failures")[1:] == [
        ["Certificate of residence", "2", "2", "0", "0", "0", "50"],
        ["No procedure in particular", "0", "0", "0", "1", "0", "0"],
    ]


def test_who_comes_back_within_thirty_days_about_the_same_procedure(supervisor: Client, council: Council) -> None:
    procedure, other = make_procedure(council), make_procedure(council, "tax", "Tax")
    first = TUESDAY - timedelta(days=31)
    for moment in (first, first + timedelta(days=30), first + timedelta(days=61)):
        contacts(council, procedure=procedure, at=moment, citizen=person(council, email="Rosa@example.org"))
    contacts(council, procedure=other, citizen=person(council, email="rosa@example.org"))
    contacts(council, procedure=procedure, citizen=person(council, phone="+34972000010"))
    contacts(council, procedure=procedure, at=TUESDAY + timedelta(hours=1), citizen=person(council, phone="+34972000010"))
    assert table(supervisor, "repeats", "since=2026-05-01&until=2026-06-30")[1:] == [
        ["Certificate of residence", "4", "2", "50"],
        ["Tax", "1", "0", "0"],
    ]


def test_load_is_by_the_hour_where_the_council_is_and_an_average(supervisor: Client, council: Council) -> None:
    contacts(council, 6)
    contacts(council, 1, at=TUESDAY + timedelta(days=1))
    rows = table(supervisor, "load", "since=2026-05-11&until=2026-05-24")
    assert rows[0][:3] == ["Hour", "Monday", "Tuesday"]
    assert rows[1:] == [["12:00", "0.0", "3.0", "0.5", "0.0", "0.0", "0.0", "0.0"]]
    assert "Busiest: Tuesday at 12:00, 3.0 contacts an hour." in page(supervisor, "since=2026-05-11&until=2026-05-24")


def test_what_was_not_attended_by_hour(supervisor: Client, council: Council) -> None:
    [ticket] = contacts(council, channel="chat")
    UnservedDemand.objects.create(council=council, channel="chat", reason="abandoned", created_at=TUESDAY)
    UnservedDemand.objects.create(council=council, channel="phone", reason="outside_hours", created_at=TUESDAY - timedelta(hours=10))
    Call.objects.create(
        council=council, ticket=ticket, state="unanswered", when="exact", origin="chat", starts_at=TUESDAY, ends_at=TUESDAY,
        due_at=TUESDAY, phone="+34972000010", attempt_count=3, first_attempt_at=TUESDAY, finished_at=TUESDAY + timedelta(hours=1),
    )  # fmt: skip
    assert table(supervisor, "unserved")[1:] == [
        ["2:00", "0", "0", "1", "0", "0"],
        ["12:00", "1", "1", "0", "0", "0"],
        ["13:00", "0", "0", "0", "0", "1"],
    ]
    assert table(supervisor, "unserved", "channel=phone")[1:] == [["2:00", "0", "0", "1", "0", "0"]]


def test_everything_is_narrowed_by_channel_procedure_team_and_days(supervisor: Client, council: Council) -> None:
    procedure, other = make_procedure(council), make_procedure(council, "tax", "Tax")
    team = Team.objects.create(council=council, name="Taxes")
    contacts(council, 2, procedure=procedure, team=team, channel="chat")
    contacts(council, 3, procedure=other)
    contacts(council, 5, procedure=other, at=TUESDAY - timedelta(days=200))
    assert table(supervisor, "places")[1:] == [["Tax", "Not noted", "None of the known ones", "3", "0"],
                                              ["Certificate of residence", "Not noted", "None of the known ones", "2", "0"]]  # fmt: skip
    for query in (f"team={team.pk}", "channel=chat", f"procedure={procedure.pk}"):
        assert [row[3] for row in table(supervisor, "places", query)[1:]] == ["2"], query
    assert [row[3] for row in table(supervisor, "places", "since=2025-10-01&until=2025-11-30")[1:]] == ["5"]


def test_what_cannot_be_understood_is_said_and_comes_back(supervisor: Client, council: Council) -> None:
    text = page(supervisor, "since=2026-05-10&until=2026-05-01&channel=chat", status=422)
    assert "This day is before the first one." in text
    assert 'value="2026-05-01"' in text
    assert '<option value="chat" selected>' in text
    assert "A year at most can be looked at at once." in page(supervisor, "since=2020-01-01&until=2026-05-01", status=422)
    for query in ("since=never", "procedure=x", "team=9999"):
        page(supervisor, query, status=422)
    assert supervisor.get(f"{PAGE}nothing.csv").status_code == 404


def test_a_word_that_begins_a_formula_is_no_formula_in_the_file(supervisor: Client, council: Council) -> None:
    contacts(council, procedure=make_procedure(council, title="=cmd()"))
    assert table(supervisor, "places")[1][0] == "'=cmd()"


def test_officers_may_look_and_agents_may_not(client: Client, council: Council) -> None:
    contacts(council, procedure=make_procedure(council))
    assert client.get(PAGE).status_code == 302
    for role, status in ((Role.OFFICER, 200), (Role.AGENT, 403), (Role.ADMINISTRATOR, 403)):
        client.force_login(make_user(council, role), backend="allauth.account.auth_backends.AuthenticationBackend")
        for address in (PAGE, f"{PAGE}places.csv"):
            assert client.get(address).status_code == status, (role, address)
            assert client.post(address).status_code == 405 or status == 403


def test_another_council_is_never_counted(supervisor: Client, council: Council) -> None:
    other = make_council("rocabruna", host="other.test", prefix="RB")
    contacts(other, 9, procedure=make_procedure(other, "theirs", "Theirs"), failure_cause="technical")
    UnservedDemand.objects.create(council=other, channel="chat", reason="abandoned", created_at=TUESDAY)
    for key in ("places", "failures", "repeats", "load", "unserved"):
        assert table(supervisor, key)[1:] == [], key
    assert "Theirs" not in page(supervisor)
    stranger = make_staff(other, Role.SUPERVISOR)
    wanted = Wanted(councils=(council,), since=NOW.date(), until=NOW.date())
    for read in (analysis.places, analysis.failures, analysis.repeats, analysis.load):
        with pytest.raises(NotAllowed):
            read(wanted, stranger)


def test_of_several_councils_one_can_be_chosen(client: Client, council: Council) -> None:
    other = make_council("rocabruna", host="other.test", prefix="RB")
    user = make_user(council, Role.SUPERVISOR)
    user.memberships.create(council=other, role=Role.OFFICER)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    contacts(council, 2, procedure=make_procedure(council))
    contacts(other, 3, procedure=make_procedure(other, "theirs", "Theirs"))
    assert [row[:1] + row[3:4] for row in table(client, "places")[1:]] == [["Theirs · RB", "3"], ["Certificate of residence · VC", "2"]]
    assert [row[3] for row in table(client, "places", "council=vallclara")[1:]] == ["2"]


def test_its_queries_do_not_grow_with_rows(supervisor: Client, council: Council, django_assert_max_num_queries) -> None:
    def fill(number: int) -> None:
        for place in range(number):
            procedure = make_procedure(council, f"p-{Ticket.objects.count()}-{place}", "P")
            contacts(council, procedure=procedure, step=procedure.steps.get(), failure_cause="technical")

    fill(1)
    page(supervisor)
    with django_assert_max_num_queries(60) as few:
        page(supervisor)
    fill(30)
    with django_assert_max_num_queries(len(few)):
        page(supervisor)
