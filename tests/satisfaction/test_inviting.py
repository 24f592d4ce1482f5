"""Who is asked, when mails go, and who is asked no more."""

from datetime import timedelta

import pytest
from django.test import override_settings

from helpdesk.base import clock
from helpdesk.base.errors import Expired
from helpdesk.outbox.delivery import deliver
from helpdesk.outbox.models import OutboxMail
from helpdesk.people.rules import Role
from helpdesk.tickets.rules import Channel, Exclusion, Outcome
from helpdesk.tickets.services import exclude_ticket, reopen_ticket, resolve_ticket
from satisfaction.models import Invitation, OptOut
from satisfaction.rules import Ask
from satisfaction.selectors import card_for, measure_scores
from satisfaction.services import key_rating, rate, save_settings, send_due_mails, stop_asking, stop_token, stopped, sweep_ratings
from tests.factories import citizen_with, make_staff, make_ticket
from tests.satisfaction.asking import resolved

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def mails():
    return list(OutboxMail.objects.filter(template__startswith="rating").order_by("pk").values_list("template", flat=True))


def asks(*tickets):
    return [Invitation.objects.get(ticket=ticket).ask for ticket in tickets]


def test_nobody_is_asked_twice_within_thirty_days(council, agent, elsewhere, stranger):
    first, same = clock.now(), {"email": "anna@example.org", "phone": ""}
    with clock.at(first):
        one = resolved(council, agent, **same)
        by_mail = resolved(council, agent, email="ANNA@example.org", phone="+34972000031")
        by_phone = resolved(council, agent, email="", phone=one.citizen.phone or "+34972000031")
        other_council = resolved(elsewhere, stranger, **same)
    with clock.at(first + 30 * DAY):
        later = resolved(council, agent, **same)
    assert asks(one, by_mail, by_phone, other_council, later) == [Ask.ASKED, Ask.RECENT, Ask.ASKED, Ask.ASKED, Ask.ASKED]
    assert mails() == ["rating"] * 3


def test_who_is_not_asked_may_rate_but_is_no_part_of_the_published_figure(council, agent):
    start = clock.now()
    same = {"email": "anna@example.org"}
    asked, unasked = resolved(council, agent, **same), resolved(council, agent, **same)
    assert [card_for(ticket, citizen_with(ticket)).is_asked for ticket in (asked, unasked)] == [True, False]
    rate(ticket_id=unasked.pk, score=5, comment="", by=citizen_with(unasked))
    counts = measure_scores(council=council, start=start, end=clock.now(), by=make_staff(council, Role.OFFICER))["web"]
    assert (counts.invited, counts.answers) == (1, 0)
    rate(ticket_id=asked.pk, score=4, comment="", by=citizen_with(asked))
    counts = measure_scores(council=council, start=start, end=clock.now(), by=make_staff(council, Role.OFFICER))["web"]
    assert (counts.invited, counts.answers, counts.distribution) == (1, 1, (0, 0, 0, 1, 0))


def test_a_ticket_left_out_of_the_indicators_invites_nobody(council, agent):
    ticket = make_ticket(council)
    exclude_ticket(ticket_id=ticket.pk, reason=Exclusion.TEST, by=agent)
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    assert not Invitation.objects.exists()
    later = resolved(council, agent)
    start = later.created_at
    rate(ticket_id=later.pk, score=1, comment="", by=citizen_with(later))
    exclude_ticket(ticket_id=later.pk, reason=Exclusion.TEST, by=agent)
    assert measure_scores(council=council, start=start, end=clock.now() + DAY, by=make_staff(council, Role.OFFICER)) == {}


def test_one_reminder_goes_after_three_days(council, agent):
    first = clock.now()
    with clock.at(first):
        resolved(council, agent)
    assert send_due_mails() == 0
    with clock.at(first + 3 * DAY - timedelta(seconds=1)):
        assert send_due_mails() == 0
    with clock.at(first + 3 * DAY):
        assert (send_due_mails(), send_due_mails()) == (1, 0)
    with clock.at(first + 9 * DAY):
        assert send_due_mails() == 0
    assert mails() == ["rating", "rating_reminder"]


def test_nobody_is_reminded_in_vain(council, agent, supervisor):
    first = clock.now()
    with clock.at(first):
        answered, excluded, opened, stops = [resolved(council, agent) for _ in range(4)]
        rate(ticket_id=answered.pk, score=4, comment="", by=citizen_with(answered))
        exclude_ticket(ticket_id=excluded.pk, reason=Exclusion.TEST, by=agent)
        reopen_ticket(ticket_id=opened.pk, by=agent)
        stop_asking(token=stop_token(Invitation.objects.get(ticket=stops).pk), council_id=council.pk)
    with clock.at(first + 4 * DAY):
        assert send_due_mails() == 0
    assert not Invitation.objects.exclude(mail_due_at=None).exists()
    asked = {"asks_solved": True, "asks_ease": True, "review_up_to": 2, "review_not_solved": True}
    save_settings(council_id=council.pk, sends_reminders=False, by=supervisor, **asked)
    ticket = resolved(council, agent)
    assert Invitation.objects.get(ticket=ticket).mail_due_at is None


def test_after_a_call_the_mail_waits_for_what_the_agent_keys(council, agent):
    first = clock.now()
    with clock.at(first):
        keyed, silent = (resolved(council, agent, channel=Channel.PHONE) for _ in range(2))
        assert mails() == []
        key_rating(ticket_id=keyed.pk, score=5, by=agent)
    with clock.at(first + timedelta(hours=1)):
        assert sweep_ratings()["mails"] == 1
    assert OutboxMail.objects.get(template="rating").link_subject_id == silent.pk


def test_whoever_has_the_link_stops_our_questions(council, agent, elsewhere):
    ticket = resolved(council, agent, email="anna@example.org", phone="+34972000041")
    token = stop_token(Invitation.objects.get(ticket=ticket).pk)
    assert not stopped(token=token, council_id=council.pk)
    for _ in range(2):
        stop_asking(token=token, council_id=council.pk)
    assert stopped(token=token, council_id=council.pk)
    assert OptOut.objects.count() == 2
    assert "anna" not in str(list(OptOut.objects.values()))
    same_phone = resolved(council, agent, email="", phone="972 00 00 41")
    same_mail = resolved(council, agent, email="anna@example.org", phone="")
    assert asks(same_phone, same_mail) == [Ask.OPTED_OUT, Ask.OPTED_OUT]
    for wrong in (token + "x", "x"):
        with pytest.raises(Expired):
            stop_asking(token=wrong, council_id=council.pk)
    with pytest.raises(Expired):
        stop_asking(token=token, council_id=elsewhere.pk)
    stop_asking(token=token, council_id=council.pk, again=True)
    assert not OptOut.objects.exists()


def test_an_opt_out_outlives_a_change_of_key(council, agent):
    ticket = resolved(council, agent)
    with override_settings(SECRET_KEY="the-key-before-" + "y" * 50):
        stop_asking(token=stop_token(Invitation.objects.get(ticket=ticket).pk), council_id=council.pk)
    with override_settings(SECRET_KEY_FALLBACKS=["the-key-before-" + "y" * 50]):
        again = resolved(council, agent, email=ticket.citizen.email)
    assert asks(again) == [Ask.OPTED_OUT]


def test_both_mails_lead_to_the_page_and_out_of_it(council, agent, mailoutbox):
    first = clock.now()
    with clock.at(first):
        resolved(council, agent)
    with clock.at(first + 3 * DAY):
        send_due_mails()
        for mail in OutboxMail.objects.filter(template__startswith="rating").order_by("pk"):
            assert deliver(mail_id=mail.pk, worker_id="w") == "sent"
    for message in mailoutbox:
        html = message.alternatives[0][0]
        for text in (message.body, html):
            assert "http://testserver/s/" in text
            assert "http://testserver/ca/rate/stop/" in text
    assert len(mailoutbox) == 2
