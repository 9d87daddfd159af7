"""The Aliyun adapter, through the provider's own SDK against a fake of its endpoint on this machine: what it sends,
and what it makes of success, limit, refusal, silence."""

import json
import time
from urllib.parse import urlsplit

import pytest
import time_machine

from core import sms
from core.sms import SmsRefused
from tests.notices.senders import served

pytest.importorskip("alibabacloud_dysmsapi20170525")

PHONE, TEXT = "13812345678", "【红旗驿站】您反映的JA-2611-0001办好了"
OK = (200, {"Code": "OK", "Message": "OK", "RequestId": "R", "BizId": "B"})


@pytest.fixture
def asked():
    return []


@pytest.fixture
def provider(asked, settings):
    """Answers by action; a test puts other answers in its place."""
    answers = {"SendSms": OK, "QuerySendDetails": (200, {"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": []}})}

    def answer(query, body):
        asked.append(query)
        said = answers[query["Action"]]
        return said() if callable(said) else said

    settings.SMS_BACKEND = "core.sms_aliyun.AliyunSender"
    settings.ALIYUN_ACCESS_KEY_ID, settings.ALIYUN_ACCESS_KEY_SECRET = "id", "secret"
    settings.ALIYUN_SMS_TEMPLATE, settings.ALIYUN_SMS_CODE_TEMPLATE = "SMS_1", "SMS_2"
    with served(answer) as address:
        settings.ALIYUN_SMS_ENDPOINT = address
        yield answers


def refusal(code, status=200):
    return status, {"Code": code, "Message": "said so", "RequestId": "R"}


def send(**more):
    with pytest.raises(SmsRefused) as refused:
        sms.send(PHONE, TEXT, **more)
    return refused.value.code, refused.value.for_good


def test_a_notice_goes_out_by_its_template_with_its_key(provider, asked):
    sms.send(PHONE, TEXT, key="n1-sms")

    (said,) = asked
    assert (said["Action"], said["PhoneNumbers"], said["OutId"]) == ("SendSms", PHONE, "n1-sms")
    assert (said["SignName"], said["TemplateCode"]) == ("红旗驿站", "SMS_1")
    assert json.loads(said["TemplateParam"]) == {"text": "您反映的JA-2611-0001办好了"}


def test_a_code_goes_out_by_the_template_for_codes(provider, asked):
    sms.send(PHONE, "【红旗驿站】验证码 123456", code="123456")

    assert (asked[0]["TemplateCode"], json.loads(asked[0]["TemplateParam"])) == ("SMS_2", {"code": "123456"})
    assert "OutId" not in asked[0]


def test_a_link_goes_out_by_a_template_that_holds_the_address_or_not_at_all(provider, asked, settings):
    sms.send(PHONE, f"{TEXT} https://portal.example.cn/rate/abc/")
    assert json.loads(asked[0]["TemplateParam"]) == {"text": "您反映的JA-2611-0001办好了"}

    settings.ALIYUN_SMS_LINK_TEMPLATE = "SMS_3"
    sms.send(PHONE, f"{TEXT} https://portal.example.cn/rate/abc/")
    assert asked[1]["TemplateCode"] == "SMS_3"
    assert json.loads(asked[1]["TemplateParam"]) == {"text": "您反映的JA-2611-0001办好了", "path": "rate/abc/"}


PASSING = ["isv.BUSINESS_LIMIT_CONTROL", "isv.AMOUNT_NOT_ENOUGH", "isp.SYSTEM_ERROR", "isv.SMS_TEMPLATE_ILLEGAL"]


@pytest.mark.parametrize("code", PASSING)
def test_a_limit_passes(provider, code):
    provider["SendSms"] = refusal(code)

    assert send() == (code, False)


@pytest.mark.parametrize("code", ["isv.MOBILE_NUMBER_ILLEGAL", "isv.BLACK_KEY_CONTROL_LIMIT"])
def test_a_refusal_is_for_good(provider, code):
    provider["SendSms"] = refusal(code)

    assert send() == (code, True)


def test_wrong_credentials_and_a_throttle_pass_once_somebody_mends_them(provider):
    provider["SendSms"] = refusal("InvalidAccessKeyId.NotFound", 404)
    assert send() == ("InvalidAccessKeyId.NotFound", False)

    provider["SendSms"] = refusal("Throttling.User", 400)
    assert send() == ("Throttling.User", False)


def test_a_server_error_and_rubbish_pass(provider):
    provider["SendSms"] = refusal("ServiceUnavailable", 503)
    assert send()[1] is False

    provider["SendSms"] = (200, b"<html>")
    assert send()[1] is False


def test_silence_is_no_answer_and_may_pass(provider, monkeypatch):
    monkeypatch.setattr("core.sms_aliyun.READ", 200)
    provider["SendSms"] = lambda: time.sleep(0.6) or OK

    assert send()[1] is False


def test_where_nobody_listens_it_may_pass(settings, provider):
    settings.ALIYUN_SMS_ENDPOINT = f"http://127.0.0.1:{urlsplit(settings.ALIYUN_SMS_ENDPOINT).port + 1 % 65535}"

    assert send()[1] is False


@time_machine.travel("2026-11-25T12:00+08:00", tick=False)
def test_when_an_earlier_attempt_may_have_left_the_provider_is_asked_first(provider, asked):
    sent = {"OutId": "n1-sms", "PhoneNum": PHONE, "SendStatus": 3}
    sms.send(PHONE, TEXT, key="n1-sms", again=True)
    assert [said["Action"] for said in asked] == ["QuerySendDetails", "SendSms"]
    assert (asked[0]["PhoneNumber"], asked[0]["SendDate"]) == (PHONE, "20261125")

    provider["QuerySendDetails"] = (200, {"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": [sent]}})
    asked.clear()
    sms.send(PHONE, TEXT, key="n1-sms", again=True)
    assert [said["Action"] for said in asked] == ["QuerySendDetails"]


@time_machine.travel("2026-11-26T01:00+08:00", tick=False)
def test_after_midnight_the_day_before_is_asked_for_too(provider, asked):
    sms.send(PHONE, TEXT, key="n1-sms", again=True)

    assert [said.get("SendDate") for said in asked] == ["20261126", "20261125", None]
