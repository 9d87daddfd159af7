"""Markup in whatever text is stored comes out as text, on every page of everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpResponse

from notices.models import Notice
from residents.models import Volunteer
from services.models import Answer, Question, Request, RequestEvent
from tests.cast import Cast
from tests.house.access_table import PEOPLE, READS
from tests.house.addresses import address_of, make_things
from tests.house.lives import make_lives
from tests.house.walk import Desk, pages

MARK, SHORT = "<img src=x onerror=1>", "<b x=1>"  # the second where the first is too long
ROOMS = ("accounts", "stations", "notices", "residents", "services")
# Not written by people: codes, digests, spans of time, links, words of a rule.
NOT_TYPED = {
    *("password", "code_digest", "link_nonce", "import_id", "search", "month", "path", "query", "text_version"),
    *("division_code", "household", "reporter_search", "signature"),
    *("accept", "contact", "resolve", "emergency", "danger", "icon", "lead", "suspend_reason"),
}
NAMES = ("by", "name", "to", "who", "reason", "text")


def spoil_everything() -> int:
    """Puts markup into every free text of every row; says how many kinds of text there are."""
    count = 0
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.fields:
                if type(field) in (models.CharField, models.TextField) and is_free(field):
                    mark = MARK if (field.max_length or 100) >= len(MARK) else SHORT
                    model._base_manager.update(**{field.name: mark})
                    count += 1
    Volunteer.objects.update(skills=[MARK])
    Question.objects.update(options=[{"zh": MARK, "en": MARK}])
    Answer.objects.bulk_create([Answer(request=r, question=q, value=MARK) for r, q in asked()])
    Request.objects.exclude(suggested=[]).update(suggested=[{"slug": "lift-fault", "words": [MARK]}])
    for rows, name in ((Notice.objects.all(), "facts"), (RequestEvent.objects.all(), "data")):
        for row in rows:
            type(row)._base_manager.filter(pk=row.pk).update(**{name: spoilt(getattr(row, name))})
    return count


def is_free(field: models.Field) -> bool:
    return not (field.choices or field.unique or field.primary_key or field.name in NOT_TYPED) and not is_named(field)


def is_named(field: models.Field) -> bool:
    """Buildings, entrances, dwellings: numbers that are unique where they stand."""
    return any(field.name in constraint.fields for constraint in field.model._meta.total_unique_constraints)


def asked() -> list[tuple[Request, Question]]:
    return [
        (r, q) for r in Request.objects.exclude(category=None) for q in Question.objects.filter(category=r.category)
    ]


def spoilt(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: MARK if key in NAMES and isinstance(value, str) else value for key, value in facts.items()}


def html_of(answer: HttpResponse) -> str:
    """Nothing for what is no page: photos, the download of one's own data."""
    is_page = not answer.streaming and answer["Content-Type"].startswith("text/html")
    return answer.content.decode() if is_page else ""


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def test_markup_in_stored_text_is_shown_as_text(cast: Cast, desk: Desk) -> None:
    walk = sorted(set(pages(cast)))
    assert spoil_everything() > 40

    raw, escaped = {}, 0
    for who, path in walk:
        answer = desk.get(who, path)
        html = html_of(answer) if "Content-Type" in answer else ""
        if answer.status_code >= 500 or MARK in html or SHORT in html:
            raw[f"{who} {path}"] = answer.status_code
        escaped += html.count("&lt;img src=x")

    assert raw == {}
    assert escaped > 500


@pytest.mark.parametrize("who", ["visitor", "leader", "manager", "officer"])
def test_nor_does_it_go_through_for_those_who_see_less(cast: Cast, desk: Desk, who: str) -> None:
    make_lives(cast)
    things = make_things(cast)
    spoil_everything()
    names = [name for name, row in READS.items() if row[PEOPLE.index(who)] == "."]
    answers = {name: desk.get(who, address_of(name, things)) for name in names}

    assert [name for name, answer in answers.items() if answer.status_code != 200] == []
    assert [name for name, answer in answers.items() if MARK in html_of(answer) or SHORT in html_of(answer)] == []
