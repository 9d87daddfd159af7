from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from core.audited_admin import ReadOnlyAdmin
from core.models import AuditEntry, PeriodicJob

admin.site.site_header = _("红旗驿站 · 管理后台")
admin.site.site_title = _("红旗驿站")
admin.site.index_title = _("设置")
admin.site.unregister(DBTaskResult)  # the queue's own table tells an administrator nothing


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor_label", "verb", "object_label", "scope", "note")
    list_filter = ("verb",)
    date_hierarchy = "at"
    search_fields = ("actor_label", "object_label", "note", "scope")


@admin.register(PeriodicJob)
class PeriodicJobAdmin(ReadOnlyAdmin):
    list_display = ("name", "started_at", "finished_at", "done", "failed", "last_slot", "claimed_until")
