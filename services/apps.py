from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "诉求"

    def ready(self) -> None:
        from core import personal_data
        from notices.registry import register
        from services.actions.personal import REQUESTS
        from services.notice_words import RESIDENTS, STAFF
        from services.queries.in_hand import in_hand_seen_by
        from stations import in_hand

        register(STAFF)
        register(RESIDENTS)
        in_hand.register(in_hand_seen_by)
        personal_data.register(REQUESTS)
