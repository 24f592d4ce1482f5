from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "helpdesk.chat"
    label = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from helpdesk.chat import receivers  # noqa: F401
