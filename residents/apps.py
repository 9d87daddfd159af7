from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = "居民"

    def ready(self) -> None:
        from core import personal_data
        from notices import audience
        from notices.registry import register
        from residents.actions import HOME
        from residents.notice_words import RESIDENTS, STAFF
        from residents.queries import HOMES

        register(RESIDENTS)
        register(STAFF)
        personal_data.register(HOME)
        audience.register(HOMES)
