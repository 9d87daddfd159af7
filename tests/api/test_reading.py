"""Lists and single requests: who sees which, and how much of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services import actions
from services.filters import NAMES
from services.limits import WRONG_PER_BOTH
from services.models import Request
from services.queries import requests_visible_to
from services.vocabulary import EventKind, Nature
from tests import factories
from tests.api.conftest import LIFT
from tests.cast import Cast

URL = "/api/v1/requests/"
LISTED = ("resident", "leader", "manager", "chair", "chief", "mediator", "officer", "official", "stranger", "admin")


def numbers(answer):
    return {row["number"] for row in answer.json()["results"]}


def test_a_visitor_is_told_to_sign_in(cast: Cast, api):
    answer = api().get(URL)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_a_resident_lists_the_own_ones_in_residents_words(cast: Cast, lift: Request, api):
    factories.file(cast.jingan, LIFT, "4", by=cast.stranger)
    answer = api(cast.resident).get(URL)

    assert numbers(answer) == {lift.number}
    assert answer.json()["results"][0]["status_words"] == "已派人"


def test_station_people_list_what_they_may_see(cast: Cast, lift: Request, api):
    complaint = factories.file(cast.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4", by=cast.resident)

    assert numbers(api(cast.chief).get(URL)) == {lift.number, complaint.number}
    assert numbers(api(cast.manager).get(URL)) == {lift.number}


@pytest.mark.parametrize("who", LISTED)
def test_the_desk_lists_exactly_what_the_rule_shows(cast: Cast, lift: Request, api, who):
    factories.file(cast.jingan, "站长办事偏心，我要投诉站长", "4", by=cast.resident)
    factories.file(cast.jingan, "老两口天天吵架，想请人调解家庭矛盾", "4", category="family-conflict")
    user = cast.people()[who]

    assert numbers(api(user).get(URL, {"scope": "desk"})) == set(
        requests_visible_to(user).values_list("number", flat=True)
    )


def test_station_people_list_their_own_when_they_ask(cast: Cast, lift: Request, api):
    mine = factories.file(cast.jingan, LIFT, "1", by=cast.leader)

    assert numbers(api(cast.leader).get(URL, {"scope": "own"})) == {mine.number}


def test_the_desk_filters_as_its_page_does(cast: Cast, lift: Request, api):
    light = factories.file(cast.jingan, "楼道灯不亮了", "1", category="gate-camera-lamp")
    client = api(cast.chief)

    assert numbers(client.get(URL, {"category": "gate-camera-lamp"})) == {light.number}
    assert numbers(client.get(URL, {"q": "电梯"})) == {lift.number}
    assert numbers(client.get(URL, {"status": ["closed", "resolved"]})) == set()
    assert numbers(client.get(URL, {"building": "4"})) == {lift.number}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"scope": "all"}, "scope"),
        ({"status": "nope"}, "status"),
        ({"urgency": "nope"}, "urgency"),
        ({"assignee": "nope"}, "assignee"),
        ({"category": "nope"}, "category"),
        ({"overdue": "maybe"}, "overdue"),
    ],
)
def test_a_filter_that_is_not_understood_is_named(cast: Cast, api, query, name):
    answer = api(cast.chief).get(URL, query)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, [name])


@pytest.mark.parametrize("name", [*NAMES, "page"])
@pytest.mark.parametrize("value", ["", "9" * 400, "'; DROP", "😀", "-1"])
def test_no_query_string_breaks_the_list(cast: Cast, lift: Request, api, name, value):
    assert api(cast.chief).get(URL, {name: value}).status_code in (200, 400, 404)


@pytest.mark.parametrize("who", ["resident", "chief", "leader", "officer"])
def test_a_list_of_three_takes_as_many_statements_as_one_of_one(cast: Cast, lift: Request, api, who):
    def taken():
        client = api(cast.people()[who])
        client.get("/api/v1/")
        with CaptureQueriesContext(connection) as statements:
            client.get(URL)
        return len(statements)

    one = taken()
    for text in ("楼道灯不亮了", LIFT):
        factories.file(cast.jingan, text, "4", by=cast.resident)

    assert taken() == one
    assert one <= 10


def test_stations_take_as_many_statements_however_many_there_are(cast: Cast, api, django_assert_num_queries):
    with django_assert_num_queries(2):
        api().get("/api/v1/stations/")
    for number in range(3):
        factories.make_station(f"more-{number}", f"M{chr(65 + number)}", f"小区{number}")
    with django_assert_num_queries(2):
        api().get("/api/v1/stations/")


def test_the_owner_reads_the_public_timeline_and_no_reporter(cast: Cast, lift: Request, api):
    actions.note(request=lift, text="配件三天到", actor=cast.manager)
    actions.note(request=lift, text="已报维保单位", actor=cast.manager, public=True)
    told = api(cast.resident).get(f"{URL}{lift.number}/").json()

    assert [(entry["kind"], entry["text"]) for entry in told["timeline"]] == [
        (EventKind.NOTED, "已报维保单位"),
        (EventKind.ASSIGNED, ""),
        (EventKind.FILED, ""),
    ]
    assert told["timeline"][1]["to"] == "物业经理 丁海波"
    assert (told["reporter"], told["actions"], told["status_words"]) == (None, [], "已派人")


def test_who_works_on_it_reads_internal_entries_the_reason_and_a_masked_reporter(cast: Cast, lift: Request, api):
    told = api(cast.manager).get(f"{URL}{lift.number}/").json()
    routed = next(entry for entry in told["timeline"] if entry["kind"] == "routed")

    assert (routed["is_public"], "物业经理" in routed["text"]) == (False, True)
    assert told["reporter"] == {"name": "陈*", "phone": "199****0001"}
    assert "take" in told["actions"]
    assert told["status_words"] == "已派单"


def test_the_full_number_stands_in_no_answer(cast: Cast, lift: Request, api):
    answers = [api(user).get(f"{URL}{lift.number}/") for user in cast.people().values()]

    assert ["19900000001" in answer.content.decode() for answer in answers] == [False] * len(answers)


def test_the_handler_of_a_complaint_does_not_learn_who_complained(cast: Cast, lift: Request, api):
    Request.objects.filter(pk=lift.pk).update(nature=Nature.COMPLAINT, assignee=cast.mediator)
    lift.co_handlers.all().delete()

    assert api(cast.mediator).get(f"{URL}{lift.number}/").json()["reporter"] is None
    assert api(cast.chief).get(f"{URL}{lift.number}/").json()["reporter"]["name"] == "陈*"


def test_who_reads_along_reads_no_internal_entry(cast: Cast, lift: Request, api):
    lift.co_handlers.all().delete()
    told = api(cast.leader).get(f"{URL}{lift.number}/").json()

    assert {entry["is_public"] for entry in told["timeline"]} == {True}
    assert (told["reporter"], told["actions"]) == (None, [])


@pytest.mark.parametrize("who", ["mediator", "officer", "official", "stranger", "other_chief", "admin", None])
def test_a_stranger_gets_404(cast: Cast, lift: Request, api, who):
    answer = api(cast.people()[who] if who else None).get(f"{URL}{lift.number}/")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_side_complained_about_gets_404_even_when_asked_to_help(cast: Cast, api):
    request = factories.file(cast.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4")
    actions.add_co_handler(request=request, user=cast.manager, actor=cast.chief, brief="请说明值班电话")

    assert api(cast.manager).get(f"{URL}{request.number}/").status_code == 404
    assert api(cast.manager).post(f"{URL}{request.number}/note/", {}, format="json").status_code == 404


@pytest.mark.parametrize("number", ["JA-0000-0000", "x" * 300, "😀", "..", "1;--"])
def test_a_number_that_does_not_exist_is_404(cast: Cast, api, number):
    assert api(cast.chief).get(f"{URL}{number}/").status_code == 404


@pytest.mark.parametrize("who", ["resident", "manager", "chief"])
def test_one_request_takes_at_most_ten_statements(cast: Cast, lift: Request, api, who, django_assert_max_num_queries):
    for count in range(3):
        actions.note(request=lift, text=f"{count}", actor=cast.manager)
    client = api(cast.people()[who])

    with django_assert_max_num_queries(10):
        client.get(f"{URL}{lift.number}/")


def test_what_is_read_of_a_request_is_kept_by_no_cache(cast: Cast, lift: Request, api):
    assert "no-store" in api(cast.resident).get(f"{URL}{lift.number}/")["Cache-Control"]


# With a pick-up code


def filed(cast: Cast):
    return actions.file_request(
        station=cast.jingan, description=LIFT, reporter=actions.Reporter(phone="13812345678"), place=actions.Place()
    )


def track(client, number, code):
    return client.post(f"{URL}track/", {"number": number, "code": code}, format="json")


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_number_and_code_open_the_public_side(cast: Cast, api):
    mine = filed(cast)
    told = track(api(), f" {mine.request.number.lower()} ", mine.code).json()

    assert (told["number"], told["reporter"], told["actions"]) == (mine.request.number, None, [])
    assert {entry["is_public"] for entry in told["timeline"]} == {True}


def test_a_wrong_code_and_a_wrong_number_are_answered_alike(cast: Cast, api):
    mine = filed(cast)
    answers = [track(api(), mine.request.number, wrong(mine.code)), track(api(), "JA-0000-0001", mine.code)]

    assert answers[0].status_code == answers[1].status_code == 404
    assert answers[0].json() == answers[1].json()


def test_guessing_is_stopped_even_for_the_right_code(cast: Cast, api):
    mine = filed(cast)
    guesses = [track(api(), mine.request.number, wrong(mine.code)).status_code for _ in range(WRONG_PER_BOTH)]

    assert guesses == [404] * WRONG_PER_BOTH
    assert track(api(), mine.request.number, mine.code).status_code == 429


def test_the_right_code_may_come_as_often_as_it_likes(cast: Cast, api):
    mine = filed(cast)

    assert {track(api(), mine.request.number, mine.code).status_code for _ in range(WRONG_PER_BOTH * 2)} == {200}


def test_wrong_codes_on_the_page_count_here_too(cast: Cast, api, client):
    mine = filed(cast)
    for _ in range(WRONG_PER_BOTH):
        client.post("/requests/track/", {"number": mine.request.number, "code": wrong(mine.code)})

    assert track(api(), mine.request.number, mine.code).status_code == 429


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"number": "JA-2611-0001"}, "code"),
        ({"code": "123456"}, "number"),
        ({"number": "JA-2611-0001", "code": "12345"}, "code"),
        ({"number": "JA-2611-0001", "code": "１２３４５６"}, "code"),
        ({"number": "x" * 21, "code": "123456"}, "number"),
    ],
)
def test_what_is_missing_or_malformed_is_named(cast: Cast, api, fields, name):
    answer = api().post(f"{URL}track/", fields, format="json")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, [name])


@pytest.mark.parametrize(
    ("path", "method"), [("track/", "get"), ("JA-2611-0001/", "post"), ("JA-2611-0001/", "delete")]
)
def test_another_method_is_405(cast: Cast, api, path, method):
    assert getattr(api(cast.chief), method)(f"{URL}{path}").status_code == 405
