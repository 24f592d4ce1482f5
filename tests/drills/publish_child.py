"""One attempt at publishing, in a process of its own that ends itself with kill -9 at a named point: `python -m tests.drills.publish_child POINT`.

With `none` it simply publishes. Exit code 3: told Conflict; 4: refused otherwise.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

POINTS = (
    "before_files",
    "between_files",
    "before_rename",
    "between_renames",
    "before_rows",
    "inside_transaction",
    "after_commit",
)
CONFLICT, REFUSED = 3, 4


def _die(*_args: Any, **_keywords: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _second_time(act: Callable[..., Any]) -> Callable[..., Any]:
    """Let the first call be, and die at the second."""
    calls = []

    def counted(*args: Any, **keywords: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            _die()
        return act(*args, **keywords)

    return counted


def lay_mine(point: str) -> None:
    """Have publishing end at a point."""
    from transparency.services import publishing

    if point == "before_files":
        publishing.made_files = _die  # type: ignore[assignment]
    elif point == "between_files":
        publishing.stage = _second_time(publishing.stage)
    elif point == "before_rename":
        publishing.settle = _die
    elif point == "between_renames":
        publishing.settle = _second_time(publishing.settle)
    elif point == "before_rows":
        publishing._write_rows = _die  # type: ignore[assignment]
    elif point == "inside_transaction":
        publishing.tell_subscribers = _die  # type: ignore[assignment]
    elif point == "after_commit":
        publishing.sweep = _die


def main() -> int:
    """Publish October as the officer of the drill."""
    import django

    django.setup()
    import transparency.pdf
    from helpdesk.base import clock
    from helpdesk.base.errors import Conflict, DomainError
    from helpdesk.people.selectors import actor_by_email, council_by_slug
    from tests.drills.publish import OFFICER, PUBLISHED_AT, SLUG
    from tests.transparency.months import OCTOBER
    from transparency.services import publish

    if os.environ.get("DRILL_QUICK_PRESS"):
        transparency.pdf.print_pdf = lambda _job, *_kept: b"%PDF-1.7 drill " + os.urandom(8).hex().encode() + b"\n%%EOF\n"
    lay_mine(sys.argv[1])
    council, officer = council_by_slug(SLUG), actor_by_email(OFFICER)
    assert council is not None
    assert officer is not None
    try:
        with clock.at(PUBLISHED_AT):
            publish(council=council, month=OCTOBER, by=officer)
    except Conflict:
        return CONFLICT
    except DomainError as error:
        sys.stderr.write(f"{error.code}: {error.message}\n")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
