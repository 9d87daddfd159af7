from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = pgettext_lazy("room", "接口")

    def ready(self) -> None:
        from api import schema  # noqa: F401  (registers itself)
