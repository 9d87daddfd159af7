"""Finding one's request again: by number and code, and in the list of one's own."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services import actions
from services.held import COOKIE, MOST
from services.models import Request
from services.vocabulary import Status
from tests import factories
from tests.cast import Cast

LIFT = "三单元电梯又坏了，老人下不来楼"
TRACK = "/requests/track/"
WRONG = "编号或取件码不对，请照回执再填一次。"


@pytest.fixture
def filed(cast: Cast) -> actions.Filed:
    return actions.file_request(
        station=cast.jingan, description=LIFT, reporter=actions.Reporter(), place=actions.Place()
    )


def wide(text: str) -> str:
    """Full-width, as some keyboards type."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@pytest.mark.parametrize(
    "typed",
    [lambda n: n, str.lower, lambda n: f"  {n} ", lambda n: n.replace("-", ""), lambda n: n.replace("-", " — "), wide],
    ids=["as printed", "small", "spaces", "no dashes", "other dashes", "full width"],
)
def test_the_number_is_understood_however_it_is_typed(client: Client, filed: actions.Filed, typed: object) -> None:
    code = f" {filed.code[:3]} {wide(filed.code[3:])}"

    answer = client.post(TRACK, {"number": typed(filed.request.number), "code": code})

    assert (answer.status_code, answer["Location"]) == (302, filed.request.get_absolute_url())
    assert LIFT in client.get(answer["Location"]).content.decode()


def test_whatever_is_wrong_the_words_are_the_same(client: Client, filed: actions.Filed) -> None:
    number = filed.request.number
    pairs = [(number, "000000"), ("JA-2611-9999", filed.code), ("nonsense", "x"), (number, filed.code + "1")]
    answers = [client.post(TRACK, {"number": number, "code": code}) for number, code in pairs]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert [answer.content.decode().count(WRONG) for answer in answers] == [1] * 4
    assert [answer.content.decode().count("没查到") for answer in answers] == [1] * 4
    assert [COOKIE in answer.cookies for answer in answers] == [False] * 4


def test_an_empty_field_is_named(client: Client, db: None) -> None:
    answer = client.post(TRACK, {"number": "JA-2611-0001"})

    assert answer.status_code == 400
    assert 'href="#id_code"' in answer.content.decode()


@pytest.mark.parametrize("number", ["JA-2611-0001", "JA-2611-9999"], ids=["there", "not there"])
def test_after_five_wrong_codes_even_the_right_one_waits(client: Client, filed: actions.Filed, number: str) -> None:
    number = filed.request.number if number == "JA-2611-0001" else number
    codes = [client.post(TRACK, {"number": number, "code": "000000"}).status_code for _ in range(6)]

    answer = Client().post(TRACK, {"number": number, "code": filed.code})

    assert codes == [400] * 5 + [429]
    assert answer.status_code == 429
    assert "请过15分钟再来" in answer.content.decode()
    assert f'value="{number}"' in answer.content.decode()


def test_one_address_guesses_twenty_times_an_hour_and_success_gives_nothing_back(
    client: Client, filed: actions.Filed
) -> None:
    good = {"number": filed.request.number, "code": filed.code}
    statuses = []
    for guess in range(21):
        statuses.append(client.post(TRACK, {"number": f"JA-2612-{guess:04d}", "code": "000000"}).status_code)
        if guess == 10:
            assert client.post(TRACK, good).status_code == 302

    assert statuses == [400] * 20 + [429]
    assert client.post(TRACK, good).status_code == 429


@pytest.mark.parametrize("path", [TRACK, "/my/forget/"])
def test_another_method_is_405(client: Client, db: None, path: str) -> None:
    assert client.put(path).status_code == 405


def test_my_requests_of_a_visitor_are_those_of_this_browser(client: Client, cast: Cast) -> None:
    factories.file(cast.jingan, "别人家的事")
    client.post("/stations/jingan/report/", {"description": LIFT})

    page = client.get("/my/").content.decode()

    assert re.findall(r"<h3>([^<]+)</h3>", page) == [LIFT]


def test_my_requests_show_what_waits_for_me_then_what_goes_on_then_what_is_over(client: Client, cast: Cast) -> None:
    texts = ["正在办的", "要评价的", "撤回的", "并走的"]
    going, waiting, over, merged = (factories.file(cast.jingan, text, by=cast.resident) for text in texts)
    Request.objects.filter(pk=waiting.pk).update(status=Status.RESOLVED)
    Request.objects.filter(pk=merged.pk).update(status=Status.MERGED, merged_into=going)
    actions.withdraw(request=over, actor=cast.resident)
    client.force_login(cast.resident)

    page = client.get("/my/").content.decode()

    assert re.findall(r"<h[23]>([^<]+)</h[23]>", page) == [
        *["等您评价", "要评价的", "正在办", "并走的", "正在办的", "办完的", "撤回的"]
    ]


def test_my_requests_with_nothing_say_what_to_do(client: Client, db: None) -> None:
    assert "我有取件码" in client.get("/my/").content.decode()


def test_a_borrowed_phone_forgets(client: Client, cast: Cast) -> None:
    path = client.post("/stations/jingan/report/", {"description": LIFT})["Location"]

    page = client.post("/my/forget/", follow=True).content.decode()

    assert LIFT not in page
    assert client.get(path).status_code == 404


def test_a_browser_holds_the_newest_codes_within_what_a_cookie_may_weigh(client: Client, cast: Cast) -> None:
    paths = [client.post("/stations/jingan/report/", {"description": LIFT})["Location"] for _ in range(MOST + 1)]

    assert len(client.cookies[COOKIE].value) < 3000
    assert [client.get(path).status_code for path in (paths[0], paths[1], paths[-1])] == [404, 200, 200]


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_made_up_page_number_is_no_error(client: Client, db: None, page: str) -> None:
    assert client.get("/my/", {"page": page}).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 100])
@pytest.mark.parametrize("path", ["/my/", "/"])
def test_lists_of_ones_own_take_at_most_8_statements(client: Client, cast: Cast, path: str, count: int) -> None:
    filed = factories.file(cast.jingan, LIFT, by=cast.resident)
    copies = [
        Request(**{f.attname: getattr(filed, f.attname) for f in Request._meta.fields if f.name != "id"})
        for _ in range(count - 1)
    ]
    for place, copy in enumerate(copies):
        copy.number = f"JA-2601-{place:04d}"
    Request.objects.bulk_create(copies)
    client.force_login(cast.resident)
    client.get(path)

    with CaptureQueriesContext(connection) as taken:
        client.get(path)

    assert len(taken) <= 8, "\n".join(query["sql"][:120] for query in taken)
