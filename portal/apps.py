from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = pgettext_lazy("room", "门户")

    def ready(self) -> None:
        from portal import checks, permissions  # noqa: F401  (both register themselves)
        from services.signals import requests_changed

        requests_changed.connect(_note_changed, dispatch_uid="figures")


def _note_changed(requests: list[int], **_signal: object) -> None:
    from reports.actions import note_changed

    note_changed(requests=requests)
