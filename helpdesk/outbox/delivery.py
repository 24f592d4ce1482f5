"""Sending one mail. The text and the secret link are made here, so that no usable token is ever stored."""

import logging
import smtplib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import TaskContext, task

from helpdesk.base import clock
from helpdesk.base.theme import contrast
from helpdesk.outbox.models import OutboxMail
from helpdesk.outbox.rules import ErrorCode, wait_after
from helpdesk.people.rules import Purpose
from helpdesk.people.selectors import base_url
from helpdesk.people.services import issue_link

logger = logging.getLogger(__name__)


class NoAddress(Exception):
    """The council has no host, so that a link cannot be written."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a mail says."""

    subject: str
    body: str
    html: str
    # Where one request ends mails of this kind (RFC 8058); empty for those about somebody's own request.
    leave: str = ""


@task(takes_context=True)
def send_mail_task(context: TaskContext, mail_id: int) -> str:
    """Send a mail of the outbox; returns its state afterwards. Never raises: errors of mail servers name people."""
    return deliver(mail_id=mail_id, worker_id=context.task_result.worker_ids[-1])


def deliver(*, mail_id: int, worker_id: str) -> str:
    """Send a queued mail unless another worker is at it; mark it sent, or try again later. No transaction is open while the mail server is spoken to."""
    mail = _claim(mail_id, worker_id)
    if mail is None:
        return "skipped"
    try:
        message = _message(mail, _render(mail))
        message.send()
    except Exception as error:  # noqa: BLE001  the boundary to mail servers: everything becomes a code of the closed list
        return _failed(mail, error_code(error))
    mail.state, mail.sent_at = OutboxMail.State.SENT, clock.now()
    mail.context, mail.attachment_text, mail.claimed_by, mail.error_code = {}, "", "", ""
    mail.save(update_fields=["state", "sent_at", "context", "attachment_text", "claimed_by", "error_code"])
    return str(mail.state)


@transaction.atomic
def _claim(mail_id: int, worker_id: str) -> OutboxMail | None:
    """Reserve a mail for a worker. A worker does one thing at a time: what it has claimed before was left behind."""
    mail = OutboxMail.objects.select_for_update(of=("self",)).select_related("council").filter(pk=mail_id).first()
    if mail is None or mail.state != OutboxMail.State.QUEUED or mail.claimed_by not in {"", worker_id}:
        return None
    mail.claimed_by = worker_id
    mail.save(update_fields=["claimed_by"])
    return mail


def _secret_link(mail: OutboxMail) -> str:
    if not mail.link_purpose or mail.link_subject_id is None:
        return ""
    origin = base_url(mail.council_id)
    if not origin:
        raise NoAddress
    _link, token = issue_link(
        council_id=mail.council_id, purpose=Purpose(mail.link_purpose), subject_id=mail.link_subject_id, language=mail.language
    )
    return origin + reverse("plain:secret", args=[token])


def _render(mail: OutboxMail) -> Text:
    brand = mail.council.brand_color
    context = {
        **mail.context,
        "council": mail.council,
        "language": mail.language,
        "link_url": _secret_link(mail),
        "on_brand": "#ffffff" if contrast(brand, "#ffffff") >= contrast(brand, "#000000") else "#000000",
    }
    folder = f"mail/{mail.template}"
    with_leave = (Path(settings.BASE_DIR) / "templates" / folder / "leave.txt").exists()
    with translation.override(mail.language):
        return Text(
            subject=" ".join(render_to_string(f"{folder}/subject.txt", context).split()),
            body=render_to_string(f"{folder}/body.txt", context).strip() + "\n",
            html=render_to_string(f"{folder}/body.html", context).strip(),
            leave=render_to_string(f"{folder}/leave.txt", context).strip() if with_leave else "",
        )


def _message(mail: OutboxMail, text: Text) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=text.subject,
        body=text.body,
        from_email=formataddr((mail.council.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[mail.recipient],
        reply_to=[mail.council.email] if mail.council.email else None,
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": mail.language,
        },
    )
    if text.leave:
        message.extra_headers |= {"List-Unsubscribe": f"<{text.leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message.attach_alternative(text.html, "text/html")
    if mail.attachment_text:
        message.attach(mail.attachment_name, mail.attachment_text, mail.attachment_type)
    return message


def error_code(error: Exception) -> ErrorCode:
    """Return the reason behind an exception of sending."""
    code = ErrorCode.OTHER
    match error:
        case NoAddress():
            code = ErrorCode.NO_ADDRESS
        case smtplib.SMTPRecipientsRefused():
            gone = all(status >= 500 for status, _words in error.recipients.values())
            code = ErrorCode.RECIPIENT if gone else ErrorCode.DEFERRED
        case smtplib.SMTPAuthenticationError():
            code = ErrorCode.LOGIN
        case smtplib.SMTPResponseException():
            code = ErrorCode.REFUSED if error.smtp_code >= 500 else ErrorCode.DEFERRED
        case TimeoutError():
            code = ErrorCode.TIMEOUT
        case smtplib.SMTPException() | OSError():
            code = ErrorCode.CONNECTION
        case _ if type(error).__module__.startswith("django.template"):
            code = ErrorCode.TEMPLATE
    return code


@transaction.atomic
def _failed(mail: OutboxMail, code: ErrorCode) -> str:
    """Note the failure and queue the next attempt in the same transaction; a recipient that does not exist is not tried again."""
    mail.attempts += 1
    mail.error_code, mail.claimed_by = code, ""
    wait = None if code is ErrorCode.RECIPIENT else wait_after(mail.attempts)
    if wait is None:
        mail.state, mail.context, mail.attachment_text = OutboxMail.State.FAILED, {}, ""
    else:
        send_mail_task.using(run_after=clock.of_the_machine() + wait).enqueue(mail.pk)
    mail.save(update_fields=["attempts", "error_code", "claimed_by", "state", "context", "attachment_text"])
    logger.warning(
        "mail_not_sent mail=%s template=%s code=%s attempts=%s state=%s", mail.pk, mail.template, code, mail.attempts, mail.state
    )
    return str(mail.state)
