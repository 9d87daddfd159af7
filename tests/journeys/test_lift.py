"""The lift stands still, and by evening it runs: from a plate on the wall to a closed request."""

import pytest

from stations.models import Facility, Plate
from tests.cast import Cast
from tests.journeys.people import Person, code_in, number_in
from tests.uploads import photo

LIFT = "三单元电梯又坏了，老人下不来楼"


@pytest.fixture
def plate(cast: Cast) -> Plate:
    entrance = cast.building.entrances.get(number="2")
    here = {"compound": cast.jingan.compound, "building": cast.building, "entrance": entrance}
    lift = Facility.objects.create(kind="lift", name="电梯", **here)
    return Plate.objects.create(code="0427", facility=lift, **here)


def test_the_lift_story(cast: Cast, plate: Plate) -> None:
    resident, manager, stranger = Person(cast.resident), Person(cast.manager), Person(cast.stranger)

    # The resident scans the plate beside the lift and writes one sentence.
    assert "4号楼2单元 · 电梯" in resident.opens("/p/0427/")
    receipt = resident.sends("/p/0427/", description=LIFT)
    number = number_in(receipt)
    assert "已经收到" in receipt
    assert "丁海波" in receipt
    assert len(code_in(receipt)) == 6

    # The manager finds it at the top of the day's work and takes it; the resident can read who has it.
    assert LIFT in manager.opens("/desk/")
    manager.sends(f"/desk/requests/{number}/take/")
    assert "丁海波" in resident.opens(f"/requests/{number}/")

    # Somebody from the next compound learns nothing of it.
    assert stranger.finds_nothing_at(f"/requests/{number}/")
    assert LIFT not in stranger.opens("/my/")

    # The manager tells what was done, with a photo, and the resident is asked.
    manager.sends(f"/desk/requests/{number}/resolve/", text="换了主板，试了三趟", photos=[photo("after.jpg")])
    assert "办好" in resident.opens("/inbox/")
    page = resident.opens(f"/requests/{number}/")
    assert "换了主板，试了三趟" in page
    assert "这件事办得怎么样？" in page

    # Solved and content: it is closed, and the manager hears of it.
    thanks = resident.sends(
        f"/requests/{number}/rate/", reached="yes", solved="yes", satisfaction="satisfied", comment="修得快"
    )
    assert "谢谢您，这件事办完了。" in thanks
    assert "办完了" in resident.opens("/my/")
    assert LIFT not in manager.opens("/desk/")
    assert "修得快" in manager.opens(f"/desk/requests/{number}/")


def test_a_visitor_with_the_receipt_finds_it_from_another_phone(cast: Cast, plate: Plate) -> None:
    receipt = Person().sends("/p/0427/", description=LIFT)

    found = Person().sends("/requests/track/", number=number_in(receipt).lower(), code=code_in(receipt))

    assert LIFT in found
