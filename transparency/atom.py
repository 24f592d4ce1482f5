"""The feed of months as Atom (RFC 4287): an entry for each month, which keeps its id when the month is corrected and says when it was."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext as _

from helpdesk.people.models import Council
from transparency.feed import correction_words, summary_of, title_of, withdrawal_words
from transparency.formats.terms import one_line
from transparency.models import Publication
from transparency.months import Month
from transparency.presentation import page_of
from transparency.report import ReportData

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


class Months(Atom1Feed):
    """Django's feed with the moment of its newest change given, so that the same state gives the same bytes."""

    changed: datetime

    def latest_post_date(self) -> datetime:
        """Moment of the newest change."""
        return self.changed


def _last(publication: Publication) -> datetime:
    return publication.withdrawn_at or publication.published_at


def _add(feed: Months, revisions: Sequence[Publication], report: ReportData | None, *, root: str, language: str, author: str) -> None:
    """Add a month; `revisions` are all of it, the newest first."""
    standing = next((one for one in revisions if one.withdrawn_at is None), None)
    month = Month.of(revisions[0].month)
    address = root + reverse("transparency:period", args=[month])
    files = list(standing.files.all()) if standing else []
    folder = f"{address}r{standing.revision}/" if standing else address
    words = [withdrawal_words(one, language) for one in revisions if one.withdrawn_at is not None and one is revisions[0]]
    words += [correction_words(standing, language)] if standing and standing.revision > 1 else []
    words += [summary_of(page_of(report, language))] if report else []
    feed.add_item(
        title=title_of(standing or revisions[0]),
        link=address,
        description=" ".join(part for part in words if part),
        unique_id=address,
        pubdate=revisions[-1].published_at,
        updateddate=max(_last(one) for one in revisions),
        author_name=author,
        categories=[str(month)],
        enclosures=[Enclosure(folder + file.name, str(file.size), file.media_type.partition(";")[0]) for file in files],
    )


def atom_of(
    council: Council, months: Sequence[tuple[Sequence[Publication], ReportData | None]], *, root: str, language: str
) -> tuple[bytes, datetime]:
    """Return the feed in one language, and when it changed last. Of each month, newest first, all revisions with their files loaded, the newest first, and the report that stands."""
    query = "" if language == council.default_language else f"?lang={language}"
    home = root + reverse("transparency:home")
    changed = max((_last(one) for revisions, _report in months for one in revisions), default=council.created_at)
    name = one_line(council.name)
    with translation.override(language):
        feed = Months(
            title=_("%(council)s: figures of the help with procedures") % {"council": name},
            link=home + query,
            description="",
            subtitle=_("Every month that is published, and every correction of one."),
            language=language,
            author_name=name,
            author_link=f"{root}/",
            feed_url=root + reverse("transparency:atom") + query,
            feed_guid=home,
        )
        feed.changed = changed
        for revisions, report in months:
            _add(feed, revisions, report, root=root, language=language, author=name)
    out = BytesIO()
    feed.write(out, "utf-8")
    return out.getvalue(), changed
