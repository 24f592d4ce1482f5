"""Commenting and publishing with real rows."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from django.core.files.storage import default_storage

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput, NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import measure_contacts, measure_unserved
from tests.factories import citizen_of, make_council, make_staff
from tests.transparency.months import (
    AFTER_OCTOBER,
    MID_OCTOBER,
    OCTOBER,
    TOWN,
    VILLAGE,
    add_contacts,
    publish_measured,
    published,
    signed,
    town_month,
)
from transparency import data_views, services
from transparency.catalogue import BY_ID
from transparency.making import data_files
from transparency.models import Cell, Draft, Publication, PublishedFile
from transparency.report import report_bytes
from transparency.selectors import DamagedFile, build, published_file, published_report, stored_bytes
from transparency.services import publishing

pytestmark = pytest.mark.usefixtures("quick_press")


@pytest.mark.parametrize("fill", ["town", "village", "nothing", "three"])
def test_every_report_obeys_the_schema_and_shows_no_small_number(council: Council, officer: Actor, fill: str) -> None:
    if fill == "town":
        town_month(council)
    elif fill == "village":
        add_contacts(council, VILLAGE)
    elif fill == "three":
        add_contacts(council, {"channel": {"web": 3}, "motive": {"form": 1}, "requester": {"citizen": 1}})
    publication = published(council, officer)
    schema = json.loads(data_views.SCHEMA.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(stored_bytes(published_file(council, OCTOBER, 1, "report.json"))), schema)
    counts = [cell for cell in Cell.objects.all() if cell.value is not None and BY_ID[cell.indicator].rule == "S1"]
    assert not [cell for cell in counts if 0 < cell.value < 5]
    assert published_report(publication)["period"]["hours"] == 745


def test_the_schema_refuses_a_small_number(council: Council, officer: Actor) -> None:
    report = published_report(published(council, officer))
    report["indicators"][0]["value"] = 3
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, json.loads(data_views.SCHEMA.read_bytes()))


def test_the_month_of_a_village_groups_what_is_small(council: Council, officer: Actor) -> None:
    add_contacts(council, VILLAGE)
    report = published_report(published(council, officer))
    channels = report["indicators"][0]["breakdowns"][0]["cells"]
    assert {cell["member"]: cell["value"] for cell in channels} == {
        "web": None,
        "chat": None,
        "phone": None,
        "counter": None,
        "email": 0,
        "callback": 0,
        "grouped": 12,
    }
    assert channels[-1]["includes"] == ["web", "chat", "phone", "counter"]


def test_the_same_draft_gives_the_same_data_byte_for_byte(council: Council, officer: Actor) -> None:
    town_month(council)
    with clock.at(AFTER_OCTOBER):
        draft = services.make_draft(council=council, month=OCTOBER, by=officer)
    one, two = (data_files(draft, *build(draft, AFTER_OCTOBER)) for _time in range(2))
    assert one[0].name == "report.json"
    assert one == two


def test_the_manifest_lists_the_stored_files(council: Council, officer: Actor) -> None:
    publication = published(council, officer)
    data = stored_bytes(published_file(council, OCTOBER, 1, "manifest.json"))
    listed = json.loads(data)["files"]
    for entry in listed:
        file = publication.files.get(name=entry["name"])
        stored = Path(default_storage.path(file.path)).read_bytes()
        assert (hashlib.sha256(stored).hexdigest(), len(stored)) == (entry["sha256"], entry["bytes"]) == (file.sha256, file.size)
    names = [
        "datapackage.json",
        "indicators.csv",
        "indicators.csv-metadata.json",
        "indicators.json",
        "report.ca.pdf",
        "report.en.pdf",
        "report.json",
    ]
    assert sorted(entry["name"] for entry in listed) == names
    own = {"manifest.json", "manifest.json.sig"}
    paths = {f"transparency/vallclara/2026-10/r1/{name}" for name in names}
    assert {path for path in publication.files.values_list("path", flat=True) if path.rpartition("/")[2] not in own} == paths
    assert publication.manifest_sha256 == hashlib.sha256(data).hexdigest()
    assert publication.previous_sha256 == ""


def test_a_month_is_published_once(council: Council, officer: Actor) -> None:
    publication = published(council, officer)
    before = list(publication.files.values_list("name", "sha256"))
    with clock.at(AFTER_OCTOBER + timedelta(days=1)):
        for act in (services.publish, services.make_draft):
            with pytest.raises(Conflict):
                act(council=council, month=OCTOBER, by=officer)
        with pytest.raises(Conflict):
            services.write_commentary(council=council, month=OCTOBER, texts={"ca": "Un altre."}, by=officer)
    assert Publication.objects.count() == 1
    assert list(publication.files.values_list("name", "sha256")) == before


def test_of_two_officers_one_wins(council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        draft = signed(council, OCTOBER, officer)
        files = [services.MadeFile("manifest.json", "application/json", b"{}\n")]
        both = [publishing._stage_all(publishing.folder_of(draft), files) for _officer in range(2)]
        first = publishing._record(draft, files, both[0], AFTER_OCTOBER, "", officer)
        with pytest.raises(Conflict):
            publishing._record(draft, files, both[1], AFTER_OCTOBER, "", officer)
    assert list(Publication.objects.all()) == [first]
    assert PublishedFile.objects.count() == 1


def test_what_an_interrupted_attempt_left_is_replaced(council: Council, officer: Actor) -> None:
    from django.core.files.base import ContentFile

    default_storage.save("transparency/vallclara/2026-10/r1/report.json", ContentFile(b"half"))
    published(council, officer)
    assert stored_bytes(published_file(council, OCTOBER, 1, "report.json")).startswith(b"{")


def test_a_draft_that_changed_meanwhile_is_not_published(council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        draft = signed(council, OCTOBER, officer)
        files = [services.MadeFile("manifest.json", "application/json", b"{}\n")]
        staged = publishing._stage_all(publishing.folder_of(draft), files)
        services.write_commentary(council=council, month=OCTOBER, texts={"ca": "Nou."}, by=officer)
        with pytest.raises(Conflict):
            publishing._record(draft, files, staged, AFTER_OCTOBER, "", officer)
    assert not default_storage.exists("transparency/vallclara/2026-10/r1/manifest.json")


def test_a_running_month_may_be_measured_and_not_published(council: Council, officer: Actor) -> None:
    with clock.at(MID_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        with pytest.raises(ForbiddenTransition):
            services.publish(council=council, month=OCTOBER, by=officer)
        with pytest.raises(ForbiddenTransition):
            services.make_draft(council=council, month=OCTOBER.following, by=officer)


def test_a_draft_measured_before_the_month_ended_is_refused(council: Council, officer: Actor) -> None:
    with clock.at(MID_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
    with clock.at(AFTER_OCTOBER):
        with pytest.raises(ForbiddenTransition):
            services.publish(council=council, month=OCTOBER, by=officer)
        services.make_draft(council=council, month=OCTOBER, by=officer)
        publish_measured(council, OCTOBER, officer)


def test_a_month_without_a_draft_is_not_published(council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER), pytest.raises(InvalidInput):
        services.publish(council=council, month=OCTOBER, by=officer)


def test_measuring_again_keeps_the_commentary_and_replaces_the_cells(council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        services.write_commentary(council=council, month=OCTOBER, texts={"ca": " Hola \u0000 "}, by=officer)
        add_contacts(council, TOWN)
        draft = services.make_draft(council=council, month=OCTOBER, by=officer)
    assert draft.commentary == {"ca": "Hola"}
    assert Draft.objects.count() == 1
    assert draft.cells.get(indicator="vol.contacts", dimension="").value == 330


def test_commentary_is_in_the_languages_of_the_council_and_not_endless(council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        for texts in ({"fr": "Bonjour"}, {"ca": "x" * 4001}):
            with pytest.raises(InvalidInput):
                services.write_commentary(council=council, month=OCTOBER, texts=texts, by=officer)


def test_a_correction_of_the_rows_does_not_touch_what_is_published(council: Council, officer: Actor) -> None:
    town_month(council)
    publication = published(council, officer)
    before = report_bytes(published_report(publication))
    Ticket.objects.update(motive="other")
    assert report_bytes(published_report(publication)) == before


def test_a_damaged_file_is_not_served(council: Council, officer: Actor) -> None:
    publication = published(council, officer)
    file = publication.files.get(name="report.json")
    Path(default_storage.path(file.path)).write_bytes(b"{}")
    with pytest.raises(DamagedFile):
        stored_bytes(file)


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR, None])
def test_nobody_but_the_officer_of_the_council_may(council: Council, officer: Actor, role: Role | None) -> None:
    other = make_council("other", host="other.test", prefix="OT")
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        for by in (make_staff(council, role) if role else citizen_of(council), make_staff(other, Role.OFFICER)):
            for act in (
                lambda by=by: services.make_draft(council=council, month=OCTOBER, by=by),
                lambda by=by: services.write_commentary(council=council, month=OCTOBER, texts={}, by=by),
                lambda by=by: services.publish(council=council, month=OCTOBER, by=by),
                lambda by=by: measure_contacts(council=council, start=MID_OCTOBER, end=AFTER_OCTOBER, by=by),
                lambda by=by: measure_unserved(council=council, start=MID_OCTOBER, end=AFTER_OCTOBER, by=by),
            ):
                with pytest.raises(NotAllowed):
                    act()
    assert Publication.objects.count() == 0
