from typing import TYPE_CHECKING

from django.apps import AppConfig
from simple_history.signals import pre_create_historical_record

if TYPE_CHECKING:
    from django.db.models import Model


def date_history_by_the_clock(sender: object, history_instance: "Model", **kwargs: object) -> None:
    """History rows carry the time of the house's clock, which tests and the demo may move."""
    from helpdesk.base import clock

    history_instance.history_date = clock.now()  # type: ignore[attr-defined]


class PeopleConfig(AppConfig):
    name = "helpdesk.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        pre_create_historical_record.connect(date_history_by_the_clock, dispatch_uid="history_by_the_clock")
