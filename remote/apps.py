from django.apps import AppConfig


class RemoteConfig(AppConfig):
    name = "remote"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from helpdesk.callbacks.video import add_video
        from remote import places, receivers  # noqa: F401
        from remote.video.selectors import holds_video

        add_video("remote", holds_video)
