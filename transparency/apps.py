from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "transparency"
    label = "transparency"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from transparency import places  # noqa: F401
