"""Whoever writes too often is told to wait until the window ends. Filing and codes: services/limits.py."""

from __future__ import annotations

import math
import time

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request as ApiRequest

from core.limits import hit

ACTS = (120, 60)  # uses, seconds; per person


class TooOften(Throttled):
    default_detail = _("次数太多了，请过一会儿再试。")

    def __init__(self, per: int) -> None:
        super().__init__()
        self.wait = math.ceil(per - time.time() % per)  # said in Retry-After; in words it would be English


def count_act(request: ApiRequest) -> None:
    limit, per = ACTS
    if not hit(f"api-act:{request.user.pk}", limit=limit, per=per):
        raise TooOften(per)
