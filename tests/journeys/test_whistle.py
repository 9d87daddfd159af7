"""A lamp post that is not the compound's: sent up, passed on, answered by a stranger with a link, asked at the door."""

from datetime import datetime, timedelta

import time_machine
from django.core.management import call_command

from core.calendar import SHANGHAI
from services.links import reply_link
from services.models import Escalation, Feedback, Request
from tests.cast import Cast
from tests.journeys.people import Person

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
LAMP = "4号楼前的路灯杆歪了，刮大风怕砸着人"
ASKED = "请更换4号楼前倾斜的路灯杆。"


def test_the_story_of_the_lamp_post(cast: Cast) -> None:
    chief, officer, leader = (Person(who) for who in (cast.chief, cast.officer, cast.leader))
    resident, clerk = Person(cast.resident), Person()
    with time_machine.travel(MONDAY, tick=False) as clock:
        resident.sends("/stations/jingan/report/", description=LAMP, building=cast.building.pk)
        number = Request.objects.get().number
        at_desk = f"/desk/requests/{number}/"

        # The chief sends it to the community, whose officer says so, and passes it on to the power company.
        chief.sends(f"{at_desk}escalate/", to_level="community", reason="灯杆是供电公司的，请社区协调")
        assert "等我收" in officer.opens("/desk/")
        officer.sends(f"{at_desk}receive/")
        said = {"to_level": "outside", "outside_body": "供电公司", "reason": "灯杆归他们", "brief": ASKED}
        officer.sends(f"{at_desk}pass_on/", **said)
        assert "供电公司" in resident.opens(f"/requests/{number}/")
        sent = Escalation.objects.latest("pk")
        slip = officer.opens(f"{at_desk}escalations/{sent.pk}/slip/")
        assert ASKED in slip

        # A clerk of the company opens the link two days later and answers; the link is spent.
        clock.shift(timedelta(days=2))
        page = clerk.opens(reply_link(sent))
        assert (ASKED in page, LAMP in page) == (True, False)
        thanks = clerk.sends(reply_link(sent), outcome="done", answer="今天换了新灯杆", replied_by="供电所 芦班长")
        assert "只能回复一次" in thanks

        # It comes down step by step: to the officer, who answers; to the chief, who looks and closes the work.
        assert "有回音了" in officer.opens("/desk/")
        officer.sends(f"{at_desk}answer_escalation/", answer="供电公司今天换好了，请驿站看一下")
        assert "有回音了" in chief.opens("/desk/")
        chief.sends(f"{at_desk}take/")
        chief.sends(f"{at_desk}resolve/", text="新灯杆亮了，警戒带撤了")

        # The resident says nothing. The building leader knocks twice; the second time somebody is at home.
        clock.shift(timedelta(days=2))
        Request.objects.get().co_handlers.all().delete()
        assert "等回访" in leader.opens("/desk/")
        leader.sends(f"{at_desk}call_back/", way="door", found="no", comment="没人")
        answers = {"reached": "yes", "solved": "yes", "satisfaction": "satisfied"}
        leader.sends(f"{at_desk}call_back/", way="door", found="yes", **answers)
    assert "张楼长回访，您说：满意" in resident.opens(f"/requests/{number}/")
    assert (Feedback.objects.get().way, Feedback.objects.get().recorded_by) == ("door", cast.leader)


def test_the_story_of_the_silence(cast: Cast) -> None:
    """Nobody answers, and nobody needs to remember it."""
    chief, resident = Person(cast.chief), Person(cast.resident)
    with time_machine.travel(MONDAY, tick=False) as clock:
        resident.sends("/stations/jingan/report/", description=LAMP, building=cast.building.pk)
        number = Request.objects.get().number
        said = {"to_level": "outside", "outside_body": "供电公司", "reason": "灯杆归他们", "brief": ASKED}
        chief.sends(f"/desk/requests/{number}/escalate/", **said)
        clock.move_to(MONDAY + timedelta(days=9))
        call_command("runperiodic", verbosity=0)
        assert "有回音了" in chief.opens("/desk/")
        assert "到期没有答复" in resident.opens(f"/requests/{number}/")
