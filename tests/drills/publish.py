"""Publishing a month through kill -9 at every point, and twice at once: never half a month, never two first revisions, never a changed byte.

python -m tests.drills.publish [--quick] [--database-url postgresql://...]

Without an address it runs on SQLite and then on PostgreSQL. Each engine plays every point twice: for the first revision of a month, and for a
correction of it. `--quick` does not draw the reports to print. The last line is JSON.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.drills.publish_child import CONFLICT, POINTS
from tests.drills.server import ROOT, create_tables, fresh_database

SLUG, OFFICER, SUPERVISOR = "drill", "officer@example.org", "supervisor@example.org"
MEASURED_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PUBLISHED_AT = MEASURED_AT + timedelta(hours=2)
TOGETHER = "twice_at_once"
KILLED = -9
CHILD_SECONDS = 300


@dataclass
class Result:
    """What the drill found; `kills` counts processes that ended by kill -9, everything after it must be nothing."""

    drill: str = "publish"
    kills: int = 0
    half_months: int = 0
    second_r1: int = 0
    bytes_changed: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.half_months or self.second_r1 or self.bytes_changed or self.failures)


def start(point: str) -> "subprocess.Popen[bytes]":
    """Start an attempt at publishing."""
    return subprocess.Popen([sys.executable, "-m", "tests.drills.publish_child", point], cwd=ROOT, stderr=subprocess.PIPE)


def attempt(point: str) -> int:
    """Run an attempt to its end; return how it ended."""
    process = start(point)
    _out, said = process.communicate(timeout=CHILD_SECONDS)
    if process.returncode not in {0, KILLED, CONFLICT}:
        sys.stderr.write(said.decode()[-3000:])
    return process.returncode


class House:
    """A council with a month that is ready, made anew for every point."""

    def __init__(self, result: Result, label: str) -> None:
        self.result, self.label = result, label

    def clear(self) -> None:
        """Forget everything that was published, and its files."""
        import shutil

        from django.conf import settings

        from helpdesk.outbox.models import OutboxMail
        from transparency.models import Cell, Draft, Publication, PublishedFile

        for model in (PublishedFile, Publication, Cell, Draft, OutboxMail):
            model.objects.all().delete()
        shutil.rmtree(Path(settings.MEDIA_ROOT) / "transparency", ignore_errors=True)

    def ready(self, *, correction: bool = False) -> None:
        """Bring the open draft of October to its signature; for a correction, change what is counted first."""
        from helpdesk.base import clock
        from helpdesk.people.selectors import actor_by_email, council_by_slug
        from helpdesk.tickets.models import Ticket
        from tests.transparency.months import OCTOBER
        from transparency import services
        from transparency.kinds import Kind, Severity

        council, officer, second = council_by_slug(SLUG), actor_by_email(OFFICER), actor_by_email(SUPERVISOR)
        assert council is not None
        assert officer is not None
        assert second is not None
        with clock.at(PUBLISHED_AT + timedelta(hours=1) if correction else MEASURED_AT):
            if correction:
                moved = list(Ticket.objects.filter(council=council, motive="procedure").values_list("pk", flat=True)[:40])
                Ticket.objects.filter(pk__in=moved).update(motive="certificate")
                services.open_correction(
                    council=council,
                    month=OCTOBER,
                    kind=Kind.CORRECTION,
                    severity=Severity.MINOR,
                    reason={"ca": "Quaranta contactes tenien un altre motiu."},
                    changes_conclusion=False,
                    by=officer,
                )
                Ticket.objects.filter(pk__in=moved).update(motive="procedure")
            else:
                services.make_draft(council=council, month=OCTOBER, by=officer)
            services.check(council=council, month=OCTOBER, by=officer)
            services.sign(council=council, month=OCTOBER, by=second)

    def look(self, when: str, revisions: int | None = None) -> None:
        """Read what the public could: every revision that is there is whole, numbers run from 1, and nobody was told twice."""
        from helpdesk.outbox.models import OutboxMail
        from transparency.models import Publication
        from transparency.selectors import DamagedFile, stored_bytes

        rows = list(Publication.objects.order_by("revision"))
        numbers = [row.revision for row in rows]
        if revisions is not None and numbers != list(range(1, revisions + 1)):
            self.result.failures.append(f"{self.label} {when}: revisions {numbers}")
        self.result.second_r1 += max(0, numbers.count(1) - 1)
        for row in rows:
            files = {file.name: file for file in row.files.all()}
            wanted = {"report.json", "indicators.csv", "report.ca.pdf", "manifest.json"} | ({"changes.json"} if row.revision > 1 else set())
            try:
                data = {name: stored_bytes(file) for name, file in files.items()}
                listed = {entry["name"]: entry["sha256"] for entry in json.loads(data["manifest.json"])["files"]}
                whole = wanted <= files.keys() and all(hashlib.sha256(data[name]).hexdigest() == digest for name, digest in listed.items())
            except (DamagedFile, KeyError, ValueError):
                whole = False
            self.result.half_months += not whole
        if OutboxMail.objects.count() != len(rows):
            self.result.failures.append(f"{self.label} {when}: {OutboxMail.objects.count()} mails for {len(rows)} publications")

    def first_bytes(self) -> dict[str, str]:
        """The digests of the files of the first revision, as they are on the disk."""
        from django.conf import settings

        folder = Path(settings.MEDIA_ROOT) / "transparency" / SLUG / "2026-10" / "r1"
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}

    def kill(self, point: str, revisions: int) -> None:
        """Be killed at a point, look, publish again, look."""
        code = attempt(point)
        if code != KILLED:
            self.result.failures.append(f"{self.label} {point}: ended with {code} instead of being killed")
        self.result.kills += code == KILLED
        self.look(f"after {point}")
        again = attempt("none")
        if again != (CONFLICT if point == "after_commit" else 0):
            self.result.failures.append(f"{self.label} after {point}: the next attempt ended with {again}")
        self.look(f"again after {point}", revisions)

    def together(self, revisions: int) -> None:
        """Publish twice at once: one does, the other is told."""
        processes = [start("none"), start("none")]
        said = [process.communicate(timeout=CHILD_SECONDS)[1] for process in processes]
        codes = sorted(process.returncode for process in processes)
        if codes != [0, CONFLICT]:
            sys.stderr.write(b"".join(said).decode()[-4000:])
            self.result.failures.append(f"{self.label} {TOGETHER}: ended with {codes}")
        self.look(TOGETHER, revisions)

    def play(self, points: tuple[str, ...]) -> None:
        """Every point for a first revision, and every point for a correction of one."""
        for point in (*points, TOGETHER):
            self.clear()
            self.ready()
            self.together(1) if point == TOGETHER else self.kill(point, 1)
            before = self.first_bytes()
            self.ready(correction=True)
            self.together(2) if point == TOGETHER else self.kill(point, 2)
            if self.first_bytes() != before:
                self.result.bytes_changed += 1


def furnish() -> None:
    """Write the council, its people, a month of contacts, and somebody who asked to be told."""
    from django.core.management import call_command

    from helpdesk.people.rules import Role
    from tests.factories import make_council, make_user
    from tests.transparency.months import town_month
    from transparency.models import Subscriber

    create_tables()
    call_command("createcachetable", verbosity=0)
    council = make_council(SLUG, host="127.0.0.1", prefix="DR")
    council.language_order = ["ca"]
    council.save()
    make_user(council, Role.OFFICER, email=OFFICER)
    make_user(council, Role.SUPERVISOR, email=SUPERVISOR)
    town_month(council)
    Subscriber.objects.create(council=council, email="rosa@example.org", language="ca", token_hash="0" * 64, confirmed_at=MEASURED_AT)


def drill(database_url: str, points: tuple[str, ...], *, quick: bool) -> Result:
    """Run it in a database and a folder of its own."""
    engine = "postgresql" if database_url.startswith("postgres") else "sqlite"
    with tempfile.TemporaryDirectory(prefix="publish-") as name, fresh_database(database_url, Path(name)) as url:
        os.environ |= {
            "DATABASE_URL": url,
            "VAR_DIR": name,
            "TESTING": "true",
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DRILL_QUICK_PRESS": "1" if quick else "",
        }
        import django
        from django.db import connections

        django.setup()
        import transparency.pdf

        if quick:
            transparency.pdf.print_pdf = lambda _job, *_kept: b"%PDF-1.7 drill\n%%EOF\n"
        furnish()
        result = Result()
        try:
            House(result, engine).play(points)
        finally:
            connections.close_all()
        return result


def both(options: argparse.Namespace) -> int:
    """Run the drill on each engine, in a process of its own, and add up what was found."""
    from deploy.test_servers import Unavailable, postgres

    command = [sys.executable, "-m", "tests.drills.publish", *(["--quick"] if options.quick else []), f"--points={options.points}"]
    total, code = Result(), 0
    with ExitStack() as stack:
        urls = ["sqlite"]
        try:
            urls.append(stack.enter_context(postgres()))
        except Unavailable as error:
            sys.stdout.write(f"PostgreSQL is left out: {error}\n")
            code = 1 if os.environ.get("CI") == "true" else 0
        for url in urls:
            done = subprocess.run([*command, f"--database-url={url}"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
            sys.stdout.write(f"{'postgresql' if url != 'sqlite' else url}: {done.stdout}")
            found = json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {"failures": [f"{url}: no result"]}
            for name, value in found.items():
                if name != "drill":
                    setattr(total, name, getattr(total, name) + value)
    sys.stdout.write(json.dumps(asdict(total)) + "\n")
    return code or (0 if total.is_clean else 1)


def main() -> int:
    """Print one line of JSON; 1 when there was half a month, a second first revision, or a changed byte."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", default="", help="PostgreSQL server to make a database on, or `sqlite`; both engines without it")
    parser.add_argument("--quick", action="store_true", help="do not draw the reports to print")
    parser.add_argument("--points", default=",".join(POINTS), help="which points, by name")
    options = parser.parse_args()
    if not options.database_url:
        return both(options)
    result = drill(options.database_url, tuple(options.points.split(",")), quick=options.quick)
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return 0 if result.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
