"""The places of the staff's rail: each room adds its own, and whoever draws the rail reads them here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise

from helpdesk.people.actors import Actor
from helpdesk.people.policies import councils_where


@dataclass(frozen=True, slots=True)
class Place:
    """A page of staff's that others lead to. `order` says where in the rail; `may` who is shown the way."""

    key: str
    label: str | Promise
    url_name: str
    icon: str
    order: int
    may: Callable[[Actor], bool]

    @property
    def url(self) -> str:
        """Where it is, in the active language."""
        return reverse(self.url_name)


_places: dict[str, Place] = {}


def add_place(place: Place) -> None:
    """Add a room's place; adding it again replaces it."""
    _places[place.key] = place


def holders_of(permission: StrEnum) -> Callable[[Actor], bool]:
    """Return who is shown a place that takes a permission in some council."""
    return lambda actor: bool(councils_where(actor, permission))


def places_for(actor: Actor) -> list[Place]:
    """Return the places that this member of staff may open, in the order of the rail. Reads nothing."""
    return sorted((place for place in _places.values() if place.may(actor)), key=lambda place: place.order)
