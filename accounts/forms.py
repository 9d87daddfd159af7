"""allauth's forms in our words: no placeholders (they vanish when one types), one password, the right keyboard."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.signup import prevent_enumeration
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import signup
from accounts.limits import may_send_code, may_try_code
from accounts.models import User
from accounts.passwords import check_password
from core.fields import CleanCharField
from core.forms import NamesMissing

NEW_PASSWORD_HINT = _("至少10位，字母、数字都行，别太好猜。")
CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12", "class": "short"}


def password_field(label: Any, autocomplete: str, **kwargs: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    kwargs.setdefault("error_messages", {"required": _("请写密码。")})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget, **kwargs)


def new_password_field(label: Any) -> forms.CharField:
    return password_field(label, "new-password", help_text=NEW_PASSWORD_HINT)


def as_sign_in_name(field: forms.Field) -> forms.Field:
    """Browsers file the number together with the password."""
    field.label = _("手机号")
    field.error_messages["required"] = _("请写手机号。")
    field.widget.attrs["autocomplete"] = "username"
    return field


class SignInForm(NamesMissing, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_sign_in_name(self.fields["login"])
        self.fields["password"] = password_field(_("密码"), "current-password")


class RequestCodeForm(NamesMissing, allauth_forms.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_sign_in_name(self.fields["phone"])

    def clean_phone(self) -> str:
        phone = super().clean_phone()
        if not may_send_code(phone):
            raise get_adapter().validation_error("too_many_codes")
        return phone


class CodeMixin:
    """The six digits. A phone often puts them in by itself, sometimes with a space."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("验证码")
        self.fields["code"].error_messages["required"] = _("请写短信里的验证码。")
        self.fields["code"].widget = forms.TextInput(attrs=CODE_ATTRS)

    def clean_code(self) -> str:
        if not may_try_code():
            raise get_adapter().validation_error("too_many_guesses")
        # A Chinese keyboard may give １２３.
        self.cleaned_data["code"] = unicodedata.normalize("NFKC", self.cleaned_data["code"])
        return super().clean_code()  # type: ignore[misc]


class SignInCodeForm(CodeMixin, NamesMissing, allauth_forms.ConfirmLoginCodeForm):
    pass


class PhoneCodeForm(CodeMixin, NamesMissing, allauth_forms.VerifyPhoneForm):
    pass


class SignUpForm(NamesMissing, allauth_forms.SignupForm):
    field_order = ["name", "phone", "password1"]

    name = CleanCharField(
        label=_("怎么称呼您"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("请写上怎么称呼您。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_sign_in_name(self.fields["phone"])
        self.fields["password1"] = new_password_field(_("密码"))

    def _clean_phone(self) -> None:
        """A number that somebody typed once and never confirmed is free: allauth would call it taken."""
        phone = self.cleaned_data.get("phone")
        user = get_adapter().get_user_by_phone(phone) if phone else None
        self.account_already_exists = bool(user and not user.is_unclaimed)

    def clean(self) -> dict:
        super().clean()
        password = self.cleaned_data.get("password1")
        if password:
            person = User(phone=self.cleaned_data.get("phone", ""), name=self.cleaned_data.get("name", ""))
            try:
                check_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        if not self.errors and not may_send_code(self.cleaned_data["phone"]):
            self.add_error("phone", get_adapter().validation_error("too_many_codes"))
        return self.cleaned_data

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The same work and the same next page for a number that is taken: its owner gets a message, nobody else."""
        data = self.cleaned_data
        user = None if self.account_already_exists else User.objects.claim(data["phone"])
        signup.keep(request.session, user, name=data["name"], password=data["password1"])
        return user, None if user else prevent_enumeration(request, phone=data["phone"])


class ChangePhoneForm(NamesMissing, allauth_forms.ChangePhoneForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("新手机号")
        self.fields["phone"].error_messages["required"] = _("请写新手机号。")

    def clean_phone(self) -> str:
        phone = super().clean_phone()
        if not may_send_code(phone):
            raise get_adapter().validation_error("too_many_codes")
        return phone


class NewPasswordForm(NamesMissing, allauth_forms.UserForm):
    """For somebody who has just shown by a code who they are, or who never had a password."""

    password1 = new_password_field(_("新密码"))

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        check_password(password, self.user)
        return password

    def save(self) -> None:
        get_adapter().set_password(self.user, self.cleaned_data["password1"])


class ChangePasswordForm(NewPasswordForm):
    field_order = ["oldpassword", "password1"]

    oldpassword = password_field(_("现在的密码"), "current-password")

    def clean_oldpassword(self) -> str:
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class ReauthenticateForm(NamesMissing, allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("密码"), "current-password")
