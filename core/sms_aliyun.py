"""Text messages through Aliyun (阿里云短信), by the provider's own SDK: `pip install -r requirements-aliyun.txt` and
SMS_BACKEND=core.sms_aliyun.AliyunSender.

The provider sends approved templates only: one with the variable `code` for sign-in codes, one with the variable
`text` for notices. It does not refuse a second message with the same key, but tells which keys it has sent to a
number: so whenever an earlier attempt may have left, it is asked first.
"""

from __future__ import annotations

import json
import re
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
# Passes by itself: too many to this number today, the provider is busy or short of money until somebody pays.
PASSING = {"isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE"}
PASSING_PARTS = ("Throttling", "isp.", "ServiceUnavailable", "InternalError")


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
        said = {"code": code} if code else {"text": SIGNATURE.sub("", text)}
        message = models.SendSmsRequest(
            phone_numbers=phone,
            sign_name=settings.ALIYUN_SMS_SIGN,
            template_code=settings.ALIYUN_SMS_CODE_TEMPLATE if code else settings.ALIYUN_SMS_TEMPLATE,
            template_param=json.dumps(said, ensure_ascii=False),
            out_id=key or None,
        )
        self._ask(self.client.send_sms_with_options, message)

    def _has_sent(self, phone: str, key: str) -> bool:
        today = f"{timezone.localdate():%Y%m%d}"
        question = models.QuerySendDetailsRequest(phone_number=phone, send_date=today, page_size=50, current_page=1)
        answer = self._ask(self.client.query_send_details_with_options, question)
        details = answer.sms_send_detail_dtos
        return any(each.out_id == key for each in (details and details.sms_send_detail_dto) or [])

    def _ask(self, call: Any, question: Any) -> Any:
        try:
            body = call(question, self.runtime).body
        except TeaException as error:
            raise _refusal(str(error.code or ""), str(error.message or "")) from error
        except OSError as error:  # time-outs and broken lines, as requests raises them
            raise SmsRefused("no answer", code=type(error).__name__) from error
        if body.code != "OK":
            raise _refusal(str(body.code or ""), str(body.message or ""))
        return body


def _refusal(code: str, message: str) -> SmsRefused:
    """What the SDK itself could not do has a code of its own (or none) and may pass; the provider's no is a no."""
    is_answer = code.startswith(("isv.", "Invalid", "Forbidden", "SignatureDoesNotMatch", "Missing"))
    return SmsRefused(
        message, code=code, for_good=is_answer and code not in PASSING and not code.startswith(PASSING_PARTS)
    )
