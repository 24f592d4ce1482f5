"""The feed of releases, by JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): one item per revision, newest first; a withdrawn one says so and no more."""

import json
from datetime import UTC, datetime
from typing import NotRequired, TypedDict

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from helpdesk.people.models import Council
from transparency.models import Publication, PublishedFile
from transparency.months import Month
from transparency.presentation import Headline, Page, page_of
from transparency.report import ReportData
from transparency.revisions import KINDS, SEVERITIES, WITHDRAWALS
from transparency.wording import month_words, pick

VERSION = "https://jsonfeed.org/version/1.1"
MEDIA_TYPE = "application/feed+json"
ITEMS = 36


class Author(TypedDict):
    """Who publishes."""

    name: str
    url: str


class Attachment(TypedDict):
    """A file of a publication."""

    url: str
    mime_type: str
    title: str
    size_in_bytes: int


class Item(TypedDict):
    """A publication: its address for good is its id."""

    id: str
    url: str
    title: str
    summary: NotRequired[str]
    content_text: str
    date_published: str
    date_modified: str
    language: str
    tags: list[str]
    attachments: list[Attachment]


class Feed(TypedDict):
    """A council's releases."""

    version: str
    title: str
    description: str
    home_page_url: str
    feed_url: str
    language: str
    authors: list[Author]
    items: list[Item]


def _line(figure: Headline) -> str:
    """A figure in words; a score never goes without how many gave it."""
    said = f"{figure.name}: {' '.join(part for part in (figure.shown, figure.suffix) if part)}"
    return f"{said} ({figure.note})." if figure.note else f"{said}."


def summary_of(page: Page) -> str:
    """Return the figures of a month that are shown, in a line."""
    return " ".join(_line(figure) for figure in page.headlines if not figure.is_protected)


def _text(page: Page) -> str:
    """The figures of a month, one a line, and what the council says."""
    lines = [f"{_line(figure)} {figure.explanation}" for figure in page.headlines]
    return "\n".join([*lines, *(["", *page.commentary] if page.commentary else [])])


def _attachment(file: PublishedFile, address: str) -> Attachment:
    media_type = file.media_type.partition(";")[0]
    return {"url": address + file.name, "mime_type": media_type, "title": file.name, "size_in_bytes": file.size}


def title_of(publication: Publication) -> str:
    """Return the title of a revision in the active language; a withdrawn one says so."""
    words = {"month": month_words(Month.of(publication.month)), "revision": publication.revision}
    if publication.withdrawn_at is not None:
        return _("Figures of %(month)s, revision %(revision)s: withdrawn") % words
    if publication.revision == 1:
        return _("Figures of %(month)s") % words
    return _("Figures of %(month)s, revision %(revision)s") % words


def _sentence(parts: list[str]) -> str:
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)


def correction_words(publication: Publication, language: str) -> str:
    """Say in a language why a revision replaces another, and how much that matters; empty for a first one."""
    if publication.revision == 1:
        return ""
    kind, severity = KINDS.get(publication.kind, ""), SEVERITIES.get(publication.severity, "")
    return _sentence([str(kind), str(severity), pick(publication.reason, language)])


def withdrawal_words(publication: Publication, language: str) -> str:
    """Say in a language that a revision was withdrawn, and why."""
    why = WITHDRAWALS.get(publication.withdrawn_kind, "")
    return _sentence([_("These figures have been withdrawn."), str(why), pick(publication.withdrawn_reason, language)])


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _base(publication: Publication, root: str, language: str) -> Item:
    address = root + reverse("transparency:revision", args=[Month.of(publication.month), publication.revision])
    title = title_of(publication)
    return {
        "id": address,
        "url": address,
        "title": title,
        "content_text": title,
        "date_published": _moment(publication.published_at),
        "date_modified": _moment(publication.withdrawn_at or publication.published_at),
        "language": language,
        "tags": [str(Month.of(publication.month))],
        "attachments": [],
    }


def _item(publication: Publication, report: ReportData | None, root: str, language: str) -> Item:
    """A revision; of a withdrawn one nothing but that it was there, and why it is not any more."""
    item = _base(publication, root, language)
    if publication.withdrawn_at is not None:
        return {**item, "content_text": withdrawal_words(publication, language), "tags": [*item["tags"], "withdrawn"]}
    page = page_of(report, language) if report else None
    why = correction_words(publication, language)
    if page:
        item["content_text"] = "\n".join([*([why, ""] if why else []), _text(page)])
        if summary := " ".join(part for part in (why, summary_of(page)) if part):
            item["summary"] = summary
    if publication.revision > 1:
        item["tags"] += [tag for tag in (publication.kind, publication.severity) if tag]
    item["attachments"] = [_attachment(file, item["url"]) for file in publication.files.all() if not file.name.startswith("manifest.json")]
    return item


def feed_of(council: Council, publications: list[Publication], reports: list[ReportData | None], *, root: str, language: str) -> bytes:
    """Return the feed in one language; publications, newest first, have their files loaded. `root` is the council's address without a path."""
    query = "" if language == council.default_language else f"?lang={language}"
    home = root + reverse("transparency:home")
    with translation.override(language):
        feed: Feed = {
            "version": VERSION,
            "title": _("%(council)s: figures of the help with procedures") % {"council": council.name},
            "description": _("Every month that is published, and every correction of one."),
            "home_page_url": home + query,
            "feed_url": root + reverse("transparency:feed") + query,
            "language": language,
            "authors": [{"name": council.name, "url": root + "/"}],
            "items": [_item(publication, report, root, language) for publication, report in zip(publications, reports, strict=True)],
        }
    return (json.dumps(feed, ensure_ascii=False, indent=2) + "\n").encode()
