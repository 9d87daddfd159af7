"""Who is complained about stands aside: they never read the words, nor who wrote them."""

from tests.cast import Cast
from tests.journeys.people import Person, number_in

ABOUT_THE_COMPANY = "物业的保安骂人，还推了我一把，我要投诉物业"
ABOUT_THE_CHIEF = "站长办事偏心，谁送礼先给谁办，我要投诉站长"
REPORT = "/stations/jingan/report/"


def test_the_complaint_about_the_property_company(cast: Cast) -> None:
    resident, manager, chief = Person(cast.resident), Person(cast.manager), Person(cast.chief)

    # It goes to the chief, past the property manager, who is a deputy of the station otherwise.
    receipt = resident.sends(REPORT, description=ABOUT_THE_COMPANY)
    number, at_desk = number_in(receipt), f"/desk/requests/{number_in(receipt)}/"
    assert "韩立群" in receipt
    assert ABOUT_THE_COMPANY in chief.opens(at_desk)

    # The manager meets it nowhere.
    assert manager.finds_nothing_at(at_desk)
    assert manager.finds_nothing_at(f"/requests/{number}/")
    assert all(number not in manager.opens(place) for place in ("/desk/", "/desk/requests/", "/inbox/"))
    assert number not in manager.opens("/desk/requests/?q=保安")

    # The chief asks the manager for a word, in the chief's own words, and only those are read.
    chief.sends(f"{at_desk}take/")
    question = "请说明上周三晚上西门是谁值班、发生了什么。"
    chief.sends(f"{at_desk}add_co_handler/", user=cast.manager.pk, brief=question)
    brief = manager.opens(at_desk)
    assert question in brief
    assert [secret for secret in ("骂人", "推了我", "陈居民", "陈*") if secret in brief] == []
    answer = "那晚是新来的小李，已经停岗。"
    manager.sends(f"{at_desk}note/", text=answer)
    assert answer in chief.opens(at_desk)
    assert answer not in resident.opens(f"/requests/{number}/")

    # The chief answers the resident.
    chief.sends(f"{at_desk}resolve/", text="保安已经停岗，物业经理当面向您道歉。")
    page = resident.opens(f"/requests/{number}/")
    assert "保安已经停岗" in page
    assert question not in page
    resident.sends(f"/requests/{number}/rate/", reached="yes", solved="yes", satisfaction="satisfied")
    assert "办完了" in resident.opens("/my/")


def test_the_complaint_about_the_chief_stands_on_the_desk_of_the_community(cast: Cast) -> None:
    resident, chief, manager = Person(cast.resident), Person(cast.chief), Person(cast.manager)
    officer, chief_elsewhere = Person(cast.officer), Person(cast.other_chief)

    number = number_in(resident.sends(REPORT, description=ABOUT_THE_CHIEF))
    at_desk = f"/desk/requests/{number}/"

    # Nobody of the station meets it: neither the chief nor those who work under the chief.
    assert [who.finds_nothing_at(at_desk) for who in (chief, manager, chief_elsewhere)] == [True, True, True]
    assert number not in chief.opens("/desk/requests/")
    assert number not in chief.opens("/desk/requests/?q=送礼")

    # The community's officer has it, deals with it, and answers.
    assert number in officer.opens("/desk/requests/")
    officer.sends(f"{at_desk}assign/", to=cast.officer.pk)
    officer.sends(f"{at_desk}take/")
    officer.sends(f"{at_desk}resolve/", text="社区找站长谈了话，今后办事顺序都贴在门口。")
    assert "社区找站长谈了话" in resident.opens(f"/requests/{number}/")
    resident.sends(f"/requests/{number}/rate/", reached="yes", solved="yes", satisfaction="basic")
    assert "办完了" in resident.opens("/my/")
    assert chief.finds_nothing_at(at_desk)
