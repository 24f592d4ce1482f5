"""Drafts: a citizen of the council writes them, and nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from helpdesk.base import clock
from helpdesk.base.errors import NotAllowed, NotFound
from helpdesk.calendars.models import Booking
from helpdesk.calendars.selectors import free_days
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.portal import services
from helpdesk.portal.models import DraftFile, WizardDraft
from helpdesk.tickets.models import Attachment, Ticket
from tests.factories import citizen_of, make_council, make_staff
from tests.portal.conftest import PDF

ANSWERS = {"body": "Help.", "requester": "citizen"}
Write = Callable[[WizardDraft, str, Actor], object]
WRITES: dict[str, Write] = {
    "start": lambda draft, key, by: services.start_draft(council=draft.council, by=by),
    "save": lambda draft, key, by: services.save_answers(draft=draft, answers=ANSWERS, by=by),
    "keep": lambda draft, key, by: services.keep_file(draft=draft, upload=SimpleUploadedFile("a.pdf", PDF), by=by),
    "remove": lambda draft, key, by: services.remove_file(draft=draft, file_id=0, by=by),
    "choose": lambda draft, key, by: services.choose_slot(draft=draft, key=free_days(draft.council)[1].exact[0].key, by=by),
    "renew": lambda draft, key, by: services.renew_slot(draft=draft, by=by),
    "send": lambda draft, key, by: services.send_draft(key=key, council=draft.council, language="en", by=by),
}


@pytest.fixture
def draft(council: Council) -> tuple[WizardDraft, str]:
    made, key = services.start_draft(council=council, by=citizen_of(council))
    return services.save_answers(draft=made, answers=ANSWERS, by=citizen_of(council)), key


@pytest.mark.parametrize("name", list(WRITES))
def test_a_citizen_of_the_council_may(draft: tuple[WizardDraft, str], name: str) -> None:
    WRITES[name](*draft, citizen_of(draft[0].council))


@pytest.mark.parametrize("name", list(WRITES))
def test_staff_and_citizens_of_another_council_may_not(draft: tuple[WizardDraft, str], name: str) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    for actor in (make_staff(draft[0].council, Role.AGENT), citizen_of(second)):
        with pytest.raises(NotAllowed):
            WRITES[name](*draft, actor)
    assert (Ticket.objects.count(), Booking.objects.count()) == (0, 0)


def test_the_key_of_one_council_opens_nothing_in_another(draft: tuple[WizardDraft, str]) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    with pytest.raises(NotFound):
        services.send_draft(key=draft[1], council=second, language="en", by=citizen_of(second))


def test_sending_moves_text_and_files_into_the_ticket(
    draft: tuple[WizardDraft, str], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    row, key = draft
    by = citizen_of(row.council)
    services.keep_file(draft=row, upload=SimpleUploadedFile("a.pdf", PDF), by=by)
    path = DraftFile.objects.get().storage_path
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        sent = services.send_draft(key=key, council=row.council, language="en", by=by)
    again = services.send_draft(key=key, council=row.council, language="en", by=by)
    assert (again.ticket, again.token == sent.token, Ticket.objects.count()) == (sent.ticket, False, 1)
    row.refresh_from_db()
    assert (row.answers, row.ticket_reference, DraftFile.objects.count(), default_storage.exists(path)) == (
        {},
        sent.ticket.reference,
        0,
        False,
    )
    assert Attachment.objects.get().entry.ticket == sent.ticket


def test_old_drafts_go_with_their_files_when_another_begins(draft: tuple[WizardDraft, str]) -> None:
    row, _key = draft
    by = citizen_of(row.council)
    services.keep_file(draft=row, upload=SimpleUploadedFile("a.pdf", PDF), by=by)
    path = DraftFile.objects.get().storage_path
    with clock.at(clock.now() + timedelta(days=8)):
        services.start_draft(council=row.council, by=by)
    assert (WizardDraft.objects.filter(pk=row.pk).exists(), default_storage.exists(path)) == (False, False)
