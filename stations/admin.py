"""Where an administrator sets up divisions, compounds and stations. Posts, rota and teams are the desk's own business;
here they are mended, and each change goes into the audit log."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from core.audited_admin import AuditedAdmin, ReadOnlyAdmin
from stations.models import (
    Absence,
    Appointment,
    Building,
    Compound,
    Division,
    DutyShift,
    Dwelling,
    Entrance,
    Facility,
    FlagGroup,
    Plate,
    PropertyCompany,
    Room,
    Station,
    TeamMembership,
    VolunteerTeam,
)
from stations.queries import audit_scope


@admin.register(Division)
class DivisionAdmin(AuditedAdmin):
    list_display = ("code", "name", "level")
    list_filter = ("level",)
    search_fields = ("code", "name")


@admin.register(PropertyCompany)
class PropertyCompanyAdmin(AuditedAdmin):
    list_display = ("name", "phone", "duty_phone")
    search_fields = ("name",)


class BuildingInline(admin.TabularInline):
    model = Building
    extra = 0
    show_change_link = True


class EntranceInline(admin.TabularInline):
    model = Entrance
    extra = 0
    show_change_link = True


class FacilityInline(admin.TabularInline):
    model = Facility
    extra = 0
    autocomplete_fields = ("building", "entrance")


class DwellingInline(admin.TabularInline):
    model = Dwelling
    extra = 0


@admin.register(Compound)
class CompoundAdmin(AuditedAdmin):
    list_display = ("name", "division", "households", "property_company", "governing_body")
    list_filter = ("governing_body",)
    list_select_related = ("division", "property_company")
    search_fields = ("name", "slug", "division__name")
    autocomplete_fields = ("division", "property_company")
    inlines = (BuildingInline, FacilityInline)


@admin.register(Building)
class BuildingAdmin(AuditedAdmin):
    list_display = ("__str__", "compound", "order")
    list_select_related = ("compound",)
    search_fields = ("number", "compound__name")
    autocomplete_fields = ("compound",)
    inlines = (EntranceInline,)


@admin.register(Entrance)
class EntranceAdmin(AuditedAdmin):
    list_display = ("__str__", "building", "compound")
    list_select_related = ("building__compound",)
    search_fields = ("number", "building__number", "building__compound__name")
    autocomplete_fields = ("building",)
    inlines = (DwellingInline,)

    @admin.display(description=Compound._meta.verbose_name)
    def compound(self, entrance: Entrance) -> Compound:
        return entrance.building.compound


@admin.register(Dwelling)
class DwellingAdmin(AuditedAdmin):
    list_display = ("number", "entrance", "building", "compound")
    list_select_related = ("entrance__building__compound",)
    search_fields = ("number", "entrance__building__compound__name")
    autocomplete_fields = ("entrance",)

    @admin.display(description=Building._meta.verbose_name)
    def building(self, dwelling: Dwelling) -> Building:
        return dwelling.entrance.building

    @admin.display(description=Compound._meta.verbose_name)
    def compound(self, dwelling: Dwelling) -> Compound:
        return dwelling.entrance.building.compound


@admin.register(Facility)
class FacilityAdmin(AuditedAdmin):
    list_display = ("name", "kind", "compound", "building", "entrance")
    list_filter = ("kind",)
    list_select_related = ("compound", "building", "entrance")
    search_fields = ("name", "compound__name")
    autocomplete_fields = ("compound", "building", "entrance")


@admin.register(Plate)
class PlateAdmin(ReadOnlyAdmin):
    """Made and revoked at the desk: a plate that hangs on a wall is not edited."""

    list_display = ("code", "compound", "place", "created_at", "revoked_at")
    list_select_related = ("compound", "building", "entrance", "facility")
    search_fields = ("code", "compound__name")


class RoomInline(admin.TabularInline):
    model = Room
    extra = 0


class FlagGroupInline(admin.TabularInline):
    model = FlagGroup
    extra = 0
    fields = ("name", "leader", "order")
    autocomplete_fields = ("leader",)
    show_change_link = True


@admin.register(Station)
class StationAdmin(AuditedAdmin):
    list_display = ("name", "code", "compound", "phone", "is_open")
    list_filter = ("is_open",)
    list_select_related = ("compound",)
    search_fields = ("name", "slug", "code", "compound__name")
    autocomplete_fields = ("compound",)
    inlines = (RoomInline, FlagGroupInline)

    def audit_scope_of(self, obj: Any) -> str:
        return audit_scope(obj)


@admin.register(FlagGroup)
class FlagGroupAdmin(AuditedAdmin):
    list_display = ("name", "station", "leader", "order")
    list_select_related = ("station", "leader")
    search_fields = ("name", "station__name")
    autocomplete_fields = ("station", "leader", "buildings")


@admin.register(Appointment)
class AppointmentAdmin(AuditedAdmin):
    """For the posts above the stations, and for the first chief of a new one; the others are given at the desk."""

    list_display = ("user", "post", "station", "building", "division", "starts_on", "ends_on")
    list_filter = ("post",)
    list_select_related = ("user", "station", "building", "division")
    search_fields = ("user__name", "user__phone", "user__name_pinyin", "station__name", "division__name")
    autocomplete_fields = ("user", "station", "building", "division")

    def audit_scope_of(self, obj: Any) -> str:
        return audit_scope(obj.station) if obj.station else f"division:{obj.division_id}"


class OfStationAdmin(AuditedAdmin):
    def audit_scope_of(self, obj: Any) -> str:
        return audit_scope(obj.station)


@admin.register(DutyShift)
class DutyShiftAdmin(OfStationAdmin):
    list_display = ("user", "station", "starts_at", "ends_at", "phone_shown")
    list_select_related = ("user", "station")
    date_hierarchy = "starts_at"
    search_fields = ("user__name", "user__phone", "station__name")
    autocomplete_fields = ("user", "station")


@admin.register(Absence)
class AbsenceAdmin(AuditedAdmin):
    list_display = ("user", "starts_on", "ends_on", "reason")
    list_select_related = ("user",)
    date_hierarchy = "starts_on"
    search_fields = ("user__name", "user__phone")
    autocomplete_fields = ("user",)


class TeamMembershipInline(admin.TabularInline):
    model = TeamMembership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(VolunteerTeam)
class VolunteerTeamAdmin(OfStationAdmin):
    list_display = ("name", "kind", "station", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("station",)
    search_fields = ("name", "station__name")
    autocomplete_fields = ("station",)
    inlines = (TeamMembershipInline,)
