from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResidencyRole(models.TextChoices):
    OWNER = "owner", _("业主")
    TENANT = "tenant", _("租户")
    FAMILY = "family", _("家人")


class ResidencyStatus(models.TextChoices):
    PENDING = "pending", _("等待确认")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("没有通过")
    ENDED = "ended", _("已搬走")
