from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = pgettext_lazy("room", "居民")

    def ready(self) -> None:
        from core import personal_data
        from notices import audience, following
        from notices.registry import register
        from residents.actions import HOME
        from residents.notice_words import TABLE
        from residents.queries import HOMES, homes_of, living_at

        register(TABLE)
        following.register_homes(homes_of, living_at)
        personal_data.register(HOME)
        audience.register(HOMES)
