from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "satisfaction"
    label = "satisfaction"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from satisfaction import places, receivers  # noqa: F401
