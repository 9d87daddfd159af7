"""What station people do through the API: the room's own actions, by the same permissions."""

import pytest

from api.limits import ACTS
from services import actions
from services.models import Request
from services.vocabulary import Status
from tests.cast import Cast

BODIES = {
    "take": {},
    "contact": {"note": "约好下午去"},
    "note": {"text": "配件三天到"},
    "resolve": {"text": "换了门机板，试了三趟"},
}
ALL = {**BODIES, "assign": {"to": 1}}


def send(client, request, name, **fields):
    body = {"version": request.version, **fields}
    return client.post(f"/api/v1/requests/{request.number}/{name}/", body, format="json")


@pytest.mark.parametrize("name", BODIES)
def test_the_handler_acts_and_is_told_the_new_state(cast: Cast, lift: Request, api, name):
    before = lift.version
    answer = send(api(cast.manager), lift, name, **BODIES[name])
    lift.refresh_from_db()

    assert answer.status_code == 200
    assert (answer.json()["version"], answer.json()["status"]) == (before + 1, lift.status)
    assert lift.events.first().actor == cast.manager


def test_take_sets_it_in_progress(cast: Cast, lift: Request, api):
    assert send(api(cast.manager), lift, "take").json()["status"] == Status.IN_PROGRESS


def test_a_note_is_internal_unless_it_says_otherwise(cast: Cast, lift: Request, api):
    send(api(cast.manager), lift, "note", text="内部")
    lift.refresh_from_db()
    send(api(cast.manager), lift, "note", text="给居民", public=True)

    assert list(lift.events.values_list("text", "is_public")[:2]) == [("给居民", True), ("内部", False)]


def test_the_chief_gives_it_to_a_candidate(cast: Cast, lift: Request, api):
    client = api(cast.chief)
    found = client.get(f"/api/v1/requests/{lift.number}/candidates/").json()
    chair = next(person for person in found if person["name"] == "孟秋菊")
    answer = send(client, lift, "assign", to=chair["id"], note="丁经理出差")

    assert (answer.status_code, answer.json()["assignee_name"]) == (200, "孟秋菊")
    assert "业委会主任" in chair["posts"]


def test_candidates_leave_out_the_side_complained_about(cast: Cast, api):
    from tests import factories

    complaint = factories.file(cast.jingan, "物业打电话没人接，态度还差，我要投诉物业", "4")
    found = api(cast.chief).get(f"/api/v1/requests/{complaint.number}/candidates/").json()

    assert "丁海波" not in [person["name"] for person in found]


@pytest.mark.parametrize("who", ["resident", "leader", "manager", "mediator", "official", "stranger", "admin", None])
def test_candidates_are_for_who_triages(cast: Cast, lift: Request, api, who):
    user = cast.people()[who] if who else None
    expected = 200 if who in ("manager",) else 404  # the manager is a deputy chief

    assert api(user).get(f"/api/v1/requests/{lift.number}/candidates/").status_code == expected


def test_nobody_is_given_it_against_the_rule_without_a_reason(cast: Cast, lift: Request, api):
    answer = send(api(cast.chief), lift, "assign", to=cast.chair.pk)

    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["field"]) == ("why", "note")


@pytest.mark.parametrize("who", ["stranger", "unknown"])
def test_a_person_from_elsewhere_and_an_unknown_id_are_refused_alike(cast: Cast, lift: Request, api, who):
    to = cast.stranger.pk if who == "stranger" else 2**31 - 1
    answer = send(api(cast.chief), lift, "assign", to=to, note="试试")

    assert answer.status_code == 422
    assert answer.json() == {"code": "not_here", "message": "他不在这个驿站任职，不能派给他。", "field": "to"}


@pytest.mark.parametrize("name", BODIES)
def test_whoever_was_overtaken_is_told_what_changed(cast: Cast, lift: Request, api, name):
    read = lift.version
    actions.note(request=lift, text="先写一句", actor=cast.chief)
    answer = send(api(cast.manager), lift, name, **BODIES[name], version=read)

    assert (answer.status_code, answer.json()["code"]) == (409, "changed")
    assert "韩立群" in answer.json()["message"]


def test_what_comes_too_late_is_409(cast: Cast, lift: Request, api):
    actions.take(request=lift, actor=cast.manager)
    answer = send(api(cast.manager), lift, "take")

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_status")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("who", ["resident", "official", "stranger", "other_chief", "admin"])
def test_a_stranger_and_the_owner_get_404(cast: Cast, lift: Request, api, name, who):
    assert send(api(cast.people()[who]), lift, name, **ALL[name]).status_code == 404


def test_who_only_reads_along_gets_404(cast: Cast, lift: Request, api):
    lift.co_handlers.all().delete()

    assert {send(api(cast.leader), lift, name, **ALL[name]).status_code for name in ALL} == {404}


def test_the_chief_does_not_take_what_another_has(cast: Cast, lift: Request, api):
    assert send(api(cast.chief), lift, "take").status_code == 404


@pytest.mark.parametrize("name", ALL)
def test_a_visitor_is_told_to_sign_in(cast: Cast, lift: Request, api, name):
    assert send(api(), lift, name, **ALL[name]).status_code == 401


@pytest.mark.parametrize("name", ALL)
def test_a_bad_number_is_404(cast: Cast, lift: Request, api, name):
    lift.number = "JA-0000-0000"

    assert send(api(cast.chief), lift, name, **ALL[name]).status_code == 404


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_method_is_405(cast: Cast, lift: Request, api, name, method):
    assert getattr(api(cast.manager), method)(f"/api/v1/requests/{lift.number}/{name}/").status_code == 405


@pytest.mark.parametrize(
    ("name", "fields", "field"),
    [
        ("take", {"version": None}, "version"),
        ("take", {"version": "first"}, "version"),
        ("take", {"version": 10**20}, "version"),
        ("note", {"text": ""}, "text"),
        ("note", {"text": "好", "public": "perhaps"}, "public"),
        ("resolve", {}, "text"),
        ("assign", {}, "to"),
        ("assign", {"to": -1}, "to"),
        ("contact", {"note": "坏\x00了"}, "note"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(cast: Cast, lift: Request, api, name, fields, field):
    answer = send(api(cast.manager), lift, name, **fields)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert Request.objects.get().version == lift.version


def test_who_acts_without_end_is_told_to_wait(cast: Cast, lift: Request, api):
    from core.limits import hit

    limit, per = ACTS
    for _ in range(limit):
        hit(f"api-act:{cast.manager.pk}", limit=limit, per=per)

    assert send(api(cast.manager), lift, "take").status_code == 429


def test_there_is_no_address_for_what_the_api_does_not_do(cast: Cast, lift: Request, api):
    assert send(api(cast.chief), lift, "merge").status_code == 404
