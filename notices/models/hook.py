from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.models import Station


def is_allowed_hook(url: str) -> bool:
    """Only hosts that the operator named, and by https unless the name says otherwise: the portal calls nobody else."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return parts.netloc in settings.GROUP_HOOK_HOSTS
    return parts.scheme == "http" and f"http://{parts.netloc}" in settings.GROUP_HOOK_HOSTS


def check_hook(url: str) -> None:
    if not is_allowed_hook(url):
        raise ValidationError(_("请填企业微信群机器人的网址，以https://qyapi.weixin.qq.com/开头。"), code="host")


class GroupHook(models.Model):
    """The robot of a station's WeChat work group. Its address is a secret: whoever knows it can write there."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="group_hooks", verbose_name=_("驿站"))
    url = models.CharField(_("机器人网址"), max_length=300, validators=[check_hook])
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("企业微信群")
        verbose_name_plural = _("企业微信群")

    def __str__(self) -> str:
        return str(self.station)
