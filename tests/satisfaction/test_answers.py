"""Everything beside the score: what is masked, what an agent keys, what is answered at an office, a council's own questions."""

from datetime import timedelta

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, InvalidInput, NotAllowed, NotFound, TooMany
from helpdesk.people.actors import SYSTEM
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry
from helpdesk.tickets.rules import Channel, Event
from satisfaction import services
from satisfaction.models import Answer, OfficeCode, Question, Rating
from satisfaction.rules import OFFICE_ANSWERS_AN_HOUR, Kind, Solved, Via
from satisfaction.selectors import asked_before, card_by_reference, card_for, current_questions, office_code, office_codes, survey_of
from satisfaction.services import Extras, Wording, add_office, key_rating, rate, rate_office, renew_office, retire_office, save_question
from tests.factories import citizen_of, citizen_with, make_council, make_staff
from tests.satisfaction.asking import resolved

pytestmark = pytest.mark.django_db
CHOICE = Wording(
    Kind.CHOICE, {"ca": "Com ens heu conegut?", "en": "How did you find us?"}, {"ca": ["Web", "Cartell"], "en": ["Web", "Poster"]}
)


def test_a_comment_is_stored_masked_and_its_author_reads_it_for_a_day(council, agent):
    first = clock.now()
    with clock.at(first):
        ticket = resolved(council, agent, name="Rosa Mas")
        said = "Soc la Rosa, la Laia no em va trucar al 972 00 00 13"
        rate(ticket_id=ticket.pk, score=2, comment=said, by=citizen_with(ticket))
        rating = Rating.objects.get()
        assert rating.comment == "Soc la [[name]], la [[name]] no em va trucar al [[phone]]"
        assert "972" not in rating.sealed_comment
        assert card_for(ticket, citizen_with(ticket)).comment == said
        assert card_for(ticket, agent).comment == ""
        assert services.sweep_ratings()["forgotten"] == 0
    with clock.at(first + timedelta(hours=24)):
        assert services.sweep_ratings()["forgotten"] == 1
        left = card_for(ticket, citizen_with(ticket)).comment
    assert Rating.objects.get().sealed_comment == ""
    assert left == "Soc la [name removed], la [name removed] no em va trucar al [telephone number removed]"


def test_who_answers_tickets_sees_the_score_alone(council, agent):
    ticket = resolved(council, agent)
    rate(ticket_id=ticket.pk, score=1, comment="x", by=citizen_with(ticket), extras=Extras(solved=Solved.NO, ease=2))
    card = card_for(ticket, agent)
    assert (card.score, card.solved, card.ease, card.own, card.may_key, card.may_answer) == (1, "", None, (), False, False)


@pytest.mark.parametrize("extras", [Extras(solved="perhaps"), Extras(ease=0), Extras(ease=6), Extras(own={99: 1})])
def test_what_is_no_answer_is_refused(council, agent, extras):
    ticket = resolved(council, agent)
    with pytest.raises(InvalidInput):
        rate(ticket_id=ticket.pk, score=3, comment="", extras=extras, by=citizen_with(ticket))
    assert not Rating.objects.exists()


def test_an_agent_keys_what_was_said_on_the_telephone_once(council, agent, supervisor, stranger):
    ticket = resolved(council, agent, channel=Channel.PHONE)
    refused = {
        NotFound: [citizen_with(ticket), citizen_of(council), SYSTEM],
        NotAllowed: [stranger, make_staff(council, Role.OFFICER), make_staff(council, Role.ADMINISTRATOR)],
    }
    for error, actors in refused.items():
        for actor in actors:
            with pytest.raises(error):
                key_rating(ticket_id=ticket.pk, score=5, by=actor)
    with pytest.raises(InvalidInput):
        key_rating(ticket_id=ticket.pk, score=6, by=agent)
    assert card_for(ticket, agent).may_key
    rating = key_rating(ticket_id=ticket.pk, score=4, by=agent, extras=Extras(solved=Solved.YES))
    assert (rating.via, rating.keyed_by_id, rating.comment) == (Via.PHONE, agent.user_id, "")
    event = Entry.objects.get(ticket=ticket, event=Event.RATED)
    assert (event.author_user_id, event.visibility) == (agent.user_id, "internal")
    with pytest.raises(Conflict):
        key_rating(ticket_id=ticket.pk, score=5, by=supervisor)
    assert card_for(ticket, citizen_with(ticket)).by_phone


def test_an_agent_never_touches_the_citizens_own_answer(council, agent):
    ticket = resolved(council, agent, channel=Channel.PHONE)
    rate(ticket_id=ticket.pk, score=1, comment="", by=citizen_with(ticket))
    with pytest.raises(Conflict):
        key_rating(ticket_id=ticket.pk, score=5, by=agent)
    assert Rating.objects.get().score == 1


def test_the_citizen_corrects_what_an_agent_keyed(council, agent):
    ticket = resolved(council, agent, channel=Channel.CALLBACK)
    key_rating(ticket_id=ticket.pk, score=5, by=agent)
    rate(ticket_id=ticket.pk, score=2, comment="", by=citizen_with(ticket), via=Via.MAIL)
    rating = Rating.objects.get()
    assert (rating.score, rating.via, rating.keyed_by_id) == (2, Via.MAIL, None)


def test_only_after_a_call_are_questions_read_out(council, agent):
    written, again = resolved(council, agent), resolved(council, agent, channel=Channel.PHONE)
    same = resolved(council, agent, channel=Channel.PHONE, email=again.citizen.email)
    for ticket in (written, same):
        assert not card_for(ticket, agent).may_key
        with pytest.raises(NotFound):
            key_rating(ticket_id=ticket.pk, score=5, by=agent)


def test_a_page_cannot_claim_to_be_a_telephone(council, agent):
    ticket = resolved(council, agent)
    assert rate(ticket_id=ticket.pk, score=5, comment="", by=citizen_with(ticket), via=Via.PHONE).via == Via.PAGE


def test_an_answer_keeps_the_wording_that_was_asked(council, agent, supervisor):
    first = save_question(council_id=council.pk, slot=1, wording=CHOICE, by=supervisor)
    assert save_question(council_id=council.pk, slot=1, wording=CHOICE, by=supervisor) == first
    ticket = resolved(council, agent)
    rate(ticket_id=ticket.pk, score=5, comment="", extras=Extras(own={first.pk: 2}), by=citizen_with(ticket))
    second = save_question(council_id=council.pk, slot=1, wording=Wording(Kind.YES_NO, {"ca": "Hi tornareu?"}), by=supervisor)
    assert [(q.version, q.is_current) for q in Question.objects.order_by("version")] == [(1, False), (2, True)]
    assert Answer.objects.get().question == first
    _id, card = card_by_reference(ticket.reference, citizen_with(ticket))
    assert card.own == ((first.pk, 2),)
    [asked] = survey_of(council, own=asked_before(card.own)).own
    assert (asked.text, asked.choices) == ("How did you find us?", ((1, "Web"), (2, "Poster")))
    [now] = survey_of(council).own
    assert (now.id, now.text, now.language) == (second.pk, "Hi tornareu?", "ca")
    for pk, value in ((second.pk, 2), (first.pk, 3)):
        with pytest.raises(InvalidInput):
            rate(ticket_id=ticket.pk, score=5, comment="", extras=Extras(own={pk: value}), by=citizen_with(ticket))
    assert save_question(council_id=council.pk, slot=1, wording=None, by=supervisor) is None
    assert survey_of(council).own == ()


@pytest.mark.parametrize(
    "wording",
    [
        Wording(Kind.SCALE, {"en": "Only in English?"}),
        Wording(Kind.SCALE, {"ca": "x" * 141}),
        Wording(Kind.CHOICE, {"ca": "Quin?"}, {"ca": ["Un"]}),
        Wording(Kind.CHOICE, {"ca": "Quin?"}, {"ca": list("123456")}),
        Wording(Kind.CHOICE, {"ca": "Quin?", "en": "Which?"}, {"ca": ["Un", "Dos"], "en": ["One"]}),
        Wording(Kind.CHOICE, {"ca": "Quin?"}, {"ca": ["Un", "x" * 61]}),
    ],
)
def test_a_wording_that_cannot_be_asked(council, supervisor, wording):
    with pytest.raises(InvalidInput):
        save_question(council_id=council.pk, slot=1, wording=wording, by=supervisor)
    assert not Question.objects.exists()


def test_only_who_configures_a_council_changes_what_it_asks(council, agent, stranger, supervisor):
    office = add_office(council_id=council.pk, name="Ground floor", team_id=None, by=supervisor)
    asked = {"asks_solved": False, "asks_ease": False, "sends_reminders": False, "review_up_to": 1, "review_not_solved": False}
    for actor in (agent, stranger, make_staff(council, Role.OFFICER), citizen_of(council)):
        for write in (
            lambda actor=actor: services.save_settings(council_id=council.pk, by=actor, **asked),
            lambda actor=actor: save_question(council_id=council.pk, slot=1, wording=CHOICE, by=actor),
            lambda actor=actor: add_office(council_id=council.pk, name="x", team_id=None, by=actor),
            lambda actor=actor: renew_office(council_id=council.pk, office_id=office.pk, by=actor),
            lambda actor=actor: retire_office(council_id=council.pk, office_id=office.pk, by=actor),
            lambda actor=actor: current_questions(council=council, by=actor),
            lambda actor=actor: office_codes(council=council, by=actor),
        ):
            with pytest.raises(NotAllowed):
                write()
    with pytest.raises(NotFound):
        save_question(council_id=council.pk, slot=4, wording=CHOICE, by=supervisor)
    with pytest.raises(InvalidInput):
        services.save_settings(council_id=council.pk, by=supervisor, **{**asked, "review_up_to": 5})
    with pytest.raises(NotFound):
        renew_office(
            council_id=council.pk,
            office_id=OfficeCode.objects.create(council=make_council("x", host="x.test", prefix="XX"), name="x", code="X").pk,
            by=supervisor,
        )


def test_an_answer_at_an_office_is_bound_to_nobody(council, elsewhere, supervisor):
    office = add_office(council_id=council.pk, name=" Ground floor ", team_id=None, by=supervisor)
    visitor = citizen_of(council)
    rating = rate_office(code=office.code.lower(), council=council, score=5, comment="La Laia, 600000013", by=visitor)
    assert (rating.via, rating.invitation_id, rating.office_id) == (Via.OFFICE, None, office.pk)
    assert (rating.comment, rating.sealed_comment) == ("La [[name]], [[phone]]", "")
    for code, where in ((office.code, elsewhere), ("AAAAAA", council)):
        with pytest.raises(NotFound):
            rate_office(code=code, council=where, score=5, comment="", by=citizen_of(where))
    with pytest.raises(NotAllowed):
        rate_office(code=office.code, council=council, score=5, comment="", by=supervisor)
    new = renew_office(council_id=council.pk, office_id=office.pk, by=supervisor)
    assert (new.name, new.code != office.code) == ("Ground floor", True)
    assert office_code(code=office.code, council=council) is None
    with pytest.raises(NotFound):
        retire_office(council_id=council.pk, office_id=office.pk, by=supervisor)
    retire_office(council_id=council.pk, office_id=new.pk, by=supervisor)
    assert office_codes(council=council, by=supervisor) == []


def test_an_office_takes_so_many_answers_an_hour(council, supervisor):
    office = add_office(council_id=council.pk, name="Ground floor", team_id=None, by=supervisor)
    now = clock.now()
    Rating.objects.bulk_create(
        Rating(council=council, office=office, via=Via.OFFICE, score=5, created_at=now) for _ in range(OFFICE_ANSWERS_AN_HOUR)
    )
    with clock.at(now + timedelta(minutes=59)), pytest.raises(TooMany):
        rate_office(code=office.code, council=council, score=5, comment="", by=citizen_of(council))
    with clock.at(now + timedelta(minutes=61)):
        rate_office(code=office.code, council=council, score=5, comment="", by=citizen_of(council))


@pytest.mark.parametrize(("name", "team_id"), [("", None), ("x" * 81, None), ("Ground floor", 999)])
def test_an_office_that_cannot_be_made(council, supervisor, name, team_id):
    with pytest.raises(InvalidInput):
        add_office(council_id=council.pk, name=name, team_id=team_id, by=supervisor)
