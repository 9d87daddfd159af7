from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.audited_admin import ReadOnlyAdmin
from core.models import AuditEntry

admin.site.site_header = _("红旗驿站 · 管理后台")
admin.site.site_title = _("红旗驿站")
admin.site.index_title = _("设置")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor_label", "verb", "object_label", "scope", "note")
    list_filter = ("verb",)
    date_hierarchy = "at"
    search_fields = ("actor_label", "object_label", "note", "scope")
