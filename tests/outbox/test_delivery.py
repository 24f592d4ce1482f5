"""A mail is written with its cause, sent once, tried again, given up; its token is in no table."""

import logging
import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from helpdesk.base import clock
from helpdesk.outbox.delivery import deliver, error_code, send_mail_task
from helpdesk.outbox.models import OutboxMail
from helpdesk.outbox.rules import BACK_OFF, ErrorCode, wait_after
from helpdesk.outbox.services import enqueue_mail
from helpdesk.people.models import CouncilHost
from helpdesk.people.rules import Purpose
from helpdesk.people.selectors import link_for_token
from tests.factories import make_council
from tests.work import work

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"http://testserver/s/([\w-]{40,})/")
Refusal = dict[str, Exception]


class FailingBackend(EmailBackend):
    """Refuses with the exception of the test."""

    error: Exception = ConnectionRefusedError()

    def send_messages(self, messages):
        raise self.error


@pytest.fixture
def council():
    return make_council()


@pytest.fixture
def failing(settings):
    settings.EMAIL_BACKEND = "tests.outbox.test_delivery.FailingBackend"
    return FailingBackend


def queue(council, **fields):
    defaults = {
        "template": "ticket_opened",
        "language": "en",
        "recipient": "rosa@example.org",
        "context": {"reference": "VC-7K3M-9Q2H-R"},
        "link": (Purpose.FOLLOW_UP, 7),
    }
    return enqueue_mail(council=council, **{**defaults, **fields})


def test_a_mail_and_its_task_are_written_together_or_not_at_all(council):
    with transaction.atomic():
        queue(council)
        transaction.set_rollback(True)
    assert (OutboxMail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_the_worker_sends_a_mail_with_the_headers_of_an_automatic_message(council):
    row = queue(council)
    work()
    (message,) = mail.outbox
    assert message.subject == "We have received your request VC-7K3M-9Q2H-R"
    assert message.to == ["rosa@example.org"]
    assert message.from_email == "Ajuntament de Vallclara <no-reply@localhost>"
    assert message.reply_to == ["ajuda@vallclara.example"]
    assert message.extra_headers["Message-ID"] == row.message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert [kind for _content, kind in message.alternatives] == ["text/html"]
    row.refresh_from_db()
    assert (row.state, row.context, row.attempts, row.error_code, row.claimed_by) == ("sent", {}, 0, "", "")


def test_the_link_opens_what_it_was_made_for_and_no_table_holds_its_token(council):
    queue(council)
    work()
    tokens = set(TOKEN.findall(mail.outbox[0].body)) | set(TOKEN.findall(str(mail.outbox[0].alternatives[0].content)))
    assert len(tokens) == 1
    token = tokens.pop()
    link = link_for_token(token, council)
    assert (link.purpose, link.subject_id, link.language) == (Purpose.FOLLOW_UP, 7, "en")
    with connection.cursor() as cursor:
        dump = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            dump += repr(cursor.fetchall())
    assert link.token_hash in dump
    assert token not in dump


def test_a_sent_mail_is_not_sent_again(council):
    row = queue(council)
    assert deliver(mail_id=row.pk, worker_id="a") == "sent"
    assert deliver(mail_id=row.pk, worker_id="a") == "skipped"
    assert len(mail.outbox) == 1


def test_two_workers_do_not_send_the_same_mail(council):
    row = queue(council)
    OutboxMail.objects.filter(pk=row.pk).update(claimed_by="other")
    assert deliver(mail_id=row.pk, worker_id="mine") == "skipped"
    assert mail.outbox == []


def test_a_mail_that_is_gone_is_skipped():
    assert deliver(mail_id=404, worker_id="a") == "skipped"


def test_a_failed_mail_waits_longer_each_time_and_is_given_up(council, failing):
    row = queue(council)
    work()
    waits = []
    for _ in BACK_OFF:
        task = DBTaskResult.objects.get(status=TaskResultStatus.READY)
        waits.append(task.run_after - task.enqueued_at)
        task.status = TaskResultStatus.SUCCESSFUL
        task.save()
        deliver(mail_id=row.pk, worker_id="a")
    row.refresh_from_db()
    assert [round(wait / timedelta(minutes=1)) for wait in waits] == [1, 5, 15, 60, 360]
    assert (row.state, row.attempts, row.error_code, row.context) == ("failed", 6, "connection", {})
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists()


def test_a_mail_is_sent_with_the_same_message_id_when_it_is_tried_again(council, failing, settings):
    row = queue(council)
    work()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=clock.of_the_machine())
    work()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error_code) == ("sent", 1, "")
    assert mail.outbox[0].extra_headers["Message-ID"] == row.message_id


def test_an_address_that_does_not_exist_is_not_tried_again(council, failing, monkeypatch):
    monkeypatch.setattr(failing, "error", smtplib.SMTPRecipientsRefused({"rosa@example.org": (550, b"no such user")}))
    row = queue(council)
    work()
    row.refresh_from_db()
    assert (row.state, row.error_code) == ("failed", "recipient")


def test_logs_and_task_rows_name_nobody(council, failing, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(failing, "error", smtplib.SMTPRecipientsRefused({"rosa@example.org": (450, b"later, Rosa")}))
    queue(council)
    work()
    assert "mail_not_sent" in caplog.text
    assert "rosa" not in caplog.text.lower()
    assert "rosa" not in repr(list(DBTaskResult.objects.values())).lower()


def test_a_council_without_a_host_cannot_send_links(council):
    row = queue(council)
    CouncilHost.objects.all().delete()
    assert deliver(mail_id=row.pk, worker_id="a") == "queued"
    row.refresh_from_db()
    assert row.error_code == "no_address"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), ErrorCode.LOGIN),
        (smtplib.SMTPDataError(451, b"later"), ErrorCode.DEFERRED),
        (smtplib.SMTPSenderRefused(553, b"no", "a@b"), ErrorCode.REFUSED),
        (smtplib.SMTPRecipientsRefused({"a@b": (450, b"later")}), ErrorCode.DEFERRED),
        (smtplib.SMTPServerDisconnected(), ErrorCode.CONNECTION),
        (TimeoutError(), ErrorCode.TIMEOUT),
        (OSError(), ErrorCode.CONNECTION),
        (ValueError(), ErrorCode.OTHER),
    ],
)
def test_every_failure_has_a_code(error, code):
    assert error_code(error) is code


def test_a_template_that_is_missing_is_a_failure_of_the_template(council):
    row = queue(council, template="nothing")
    deliver(mail_id=row.pk, worker_id="a")
    row.refresh_from_db()
    assert row.error_code == "template"


def test_the_waits():
    assert [wait_after(n) for n in range(1, 7)] == [*BACK_OFF, None]


def test_a_delayed_mail_waits(council):
    queue(council, delay=timedelta(minutes=5))
    work()
    assert mail.outbox == []
    assert send_mail_task.module_path == "helpdesk.outbox.delivery.send_mail_task"
