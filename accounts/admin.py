from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.fields import MobileField
from accounts.models import User

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
class PortalUserAdmin(UserAdmin):
    """Who may sign in. Posts, and with them what somebody may do, are given at the desk."""

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
