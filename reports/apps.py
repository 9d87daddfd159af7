from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = pgettext_lazy("room", "统计")

    def ready(self) -> None:
        from notices.registry import register
        from reports.actions import exporting
        from reports.notice_words import TABLE
        from reports.tables import TABLES

        register(TABLE)
        exporting.register(TABLES)
