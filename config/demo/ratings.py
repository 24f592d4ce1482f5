"""What people said of today's help: answers with comments, two of them low, a question of the council's own, and the poster of its office."""

from config.demo.served import citizen_of
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Status
from satisfaction.models import Invitation, OfficeCode, Question
from satisfaction.rules import Kind, Solved
from satisfaction.services import Extras, Wording, add_office, rate, rate_office, save_question

QUESTION = Wording(
    Kind.YES_NO,
    {
        "ca": "Faríeu el tràmit per internet la pròxima vegada?",
        "es": "¿Haría el trámite por internet la próxima vez?",
        "eu": "Hurrengoan Internet bidez egingo zenuke izapidea?",
        "gl": "Faría o trámite por internet a próxima vez?",
        "en": "Would you do the procedure online next time?",
    },
)
OFFICE = "Oficina d’Atenció Ciutadana, planta baixa"
# score, solved, ease, the council's own question, comment
ANSWERS: tuple[tuple[int, Solved, int, int, str], ...] = (
    (1, Solved.NO, 1, 0, "Em dic Rosa Mas i encara no puc signar. Truqueu-me al 972 00 00 13, si us plau."),
    (2, Solved.PARTLY, 2, 0, "Lo resolvieron a medias. Mi correo es rosa@example.org."),
    (5, Solved.YES, 4, 1, "Molt amables: en cinc minuts estava fet."),
    (4, Solved.YES, 4, 1, "Bé, però vaig haver d’esperar 20 minuts."),
)
AT_THE_OFFICE: tuple[tuple[int, str], ...] = ((5, ""), (4, ""), (5, "Gràcies per ajudar la meva mare."), (3, "Hi havia cua."))


def seed_ratings(council: Council, by: Actor) -> None:
    """Rate what is resolved and not rated yet, the newest first; what is there already stays."""
    if OfficeCode.objects.filter(council=council).exists():
        return
    question = Question.objects.filter(council=council, slot=1, is_current=True).first()
    question = question or save_question(council_id=council.pk, slot=1, wording=QUESTION, by=by)
    office = add_office(council_id=council.pk, name=OFFICE, team_id=None, by=by)
    visitor = Actor(citizen_council_id=council.pk)
    for score, comment in AT_THE_OFFICE:
        rate_office(code=office.code, council=council, score=score, comment=comment, by=visitor)
    for ticket, (score, solved, ease, again, comment) in zip(_unrated(council), ANSWERS, strict=False):
        extras = Extras(solved=solved, ease=ease, own={question.pk: again} if question else {})
        rate(ticket_id=ticket.pk, score=score, comment=comment, extras=extras, by=citizen_of(ticket))


def _unrated(council: Council) -> list[Ticket]:
    rows = Invitation.objects.filter(
        council=council, rating=None, ticket__status__in=[Status.RESOLVED, Status.CLOSED], ticket__excluded_reason=""
    )
    return [row.ticket for row in rows.select_related("ticket").order_by("-created_at")[: len(ANSWERS)]]
