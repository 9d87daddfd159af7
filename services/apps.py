from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = pgettext_lazy("room", "诉求")

    def ready(self) -> None:
        from core import personal_data
        from notices import digest, following
        from notices.registry import register
        from services.actions.personal import REQUESTS
        from services.notice_words import TABLE
        from services.queries.catalogue import kinds_to_follow
        from services.queries.figures import morning_figures
        from services.queries.in_hand import in_hand_seen_by
        from stations import in_hand

        register(TABLE)
        following.register_kinds(kinds_to_follow)
        digest.register(morning_figures)
        in_hand.register(in_hand_seen_by)
        personal_data.register(REQUESTS)
