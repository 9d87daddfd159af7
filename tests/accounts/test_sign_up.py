import pytest
from django.contrib.auth import get_user
from django.test import Client

from accounts.models import User
from tests.accounts.people import PASSWORD, PHONE

URL, VERIFY = "/sign-up/", "/account/phone/verify/"
NEW = "19900000088"


def sign_up(client, phone=NEW, password="plum-tree-4-2-301", **more):
    return client.post(URL, {"name": "周新来", "phone": phone, "password1": password, **more})


def test_a_newcomer_signs_up_and_is_in(client, db, sent, code_of):
    assert sign_up(client)["Location"] == VERIFY
    assert get_user(client).is_anonymous

    response = client.post(VERIFY, {"code": code_of(sent[0])})

    user = User.objects.get()
    assert response["Location"] == "/after-sign-in/"
    assert get_user(client) == user
    assert (user.phone, user.name, user.phone_verified) == (NEW, "周新来", True)
    assert user.check_password("plum-tree-4-2-301")


def test_a_number_that_is_taken_leads_to_the_same_page_and_its_owner_is_told(client, resident, sent):
    fresh = sign_up(client)
    page_of_fresh = client.get(VERIFY).content.decode().count("<input")
    other = Client()

    taken = sign_up(other, phone=PHONE)

    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    assert other.get(VERIFY).content.decode().count("<input") == page_of_fresh
    assert other.post(VERIFY, {"code": ""}).status_code == 400
    assert [message.phone for message in sent] == [NEW, PHONE]
    assert sent[1].text == "【红旗驿站】这个手机号已有账号，请直接登录。不是您本人操作，请不用理会。"


def test_signing_up_with_a_taken_number_changes_nothing_of_the_account(client, resident, sent):
    sign_up(client, phone=PHONE)

    resident.refresh_from_db()
    assert (resident.name, resident.check_password(PASSWORD)) == ("陈居民", True)


def test_a_stranger_cannot_choose_the_password_of_somebody_elses_number(client, db, sent, code_of, time_machine):
    time_machine.move_to("2026-11-23 10:00+08:00")
    sign_up(client, password="strangers-own-word")
    time_machine.move_to("2026-11-23 10:02+08:00")
    owner = Client()
    owner.post("/sign-in/code/", {"phone": NEW})
    owner.post("/sign-in/code/confirm/", {"code": code_of(sent[1])})

    user = User.objects.get()
    assert get_user(owner) == user
    assert (user.name, user.has_usable_password()) == ("", False)


def test_an_unfinished_sign_up_may_be_begun_again(client, db, sent, code_of, time_machine):
    time_machine.move_to("2026-11-23 10:00+08:00")
    sign_up(client)
    time_machine.move_to("2026-11-23 11:00+08:00")
    later = Client()
    sign_up(later, password="another-plum-tree")

    later.post(VERIFY, {"code": code_of(sent[1])})

    assert User.objects.get().check_password("another-plum-tree")
    assert get_user(later) == User.objects.get()


def test_a_code_can_be_sent_again_at_sign_up_for_taken_and_free_numbers_alike(client, resident, sent, time_machine):
    time_machine.move_to("2026-11-23 10:00+08:00")
    other = Client()
    sign_up(client)
    sign_up(other, phone=PHONE)
    for moment in ("10:00:30", "10:01:30", "10:03:00"):
        time_machine.move_to(f"2026-11-23 {moment}+08:00")
        free, taken = (one.post(VERIFY, {"action": "resend"}) for one in (client, other))
        assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
        pages = [one.get(VERIFY).content.decode() for one in (client, other)]
        assert pages[0].count("<button") == pages[1].count("<button")
        assert pages[0].count("验证码刚发过") == pages[1].count("验证码刚发过")

    assert [message.phone for message in sent if message.phone == NEW] == [NEW, NEW, NEW]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "王" * 41}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "0635-8123456"}, "phone"),
        ({"password1": ""}, "password1"),
        ({"password1": "short"}, "password1"),
        ({"password1": "1234567890"}, "password1"),
        ({"password1": "19900000088"}, "password1"),
    ],
)
def test_bad_input_is_named_and_the_rest_is_kept(client, db, sent, fields, wrong):
    data = {"name": "周新来", "phone": NEW, "password1": "plum-tree-4-2-301", **fields}
    response = client.post(URL, data)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == [wrong]
    assert (response.context["form"]["name"].value(), response.context["form"]["phone"].value()) == (
        data["name"],
        data["phone"],
    )
    assert list(sent) == []
    assert not User.objects.exists()


def test_too_many_wrong_codes_end_the_sign_up(client, db, sent):
    sign_up(client)

    statuses = [client.post(VERIFY, {"code": "000000"}).status_code for _attempt in range(5)]

    assert statuses == [400, 400, 400, 400, 302]
    assert client.get(VERIFY)["Location"] == "/sign-in/"


def test_no_other_host_is_gone_on_to_after_sign_up(client, db, sent, code_of):
    sign_up(client, next="https://evil.example/")

    assert client.post(VERIFY, {"code": code_of(sent[0])})["Location"] == "/after-sign-in/"


def test_what_is_wrong_with_a_password_is_said_in_chinese_and_one_thing_at_a_time(client, db):
    errors = sign_up(client, password="123").context["form"].errors["password1"]

    assert errors == ["密码太短了，至少要10位。"]


def test_an_empty_field_is_named(client, db):
    form = client.post("/sign-up/").context["form"]

    assert dict(form.errors) == {
        "name": ["请写上怎么称呼您。"],
        "phone": ["请写手机号。"],
        "password1": ["请写密码。"],
    }
