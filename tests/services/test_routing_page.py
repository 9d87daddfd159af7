"""The worked examples of docs/routing.md and docs/life-of-a-request.md are true."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from core.calendar import SHANGHAI, WorkCalendar
from services.catalogue_file import load_catalogue
from services.deadlines import Span, due_at, runs_around_the_clock, yellow_from
from services.routing import Facts, Holding, Member, Override, Roster, reason_words, route
from services.vocabulary import Urgency
from tests.house.sources import ROOT

KINDS = {kind.slug: kind for kind in load_catalogue().categories}
TICKED = re.compile(r"`([^`]+)`")
MOMENT = "%a %Y-%m-%d %H:%M"


def rows(page: str, head: str) -> list[list[str]]:
    """The cells of the table whose head begins so."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    _head, _line, *body = text[text.index(f"| {head} |") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in body]


def people() -> dict[str, Member]:
    found = {}
    for number, (name, posts, building, leads, load) in enumerate(rows("routing.md", "name"), 1):
        of = int(building) if building else None
        holdings = tuple(Holding(post, of, is_leader=leads == "yes") for post in TICKED.findall(posts))
        found[name] = Member(number, name, holdings, load=int(load))
    return found


def facts_of(kind: str, said: dict[str, str], by_name: dict[str, Member]) -> Facts:
    spec = KINDS.get(kind)
    building = int(said["building"]) if "building" in said else None
    routes = [Override(said[key], kind, of) for key, of in own_routes(building) if key in said]
    return Facts(
        category=kind if spec else "",
        lead=spec.lead if spec else (),
        co=spec.co if spec else (),
        building=building,
        urgency=said.get("urgency", spec.urgency if spec else Urgency.NORMAL),
        target=said.get("target", spec.about if spec else ""),
        target_user=by_name[said["target_user"]].user if "target_user" in said else None,
        overrides=tuple(routes),
        returns=int(said.get("returns", 0)),
        reopenings=int(said.get("reopenings", 0)),
        not_again=by_name[said["not_again"]].user if "not_again" in said else None,
    )


def own_routes(building: int | None) -> list[tuple[str, int | None]]:
    return [("route", None), ("route_of_building", building)]


def roster_of(said: dict[str, str], by_name: dict[str, Member]) -> Roster:
    away, on_duty = said.get("away", "").split(), said.get("on_duty", "").split()
    members = tuple(
        replace(member, is_absent=name in away or away == ["everybody"], on_duty=name in on_duty)
        for name, member in by_name.items()
    )
    return Roster(
        members,
        has_property_company=said.get("no") != "company",
        has_governing_body=said.get("no") != "committee",
    )


@pytest.mark.parametrize("row", rows("routing.md", "kind | facts"), ids=lambda row: f"{row[0]} {row[1]}")
def test_the_example_of_the_page_is_what_route_says(row: list[str]) -> None:
    kind, facts, gets, helpers, sentence = row
    by_name = people()
    said = dict(fact.split("=") for fact in TICKED.findall(facts))
    decision = route(facts_of(kind.strip("`"), said, by_name), roster_of(said, by_name))
    names = {member.user: name for name, member in by_name.items()}
    helping = "、".join(names[user] for user, _post in decision.co)

    assert (decision.name or "–", helping or "–", reason_words(decision.as_json())) == (gets, helpers, sentence)


@pytest.mark.parametrize("row", rows("life-of-a-request.md", "filed"), ids=lambda row: f"{row[0]} {row[1]}")
def test_the_clock_of_the_page_is_what_the_rules_say(row: list[str]) -> None:
    filed, promise, word, due, yellow = row
    urgency = next(value for value, label in Urgency.choices if label == word)
    start = datetime.strptime(filed, MOMENT).replace(tzinfo=SHANGHAI)
    calendar, span = WorkCalendar(), Span.parse(promise.strip("`"))
    moment = due_at(start, span, calendar=calendar, around_the_clock=runs_around_the_clock(urgency))
    assert moment is not None
    warned = yellow_from(moment, calendar=calendar, urgency=urgency, span=span)

    assert (moment.strftime(MOMENT), warned.strftime(MOMENT)) == (due, yellow)
