"""`manage.py indicators draft|check|sign|publish|correct|withdraw --council SLUG --month YYYY-MM --as EMAIL`.

Exit codes: 0 done, or nothing left to do; 1 refused, with the reason; 2 the command line is wrong, or the checks found something to cure.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from enum import StrEnum
from typing import TypedDict, TypeVar, Unpack

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import translation

from helpdesk.base.errors import Conflict, DomainError
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.selectors import actor_by_email, council_by_slug
from transparency import selectors, services
from transparency.findings import findings_of
from transparency.kinds import Kind, Severity, Withdrawal
from transparency.models import Publication
from transparency.months import Month
from transparency.services import PUBLISHED
from transparency.services.signing import is_clean

K = TypeVar("K", bound=StrEnum)
TO_CURE = 2
SIGNS = {"success": "ok     ", "warning": "look   ", "danger": "CURE   "}


class Options(TypedDict):
    """What the command line gives."""

    action: str
    council: str
    month: str
    email: str
    because: str
    kind: str
    severity: str
    reason: list[str]
    changes_conclusion: bool
    revision: int | None
    yes: bool


class Command(BaseCommand):
    """Bring a month from measuring to publication, correct it, withdraw it; safe to run twice."""

    help = "Measure, check, sign, publish, correct or withdraw a month of a council."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments."""
        parser.add_argument("action", choices=["draft", "check", "sign", "publish", "correct", "withdraw"])
        parser.add_argument("--council", required=True, help="Slug of the council.")
        parser.add_argument("--month", required=True, help="Such as 2026-05.")
        parser.add_argument("--as", dest="email", required=True, help="E-mail of the person who answers for it.")
        parser.add_argument("--because", default="", help="sign: why nobody else signs, where the council allows it.")
        parser.add_argument(
            "--kind", default="", help="correct: correction (default), scheduled_revision, method_change; withdraw: disclosure, legal."
        )
        parser.add_argument("--severity", default="", choices=["", *Severity], help="correct: how much it matters.")
        parser.add_argument(
            "--reason", action="append", default=[], metavar="LANGUAGE=TEXT", help="correct, withdraw: once for every language."
        )
        parser.add_argument("--changes-conclusion", action="store_true", help="correct: what one would conclude changes.")
        parser.add_argument("--revision", type=int, default=None, help="withdraw: which one; the newest without it.")
        parser.add_argument("--yes", action="store_true", help="withdraw: it is meant. It cannot be undone.")

    @no_translations
    def handle(self, *args: str, **options: Unpack[Options]) -> None:
        """Do it and say what happened; raises CommandError in plain words."""
        council = council_by_slug(options["council"])
        if council is None:
            raise CommandError(f"There is no council “{options['council']}”.")
        actor = actor_by_email(options["email"])
        if actor is None:
            raise CommandError(f"Nobody active has the e-mail {options['email']}.")
        try:
            month = Month.parse(options["month"])
        except ValueError as error:
            raise CommandError(f"“{options['month']}” is not a month such as 2026-05.") from error
        acts: dict[str, Callable[[Council, Month, Actor, Options], None]] = {
            "draft": self._draft,
            "check": self._check,
            "sign": self._sign,
            "publish": self._publish,
            "correct": self._correct,
            "withdraw": self._withdraw,
        }
        try:
            with translation.override("en"):
                acts[options["action"]](council, month, actor, options)
        except DomainError as error:
            raise CommandError(str(error.message)) from error

    def _say(self, council: Council, month: Month, words: str) -> None:
        self.stdout.write(f"{council.slug} {month}: {words}")

    def _draft(self, council: Council, month: Month, actor: Actor, _options: Options) -> None:
        draft = services.make_draft(council=council, month=month, by=actor)
        provisional = " It is provisional: the month is not over." if draft.measured_at < month.end(council.time_zone) else ""
        self._say(council, month, f"measured {draft.cells.count()} figures.{provisional}")

    def _check(self, council: Council, month: Month, actor: Actor, _options: Options) -> None:
        draft = services.check(council=council, month=month, by=actor)
        for finding in findings_of(draft):
            self.stdout.write(f"  {SIGNS[finding.tone]}{finding.name}{': ' if finding.text else ''}{finding.text}")
            for cure in finding.cures:
                self.stdout.write(f"         {cure}")
        if not is_clean(draft):
            raise CommandError("The checks found something to cure.", returncode=TO_CURE)
        self._say(council, month, "checked; nothing stands in the way.")

    def _sign(self, council: Council, month: Month, actor: Actor, options: Options) -> None:
        services.sign(council=council, month=month, by=actor, because=options["because"])
        self._say(council, month, f"signed by {actor.name}.")

    def _publish(self, council: Council, month: Month, actor: Actor, _options: Options) -> None:
        try:
            publication = services.publish(council=council, month=month, by=actor)
        except Conflict as error:
            done = selectors.revisions_of(council, month).first()
            if error.message != PUBLISHED or done is None:
                raise
            self._say(council, month, f"already published as revision {done.revision}; nothing to do.")
            return
        self._say(council, month, f"published as revision {publication.revision}.")
        for file in selectors.published_files(publication):
            self.stdout.write(f"  {file.path}  {file.size} bytes  sha256 {file.sha256}")

    def _correct(self, council: Council, month: Month, actor: Actor, options: Options) -> None:
        draft = services.open_correction(
            council=council,
            month=month,
            kind=_one_of(Kind, options["kind"] or Kind.CORRECTION),
            severity=Severity(options["severity"]) if options["severity"] else None,
            reason=_reason(options["reason"]),
            changes_conclusion=options["changes_conclusion"],
            by=actor,
        )
        changes = selectors.changes_of_draft(draft)
        number = len(changes["changes"]) if changes else 0
        self._say(council, month, f"measured again as revision {draft.revision}; {number} figures change. Check, sign and publish it.")

    def _withdraw(self, council: Council, month: Month, actor: Actor, options: Options) -> None:
        publication = _revision(council, month, options["revision"])
        if not options["yes"]:
            raise CommandError(f"This withdraws {month} r{publication.revision} for good. Say --yes if it is meant.", returncode=TO_CURE)
        kind = _one_of(Withdrawal, options["kind"])
        gone = services.withdraw(publication=publication, kind=kind, reason=_reason(options["reason"]), by=actor)
        self._say(council, month, f"withdrawn: {', '.join(f'r{row.revision}' for row in gone)}.")


def _one_of(kinds: type[K], text: str) -> K:
    """Read a member of a closed list; raises CommandError."""
    try:
        return kinds(text)
    except ValueError as error:
        raise CommandError(f"--kind is one of {', '.join(kinds)}.", returncode=TO_CURE) from error


def _reason(pairs: list[str]) -> dict[str, str]:
    """Read `ca=…`; raises CommandError."""
    found = {}
    for pair in pairs:
        language, equals, text = pair.partition("=")
        if not equals:
            raise CommandError("Give the reason as LANGUAGE=TEXT, once for every language.", returncode=TO_CURE)
        found[language.strip()] = text
    return found


def _revision(council: Council, month: Month, number: int | None) -> Publication:
    """The revision that is meant; raises CommandError."""
    rows = selectors.revisions_of(council, month)
    found = rows.first() if number is None else rows.filter(revision=number).first()
    if found is None:
        raise CommandError(f"{council.slug} {month}: there is no such revision.")
    return found
