"""Every notice of every room can be said in both languages, on every channel that it takes."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from notices.messages import compose
from notices.pages.outbox import preview
from notices.registry import PLACEHOLDER, known_events, table, told, words_of
from notices.vocabulary import Channel, Kind, Language, Who

CHINESE = re.compile("[\u4e00-\u9fff]")
LONGEST_TEXT_MESSAGE = 70


def of(sample):
    return {name: value for name, value in sample.items() if name != "subject"}


@pytest.mark.parametrize("event", known_events())
@pytest.mark.parametrize("language", Language.values)
def test_each_notice_is_said_in_both_languages_on_all_channels(event, language):
    row = told(event)
    with override(language):
        said = [words_of(event, of(row.sample), row.sample.get("subject", ""))]
    given = {"facts": of(row.sample), "subject": row.sample.get("subject", ""), "language": language}
    said += [compose(row, channel, **given).text for channel in Channel if channel != Channel.SMS or row.sms]

    assert all(said)
    assert [text for text in said if "%(" in text or "None" in text] == []


@pytest.mark.parametrize("event", known_events())
def test_the_words_of_the_table_are_translated(event):
    for words in filter(None, (told(event).words, told(event).sms)):
        with override("en"):
            english = str(words)
        assert not CHINESE.search(PLACEHOLDER.sub("", english))


@pytest.mark.parametrize("row", [row for row in table() if row.sms], ids=lambda row: row.event)
def test_a_text_message_is_one_message_long(row):
    assert len(compose(row, Channel.SMS, facts=of(row.sample)).text) <= LONGEST_TEXT_MESSAGE


def test_every_row_says_who_hears_of_it_and_what_may_be_switched_off():
    assert [row.event for row in table() if row.to not in Who or row.kind not in Kind] == []


def test_the_preview_shows_every_notice_in_both_languages():
    samples = [sample for _kind, samples in preview() for sample in samples]

    assert sorted(sample.row.event for sample in samples) == known_events()
    assert {tuple(said.lang for said in sample.said) for sample in samples} == {("zh-Hans", "en")}


@pytest.mark.parametrize("language", Language.values)
def test_its_page_stands_in_both_languages(client, cast, language):
    client.force_login(cast.mediator)
    client.cookies["django_language"] = language
    with override("zh-hans"):  # what the page chose does not stay for the next test
        html = client.get(reverse("desk:notices_preview")).content.decode()

    assert "派给您一件：三单元电梯又坏了" in html
    assert "You have been assigned a request: 三单元电梯又坏了" in html
    assert "Reported at 4号楼: Lift out of order" in html
