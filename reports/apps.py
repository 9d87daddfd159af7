from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "统计"

    def ready(self) -> None:
        from notices.registry import register
        from reports.notice_words import TABLE

        register(TABLE)
