from django.apps import AppConfig


class CallbacksConfig(AppConfig):
    name = "helpdesk.callbacks"
    label = "callbacks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from helpdesk.callbacks import receivers  # noqa: F401
