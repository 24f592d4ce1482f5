"""Drafts, publications, and what a council has decided about them."""

from transparency.models.calendar import PublicationPolicy, Release, Subscriber
from transparency.models.drafts import Cell, Draft
from transparency.models.publications import Publication, PublishedFile

__all__ = ["Cell", "Draft", "Publication", "PublicationPolicy", "PublishedFile", "Release", "Subscriber"]
