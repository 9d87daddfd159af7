from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.fields import MobileField
from accounts.models import User
from core import audit
from core.audited_admin import AuditedAdmin

# The admin's own form for signing in knows no lock-out: people come in through /sign-in/.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class AddUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("phone", "name")
        field_classes = {"phone": MobileField}


class EditUserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {"phone": MobileField}


@admin.register(User)
class PortalUserAdmin(AuditedAdmin, UserAdmin):
    """Who may sign in. Posts, and with them what somebody may do, are given at the desk."""

    secret = frozenset({"password"})

    form = EditUserForm
    add_form = AddUserForm
    list_display = ("phone", "name", "phone_verified", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "phone_verified")
    search_fields = ("phone", "name", "name_pinyin")
    ordering = ("phone",)
    readonly_fields = ("created_at", "last_login")
    fieldsets = (
        (None, {"fields": ("phone", "phone_verified", "name", "password")}),
        (_("登录"), {"fields": ("is_active", "created_at", "last_login")}),
        (_("管理后台"), {"fields": ("is_staff", "is_superuser", "groups", "user_permissions")}),
    )
    add_fieldsets = ((None, {"fields": ("phone", "name", "usable_password", "password1", "password2")}),)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Not the word itself: only that there is a new one, and who set it."""
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302:
                audit.record(actor=request.user, verb="password_set", obj=self.get_object(request, id))
        return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        given = {name for name in ("groups", "user_permissions") if name in form.changed_data}
        if given:
            after = {name: [str(each) for each in form.cleaned_data[name]] for name in sorted(given)}
            audit.record(actor=request.user, verb="rights_changed", obj=form.instance, after=after)
