"""The ways out. Each is one function that sends one message, or raises NotSent with the reason in words."""

from __future__ import annotations

from notices.channels import email, sms, wechat
from notices.channels.base import Message, NotSent, Outgoing
from notices.vocabulary import Channel

__all__ = ["Message", "NotSent", "Outgoing", "send"]

SENDERS = {Channel.EMAIL: email.send, Channel.SMS: sms.send, Channel.WECHAT: wechat.send}


def send(channel: str, outgoing: Outgoing) -> None:
    SENDERS[Channel(channel)](outgoing)
