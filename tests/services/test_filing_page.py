"""The filing form: one sentence and one tap, from a plate or from a station's page."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from services.models import DraftPhoto, Photo, Request
from services.vocabulary import Channel
from stations.models import Facility, Plate
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast
from tests.uploads import fetched, no_photo, photo

LIFT = "三单元电梯又坏了，老人下不来楼"
REPORT = "/stations/jingan/report/"
KIB = 1024


@pytest.fixture
def plate(cast: Cast) -> Plate:
    entrance = cast.building.entrances.get(number="2")
    lift = Facility.objects.create(
        compound=cast.jingan.compound, kind="lift", name="电梯", building=cast.building, entrance=entrance
    )
    return Plate.objects.create(
        code="0427", compound=cast.jingan.compound, building=cast.building, entrance=entrance, facility=lift
    )


def key_of(html: str) -> str:
    return re.search(r'name="submission_key" value="([^"]+)"', html)[1]


def kept_in(html: str) -> list[str]:
    return re.findall(r'name="kept" value="([^"]+)"', html)


def test_one_sentence_is_enough_and_leads_to_the_receipt(client: Client, cast: Cast) -> None:
    answer = client.post(REPORT, {"description": LIFT})

    request = Request.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/requests/{request.number}/")
    assert (request.description, request.channel, request.reporter, request.place) == (LIFT, Channel.WEB, None, "")
    page = client.get(answer["Location"]).content.decode()
    assert re.search(r"取件码 \d{6}<", page) is not None


def test_a_plate_is_the_place(client: Client, plate: Plate) -> None:
    assert "4号楼2单元 · 电梯" in client.get("/p/0427/").content.decode()

    client.post("/p/0427/", {"description": LIFT})

    request = Request.objects.get()
    assert (request.place, request.plate, request.channel) == ("4号楼2单元 · 电梯", plate, Channel.PLATE)


def test_in_front_of_the_wrong_plate_another_place_is_chosen_and_nothing_is_lost(client: Client, plate: Plate) -> None:
    other = plate.compound.buildings.get(number="3").entrances.get(number="1")

    client.post("/p/0427/", {"description": LIFT, "entrance": other.pk})

    request = Request.objects.get()
    assert (request.place, request.plate) == ("3号楼1单元", None)


def test_in_front_of_a_plate_it_may_be_somewhere_in_the_compound(client: Client, plate: Plate) -> None:
    client.post("/p/0427/", {"description": LIFT, "building": "none"})

    assert Request.objects.get().place == ""


@pytest.mark.parametrize("code", ["9999", "04 27", "<script>", "x" * 300])
def test_an_unknown_plate_is_404_and_offers_the_directory(client: Client, plate: Plate, code: str) -> None:
    answer = client.get(reverse("plate", args=[code]))

    assert answer.status_code == 404
    assert f'href="{reverse("stations")}"' in answer.content.decode()


def test_a_revoked_plate_is_404_and_leads_to_its_station(client: Client, plate: Plate) -> None:
    Plate.objects.update(revoked_at="2026-01-01T00:00Z")

    answer = client.post("/p/0427/", {"description": LIFT})

    page = answer.content.decode()
    assert answer.status_code == 404
    assert (f'href="{REPORT}"' in page, "现在不用了" in page) == (True, True)  # nobody knows of a new one
    assert Request.objects.count() == 0


@pytest.mark.parametrize("path", ["/stations/nowhere/report/", "/stations/closed/report/"])
def test_a_station_that_is_not_there_is_404(client: Client, cast: Cast, path: str) -> None:
    type(cast.huaji).objects.filter(slug="huaji").update(slug="closed", is_open=False)

    assert (client.get(path).status_code, client.post(path, {"description": LIFT}).status_code) == (404, 404)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_another_method_is_405(client: Client, plate: Plate, method: str) -> None:
    assert [getattr(client, method)(path).status_code for path in (REPORT, "/p/0427/")] == [405, 405]


def test_the_entrance_alone_names_the_building(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": LIFT, "entrance": cast.building.entrances.get(number="2").pk})

    assert Request.objects.get().place == "4号楼2单元"


def test_the_building_alone_is_enough(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": LIFT, "building": cast.building.pk})

    assert Request.objects.get().place == "4号楼"


@pytest.mark.parametrize("bad", ["foreign building", "foreign entrance", "not inside", "no number", "9" * 19])
def test_a_place_of_elsewhere_is_refused_by_name_and_all_is_kept(client: Client, cast: Cast, bad: str) -> None:
    elsewhere = cast.huaji.compound.buildings.get(number="1")
    other = cast.jingan.compound.buildings.get(number="1")
    sent = {
        "foreign building": {"building": elsewhere.pk},
        "foreign entrance": {"entrance": elsewhere.entrances.all()[0].pk},
        "not inside": {"building": cast.building.pk, "entrance": other.entrances.all()[0].pk},
    }.get(bad, {"entrance": bad})

    answer = client.post(REPORT, {"description": LIFT, "phone": "13800001111", **sent})

    page = answer.content.decode()
    assert (answer.status_code, Request.objects.count()) == (400, 0)
    assert "<title>错误：" in page
    assert LIFT in page
    assert 'value="13800001111"' in page
    assert "请重新选一下" in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"description": " \u200b\n"}, "description"),
        ({"description": "长" * 10_001}, "description"),
        ({"description": LIFT, "phone": "12345"}, "phone"),
        ({"description": LIFT, "name": "名" * 41}, "name"),
        ({"description": LIFT, "category": "no-such-kind"}, "category"),
    ],
    ids=["blank", "long", "phone", "name", "category"],
)
def test_bad_input_is_400_with_the_field_named(client: Client, cast: Cast, sent: dict, field: str) -> None:
    answer = client.post(REPORT, sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert f'href="#id_{field}"' in answer.content.decode()


@pytest.mark.parametrize("text", ["\x00电梯坏了", "<script>alert(1)</script>电梯", "😀" * 50, "\ud83d电梯坏了"])
def test_odd_texts_never_break_the_form(client: Client, cast: Cast, text: str) -> None:
    answer = client.post(REPORT, {"description": text.encode("utf-8", "replace"), "submission_key": "made up"})

    assert answer.status_code == 302
    assert "<script>alert" not in client.get(answer["Location"]).content.decode()


def test_a_chosen_kind_stands(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": "有点事", "category": "lift-fault"})

    assert Request.objects.get().category.slug == "lift-fault"


def test_a_tile_opens_the_form_with_its_group_first(client: Client, cast: Cast) -> None:
    page = client.get(f"{REPORT}?category=repair-elevator").content.decode()

    assert "电梯：出了什么事？" in page
    assert re.search(r'<select name="category".*?<optgroup label="([^"]+)"', page, re.S)[1] == "电梯"


def test_a_double_tap_files_once_and_both_answers_open_the_receipt(cast: Cast) -> None:
    first, second = Client(), Client()
    sent = {"description": LIFT, "submission_key": key_of(first.get(REPORT).content.decode())}

    answers = [first.post(REPORT, sent), second.post(REPORT, sent)]

    number = Request.objects.get().number
    assert [answer["Location"] for answer in answers] == [f"/requests/{number}/"] * 2
    # A phone that taps twice drops the first answer, cookie and all.
    codes = [
        re.search(r"取件码 (\d{6})", client.get(f"/requests/{number}/").content.decode())[1]
        for client in (first, second)
    ]
    assert codes[0] == codes[1]


def shown_and_sent(client: Client, path: str, **data: object) -> str:
    answer = client.post(path, {"submission_key": key_of(client.get(path).content.decode()), **data})
    return str(answer["Location"])


def test_going_back_and_sending_the_same_words_again_opens_the_same_receipt(client: Client, cast: Cast) -> None:
    first, second = (shown_and_sent(client, REPORT, description=LIFT) for _ in range(2))

    assert (first == second, Request.objects.count()) == (True, 1)
    assert "这件事刚才已经报上了，不用再报一次。" in client.get(second).content.decode()


@pytest.mark.parametrize("change", ["words", "phone", "place", "photo", "browser"])
def test_anything_else_is_filed_anew(client: Client, cast: Cast, change: str) -> None:
    entrance = cast.building.entrances.get(number="2")
    other = {
        "words": {"description": f"{LIFT}！"},
        "phone": {"phone": "13800001111"},
        "place": {"entrance": entrance.pk},
        "photo": {"photos": photo()},
        "browser": {},
    }[change]
    shown_and_sent(client, REPORT, description=LIFT)
    shown_and_sent(Client() if change == "browser" else client, REPORT, **{"description": LIFT, **other})

    assert Request.objects.count() == 2


def test_an_invented_key_opens_nobodys_receipt(client: Client, cast: Cast) -> None:
    answers = [client.post(REPORT, {"description": LIFT, "submission_key": "guessed"}) for _ in range(2)]

    assert len({answer["Location"] for answer in answers}) == 2


def test_whoever_signed_in_finds_name_number_and_home_filled_in(client: Client, cast: Cast) -> None:
    client.force_login(cast.resident)
    form = client.get(REPORT).context["form"]
    home = cast.building.entrances.get(number="2")

    assert (form["phone"].value(), form["name"].value()) == (cast.resident.phone, "陈居民")
    assert (form["building"].value(), form["entrance"].value()) == (cast.building.pk, home.pk)

    client.post(REPORT, {"description": LIFT})
    assert Request.objects.get().reporter == cast.resident


def test_home_in_another_compound_is_not_filled_in(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)

    assert client.get(REPORT).context["form"]["building"].value() is None


def test_photos_are_filed_with_it(client: Client, cast: Cast) -> None:
    client.post(REPORT, {"description": LIFT, "photos": [photo(), photo("b.jpg")]})

    assert Request.objects.get().photos.count() == 2


def test_a_broken_photo_refuses_only_itself_and_the_good_ones_are_kept(client: Client, cast: Cast) -> None:
    answer = client.post(REPORT, {"description": LIFT, "photos": [photo(), no_photo()]})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["photos"]
    assert answer.context["form"].errors["photos"][0].startswith("照片2（")
    (token,) = kept_in(page)
    assert fetched(client, reverse("kept_photo", args=[token]))[0] == 200

    client.post(REPORT, {"description": LIFT, "kept": [token]})
    assert Request.objects.get().photos.count() == 1
    assert DraftPhoto.objects.count() == 0


def test_a_kept_photo_may_be_dropped(client: Client, cast: Cast) -> None:
    (token,) = kept_in(client.post(REPORT, {"photos": [photo()]}).content.decode())

    client.post(REPORT, {"description": LIFT, "kept": [token], "drop": [token]})

    assert Request.objects.get().photos.count() == 0


def test_of_more_than_six_photos_six_are_filed_and_the_receipt_says_so(client: Client, cast: Cast) -> None:
    sent = {"description": LIFT, "photos": [photo(size=(20, 20)) for _ in range(8)]}
    page = client.post(REPORT, sent, follow=True).content.decode()

    assert Request.objects.get().photos.count() == 6
    assert "一次最多6张照片，多的2张没有收，可以再补。" in page


def test_a_swept_draft_costs_the_photo_and_is_told(client: Client, cast: Cast) -> None:
    answer = client.post(REPORT, {"description": LIFT, "kept": ["0" * 32, "../../etc"]}, follow=True)

    assert answer.status_code == 200
    assert "有1张照片没存住" in answer.content.decode()


def test_when_storing_fails_the_sentence_is_filed_and_the_receipt_says_so(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> str:
        raise OSError("no space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)

    answer = client.post(REPORT, {"description": LIFT, "photos": [photo()]}, follow=True)

    assert "有1张照片没存住" in answer.content.decode()
    assert Request.objects.get().photos.count() == 0


def test_too_many_from_one_address_are_429_with_all_kept(client: Client, cast: Cast) -> None:
    for _ in range(60):
        assert client.post(REPORT, {"description": LIFT}).status_code == 302

    answer = client.post(REPORT, {"description": "第六十一件", "name": "老赵"})

    page = answer.content.decode()
    assert (answer.status_code, Request.objects.count()) == (429, 60)
    assert "第六十一件" in page
    assert 'value="老赵"' in page


def test_one_number_files_ten_an_hour(client: Client, cast: Cast) -> None:
    sent = {"description": LIFT, "phone": "13800001111"}

    assert [client.post(REPORT, sent).status_code for _ in range(11)] == [302] * 10 + [429]


def test_without_the_token_of_the_form_nothing_is_filed(cast: Cast) -> None:
    answer = Client(enforce_csrf_checks=True).post(REPORT, {"description": LIFT})

    assert (answer.status_code, Request.objects.count()) == (403, 0)


@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "resident"])
@pytest.mark.parametrize("crowd", [1, 15])
@pytest.mark.parametrize("path", [REPORT, "/p/0427/"], ids=["station", "plate"])
def test_filing_takes_at_most_14_statements(
    client: Client, cast: Cast, plate: Plate, path: str, crowd: int, signed_in: bool
) -> None:
    for number in range(crowd):
        factories.appoint(factories.make_user(f"员工{number}"), Post.PROPERTY_STAFF, cast.jingan)
        cast.jingan.compound.buildings.create(number=str(100 + number))
        factories.file(cast.jingan, LIFT, "4")
    if signed_in:
        client.force_login(cast.resident)
    place = {"entrance": cast.building.entrances.get(number="2").pk} if path == REPORT else {}
    key = key_of(client.get(path).content.decode())

    with CaptureQueriesContext(connection) as taken:
        answer = client.post(
            path, {"description": LIFT, "photos": [photo()], "phone": "13800001111", "submission_key": key, **place}
        )

    assert answer.status_code == 302
    assert Photo.objects.count() == 1
    assert len(taken) <= 14, "\n".join(query["sql"][:120] for query in taken)


@pytest.mark.parametrize("path", [REPORT, "/p/0427/"], ids=["station", "plate"])
def test_the_form_is_shown_with_at_most_8_statements(client: Client, cast: Cast, plate: Plate, path: str) -> None:
    client.force_login(cast.resident)
    client.get(path)

    with CaptureQueriesContext(connection) as taken:
        client.get(path)

    assert len(taken) <= 8


def test_a_first_visit_weighs_at_most_60_kib(client: Client, plate: Plate) -> None:
    page = client.get("/p/0427/").content
    files = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    weights = [len(gzip.compress(Path(finders.find(name.decode())).read_bytes())) for name in set(files)]

    assert len(gzip.compress(page)) + sum(weights) <= 60 * KIB


def test_the_numbers_to_call_stand_on_the_form_before_anything_is_sent(client: Client, plate: Plate) -> None:
    page = client.get("/p/0427/").content.decode()

    assert re.findall(r'class="btn" href="tel:(\d+)"', page) == ["119", "120", "110", "06358000000"]
