from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "通知"

    def ready(self) -> None:
        from core import personal_data
        from notices.actions.receipts import READINGS
        from notices.announcement_words import RESIDENTS, STAFF
        from notices.registry import register

        register(RESIDENTS)
        register(STAFF)
        personal_data.register(READINGS)
