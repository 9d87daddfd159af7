"""Filing through the API: the same action, the same limits, a receipt in JSON."""

import json
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from services.limits import FILED_PER_ADDRESS, FILED_PER_PHONE
from services.models import Request
from services.numbers import is_code
from services.vocabulary import Channel
from tests.api.conftest import LIFT
from tests.cast import Cast

URL = "/api/v1/requests/"


def send(client, **fields):
    return client.post(URL, {"station": "jingan", "description": LIFT, **fields}, format="json")


def test_a_visitor_files_one_sentence_and_gets_a_receipt(cast: Cast, api):
    answer = send(api())
    filed = Request.objects.get()
    told = answer.json()

    assert (answer.status_code, told["number"], told["status"]) == (201, filed.number, "assigned")
    assert (told["status_words"], told["assignee_title"], told["danger"]) == ("已派人", "物业经理", None)
    assert is_code(filed.number, told["pick_up_code"], filed.code_digest)
    assert (filed.channel, filed.reporter, filed.reporter_phone) == (Channel.API, None, "")
    assert told["resolve_due_at"].endswith("+08:00")


def test_the_place_and_the_kind_are_taken_as_named(cast: Cast, api):
    entrance = cast.building.entrances.get(number="2")
    send(api(), building=cast.building.pk, entrance=entrance.pk, category="gate-camera-lamp", name="老周")
    filed = Request.objects.get()

    assert (filed.building, filed.entrance, filed.category.slug) == (cast.building, entrance, "gate-camera-lamp")


def test_who_is_signed_in_is_the_owner_known_by_the_account(cast: Cast, api):
    send(api(cast.resident))
    filed = Request.objects.get()

    assert (filed.reporter, filed.reporter_name, filed.reporter_phone) == (cast.resident, "陈居民", "19900000001")


def test_who_is_signed_in_may_leave_the_number_out(cast: Cast, api):
    send(api(cast.resident), phone="", name="")
    filed = Request.objects.get()

    assert (filed.reporter, filed.reporter_name, filed.reporter_phone) == (cast.resident, "", "")


def test_a_phone_in_any_writing_is_kept_as_digits(cast: Cast, api):
    send(api(), phone="+86 138-1234-5678")

    assert Request.objects.get().reporter_phone == "13812345678"


def test_danger_is_answered_with_the_numbers_to_call(cast: Cast, api):
    danger = send(api(), description="楼道里一股煤气味").json()["danger"]

    assert (danger["kind"], danger["numbers"][0]["number"]) == ("gas", "119")


def test_the_same_key_files_once_and_gives_the_same_receipt(cast: Cast, api):
    key = str(uuid4())
    first, second = send(api(), submission_key=key), send(api(), submission_key=key)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Request.objects.count() == 1


def test_the_key_of_somebody_signed_in_opens_nothing_to_others(cast: Cast, api):
    key = str(uuid4())
    first = send(api(cast.resident), submission_key=key).json()

    assert [
        send(api(user), submission_key=key).json()["number"] == first["number"] for user in (None, cast.stranger)
    ] == [
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"station": "nowhere"}, "station"),
        ({"station": None}, "station"),
        ({"description": ""}, "description"),
        ({"description": None}, "description"),
        ({"description": ["电梯"]}, "description"),
        ({"description": "坏\x00了"}, "description"),
        ({"description": "长" * 10_001}, "description"),
        ({"category": "no-such-kind"}, "category"),
        ({"building": 0}, "building"),
        ({"building": 10**30}, "building"),
        ({"building": 2**31 - 1}, "building"),
        ({"building": "四号楼"}, "building"),
        ({"entrance": 2**31 - 1}, "entrance"),
        ({"phone": "12345"}, "phone"),
        ({"name": "名" * 41}, "name"),
        ({"submission_key": "1"}, "submission_key"),
    ],
    ids=lambda value: None if isinstance(value, str) else json.dumps(value)[:30],
)
def test_a_wrong_field_is_named_and_nothing_is_filed(cast: Cast, api, fields, name):
    answer = send(api(), **fields)

    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (400, "invalid", [name])
    assert Request.objects.count() == 0


def test_a_place_of_another_compound_is_refused(cast: Cast, api):
    elsewhere = cast.huaji.compound.buildings.all()[0]
    answer = send(api(), building=elsewhere.pk)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["building"])


def test_an_entrance_outside_the_building_is_refused(cast: Cast, api):
    other = cast.jingan.compound.buildings.get(number="1").entrances.all()[0]
    answer = send(api(), building=cast.building.pk, entrance=other.pk)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["entrance"])


def test_what_is_refused_by_the_action_is_422_in_its_words(cast: Cast, api):
    answer = send(api(), description="\u200b\u200b")

    assert answer.status_code == 422
    assert answer.json() == {"code": "empty", "message": "请写一句话，说说出了什么事。", "field": "description"}


@pytest.mark.parametrize("body", ["", "{", "[]", '"电梯"', "3", "null", "[" * 50_000, '{"station": NaN}', b"\xff\xfe"])
def test_a_body_that_is_no_object_is_400(cast: Cast, api, body):
    answer = api().post(URL, body, content_type="application/json")

    assert (answer.status_code, sorted(answer.json())) == (400, ["code", "fields", "message"])


def test_a_body_that_is_too_large_is_413(cast: Cast, api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    assert send(api(), description="长" * 1000).status_code == 413


def test_a_form_is_415(cast: Cast, api):
    answer = api().post(URL, {"station": "jingan", "description": LIFT}, format="multipart")

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_another_method_is_405(cast: Cast, api, method):
    assert getattr(api(cast.chief), method)(URL, {}, format="json").status_code == 405


def test_whoever_is_signed_in_needs_the_csrf_token(cast: Cast):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(cast.resident, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = send(client)

    assert (answer.status_code, answer.json()["code"], Request.objects.count()) == (403, "permission_denied", 0)


def test_one_number_files_so_often_and_no_more(cast: Cast, api):
    answers = [send(api(), phone="13812345678") for _ in range(FILED_PER_PHONE + 1)]

    assert [answer.status_code for answer in answers] == [201] * FILED_PER_PHONE + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
    assert answers[-1].json()["message"] == "次数太多了，请过一会儿再试。"


def test_one_address_files_so_often_and_no_more(cast: Cast, api, rf):
    from services.limits import may_file

    for _ in range(FILED_PER_ADDRESS):
        may_file(rf.get("/"), "")

    assert send(api()).status_code == 429


@pytest.mark.parametrize("crowd", [0, 20])
def test_a_filing_takes_at_most_fourteen_statements(cast: Cast, api, crowd, django_assert_max_num_queries):
    client = api()
    for _ in range(1 + crowd):
        send(client)  # the first one of a process reads the catalogue and the calendar

    with django_assert_max_num_queries(14):
        send(client, building=cast.building.pk)
