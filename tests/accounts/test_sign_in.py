import pytest
from django.contrib.auth import get_user

from tests.accounts.people import PASSWORD, PHONE

URL = "/sign-in/"


def sign_in(client, login=PHONE, password=PASSWORD, **more):
    return client.post(URL, {"login": login, "password": password, **more})


def words(response):
    return [str(error) for error in response.context["form"].non_field_errors()]


@pytest.mark.parametrize("login", [PHONE, "+86 199 0000 0001", "199-0000-0001", "１９９０００００００１"])
def test_a_resident_signs_in_with_the_number_as_people_write_it(client, resident, login):
    response = sign_in(client, login)

    assert (response.status_code, response["Location"]) == (302, "/after-sign-in/")
    assert get_user(client) == resident


def test_the_session_gets_a_new_key_and_lasts_thirty_days(client, resident):
    client.get(URL)
    session = client.session
    session["seen"] = True
    session.save()

    sign_in(client)

    assert client.session.session_key != session.session_key
    assert client.session.get_expiry_age() == 30 * 24 * 3600


def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(client, resident):
    wrong = sign_in(client, password="not-the-password")
    unknown = sign_in(client, login="19900000099", password="not-the-password")

    assert (wrong.status_code, unknown.status_code) == (400, 400)
    assert words(wrong) == words(unknown) == ["手机号或密码不对。可以再试一次，也可以用短信验证码登录。"]
    assert get_user(client).is_anonymous


def test_an_unknown_number_costs_as_many_password_hashes_as_a_known_one(client, resident, settings, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashes = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashes.append(1) or encode(*args))
    sign_in(client, password="not-the-password")
    known = len(hashes)
    sign_in(client, login="19900000099", password="not-the-password")

    assert (known, len(hashes)) == (1, 2)


def test_the_number_is_kept_after_a_mistake_and_the_password_is_not(client, resident):
    html = sign_in(client, login="199 0000 0001", password="not-the-password").content.decode()

    assert 'value="199 0000 0001"' in html
    assert "not-the-password" not in html
    assert "<title>错误：" in html


@pytest.mark.parametrize("login", ["", "abc", "123", "0635-8123456", "1" * 5000, "1990000000\x00"])
def test_what_is_no_mobile_number_is_explained_at_its_field(client, db, login):
    response = sign_in(client, login)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["login"]


def test_five_wrong_passwords_lock_the_number_even_for_the_right_one(client, resident):
    for _attempt in range(5):
        assert words(sign_in(client, password="not-the-password")) != []

    response = sign_in(client)

    assert response.status_code == 400
    assert words(response) == ["试错的次数多了，请过15分钟再试，或者用短信验证码登录。"]


def test_the_lock_of_an_unknown_number_looks_the_same(client, resident):
    for _attempt in range(5):
        sign_in(client, login="19900000099", password="not-the-password")

    assert words(sign_in(client, login="19900000099")) == ["试错的次数多了，请过15分钟再试，或者用短信验证码登录。"]


def test_one_number_that_is_locked_does_not_lock_another(client, resident):
    for _attempt in range(5):
        sign_in(client, login="19900000099", password="not-the-password")

    assert sign_in(client).status_code == 302


def test_the_lock_ends_after_fifteen_minutes(client, resident, time_machine):
    time_machine.move_to("2026-11-23 10:00+08:00")
    for _attempt in range(5):
        sign_in(client, password="not-the-password")
    time_machine.move_to("2026-11-23 10:14+08:00")
    assert sign_in(client).status_code == 400

    time_machine.move_to("2026-11-23 10:16+08:00")

    assert sign_in(client).status_code == 302


def test_one_address_may_not_try_many_numbers(client, db):
    answers = [sign_in(client, login=f"199000001{i:02}", password="password-for-all") for i in range(21)]

    assert [words(answer)[0][:4] for answer in answers] == ["手机号或"] * 20 + ["试错的次"]


@pytest.mark.parametrize("key", ["GET", "POST"])
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_another_host_is_no_place_to_go_on_to(client, resident, target, key):
    if key == "GET":
        response = client.post(URL, {"login": PHONE, "password": PASSWORD}, query_params={"next": target})
    else:
        response = sign_in(client, next=target)

    assert response["Location"] == "/after-sign-in/"


def test_a_place_of_ours_is_gone_on_to(client, resident):
    assert sign_in(client, next="/inbox/?page=2")["Location"] == "/inbox/?page=2"


def test_a_closed_account_with_the_right_password_says_that_it_is_closed(client, resident):
    resident.is_active = False
    resident.save()

    assert sign_in(client)["Location"] == "/account/inactive/"
    assert get_user(client).is_anonymous


def test_a_closed_account_with_a_wrong_password_says_nothing(client, resident):
    resident.is_active = False
    resident.save()

    assert words(sign_in(client, password="not-the-password")) == [
        "手机号或密码不对。可以再试一次，也可以用短信验证码登录。"
    ]


def test_a_number_that_was_never_confirmed_is_confirmed_by_a_code_first(client, resident, sent, code_of):
    resident.phone_verified = False
    resident.save()

    assert sign_in(client)["Location"] == "/account/phone/verify/"
    assert get_user(client).is_anonymous

    response = client.post("/account/phone/verify/", {"code": code_of(sent[0])})

    assert response["Location"] == "/after-sign-in/"
    assert get_user(client) == resident


@pytest.mark.parametrize("path", [URL, "/sign-up/", "/sign-in/code/", "/account/password/forgotten/", "/sign-out/"])
def test_a_wrong_method_is_refused(client, db, path):
    assert client.put(path).status_code == 405


def test_a_form_without_its_token_is_refused(db):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(URL, {"login": PHONE, "password": PASSWORD}).status_code == 403


def test_signing_out_asks_first(client, resident):
    client.force_login(resident)

    assert client.get("/sign-out/").status_code == 200
    assert get_user(client) == resident

    assert client.post("/sign-out/")["Location"] == "/"
    assert get_user(client).is_anonymous
