"""What the public pages pick of what is published: one revision of a month, what it changed, the dates on which months come out."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from helpdesk.base.errors import NotFound
from transparency.changes import ChangesData
from transparency.models import Publication
from transparency.months import Month
from transparency.selectors import DamagedFile, ReleaseDate, stored_bytes
from transparency.wording import local_words, month_words

CHANGES_NAME = "changes.json"


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A date of the release calendar; `note` says that it was moved, or has passed."""

    title: str
    due: str
    note: str
    tone: str
    is_next: bool


@dataclass(frozen=True, slots=True)
class GoneMonth:
    """A month of which nothing stands any more."""

    month: str
    title: str


def chosen(revisions: list[Publication], revision: int | None) -> Publication:
    """Return one of a month's revisions, newest first; without a number the newest that was not withdrawn, or else the newest. Raises NotFound."""
    if not revisions:
        raise NotFound
    if revision is None:
        return next((one for one in revisions if one.withdrawn_at is None), revisions[0])
    found = next((one for one in revisions if one.revision == revision), None)
    if found is None:
        raise NotFound
    return found


def published_changes(publication: Publication) -> ChangesData | None:
    """Return what a revision, whose files are loaded, changed, from its stored file; None for a first one."""
    file = next((file for file in publication.files.all() if file.name == CHANGES_NAME), None)
    if file is None:
        return None
    try:
        changes: ChangesData = json.loads(stored_bytes(file))
    except DamagedFile:
        return None
    return changes


def release_rows(releases: list[ReleaseDate], *, now: datetime, time_zone: str) -> list[ReleaseRow]:
    """Return what has not come out yet, the next first: words of the active language."""
    open_ones = [release for release in releases if release.publication is None]
    return [
        ReleaseRow(
            title=month_words(release.month),
            due=local_words(release.due_at, time_zone),
            note=_("Late") if release.due_at < now else _("New date") if release.is_moved else "",
            tone="warning" if release.due_at < now else "info",
            is_next=place == 0 and release.due_at >= now,
        )
        for place, release in enumerate(open_ones)
    ]


def gone_months(withdrawn: list[Publication], standing: list[Publication]) -> list[GoneMonth]:
    """Return the months of which every revision was withdrawn, each once."""
    months = {Month.of(one.month) for one in withdrawn} - {Month.of(one.month) for one in standing}
    return [GoneMonth(str(month), month_words(month)) for month in sorted(months, reverse=True)]
