"""What a check says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject` is a file's name or what was looked at; `problem` is empty when it is as it should be; `detail` says more."""

    subject: str
    check: str
    problem: str = ""
    detail: str = ""

    @property
    def is_good(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problem
