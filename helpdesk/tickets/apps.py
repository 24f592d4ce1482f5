from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TicketsConfig(AppConfig):
    name = "helpdesk.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """See to it that the full-text index outlives migrations."""
        from helpdesk.tickets.fulltext import keep_installed

        post_migrate.connect(keep_installed, sender=self)
