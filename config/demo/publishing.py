"""The months of the demonstration go the whole way: measured, commented, checked, signed, published; one is corrected by a second revision."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from helpdesk.base import clock
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.models import Council
from helpdesk.people.selectors import actor_by_email
from helpdesk.tickets.models import Ticket
from transparency.kinds import Kind, Severity
from transparency.models import Publication
from transparency.months import Month
from transparency.selectors import policy_of
from transparency.services import Policy, check, make_draft, open_correction, publish, set_policy, set_release, sign, write_commentary
from transparency.services.signing import is_clean

SUPERVISORS = {"vallclara": "supervisor@vallclara.example"}
RELEASE_DAY, RELEASE_HOUR = 3, 10
TARGETS = {"wait.in_target": 90, "acc.answer_rate": 90, "sat.score": 4.5}
ALONE = "The council has one officer and no supervisor."
# Weeks after the release in which the mistake was found, and how many contacts had the wrong reason.
FOUND_AFTER, MOVED = timedelta(days=6), 24
REASON = {
    "ca": "Vint-i-quatre contactes sobre certificats s’havien apuntat amb el motiu “altres”.",
    "es": "Veinticuatro contactos sobre certificados se habían apuntado con el motivo «otros».",
    "eu": "Ziurtagiriei buruzko hogeita lau kontaktu «bestelakoak» arrazoiarekin idatzi ziren.",
    "gl": "Vinte e catro contactos sobre certificados anotáranse co motivo «outros».",
    "en": "Twenty-four contacts about certificates had been noted with the reason “other”.",
}


class DemoRefused(RuntimeError):
    """A month of the demonstration did not pass its own checks."""


def settle(council: Council) -> None:
    """Give a council its rules: months come out on the third day; where nobody else could sign, the officer may, saying why."""
    if policy_of(council).pk is None:
        alone = council.slug not in SUPERVISORS
        set_policy(
            council=council,
            policy=Policy(release_day=RELEASE_DAY, release_hour=RELEASE_HOUR, may_sign_alone=alone, targets=TARGETS),
            by=SYSTEM,
        )


def _sign_and_publish(council: Council, month: Month, officer: Actor) -> None:
    draft = check(council=council, month=month, by=officer)
    if not is_clean(draft):
        raise DemoRefused([result for result in draft.checks if result["blocking"] and not result["ok"]])
    second = actor_by_email(SUPERVISORS.get(council.slug, ""))
    sign(council=council, month=month, by=second or officer, because="" if second else ALONE)
    publish(council=council, month=month, by=officer)


def publish_month(council: Council, month: Month, commentary: Mapping[str, str], officer: Actor) -> None:
    """Bring a month from measuring to publication, now; a month whose day has not come yet is announced for now."""
    now = clock.now()
    if now < datetime.combine(month.following.first_day.replace(day=RELEASE_DAY), time(RELEASE_HOUR), ZoneInfo(council.time_zone)):
        set_release(council=council, month=month, due_at=now, by=SYSTEM)
    make_draft(council=council, month=month, by=officer)
    write_commentary(council=council, month=month, texts=commentary, by=officer)
    _sign_and_publish(council, month, officer)


def correct_month(council: Council, month: Month, now: datetime, officer: Actor) -> None:
    """Correct a month once, some days after it came out: contacts about certificates had been noted as something else."""
    rows = Publication.objects.filter(council=council, month=month.first_day).order_by("-revision")
    first = rows.first()
    if council.slug not in SUPERVISORS or first is None or first.revision > 1:
        return
    start, end = month.start(council.time_zone), month.end(council.time_zone)
    contacts = Ticket.objects.filter(council=council, created_at__gte=start, created_at__lt=end, motive="other").order_by("pk")
    Ticket.objects.filter(pk__in=list(contacts.values_list("pk", flat=True)[:MOVED])).update(motive="certificate")
    with clock.at(min(first.published_at + FOUND_AFTER, now)):
        open_correction(
            council=council,
            month=month,
            kind=Kind.CORRECTION,
            severity=Severity.MINOR,
            reason={language: REASON[language] for language in council.languages},
            changes_conclusion=False,
            by=officer,
        )
        _sign_and_publish(council, month, officer)
