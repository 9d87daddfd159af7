from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = pgettext_lazy("room", "通知")

    def ready(self) -> None:
        from core import personal_data
        from notices.actions.personal import NOTICES
        from notices.actions.receipts import READINGS
        from notices.notice_words import TABLE
        from notices.registry import register

        register(TABLE)
        personal_data.register(NOTICES)
        personal_data.register(READINGS)
