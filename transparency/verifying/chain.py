"""Where a revision stands among what its council published, and what lies in the store: bytes as they are, not as they should be."""

import hashlib

from django.core.files.storage import default_storage
from django.db.models import Q

from transparency.manifest import NAME
from transparency.models import Publication


def _bytes(path: str) -> bytes | None:
    try:
        with default_storage.open(path) as file:
            data: bytes = file.read()
    except OSError:
        return None
    return data


def stored(publication: Publication) -> dict[str, bytes | None]:
    """Return the files of a revision by name; None for one that is gone."""
    return {file.name: _bytes(file.path) for file in publication.files.all()}


def before(publication: Publication) -> str:
    """Return the digest of the manifest that the council published before; empty for its first."""
    earlier = Q(published_at__lt=publication.published_at) | Q(published_at=publication.published_at, pk__lt=publication.pk)
    last = Publication.objects.filter(earlier, council_id=publication.council_id).order_by("-published_at", "-pk").first()
    if last is None:
        return ""
    if last.manifest_sha256:
        return last.manifest_sha256
    data = next((_bytes(file.path) for file in last.files.filter(name=NAME)), None)
    return hashlib.sha256(data).hexdigest() if data else ""
