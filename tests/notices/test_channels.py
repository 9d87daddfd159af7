"""Letters and the robot of a work group: what a refusal, a limit and silence come to."""

from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notices import channels
from notices.channels import Message, NotSent, Outgoing
from notices.models import GroupHook
from tests.notices.senders import served


def outgoing(address="a@example.cn"):
    return Outgoing(address, "n1-x", False, timezone.now(), Message("派给您一件：\n电梯", "您好"))


class Failing(BaseEmailBackend):
    error: Exception

    def send_messages(self, messages):
        raise self.error


@pytest.mark.parametrize(
    ("error", "for_good", "detail"),
    [
        (SMTPRecipientsRefused({"a@example.cn": (550, b"no such user")}), True, "550 no such user"),
        (SMTPRecipientsRefused({"a@example.cn": (451, b"greylisted")}), False, "451 greylisted"),
        (SMTPDataError(554, b"spam"), True, "554 spam"),
        (SMTPServerDisconnected("gone"), False, "SMTPServerDisconnected('gone')"),
        (TimeoutError("slow"), False, "TimeoutError('slow')"),
    ],
)
def test_what_the_mail_server_says(settings, error, for_good, detail):
    settings.EMAIL_BACKEND = "tests.notices.test_channels.Failing"
    Failing.error = error

    with pytest.raises(NotSent) as refused:
        channels.send("email", outgoing())

    assert (refused.value.for_good, refused.value.detail) == (for_good, detail)


def test_a_subject_is_one_line(mailoutbox):
    channels.send("email", outgoing())

    assert mailoutbox[0].subject == "派给您一件： 电梯"


@pytest.fixture
def robot(cast, settings):
    """Answers what the test puts into `said`; remembers what it was asked."""
    said, asked = {"answer": (200, {"errcode": 0, "errmsg": "ok"})}, []

    def answer(query, body):
        asked.append((query, body))
        return said["answer"]

    with served(answer) as address:
        settings.GROUP_HOOK_HOSTS = [address]
        said["hook"] = GroupHook.objects.create(station=cast.jingan, url=f"{address}/cgi-bin/webhook/send?key=abc")
        yield said, asked


def test_the_robot_is_told_in_plain_text(robot):
    said, asked = robot
    channels.send("wechat", outgoing(str(said["hook"].pk)))

    assert asked == [({"key": "abc"}, {"msgtype": "text", "text": {"content": "您好"}})]


@pytest.mark.parametrize(
    ("answer", "for_good"),
    [
        ((200, {"errcode": 45009, "errmsg": "api freq out of limit"}), False),
        ((200, {"errcode": 93000, "errmsg": "invalid webhook url"}), True),
        ((200, b"<html>"), False),
        ((200, []), True),
        ((302, {}), False),
        ((404, {}), True),
        ((503, {}), False),
    ],
)
def test_what_the_robot_does_not_take(robot, answer, for_good):
    said, _asked = robot
    said["answer"] = answer

    with pytest.raises(NotSent) as refused:
        channels.send("wechat", outgoing(str(said["hook"].pk)))

    assert refused.value.for_good is for_good


def test_where_nobody_listens_it_is_tried_again(robot, settings):
    said, _asked = robot
    settings.GROUP_HOOK_HOSTS = ["http://127.0.0.1:9"]
    GroupHook.objects.update(url="http://127.0.0.1:9/")

    with pytest.raises(NotSent) as refused:
        channels.send("wechat", outgoing(str(said["hook"].pk)))

    assert refused.value.for_good is False


def test_a_robot_that_was_switched_off_or_is_no_longer_allowed_is_not_called(robot, settings):
    said, asked = robot
    GroupHook.objects.update(is_active=False)
    with pytest.raises(NotSent):
        channels.send("wechat", outgoing(str(said["hook"].pk)))
    GroupHook.objects.update(is_active=True)
    settings.GROUP_HOOK_HOSTS = ["qyapi.weixin.qq.com"]
    with pytest.raises(NotSent):
        channels.send("wechat", outgoing(str(said["hook"].pk)))

    assert asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a",
        "https://qyapi.weixin.qq.com.evil.example/",
        "https://qyapi.weixin.qq.com@evil.example/",
        "https://evil.example/?qyapi.weixin.qq.com",
        "file:///etc/passwd",
        "https://127.0.0.1/",
    ],
)
def test_only_the_named_host_may_be_entered(cast, url):
    with pytest.raises(ValidationError):
        GroupHook(station=cast.jingan, url=url).full_clean()
    GroupHook(station=cast.jingan, url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a").full_clean()
