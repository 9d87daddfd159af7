"""What is not solved climbs: from whoever had it to a deputy, from the second time to the chief in person."""

from services.models import Request
from tests.cast import Cast
from tests.journeys.people import Person, code_in, number_in

LEAK = "厨房下水管漏水，楼下也滴"


def holder(number: str) -> str:
    return Request.objects.get(number=number).assignee.name


def test_the_story_of_the_leak_that_came_back(cast: Cast) -> None:
    leader, manager, chair, chief = (Person(who) for who in (cast.leader, cast.manager, cast.chair, cast.chief))
    resident = Person(cast.resident)
    here = {"building": cast.building.pk, "dwelling": "301", "channel": "visit"}

    # The building leader writes down what the neighbour said at the door, and hands over number and code.
    said = leader.sends("/desk/file/", description=LEAK, phone=cast.resident.phone, name="陈居民", **here)
    number, at_desk = number_in(said), f"/desk/requests/{number_in(said)}/"
    assert len(code_in(said)) == 6
    assert LEAK in resident.opens("/my/")
    assert holder(number) == "丁海波"

    # The manager sends it back: not the company's pipe. The chief gives it to the committee's chair.
    manager.sends(f"{at_desk}return/", reason="这根是业主自己改的管子")
    assert holder(number) == "韩立群"
    chief.sends(f"{at_desk}assign/", to=cast.chair.pk, note="请业委会出面协调")
    chair.sends(f"{at_desk}take/")
    chair.sends(f"{at_desk}resolve/", text="请人打了胶")

    # It drips on. The resident says so, and the other deputy has it at once, in front of the chair.
    not_solved = {"reached": "yes", "solved": "no", "satisfaction": "dissatisfied", "comment": "还在滴"}
    assert "换上一级的人" in resident.sends(f"/requests/{number}/rate/", **not_solved)
    assert holder(number) == "丁海波"
    manager.sends(f"{at_desk}take/")
    manager.sends(f"{at_desk}resolve/", text="换了一段管子")
    resident.sends(f"/requests/{number}/rate/", reached="yes", solved="yes", satisfaction="satisfied")
    assert "办完了" in resident.opens("/my/")

    # Within a month it comes back: now it is the chief's own.
    resident.sends(f"/requests/{number}/reopen/", reason="接口又渗水了")
    assert holder(number) == "韩立群"
    chief.sends(f"{at_desk}take/")
    chief.sends(f"{at_desk}resolve/", text="整根换新，三天后回看过")
    resident.sends(f"/requests/{number}/rate/", reached="yes", solved="yes", satisfaction="satisfied")

    # The whole way stands on the timeline that the resident sees, in order.
    public = Request.objects.get(number=number).events.filter(is_public=True).order_by("id")
    assert list(public.values_list("kind", flat=True)) == [
        *("filed", "assigned", "returned", "assigned", "taken", "resolved"),
        *("rated", "reopened", "assigned", "taken", "resolved", "rated", "closed"),
        *("reopened", "assigned", "taken", "resolved", "rated", "closed"),
    ]
