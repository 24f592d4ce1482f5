"""Search finds what a ticket says, the same on both databases, and nothing of another council."""

import random
import string
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets import fulltext
from helpdesk.tickets.models import Entry, SearchDocument, Ticket
from helpdesk.tickets.searching import parse
from helpdesk.tickets.selectors import visible_to
from helpdesk.tickets.selectors.search import find_tickets, fragments, matching
from helpdesk.tickets.services import post_message, transfer_ticket, write_note
from helpdesk.tickets.services.search import MAX_CHARACTERS, index_again, rebuild_search
from tests.factories import citizen_of, citizen_with, make_council, make_staff, make_ticket, make_user


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(
        council,
        subject="No s’obre l’AutoFirma",
        body="El certificàt de la col·legiada caduca. Telefoneu al 972 00 00 33, expedient 2024 1234.",
        name="Núria Peñalver Ibáñez",
        email="nuria.p@correu.example",
        phone="+34972000010",
    )


def found(council: Council, asked: str) -> bool:
    return bool(find_tickets(make_staff(council), asked))


@pytest.mark.parametrize(
    "asked",
    [
        "certificat",
        "CERTIFICÀT",
        "Certificát",
        "certi",
        "caduca certificat",
        "col·legiada",
        "collegiada",
        "coŀlegiada",
        "colle",
        "autofirma",
        "l'autofirma",
        "l’AutoFirma",
        "nuria penalver",
        "Peñalver",
        "ibáñez nú",
        "nuria.p@correu.example",
        "correu.exa",
        "972000010",
        "972 00 00 10",
        "+34 972 00 00 10",
        "0034972000010",
        "972-00-00-10",
        "972 00 00",
        "972000033",
        "972 000 033",
        "2024 1234",
        '"de la col·legiada"',
        "“de la collegiada” nuria",
        "nuria caduca autofirma",
    ],
)
def test_a_ticket_is_found_by_its_words(asked: str, ticket: Ticket, council: Council) -> None:
    make_ticket(council, subject="Another thing", body="Nothing alike.", name="Pere", email="", phone="")
    assert [row.pk for row in find_tickets(make_staff(council), asked)] == [ticket.pk]


@pytest.mark.parametrize(
    "asked",
    [
        "certificats caduca",
        "ertificat",
        "nuria soler",
        '"la de col·legiada"',
        '"autofirma el certificat"',
        "972000011",
        "nu ria",
        "***",
        "—",
        "caduc certificat",
    ],
)
def test_a_ticket_is_not_found_by_what_it_does_not_say(asked: str, ticket: Ticket, council: Council) -> None:
    assert not found(council, asked)


def test_a_reference_is_found_however_it_is_written(ticket: Ticket, council: Council) -> None:
    reference = ticket.reference
    bare = reference.replace("-", "")
    for asked in (
        reference,
        reference.lower(),
        bare,
        bare.lower(),
        reference.replace("-", " "),
        bare[2:],
        reference[3:],
        bare[:6],
        reference[:7],
    ):
        assert found(council, asked), asked


def test_a_reference_is_found_when_letters_were_read_for_figures(ticket: Ticket, council: Council) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(reference="VC-10K3-9Q01-R")
    index_again([ticket.pk])
    assert found(council, "VC-IOK3-9QOL-R")
    assert found(council, "vciok39q0lr")


def test_messages_notes_and_reasons_are_found_as_soon_as_they_are_written(ticket: Ticket, council: Council) -> None:
    by, colleague = make_staff(council), make_user(council, Role.AGENT)
    post_message(ticket_id=ticket.pk, body="El controlador falla", client_id=uuid4(), by=citizen_with(ticket))
    write_note(ticket_id=ticket.pk, body="Sospitem del lector", client_id=uuid4(), by=by)
    transfer_ticket(ticket_id=ticket.pk, to_user_id=colleague.pk, reason="Sap de targetes", by=by)
    assert [found(council, asked) for asked in ("controlador", "sospitem lector", "targetes nuria")] == [True, True, True]


def test_what_was_not_committed_is_not_found(ticket: Ticket, council: Council) -> None:
    with transaction.atomic():
        post_message(ticket_id=ticket.pk, body="efímer", client_id=uuid4(), by=citizen_with(ticket))
        transaction.set_rollback(True)
    assert not found(council, "efimer")


def test_another_councils_ticket_is_never_found(ticket: Ticket) -> None:
    other = make_council("rocabruna", host="other.example", prefix="RB")
    for asked in ("autofirma", ticket.reference, "972000010", "nuria"):
        assert not found(other, asked), asked


def test_nobody_but_staff_searches(ticket: Ticket, council: Council) -> None:
    for actor in (citizen_with(ticket), citizen_of(council), make_staff(council, Role.OFFICER), make_staff(council, Role.ADMINISTRATOR)):
        assert find_tickets(actor, "autofirma") == []


def test_the_newest_comes_first(council: Council) -> None:
    tickets = [make_ticket(council, subject=f"Padró {number}") for number in range(3)]
    assert [row.pk for row in find_tickets(make_staff(council), "padro")] == [ticket.pk for ticket in reversed(tickets)]


def test_an_erased_text_is_no_longer_found(ticket: Ticket, council: Council) -> None:
    Entry.objects.filter(ticket=ticket).update(body="")
    ticket.citizen.name = ticket.citizen.email = ticket.citizen.phone = ""
    ticket.citizen.save()
    Ticket.objects.filter(pk=ticket.pk).update(subject="—")
    index_again([ticket.pk])
    assert [asked for asked in ("certificat", "nuria", "972000010", "autofirma") if found(council, asked)] == []
    assert found(council, ticket.reference)
    assert "nuria" not in SearchDocument.objects.get(pk=ticket.pk).words


def test_what_is_deleted_leaves_the_index(ticket: Ticket, council: Council) -> None:
    SearchDocument.objects.filter(pk=ticket.pk).delete()
    assert not found(council, "autofirma")
    index_again([ticket.pk])
    assert found(council, "autofirma")


def test_the_index_can_be_written_anew_any_time(ticket: Ticket, council: Council) -> None:
    others = [make_ticket(council, subject=f"Rebut {number}") for number in range(5)]
    before = dict(SearchDocument.objects.values_list("pk", "words"))
    SearchDocument.objects.filter(pk__in=[others[0].pk, others[3].pk]).delete()
    assert [rebuild_search(batch=2), rebuild_search(batch=100)] == [6, 6]
    call_command("rebuild_search", "--batch", "3", verbosity=0)
    assert dict(SearchDocument.objects.values_list("pk", "words")) == before
    assert len(find_tickets(make_staff(council), "rebut")) == 5


def test_of_a_very_long_conversation_the_newest_part_is_found(ticket: Ticket, council: Council) -> None:
    SearchDocument.objects.filter(pk=ticket.pk).update(words=" x" * (MAX_CHARACTERS // 2 + 1))
    post_message(ticket_id=ticket.pk, body="finalment funciona", client_id=uuid4(), by=citizen_with(ticket))
    assert found(council, "finalment")
    assert found(council, ticket.reference)
    assert len(SearchDocument.objects.get(pk=ticket.pk).words) < MAX_CHARACTERS


OPERATORS = [
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "NEAR(",
    "*",
    '"',
    "'",
    "(",
    ")",
    ":",
    "^",
    "-",
    "+",
    "&",
    "|",
    "!",
    "<->",
    ":*",
    "{",
    "}",
    "\\",
    "%",
    "_",
    ";",
    "--",
    "\x00",
    "\ud800",
    "🙂",
    "½",
    "’",
    "·",
    "l·l",
    "العربية",
    "中文",
    "a",
    "0",
]


def test_whatever_is_typed_never_raises(ticket: Ticket, council: Council) -> None:
    by, dice = make_staff(council), random.Random(7)  # noqa: S311
    asked = [
        *OPERATORS,
        "x" * 10_000,
        "\x00" * 10_000,
        " ".join(string.ascii_lowercase * 200),
        '"' * 999,
        "words:autofirma",
        "autofirma*",
        "-autofirma",
    ]
    asked += ["".join(dice.choice([*OPERATORS, " ", "autofirma", "972"]) for _ in range(dice.randint(1, 30))) for _ in range(300)]
    for text in asked:
        find_tickets(by, text)
        fragments([ticket], parse(text), by)
    assert list(matching(visible_to(by), "   ")) == [ticket]


def test_a_fragment_marks_what_was_found_in_its_own_spelling(ticket: Ticket, council: Council) -> None:
    by = make_staff(council)
    write_note(ticket_id=ticket.pk, body="<b>La col·legiada</b> torna", client_id=uuid4(), by=by)
    note = fragments([ticket], parse("collegiada torna"), by)[ticket.pk]
    assert ([part.text for part in note.parts if part.is_hit], note.is_note) == (["col·legiada", "torna"], True)
    assert "".join(part.text for part in note.parts) == "<b>La col·legiada</b> torna"


def test_fragments_are_for_those_who_may_read_notes(ticket: Ticket, council: Council) -> None:
    other = make_staff(make_council("rocabruna", host="other.example", prefix="RB"))
    for actor in (citizen_with(ticket), other):
        assert fragments([ticket], parse("certificat"), actor) == {}


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_index_outlives_a_migration_that_writes_its_table_anew() -> None:
    council = make_council()
    ticket = make_ticket(council, subject="AutoFirma")
    with connection.schema_editor() as editor:
        editor._remake_table(SearchDocument)
    fulltext.keep_installed(using="default")
    post_message(ticket_id=ticket.pk, body="encara hi és", client_id=uuid4(), by=citizen_with(ticket))
    assert [found(council, "autofirma"), found(council, "encara")] == [True, True]
