"""Who lives where is decided by those who know their neighbours (/desk/residents/); the admin only looks."""

from __future__ import annotations

from django.contrib import admin

from core.audited_admin import ReadOnlyAdmin
from residents.models import Consent, Residency, Volunteer


@admin.register(Residency)
class ResidencyAdmin(ReadOnlyAdmin):
    list_display = ("user", "dwelling", "role", "status", "claimed_at", "decided_by", "decided_at")
    list_filter = ("status", "role")
    list_select_related = ("user", "dwelling", "decided_by")
    search_fields = ("user__name", "user__phone")


@admin.register(Volunteer)
class VolunteerAdmin(ReadOnlyAdmin):
    list_display = ("user", "skills", "since")
    list_select_related = ("user",)
    search_fields = ("user__name", "user__phone")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """A record of what somebody agreed to is never edited."""

    list_display = ("user", "purpose", "text_version", "given_at", "withdrawn_at")
    list_filter = ("purpose",)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__phone")
