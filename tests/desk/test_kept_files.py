"""Files of a message that was refused because others were faster: kept for its author alone, and sent with the next try."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotAllowed, NotFound
from helpdesk.desk.models import ComposerDraft, KeptFile
from helpdesk.desk.rules import DraftKind
from helpdesk.desk.selectors.drafts import kept_files
from helpdesk.desk.services.drafts import prune_drafts
from helpdesk.desk.services.kept import drop_files, files_to_send, keep_refused
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.services import CheckedFile, post_message
from tests.factories import citizen_with, make_council, make_png, make_staff, make_ticket, make_user
from tests.markup import squeeze

GUIDE = b"1. Close the browser"
REPLY, NOTE = DraftKind.REPLY, DraftKind.NOTE


@pytest.fixture(autouse=True)
def _storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def ticket(council: Council) -> Ticket:
    """A ticket on which a colleague has just written what the agent has not read."""
    ticket = make_ticket(council)
    post_message(ticket_id=ticket.pk, body="Try with Edge.", client_id=uuid4(), by=make_staff(council, name="Arnau Vidal"))
    ticket.refresh_from_db()
    return ticket


@pytest.fixture
def laia(agent: User) -> Actor:
    return staff_actor(agent)


def url(ticket: Ticket, action: str = "") -> str:
    return f"/en/desk/tickets/{ticket.reference}/{action}"


def upload(name: str = "guide.txt", content: bytes = GUIDE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def checked(name: str = "guide.txt") -> CheckedFile:
    return CheckedFile(name, "text/plain", GUIDE)


def refuse(desk: Client, ticket: Ticket, kind: str = "reply", **data: object) -> str:
    """Send on an outdated page; returns the page that comes back."""
    message = {"body": "Use Firefox.", "client_id": str(uuid4()), "seen": 1, "files": upload(), **data}
    response = desk.post(url(ticket, f"{kind}/"), message)
    assert response.status_code == 409
    return squeeze(response.content.decode())


def again(desk: Client, ticket: Ticket, action: str = "reply", **data: object) -> int:
    ticket.refresh_from_db()
    message = {"body": "Use Firefox.", "client_id": str(uuid4()), "seen": ticket.last_seq, **data}
    return desk.post(url(ticket, f"{action}/"), message).status_code


def attached() -> list[tuple[str, bytes]]:
    found = []
    for row in Attachment.objects.order_by("pk"):
        with default_storage.open(f"attachments/{row.council_id}/{row.key[:2]}/{row.key}") as file:
            found.append((row.name, file.read()))
    return found


def stored(settings: Settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT, "composer").rglob("*") if path.is_file()]


def everything_kept() -> list[str]:
    return list(KeptFile.objects.values_list("name", flat=True))


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_the_file_of_a_refused_message_goes_with_the_next_try(
    kind: str, ticket: Ticket, desk: Client, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = refuse(desk, ticket, kind)
    file = KeptFile.objects.get()
    for words in ("Files that are kept with this message", "guide.txt", f'name="kept"value="{file.pk}"checked'):
        assert words.replace(" ", "") in page.replace(" ", "")
    assert (Attachment.objects.count(), len(stored(settings))) == (0, 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert again(desk, ticket, kind, waiting=file.pk, kept=file.pk) == 302
    assert attached() == [("guide.txt", GUIDE)]
    assert (everything_kept(), stored(settings)) == ([], [])


def test_it_is_offered_again_whenever_the_ticket_is_opened_and_to_nobody_else(ticket: Ticket, desk: Client, council: Council) -> None:
    refuse(desk, ticket)
    assert "guide.txt" in desk.get(url(ticket)).content.decode()
    desk.force_login(make_user(council, Role.SUPERVISOR, name="Rosa Mas"))
    assert "guide.txt" not in desk.get(url(ticket)).content.decode()


def test_refused_again_it_is_kept_once_beside_the_new_one(ticket: Ticket, desk: Client) -> None:
    refuse(desk, ticket)
    first = KeptFile.objects.get().pk
    refuse(desk, ticket, waiting=first, kept=first, files=upload("photo.png", make_png()))
    assert everything_kept() == ["guide.txt", "photo.png"]


@pytest.mark.parametrize("action", ["reply", "draft"])
def test_a_cleared_box_throws_the_file_away(action: str, ticket: Ticket, desk: Client) -> None:
    refuse(desk, ticket)
    assert again(desk, ticket, action, kind="reply", waiting=KeptFile.objects.get().pk) == 302
    assert (everything_kept(), attached()) == ([], [])


def test_a_cleared_box_counts_even_when_the_message_comes_back(ticket: Ticket, desk: Client) -> None:
    refuse(desk, ticket)
    assert again(desk, ticket, body="  ", waiting=KeptFile.objects.get().pk) == 422
    assert everything_kept() == []


def test_a_message_without_words_may_be_a_file(ticket: Ticket, desk: Client) -> None:
    refuse(desk, ticket, body="")
    file = KeptFile.objects.get()
    assert again(desk, ticket, body="", waiting=file.pk, kept=file.pk) == 302
    assert attached() == [("guide.txt", GUIDE)]


def test_a_script_that_keeps_the_text_leaves_the_files(ticket: Ticket, desk: Client) -> None:
    refuse(desk, ticket)
    for body in ("Use Fire", ""):
        assert desk.post(url(ticket, "draft/"), {"kind": "reply", "body": body}, headers={"Accept": "application/json"}).status_code == 204
    assert (everything_kept(), ComposerDraft.objects.get().body) == (["guide.txt"], "")


def test_discarding_the_draft_discards_its_files(
    ticket: Ticket, desk: Client, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    refuse(desk, ticket)
    with django_capture_on_commit_callbacks(execute=True):
        assert again(desk, ticket, "draft", kind="reply", discard="1") == 302
    assert (ComposerDraft.objects.count(), everything_kept(), stored(settings)) == (0, [], [])


def test_old_ones_go_with_their_draft(
    ticket: Ticket, laia: Actor, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with clock.at(clock.now() - timedelta(days=31)):
        keep_refused(ticket_id=ticket.pk, kind=REPLY, body="Old", files=[checked(), checked("b.txt")], by=laia)
    assert len(stored(settings)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert prune_drafts() == 1
    assert (everything_kept(), stored(settings)) == ([], [])


def test_files_go_when_their_author_goes(
    ticket: Ticket,
    agent: User,
    laia: Actor,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    keep_refused(ticket_id=ticket.pk, kind=REPLY, body="", files=[checked()], by=laia)
    with django_capture_on_commit_callbacks(execute=True):
        agent.delete()
    assert stored(settings) == []


def test_five_is_the_limit_with_those_that_wait(ticket: Ticket, desk: Client, laia: Actor) -> None:
    keep_refused(ticket_id=ticket.pk, kind=REPLY, body="", files=[checked(f"{n}.txt") for n in range(5)], by=laia)
    assert keep_refused(ticket_id=ticket.pk, kind=REPLY, body="", files=[checked()], by=laia) == ["guide.txt"]
    assert "Attach these files again before you send: guide.txt" in refuse(desk, ticket)
    ids = [file.pk for file in KeptFile.objects.all()]
    assert again(desk, ticket, waiting=ids, kept=ids, files=upload()) == 422
    assert (len(everything_kept()), attached()) == (5, [])


def test_what_is_no_attachment_is_not_kept(ticket: Ticket, desk: Client) -> None:
    for bad in (upload("guide.exe"), upload("guide.pdf"), upload("guide.txt", b"")):
        assert desk.post(url(ticket, "reply/"), {"body": "Use Firefox.", "seen": 1, "files": bad}).status_code == 422
    assert everything_kept() == []


def test_a_file_that_is_gone_is_said_and_nothing_is_sent_without_it(ticket: Ticket, desk: Client) -> None:
    refuse(desk, ticket)
    gone = KeptFile.objects.get().pk
    KeptFile.objects.all().delete()
    before = ticket.entries.count()
    response = desk.post(url(ticket, "reply/"), {"body": "Use Firefox.", "seen": ticket.last_seq, "waiting": gone, "kept": gone})
    assert response.status_code == 422
    assert "no longer there" in response.content.decode()
    assert ticket.entries.count() == before


def test_a_file_that_the_storage_has_lost_is_said_too(ticket: Ticket, desk: Client) -> None:
    refuse(desk, ticket)
    file = KeptFile.objects.get()
    default_storage.delete(file.storage_path)
    assert again(desk, ticket, waiting=file.pk, kept=file.pk) == 422
    assert attached() == []


def test_sent_twice_it_is_attached_once(ticket: Ticket, desk: Client) -> None:
    refuse(desk, ticket)
    file, client_id = KeptFile.objects.get(), str(uuid4())
    assert [again(desk, ticket, client_id=client_id, waiting=file.pk, kept=file.pk) for _press in range(2)] == [302, 302]
    assert attached() == [("guide.txt", GUIDE)]


def test_no_address_serves_it(ticket: Ticket, desk: Client, client: Client) -> None:
    refuse(desk, ticket)
    path = KeptFile.objects.get().storage_path
    for address in (f"/attachments/{path.rsplit('/', 1)[1]}/", f"/media/{path}", f"/{path}"):
        assert desk.get(address, follow=True).status_code == 404, address


def strangers(ticket: Ticket) -> list[tuple[Actor, type[Exception]]]:
    second = make_council("second", host="second.example", prefix="SE")
    return [
        (make_staff(ticket.council, Role.OFFICER), NotFound),
        (make_staff(ticket.council, Role.ADMINISTRATOR), NotFound),
        (make_staff(second, Role.AGENT), NotFound),
        (citizen_with(ticket), NotAllowed),
    ]


def test_wrong_role_and_wrong_council_keep_and_drop_nothing(ticket: Ticket, laia: Actor) -> None:
    keep_refused(ticket_id=ticket.pk, kind=REPLY, body="", files=[checked()], by=laia)
    file = KeptFile.objects.get()
    for actor, error in strangers(ticket):
        with pytest.raises(error):
            keep_refused(ticket_id=ticket.pk, kind=REPLY, body="x", files=[checked()], by=actor)
        with pytest.raises(error):
            drop_files(ticket_id=ticket.pk, kind=REPLY, file_ids=[file.pk], by=actor)
        assert kept_files(ticket, REPLY, actor) == []
    assert list(KeptFile.objects.all()) == [file]


def test_nobody_sends_a_file_that_is_not_hers(ticket: Ticket, council: Council, laia: Actor) -> None:
    keep_refused(ticket_id=ticket.pk, kind=REPLY, body="", files=[checked()], by=laia)
    mine, elsewhere = KeptFile.objects.get().pk, make_ticket(council)
    colleague, stranger = make_staff(council, name="Pau Riu"), strangers(ticket)[2][0]
    for where, kind, actor in (
        (ticket, REPLY, colleague),
        (ticket, REPLY, stranger),
        (ticket, REPLY, citizen_with(ticket)),
        (ticket, NOTE, laia),
        (elsewhere, REPLY, laia),
    ):
        with pytest.raises(InvalidInput):
            files_to_send(ticket=where, kind=kind, kept={mine}, uploads=[], client_id=uuid4(), by=actor)
    drop_files(ticket_id=ticket.pk, kind=REPLY, file_ids=[mine], by=colleague)
    assert files_to_send(ticket=ticket, kind=REPLY, kept={mine}, uploads=[], client_id=uuid4(), by=laia) == ([checked()], [])


def test_another_councils_agent_gets_nothing_by_address(ticket: Ticket, desk: Client) -> None:
    refuse(desk, ticket)
    file = KeptFile.objects.get()
    second = make_council("second", host="second.example", prefix="SE")
    for user in (make_user(second, Role.AGENT), make_user(ticket.council, Role.OFFICER)):
        desk.force_login(user)
        assert again(desk, ticket, waiting=file.pk, kept=file.pk) in {403, 404}
        assert again(desk, ticket, waiting=file.pk) in {403, 404}
    own = make_ticket(second)
    desk.force_login(make_user(second, Role.AGENT))
    assert again(desk, own, waiting=file.pk, kept=file.pk) == 422
    assert (everything_kept(), attached()) == (["guide.txt"], [])
