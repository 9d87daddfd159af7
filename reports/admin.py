from __future__ import annotations

from typing import Any

from django.contrib import admin

from core.audited_admin import ReadOnlyAdmin
from reports.actions import set_rules
from reports.models import FigureSettings
from reports.queries import rules_in_force


@admin.register(FigureSettings)
class FigureSettingsAdmin(ReadOnlyAdmin):
    """A new row takes the place of the one before; none is changed, for reports were made with it."""

    list_display = (
        "set_at",
        "weight_response",
        "weight_resolution",
        "weight_satisfaction",
        "basic_coefficient",
        "month_start",
        "fewest_valid",
        "why",
        "set_by",
    )
    list_select_related = ("set_by",)

    def has_add_permission(self, request: Any, *args: Any) -> bool:
        return bool(request.user.is_superuser)

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        """What is in force stands there already."""
        return vars(rules_in_force()).copy()

    def save_model(self, request: Any, obj: FigureSettings, form: Any, change: bool) -> None:
        set_rules(settings=obj, actor=request.user)
