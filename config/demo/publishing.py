"""The months of the demonstration go the whole way: measured, commented, checked, signed, published; one is corrected by a second revision."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.demo.cases import CASES
from config.demo.stopwatch import Stopwatch
from helpdesk.base import clock
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.models import Council
from helpdesk.people.selectors import actor_by_email
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Motive
from transparency.kinds import Kind, Severity
from transparency.models import Publication
from transparency.months import Month
from transparency.selectors import open_draft, policy_of
from transparency.services import Policy, check, make_draft, open_correction, publish, set_policy, set_release, sign, write_commentary
from transparency.services.signing import is_clean

SUPERVISORS = {"vallclara": "supervisor@vallclara.example"}
RELEASE_DAY, RELEASE_HOUR = 3, 10
TARGETS = {"wait.in_target": 90, "acc.answer_rate": 90, "sat.score": 4.5}
ALONE = "The council has one officer and no supervisor."
FOUND_AFTER = timedelta(days=6)
REASON = {
    "ca": "Dotze contactes sobre certificats s’havien apuntat amb el motiu “altres”.",
    "es": "Doce contactos sobre certificados se habían apuntado con el motivo «otros».",
    "eu": "Ziurtagiriei buruzko hamabi kontaktu «bestelakoak» arrazoiarekin idatzi ziren.",
    "gl": "Doce contactos sobre certificados anotáranse co motivo «outros».",
    "en": "Twelve contacts about certificates had been noted with the reason “other”.",
}
ABOUT_CERTIFICATES = tuple(case.subject for case in CASES if case.motive == Motive.CERTIFICATE)


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


def is_published(council: Council, month: Month) -> bool:
    """Say whether a month has come out."""
    return Publication.objects.filter(council=council, month=month.first_day).exists()


def is_corrected(council: Council, month: Month) -> bool:
    """Say whether a month has come out a second time, or never will."""
    return council.slug not in SUPERVISORS or Publication.objects.filter(council=council, month=month.first_day, revision__gt=1).exists()


def _sign_and_publish(council: Council, month: Month, officer: Actor, watch: Stopwatch) -> None:
    with watch.step("checking"):
        draft = check(council=council, month=month, by=officer)
    if not is_clean(draft):
        raise DemoRefused([result for result in draft.checks if result["blocking"] and not result["ok"]])
    second = actor_by_email(SUPERVISORS.get(council.slug, ""))
    with watch.step("drawing, sealing, publishing"):
        sign(council=council, month=month, by=second or officer, because="" if second else ALONE)
        publish(council=council, month=month, by=officer)


def publish_month(council: Council, month: Month, commentary: Mapping[str, str], officer: Actor, watch: Stopwatch) -> None:
    """Bring a month from measuring to publication, now; a month whose day has not come yet is announced for now. May be run again after being interrupted anywhere."""
    now = clock.now()
    if now < datetime.combine(month.following.first_day.replace(day=RELEASE_DAY), time(RELEASE_HOUR), ZoneInfo(council.time_zone)):
        set_release(council=council, month=month, due_at=now, by=SYSTEM)
    with watch.step("measuring and protecting"):
        make_draft(council=council, month=month, by=officer)
    write_commentary(council=council, month=month, texts=commentary, by=officer)
    _sign_and_publish(council, month, officer, watch)


def _note_rightly(council: Council, month: Month) -> None:
    start, end = month.start(council.time_zone), month.end(council.time_zone)
    contacts = Ticket.objects.filter(council=council, created_at__gte=start, created_at__lt=end)
    contacts.filter(motive=Motive.OTHER, subject__in=ABOUT_CERTIFICATES).update(motive=Motive.CERTIFICATE)


def correct_month(council: Council, month: Month, now: datetime, officer: Actor, watch: Stopwatch) -> None:
    """Correct a published month once, some days after it came out: contacts about certificates had been noted as something else. May be run again after being interrupted anywhere."""
    if is_corrected(council, month):
        return
    first = Publication.objects.get(council=council, month=month.first_day, revision=1)
    _note_rightly(council, month)
    with clock.at(min(first.published_at + FOUND_AFTER, now)):
        if open_draft(council, month) is None:
            with watch.step("measuring and protecting"):
                open_correction(
                    council=council,
                    month=month,
                    kind=Kind.CORRECTION,
                    severity=Severity.MINOR,
                    reason={language: REASON[language] for language in council.languages},
                    changes_conclusion=False,
                    by=officer,
                )
        _sign_and_publish(council, month, officer, watch)
