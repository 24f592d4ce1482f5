"""Mails to those who asked to be told, written in the transaction of what they tell."""

from helpdesk.base.tokens import hash_token
from helpdesk.outbox.services import enqueue_mail
from transparency.kinds import Kind, Severity
from transparency.models import Publication, Subscriber
from transparency.months import Month
from transparency.selectors import confirmed_subscribers
from transparency.subscribing import token_of

NEW, CORRECTED, SERIOUS = "indicators_published", "indicators_revised", "indicators_corrected"


def template_of(publication: Publication) -> str:
    """Return which mail tells of a publication: a first one, a new revision, or a correction of figures that misled. Wording only is not worth a mail: empty."""
    if publication.revision == 1:
        return NEW
    if publication.severity == Severity.SERIOUS:
        return SERIOUS
    return "" if publication.kind == Kind.CORRECTION and publication.severity == Severity.TINY else CORRECTED


def _renew(person: Subscriber) -> None:
    """Have the links of the next mail open something also after the key of the installation was changed."""
    digest = hash_token(token_of(person))
    if person.token_hash != digest:
        person.token_hash = digest
        person.save(update_fields=["token_hash"])


def tell_subscribers(publication: Publication) -> int:
    """Write a mail to everybody who confirmed; returns how many. Each goes out once, because it is committed with the publication."""
    template = template_of(publication)
    if not template:
        return 0
    council, month = publication.council, Month.of(publication.month)
    told = 0
    for person in confirmed_subscribers(council):
        _renew(person)
        language = person.language if person.language in council.languages else council.default_language
        context: dict[str, str | int | None] = {
            "subscriber": person.pk,
            "month": str(month),
            "revision": publication.revision,
            "reason": publication.reason.get(language, ""),
            "path": f"/transparency/{month}/",
        }
        enqueue_mail(council=council, template=template, language=language, recipient=person.email, context=context, link=None)
        told += 1
    return told
