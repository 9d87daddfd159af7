from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, phone: str, password: str | None = None, **fields: Any) -> User:
        """Whoever gives a password here vouches for the number: no code is asked at the first sign-in."""
        fields.setdefault("phone_verified", password is not None)
        user = self.model(phone=phone, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, phone: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(phone, password, is_staff=True, is_superuser=True, **fields)

    def claim(self, phone: str) -> User | None:
        """The row for somebody who signs up: a new one, or the one of an unfinished sign-up. None when it is taken."""
        user, _made = self.get_or_create(phone=phone, defaults={"password": make_password(None)})
        return user if user.is_unclaimed else None

    def get_by_natural_key(self, phone: str | None) -> User:
        return self.get(phone=phone)


class User(AbstractBaseUser, PermissionsMixin):
    """Whoever signs in. The phone number is the name; what somebody may do follows from posts, never from this row."""

    phone = models.CharField(_("手机号"), max_length=20, unique=True)
    phone_verified = models.BooleanField(_("手机号已验证"), default=False)
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    name_pinyin = models.CharField(max_length=400, blank=True, editable=False)
    is_active = models.BooleanField(_("可登录"), default=True)
    is_staff = models.BooleanField(_("可进管理后台"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.name or self.phone

    @property
    def is_unclaimed(self) -> bool:
        """Only a number that somebody typed: never confirmed by a code, without a password, never used."""
        return self.is_active and not (self.phone_verified or self.last_login or self.has_usable_password())

    def save(self, *args: Any, **kwargs: Any) -> None:
        from core.text import pinyin_of  # noqa: PLC0415  (its dictionary is loaded only when a name is written)

        fields = kwargs.get("update_fields")
        if self.name and (fields is None or "name" in fields):
            self.name_pinyin = pinyin_of(self.name)
            if fields is not None:
                kwargs["update_fields"] = {*fields, "name_pinyin"}
        super().save(*args, **kwargs)
