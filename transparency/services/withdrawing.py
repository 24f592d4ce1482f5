"""Taking a revision away: only because it discloses somebody, or because the law says so. The rows stay, and say that it was there."""

import json
import logging
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from transparency.acts import Act
from transparency.changes import ChangesData
from transparency.kinds import Withdrawal
from transparency.models import Publication
from transparency.permissions import Permission
from transparency.selectors import stored_bytes
from transparency.services.opened import clean_reason, keep

logger = logging.getLogger(__name__)
CHANGES_NAME = "changes.json"
GONE = _("This revision is already withdrawn.")


def _repeats(publication: Publication, revision: int) -> bool:
    """Say whether the table of changes of a publication holds old figures of a revision."""
    file = publication.files.filter(name=CHANGES_NAME).first()
    changes: ChangesData | None = json.loads(stored_bytes(file)) if file else None
    return changes is not None and changes["replaces"] == revision and bool(changes["changes"])


def _with_it(publication: Publication) -> list[Publication]:
    """The revision, and those after it whose table of changes repeats what it said."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("draft", "council")
    own = rows.get(pk=publication.pk)
    later = rows.filter(council=own.council_id, month=own.month, revision__gt=own.revision, withdrawn_at=None)
    return [own, *(one for one in later.order_by("revision") if _repeats(one, own.revision))]


@transaction.atomic
def withdraw(*, publication: Publication, kind: Withdrawal, reason: Mapping[str, str], by: Actor) -> list[Publication]:
    """Withdraw a revision; its files are kept, for the audit of what was disclosed, and served no more. Returns what was withdrawn.

    A later revision goes with it when its table of changes repeats the old figures. Raises Conflict when it is withdrawn already, and
    InvalidInput unless the reason is said in every language of the council.
    """
    require(by, Permission.PUBLISH, publication.council_id)
    found = _with_it(publication)
    if found[0].withdrawn_at is not None:
        raise Conflict(GONE)
    why = clean_reason(found[0].council, reason)
    for row in found:
        row.withdrawn_at, row.withdrawn_by_id = clock.now(), by.user_id
        row.withdrawn_kind, row.withdrawn_reason = kind.value, why
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_kind", "withdrawn_reason"])
        if row.draft is not None:
            keep(row.draft, Act.WITHDRAWN, by)
        logger.warning("publication_withdrawn council=%s month=%s revision=%s kind=%s", row.council.slug, row.month, row.revision, kind)
    return found
