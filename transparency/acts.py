"""What is written into the history of a draft: who did what. Standard library only."""

from enum import StrEnum


class Act(StrEnum):
    """A step of the workflow, kept as the reason of a change."""

    MEASURED = "measured"
    COMMENTED = "commented"
    NOTED = "noted"
    CHECKED = "checked"
    SIGNED = "signed"
    PUBLISHED = "published"
    OPENED = "opened"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"
