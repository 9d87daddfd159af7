import pytest
from django.contrib.auth import get_user
from django.test import Client

from accounts.models import User
from tests.accounts.people import PASSWORD, PHONE

NEW_PASSWORD = "plum-tree-4-2-301"
NEW_PHONE = "19900000077"


@pytest.fixture
def signed_in(client, resident):
    client.post("/sign-in/", {"login": PHONE, "password": PASSWORD})
    return client


def test_the_password_is_changed_with_the_old_one(signed_in, resident):
    response = signed_in.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})

    resident.refresh_from_db()
    assert response["Location"] == "/after-sign-in/"
    assert resident.check_password(NEW_PASSWORD)
    assert get_user(signed_in) == resident


def test_a_change_of_password_ends_the_other_sessions(signed_in, resident):
    elsewhere = Client()
    elsewhere.force_login(resident)

    signed_in.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})

    assert get_user(elsewhere).is_anonymous


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"oldpassword": "not-the-password", "password1": NEW_PASSWORD}, "oldpassword"),
        ({"oldpassword": PASSWORD, "password1": "short"}, "password1"),
        ({"oldpassword": PASSWORD, "password1": PHONE}, "password1"),
        ({"password1": NEW_PASSWORD}, "oldpassword"),
    ],
)
def test_a_change_that_cannot_be_made_names_its_field(signed_in, resident, data, wrong):
    response = signed_in.post("/account/password/", data)

    resident.refresh_from_db()
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [wrong]
    assert resident.check_password(PASSWORD)


def test_guessing_the_old_password_locks_too(signed_in):
    for _attempt in range(5):
        signed_in.post("/account/password/", {"oldpassword": "not-the-password", "password1": NEW_PASSWORD})

    response = signed_in.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})

    assert response.status_code == 400


def test_a_forgotten_password_is_replaced_by_way_of_a_code(client, resident, sent, code_of):
    location = client.post("/account/password/forgotten/", {"phone": PHONE})["Location"]
    location = client.post(location, {"code": code_of(sent[0])})["Location"]
    assert location == "/account/password/"
    assert list(client.get(location).context["form"].fields) == ["password1"]

    client.post(location, {"password1": NEW_PASSWORD})

    resident.refresh_from_db()
    assert resident.check_password(NEW_PASSWORD)


def test_a_code_stands_for_the_old_password_only_for_a_while(client, resident, sent, code_of, time_machine):
    time_machine.move_to("2026-11-23 10:00+08:00")
    client.post("/sign-in/code/", {"phone": PHONE})
    client.post("/sign-in/code/confirm/", {"code": code_of(sent[0])})
    time_machine.move_to("2026-11-23 10:16+08:00")

    assert list(client.get("/account/password/").context["form"].fields) == ["oldpassword", "password1"]


def test_an_account_without_a_password_sets_one(client, resident):
    resident.set_unusable_password()
    resident.save()
    client.force_login(resident)
    assert client.get("/account/password/")["Location"] == "/account/password/set/"

    client.post("/account/password/set/", {"password1": NEW_PASSWORD})

    resident.refresh_from_db()
    assert resident.check_password(NEW_PASSWORD)


def test_a_new_phone_needs_the_password_and_a_code(signed_in, resident, sent, code_of):
    location = signed_in.get("/account/phone/")["Location"]
    assert location == "/account/again/?next=%2Faccount%2Fphone%2F"
    assert signed_in.post(location, {"password": "not-the-password"}).status_code == 400

    location = signed_in.post(location, {"password": PASSWORD})["Location"]
    assert location == "/account/phone/"

    location = signed_in.post(location, {"phone": NEW_PHONE})["Location"]
    assert location == "/account/phone/verify/"
    assert [message.phone for message in sent] == [NEW_PHONE]

    signed_in.post(location, {"code": code_of(sent[0])})

    resident.refresh_from_db()
    assert (resident.phone, resident.phone_verified) == (NEW_PHONE, True)


def test_the_phone_of_somebody_else_is_not_taken_over(signed_in, resident, sent, code_of):
    User.objects.create_user(NEW_PHONE, PASSWORD, name="别人")
    signed_in.post("/account/again/", {"password": PASSWORD})
    signed_in.post("/account/phone/", {"phone": NEW_PHONE})

    response = signed_in.post("/account/phone/verify/", {"code": code_of(sent[0])})

    resident.refresh_from_db()
    assert (response.status_code, resident.phone) == (400, PHONE)


@pytest.mark.parametrize("path", ["/account/password/", "/account/password/set/", "/account/phone/", "/account/again/"])
def test_a_visitor_is_asked_to_sign_in(client, db, path):
    assert client.get(path)["Location"] == f"/sign-in/?next={path}"


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/code/", "/sign-up/"])
def test_whoever_is_in_does_not_sign_in_again(signed_in, path):
    assert signed_in.get(path)["Location"] == "/after-sign-in/"


def test_the_page_of_a_closed_account_opens(client, db):
    assert client.get("/account/inactive/").status_code == 200


def test_the_admin_is_entered_through_the_front_door(client, db):
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/sign-in/?next=%2Fadmin%2F"


def test_a_resident_is_refused_by_the_admin(signed_in):
    assert signed_in.get("/admin/", follow=True).status_code == 403


def test_an_administrator_makes_an_account(client, db):
    client.force_login(User.objects.create_superuser("19900000000", PASSWORD, name="管理员"))
    data = {"phone": "+86 199 0000 0066", "name": "赵楼长", "usable_password": "true"}

    client.post("/admin/accounts/user/add/", {**data, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    user = User.objects.get(name="赵楼长")
    assert (user.phone, user.phone_verified) == ("19900000066", False)
    assert user.check_password(NEW_PASSWORD)
    assert client.get(f"/admin/accounts/user/{user.pk}/change/").status_code == 200
    assert client.get("/admin/accounts/user/", {"q": "zhao"}).context["cl"].result_count == 1
