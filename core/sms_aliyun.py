"""Text messages through Aliyun (阿里云短信), by the provider's own SDK: `pip install -r requirements-aliyun.txt` and
SMS_BACKEND=core.sms_aliyun.AliyunSender.

The provider sends approved templates only: one with the variable `code` for sign-in codes, one with `text` for
notices, and perhaps one with `text` and `path` for those with a link, for a variable may not hold a whole address.
It does not refuse a second message with the same key, but tells which keys it has sent to a number: so whenever an
earlier attempt may have left, it is asked first.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from alibabacloud_dysmsapi20170525 import models
from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.runtime import RuntimeOptions
from django.conf import settings
from django.utils import timezone
from Tea.exceptions import TeaException

from core.sms import SmsRefused, SmsSender

CONNECT, READ = 3_000, 7_000  # milliseconds; the lease of a delivery is longer
SIGNATURE = re.compile(r"^【[^】]*】")
LINK = re.compile(r"\s*https?://[^/\s]+/(?P<path>\S*)")
ATTEMPTS_SPAN = timedelta(hours=4)  # from the first attempt to the last one
# About this number or this message. All else may pass: limits, an empty account, a template that waits for approval.
FOR_GOOD = {
    *(
        "isv.MOBILE_NUMBER_ILLEGAL",
        "isv.MOBILE_COUNT_OVER_LIMIT",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.INVALID_PARAMETERS",
    ),
    *(
        "isv.PARAM_LENGTH_LIMIT",
        "isv.PARAM_NOT_SUPPORT_URL",
        "isv.INVALID_JSON_PARAM",
        "isv.TEMPLATE_MISSING_PARAMETERS",
    ),
    *("isv.UNSUPPORTED_CONTENT", "isv.TEMPLATE_PARAMS_ILLEGAL"),
}


class AliyunSender(SmsSender):
    def __init__(self) -> None:
        address = urlsplit(settings.ALIYUN_SMS_ENDPOINT)
        self.client = Client(
            Config(
                access_key_id=settings.ALIYUN_ACCESS_KEY_ID,
                access_key_secret=settings.ALIYUN_ACCESS_KEY_SECRET,
                endpoint=address.netloc,
                protocol=address.scheme.upper(),
            )
        )
        self.runtime = RuntimeOptions(connect_timeout=CONNECT, read_timeout=READ, autoretry=False)

    def send(self, phone: str, text: str, *, key: str = "", again: bool = False, code: str = "") -> None:
        if again and key and self._has_sent(phone, key):
            return
        template, said = _filled(text, code)
        message = models.SendSmsRequest(
            phone_numbers=phone,
            sign_name=settings.ALIYUN_SMS_SIGN,
            template_code=template,
            template_param=json.dumps(said, ensure_ascii=False),
            out_id=key or None,
        )
        self._ask(self.client.send_sms_with_options, message)

    def _has_sent(self, phone: str, key: str) -> bool:
        """The provider keeps its lists by day."""
        now = timezone.now()
        days = {timezone.localdate(now), timezone.localdate(now - ATTEMPTS_SPAN)}
        return any(key in self._keys_of(phone, f"{day:%Y%m%d}") for day in sorted(days, reverse=True))

    def _keys_of(self, phone: str, day: str) -> set[str]:
        question = models.QuerySendDetailsRequest(phone_number=phone, send_date=day, page_size=50, current_page=1)
        details = self._ask(self.client.query_send_details_with_options, question).sms_send_detail_dtos
        return {each.out_id for each in (details and details.sms_send_detail_dto) or []}

    def _ask(self, call: Any, question: Any) -> Any:
        try:
            body = call(question, self.runtime).body
        except TeaException as error:
            raise _refusal(error) from error
        except OSError as error:  # time-outs and broken lines, as requests raises them
            raise SmsRefused("no answer", code=type(error).__name__) from error
        if body.code != "OK":
            raise _refusal(body)
        return body


def _filled(text: str, code: str) -> tuple[str, dict[str, str]]:
    """The template for it, and what goes into its variables."""
    if code:
        return settings.ALIYUN_SMS_CODE_TEMPLATE, {"code": code}
    link = LINK.search(text)
    words = LINK.sub("", SIGNATURE.sub("", text))
    if link and settings.ALIYUN_SMS_LINK_TEMPLATE:
        return settings.ALIYUN_SMS_LINK_TEMPLATE, {"text": words, "path": link["path"]}
    return settings.ALIYUN_SMS_TEMPLATE, {"text": words}


def _refusal(said: Any) -> SmsRefused:
    """What the SDK itself could not do has no code, or one of its own."""
    code = str(said.code or "")
    return SmsRefused(str(said.message or ""), code=code, for_good=code in FOR_GOOD)
