"""System checks: what an operator must know before anybody else notices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils import timezone

from core.calendar import unpublished_years

SHORTEST_KEY = 50


@register(Tags.security, deploy=True)
def secret_key_is_real(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) < SHORTEST_KEY or settings.SECRET_KEY == settings.DEVELOPMENT_KEY:
        return [Error("SECRET_KEY is short or the one for development.", id="portal.E001")]
    return []


@register()
def key_is_set(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A command run without the server's key would write pick-up codes that the server does not know."""
    if settings.SECRET_KEY == settings.DEVELOPMENT_KEY and not (settings.DEBUG or settings.TESTING):
        return [Warning("SECRET_KEY is not set: the one for development is used.", id="portal.W002")]
    return []


@register()
def calendar_is_published(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Late in the year, deadlines reach into one whose official calendar may not be installed yet."""
    hint = "Upgrade chinesecalendar, or enter the holidays in the admin under 工作日历."
    return [
        Warning(f"The working calendar of {year} is not in: Monday to Friday count.", hint=hint, id="portal.W001")
        for year in unpublished_years(timezone.localdate())
    ]
