import pytest
from django.contrib.auth import get_user

from core.sms import SmsRefused, SmsSender
from tests.accounts.people import PHONE

ASK, CONFIRM = "/sign-in/code/", "/sign-in/code/confirm/"
STRANGER = "19900000099"


class BrokenSender(SmsSender):
    def send(self, phone, text, **more):
        raise SmsRefused("no credit left")


def ask(client, phone=PHONE, **more):
    return client.post(ASK, {"phone": phone, **more})


def visible(response):
    """The page without what differs by nature: the token of the form and the number that was typed."""
    token = response.context["csrf_token"]
    html = response.content.decode().replace(str(token), "")
    return html.replace("199 0000 0001", "").replace("199 0000 0099", "")


def test_a_code_signs_in(client, resident, sent, code_of):
    response = ask(client, "+86 199 0000 0001")
    assert response["Location"] == CONFIRM
    assert [message.phone for message in sent] == [PHONE]

    response = client.post(CONFIRM, {"code": code_of(sent[0])})

    assert response["Location"] == "/after-sign-in/"
    assert get_user(client) == resident


def test_the_message_is_short_and_says_how_long_it_holds(client, resident, sent, code_of):
    ask(client)

    assert sent[0].text == f"【红旗驿站】验证码 {code_of(sent[0])}，5分钟内有效。不要告诉别人。"


@pytest.mark.parametrize("write", [lambda code: f" {code[:3]} {code[3:]} ", lambda code: code.translate(FULL_WIDTH)])
def test_a_code_counts_however_the_keyboard_writes_it(client, resident, sent, code_of, write):
    ask(client)

    assert client.post(CONFIRM, {"code": write(code_of(sent[0]))}).status_code == 302


def test_the_page_says_where_the_code_is_in_a_demonstration(client, resident, sent, settings):
    ask(client)
    assert "演示环境：验证码打印在服务日志里。" in client.get(CONFIRM).content.decode()

    settings.SMS_BACKEND = "tests.accounts.test_codes.BrokenSender"

    assert "演示环境" not in client.get(CONFIRM).content.decode()


def test_a_number_without_an_account_sees_the_same_pages(client, resident, sent):
    known = ask(client)
    page_of_known = visible(client.get(CONFIRM))
    wrong_of_known = visible(client.post(CONFIRM, {"code": "000000"}))
    client.cookies.clear()

    unknown = ask(client, STRANGER)

    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert visible(client.get(CONFIRM)) == page_of_known
    assert visible(client.post(CONFIRM, {"code": "000000"})) == wrong_of_known


def test_a_number_without_an_account_gets_a_message_that_says_so_to_its_owner_alone(client, db, sent):
    ask(client, STRANGER)

    assert [(message.phone, message.text) for message in sent] == [
        (STRANGER, "【红旗驿站】这个手机号还没有账号，请先注册。不是您本人操作，请不用理会。")
    ]


@pytest.mark.parametrize("code", ["", "0", "abc", "验证码", "0" * 5000, "12345\x00"])
@pytest.mark.parametrize("phone", [PHONE, STRANGER])
def test_a_wrong_code_comes_back_with_an_explanation(client, resident, sent, phone, code):
    ask(client, phone)

    response = client.post(CONFIRM, {"code": code})

    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["code"]


@pytest.mark.parametrize("phone", [PHONE, STRANGER])
def test_after_five_wrong_codes_a_new_one_is_needed(client, resident, sent, phone):
    ask(client, phone)

    statuses = [client.post(CONFIRM, {"code": "000000"}).status_code for _attempt in range(5)]

    assert statuses == [400, 400, 400, 400, 302]
    assert client.get(CONFIRM)["Location"] == ASK


def test_a_session_that_is_put_back_gets_no_further_guesses(client, resident, sent, code_of):
    """Many guesses at once each read the count of wrong ones before it is written."""
    ask(client)
    before = dict(client.session)
    for _attempt in range(10):
        client.post(CONFIRM, {"code": "000000"})
        session = client.session
        session.update(before)
        session.save()

    response = client.post(CONFIRM, {"code": code_of(sent[0])})

    assert response.status_code == 400
    assert response.context["form"].errors["code"] == ["验证码试错的次数多了，请重新要一个。"]


def test_a_code_holds_five_minutes(client, resident, sent, code_of, time_machine):
    time_machine.move_to("2026-11-23 10:00+08:00")
    ask(client)
    time_machine.move_to("2026-11-23 10:05:30+08:00")

    assert client.post(CONFIRM, {"code": code_of(sent[0])})["Location"] == ASK


@pytest.mark.parametrize("phone", [PHONE, STRANGER])
def test_one_number_gets_one_message_a_minute_and_ten_a_day(client, resident, sent, time_machine, phone):
    time_machine.move_to("2026-11-23 10:00+08:00")
    ask(client, phone)
    again = ask(client, phone)
    assert again.status_code == 400
    assert again.context["form"].errors["phone"] == ["验证码刚发过，1分钟后才能再发；一天最多发10次。"]

    for minute in range(2, 24, 2):
        time_machine.move_to(f"2026-11-23 10:{minute:02}+08:00")
        ask(client, phone)

    assert len(sent) == 10


@pytest.mark.parametrize("phone", [PHONE, STRANGER])
def test_a_code_can_be_sent_again_after_a_minute(client, resident, sent, time_machine, phone):
    time_machine.move_to("2026-11-23 10:00+08:00")
    ask(client, phone)
    client.post(CONFIRM, {"action": "resend"})
    assert len(sent) == 1

    time_machine.move_to("2026-11-23 10:01:10+08:00")
    response = client.post(CONFIRM, {"action": "resend"}, query_params={"next": "/inbox/"})

    assert response["Location"] == "/sign-in/code/confirm/?next=%2Finbox%2F"
    assert len(sent) == 2


def test_the_place_to_go_on_to_survives_the_code(client, resident, sent, code_of):
    location = ask(client, next="/inbox/")["Location"]

    assert client.post(location, {"code": code_of(sent[0])})["Location"] == "/inbox/"


def test_while_a_code_is_awaited_one_may_begin_anew(client, resident, sent):
    ask(client)
    assert client.get("/sign-in/")["Location"] == CONFIRM

    assert client.get("/sign-in/?again=1").status_code == 200
    assert client.get(CONFIRM)["Location"] == ASK


def test_a_message_that_does_not_leave_is_told_alike_to_everybody(client, resident, settings):
    settings.SMS_BACKEND = "tests.accounts.test_codes.BrokenSender"

    known, unknown = ask(client), ask(client, STRANGER)

    assert (known.status_code, unknown.status_code) == (503, 503)
    assert "短信没有发出去" in known.content.decode()


def test_a_closed_account_is_not_opened_by_a_code(client, resident, sent, code_of):
    resident.is_active = False
    resident.save()
    ask(client)

    assert client.post(CONFIRM, {"code": code_of(sent[0])})["Location"] == "/account/inactive/"
    assert get_user(client).is_anonymous


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
