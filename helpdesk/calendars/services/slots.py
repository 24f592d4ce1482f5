"""Taking a seat. The database keeps the promise: one live booking per seat, whatever happens at the same moment."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from helpdesk.base import clock
from helpdesk.base.errors import SlotTaken
from helpdesk.calendars.models import Booking
from helpdesk.calendars.permissions import Permission
from helpdesk.calendars.rules import Resource
from helpdesk.calendars.selectors import Slot, overlapping, slot_for
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require

HOLD = timedelta(minutes=10)
MAX_ATTEMPTS = 200


@transaction.atomic
def hold_slot(*, council: Council, key: str, by: Actor, replaces: int | None = None, resource: Resource = Resource.CALL) -> Booking:
    """Hold a seat for ten minutes and let go of the hold that it `replaces`, if any; the same slot again is held anew. Raises SlotTaken, and then keeps the earlier hold."""
    require(by, Permission.BOOK, council.pk)
    earlier = _locked(replaces) if replaces is not None else None
    if earlier is not None and (earlier.council_id != council.pk or earlier.held_until is None):
        earlier = None
    slot = slot_for(council, key, resource)
    if slot is None:
        raise SlotTaken
    if earlier is not None and (earlier.track, earlier.starts_at, earlier.ends_at) == (slot.track, slot.starts_at, slot.ends_at):
        earlier.held_until = clock.now() + HOLD
        earlier.save(update_fields=["held_until"])
        return earlier
    booking = _take(council, key, resource)
    if earlier is not None:
        _release(earlier)
    return booking


def _take(council: Council, key: str, resource: Resource) -> Booking:
    """Try the lowest free seat. One that somebody takes at the same moment is refused by the database; then it is seen as used, and the next one is tried."""
    for _attempt in range(MAX_ATTEMPTS):
        slot = slot_for(council, key, resource)
        if slot is None:
            raise SlotTaken
        _cancel_expired(council, slot, resource)
        used = set(overlapping(council, slot, resource).values_list("seat", flat=True))
        seat = next((number for number in range(1, slot.seats + 1) if number not in used), 0)
        if not seat or len(used) >= slot.seats:
            raise SlotTaken
        try:
            with transaction.atomic():
                return Booking.objects.create(
                    council=council,
                    resource=resource,
                    track=slot.track,
                    starts_at=slot.starts_at,
                    ends_at=slot.ends_at,
                    seat=seat,
                    held_until=clock.now() + HOLD,
                )
        except IntegrityError:
            continue
    raise SlotTaken


def _cancel_expired(council: Council, slot: Slot, resource: Resource) -> None:
    """Free the seats of holds that are over; those that somebody else is freeing now are skipped, so that nobody waits in a circle."""
    now = clock.now()
    over = Booking.objects.filter(council=council, resource=resource, track=slot.track, starts_at=slot.starts_at, cancelled_at=None)
    ids = list(over.filter(held_until__lte=now).select_for_update(skip_locked=True).values_list("pk", flat=True))
    if ids:
        Booking.objects.filter(pk__in=ids).update(cancelled_at=now)


@transaction.atomic
def keep_booking(*, booking_id: int, by: Actor) -> Booking:
    """Keep a held seat for good. Raises SlotTaken when the hold is over and its seat was freed."""
    booking = _locked(booking_id)
    if booking is None:
        raise SlotTaken
    require(by, Permission.BOOK, booking.council_id)
    booking.held_until = None
    booking.save(update_fields=["held_until"])
    return booking


@transaction.atomic
def release_booking(*, booking_id: int, by: Actor) -> None:
    """Free a seat; freeing it twice changes nothing."""
    booking = _locked(booking_id)
    if booking is None:
        return
    require(by, Permission.BOOK, booking.council_id)
    _release(booking)


@transaction.atomic
def release_expired_holds() -> int:
    """Free the seats of wizards that were left; returns how many. Nothing waits for this: a hold that is over takes no seat."""
    now = clock.now()
    over = Booking.objects.filter(cancelled_at=None, held_until__lte=now)
    ids = list(over.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return Booking.objects.filter(pk__in=ids).update(cancelled_at=now)


def _locked(booking_id: int) -> Booking | None:
    return Booking.objects.select_for_update().filter(pk=booking_id, cancelled_at=None).first()


def _release(booking: Booking) -> None:
    booking.cancelled_at = clock.now()
    booking.save(update_fields=["cancelled_at"])
