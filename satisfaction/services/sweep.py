"""What time does to ratings. Run by every worker every few minutes; safe to run twice at once."""

from helpdesk.base import clock
from satisfaction.models import Rating
from satisfaction.rules import CHANGEABLE_FOR
from satisfaction.services.inviting import send_due_mails


def sweep_ratings() -> dict[str, int]:
    """Send the mails that are due, and forget comments as they were written once they cannot be changed any more; returns counts."""
    old = Rating.objects.filter(created_at__lte=clock.now() - CHANGEABLE_FOR).exclude(sealed_comment="")
    return {"mails": send_due_mails(), "forgotten": old.update(sealed_comment="")}
