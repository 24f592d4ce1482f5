from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "helpdesk.mail"
    label = "mail"

    def ready(self) -> None:
        from helpdesk.mail import receivers  # noqa: F401
