"""JSON Feed 1.1 as a JSON Schema, written after https://www.jsonfeed.org/version/1.1/ ; what the schema cannot say is checked beside it."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import jsonschema

TEXT = {"type": "string", "minLength": 1}
URL = {"type": "string", "pattern": "^https?://[^\\s]+$"}
# RFC 3339, as the specification asks for dates.
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
# RFC 5646.
LANGUAGE = {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}
EXTENSIONS = {"^_[a-zA-Z][^.]*$": {"type": "object"}}

AUTHOR = {
    "type": "object",
    "properties": {"name": TEXT, "url": {"type": "string", "pattern": "^(https?://|mailto:)"}, "avatar": URL},
    "minProperties": 1,
    "additionalProperties": False,
    "patternProperties": EXTENSIONS,
}
ATTACHMENT = {
    "type": "object",
    "required": ["url", "mime_type"],
    "properties": {
        "url": URL,
        "mime_type": {"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
        "title": TEXT,
        "size_in_bytes": {"type": "integer", "minimum": 0},
        "duration_in_seconds": {"type": "number", "minimum": 0},
    },
    "additionalProperties": False,
    "patternProperties": EXTENSIONS,
}
ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": TEXT,
        "url": URL,
        "external_url": URL,
        "title": TEXT,
        "content_html": {"type": "string"},
        "content_text": {"type": "string"},
        "summary": TEXT,
        "image": URL,
        "banner_image": URL,
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "authors": {"type": "array", "items": AUTHOR},
        "tags": {"type": "array", "items": TEXT},
        "language": LANGUAGE,
        "attachments": {"type": "array", "items": ATTACHMENT},
    },
    "additionalProperties": False,
    "patternProperties": EXTENSIONS,
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": URL,
        "feed_url": URL,
        "description": TEXT,
        "user_comment": TEXT,
        "next_url": URL,
        "icon": URL,
        "favicon": URL,
        "authors": {"type": "array", "items": AUTHOR},
        "language": LANGUAGE,
        "expired": {"type": "boolean"},
        "hubs": {"type": "array", "items": {"type": "object", "required": ["type", "url"], "properties": {"type": TEXT, "url": URL}}},
        "items": {"type": "array", "items": ITEM},
    },
    "additionalProperties": False,
    "patternProperties": EXTENSIONS,
}


def check_feed(feed: dict[str, Any]) -> None:
    """Raise when a document is no JSON Feed 1.1: its shape, unique ids, dates that exist, absolute addresses."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(feed, SCHEMA)
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    for item in feed["items"]:
        for name in ("date_published", "date_modified"):
            if name in item:
                datetime.fromisoformat(item[name])
        for address in [item.get("url", ""), *(attachment["url"] for attachment in item.get("attachments", []))]:
            assert not address or urlsplit(address).netloc
