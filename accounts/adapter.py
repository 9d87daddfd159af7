"""Where allauth asks about phones, messages and words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from accounts import signup
from accounts.fields import MobileField
from accounts.models import User
from accounts.passwords import check_password
from core import sms
from core.limits import client_ip

# Messages are not translated: nobody chose a language for the phone, and Chinese is what residents read.
CODE = "【红旗驿站】验证码 {code}，5分钟内有效。不要告诉别人。"
NO_ACCOUNT = "【红旗驿站】这个手机号还没有账号，请先注册。不是您本人操作，请不用理会。"
HAS_ACCOUNT = "【红旗驿站】这个手机号已有账号，请直接登录。不是您本人操作，请不用理会。"


class PhoneAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("这个账号已停用，请联系驿站。"),
        "enter_current_password": _("现在的密码不对，请再输一次。"),
        "incorrect_code": _("验证码不对，请看看短信再输一次。"),
        "incorrect_password": _("密码不对，请再输一次。"),
        "invalid_login": _("手机号或密码不对。可以再试一次，也可以用短信验证码登录。"),
        "phone_password_mismatch": _("手机号或密码不对。可以再试一次，也可以用短信验证码登录。"),
        "phone_taken": _("这个手机号已有账号。"),
        "rate_limited": _("太快了，请过1分钟再试。"),
        "same_as_current": _("这就是您现在的手机号。"),
        "locked": _("试错的次数多了，请过15分钟再试，或者用短信验证码登录。"),
        "too_many_login_attempts": _("验证码试错的次数多了，请重新要一个。"),
        "too_many_codes": _("验证码刚发过，1分钟后才能再发；一天最多发10次。"),
        "too_many_guesses": _("验证码试错的次数多了，请重新要一个。"),
    }

    ## The phone of an account

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return MobileField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool]:
        return user.phone, user.phone_verified

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """The code was right: the phone is theirs, and so is what they typed when they signed up in this session."""
        fields = signup.apply(self.request.session, user)
        if not user.phone_verified or user.phone != phone:
            user.phone, user.phone_verified = phone, True
            fields += ["phone", "phone_verified"]
        if fields:
            user.save(update_fields=fields)

    def clean_password(self, password: str, user: User | None = None) -> str:
        check_password(password, user)
        return password

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    ## Messages: one to every number that asks, so that neither the page nor the clock tells who has an account

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        sms.send(phone, CODE.format(code=code), code=code)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        sms.send(phone, NO_ACCOUNT)

    def send_account_already_exists_sms(self, phone: str) -> None:
        sms.send(phone, HAS_ACCOUNT)

    ## Limits

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except forms.ValidationError:
            raise self.validation_error("locked") from None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth counts wrong passwords by e-mail or user name; here by phone, known or not."""
        return str(credentials.get("phone", ""))

    ## Ways

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: no second way in that answers in JSON."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("after_sign_in")
