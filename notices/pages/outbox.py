"""What the pages of the desk show of notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, override

from core.text import mask_name
from notices.messages import compose
from notices.models import Delivery
from notices.registry import Told, say, table, told
from notices.vocabulary import Channel, Kind, Language, Who

SAMPLE_PATH = "/requests/JA-2611-0093/"


@dataclass(frozen=True)
class Failure:
    row: Delivery
    what: str
    whom: str
    reason: str
    icon: str


ICONS = {Channel.EMAIL: "inbox", Channel.SMS: "phone", Channel.WECHAT: "people"}


def failure_of(row: Delivery) -> Failure:
    """Neither the words nor the number of a request: who reads it here may not be one who reads that."""
    known, user = told(row.notice.event), row.notice.user
    whom = f"{mask_name(user.name) or '*'} {row.masked_address}" if user else row.masked_address
    return Failure(
        row,
        str(Who(known.to).label) if known else row.notice.event,
        whom,
        gettext(row.last_error) if row.last_error else "",
        ICONS[Channel(row.channel)],
    )


@dataclass(frozen=True)
class Said:
    """One notice in one language: in the inbox, and what goes out by each channel that it takes."""

    language: str
    lang: str
    inbox: str
    letter: str
    sms: str
    wechat: str


@dataclass(frozen=True)
class Sample:
    row: Told
    whom: str
    said: list[Said]


def preview() -> list[tuple[str, list[Sample]]]:
    """By kind, in the order of the table."""
    groups: dict[str, list[Sample]] = {}
    for row in table():
        sample = Sample(row, str(Who(row.to).label), list(_in_every_language(row)))
        groups.setdefault(str(Kind(row.kind).label), []).append(sample)
    return list(groups.items())


def _in_every_language(row: Told) -> Iterator[Said]:
    facts = {name: value for name, value in row.sample.items() if name != "subject"}
    given = {"facts": facts, "subject": row.sample.get("subject", ""), "path": SAMPLE_PATH}
    to_group = row.to == Who.GROUP
    for language in Language:
        with override(language):
            inbox = say(row.words, facts, given["subject"])
        texts = {
            Channel.EMAIL: "" if to_group else compose(row, Channel.EMAIL, language=language, **given).text,
            Channel.SMS: compose(row, Channel.SMS, language=language, **given).text if row.sms else "",
            Channel.WECHAT: compose(row, Channel.WECHAT, language=language, **given).text if to_group else "",
        }
        lang = "en" if language == Language.ENGLISH else "zh-Hans"
        yield Said(language.label, lang, inbox, texts[Channel.EMAIL], texts[Channel.SMS], texts[Channel.WECHAT])
