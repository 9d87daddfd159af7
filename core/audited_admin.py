"""An admin that writes into the audit log what it changes: who, which fields, before and after."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from core import audit


class AuditedAdmin(admin.ModelAdmin):
    """`after_change()` is called once the change is written; `audit_scope_of()` says under which scope it stands.

    A form with a field `why` has its words recorded as the note. Of `secret` fields only that they changed.
    """

    secret: frozenset[str] = frozenset()

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        before = type(obj)._default_manager.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        fields = [name for name in form.changed_data if name in {field.name for field in obj._meta.concrete_fields}]
        verb = "admin_changed" if change else "admin_added"
        audit.record(
            actor=request.user,
            verb=verb,
            obj=obj,
            scope=self.audit_scope_of(obj),
            note=form.cleaned_data.get("why", ""),
            before=self._values(before, fields) if before else None,
            after=self._values(obj, fields),
        )
        self.after_change()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        names = [field.name for field in obj._meta.concrete_fields]
        audit.record(
            actor=request.user,
            verb="admin_deleted",
            obj=obj,
            scope=self.audit_scope_of(obj),
            before=self._values(obj, names),
        )
        super().delete_model(request, obj)
        self.after_change()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """One by one: the list's own deletion would leave no trace."""
        for obj in queryset:
            self.delete_model(request, obj)

    def _values(self, obj: Model, names: list[str]) -> dict[str, Any]:
        return {name: "…" if name in self.secret else value for name, value in _values(obj, names).items()}

    def audit_scope_of(self, obj: Model) -> str:
        return ""

    def after_change(self) -> None:
        """For those that keep rows in memory."""


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look, not to touch: what is changed at the desk alone."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _values(obj: Model, names: list[str]) -> dict[str, Any]:
    fields = {field.name: field for field in obj._meta.concrete_fields}
    return {name: _plain(fields[name].value_from_object(obj)) for name in names}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | dict | type(None)) else str(value)
