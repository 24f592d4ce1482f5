"""The public keys, for whoever wants to check what a council published."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from transparency.formats.made import json_bytes
from transparency.sealer.published import read_published
from transparency.serving import bytes_response, for_programs

MEDIA_TYPE = "application/json"


@for_programs
def keys(request: HttpRequest) -> HttpResponseBase:
    """Every key that has signed, with its time: empty lists where nothing is sealed."""
    return bytes_response(request, json_bytes({**read_published(Path(settings.SEAL_KEYS_FILE))}), MEDIA_TYPE)
