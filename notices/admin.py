"""Where an administrator names a station's work group; what goes out is looked at on the desk (/desk/outbox/)."""

from __future__ import annotations

from django.contrib import admin

from core.audited_admin import AuditedAdmin, ReadOnlyAdmin
from notices.models import Delivery, GroupHook


@admin.register(GroupHook)
class GroupHookAdmin(AuditedAdmin):
    list_display = ("station", "is_active")
    list_filter = ("is_active",)
    autocomplete_fields = ("station",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Without the notice's words: an administrator sets the portal up and reads nobody's requests."""

    list_display = ("key", "channel", "masked_address", "state", "tries", "next_try_at", "last_error", "sent_at")
    list_filter = ("state", "channel")
    fields = (*list_display, "error_detail")
