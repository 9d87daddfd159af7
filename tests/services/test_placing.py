"""A place that was read wrongly, chosen wrongly or left open is put right by whoever sorts or handles it."""

import re

import pytest
from django.test import Client

from services import actions
from services.models import Request
from services.vocabulary import EventKind
from stations.models import Building, Entrance, Facility
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast


@pytest.fixture
def misread(cast: Cast) -> Request:
    """Its words name building 3, where the writer's mother lives."""
    return factories.file(cast.jingan, "我妈住3号楼2单元，我家楼道灯不亮了", by=cast.resident)


def door(cast: Cast, building: str, entrance: str) -> Entrance:
    return Entrance.objects.get(building__compound=cast.jingan.compound, building__number=building, number=entrance)


def place(client: Client, who: object, request: Request, where: str, **more: object) -> object:
    client.force_login(who)
    return client.post(f"{request.desk_url}place/", {"where": where, "version": request.version, **more})


def test_the_chief_puts_it_right_and_everybody_reads_it(cast: Cast, client: Client, misread: Request) -> None:
    right = door(cast, "4", "1")
    answer = place(client, cast.chief, misread, f"e{right.pk}", dwelling="301")
    misread.refresh_from_db()

    assert answer.status_code == 302
    assert (misread.entrance, misread.building, misread.dwelling) == (right, cast.building, "301")
    assert "place" not in misread.understood
    assert "位置改成4号楼1单元" in client.get(misread.desk_url).content.decode()
    client.force_login(cast.resident)
    assert "位置改成4号楼1单元" in client.get(misread.get_absolute_url()).content.decode()


def test_a_room_without_its_building_is_no_place(cast: Cast, client: Client, misread: Request) -> None:
    answer = place(client, cast.chief, misread, "", dwelling="501")
    misread.refresh_from_db()

    assert answer.status_code == 400
    assert "写了几室，请再选是哪栋楼；不是楼里的事，请把几室空着。" in answer.content.decode()
    assert 'value="501"' in answer.content.decode()
    assert (misread.dwelling, misread.building.number) == ("", "3")
    assert place(client, cast.chief, misread, "", dwelling="").status_code == 302


def test_it_is_found_at_its_new_place(cast: Cast) -> None:
    request = factories.file(cast.jingan, "楼道灯不亮了", "3")
    assert " 3 " in request.search
    actions.place(request=request, building=cast.building, entrance=None, actor=cast.chief)

    request.refresh_from_db()
    assert (" 4 " in request.search, " 3 " in request.search) == (True, False)


def test_where_the_words_were_read_a_link_leads_to_the_form(cast: Cast, client: Client, misread: Request) -> None:
    client.force_login(cast.chief)
    page = client.get(misread.desk_url).content.decode()
    form = client.get(f"{misread.desk_url}place/").content.decode()

    assert f'href="{misread.desk_url}place/"' in page
    assert re.search(rf'<option value="e{door(cast, "3", "2").pk}" selected>3号楼2单元</option>', form)


def test_a_building_leaders_matter_moves_on_with_the_building(cast: Cast, misread: Request) -> None:
    """Their own building was the only reason why they got it."""
    neighbour = factories.make_user("尚楼长")
    third = Building.objects.get(compound=cast.jingan.compound, number="3")
    factories.appoint(neighbour, Post.BUILDING_LEADER, cast.jingan, building=third)
    kept = factories.file(cast.jingan, "3号楼楼上天天吵得睡不着", category="noise-neighbour")
    assert kept.assignee == neighbour

    actions.place(request=kept, building=cast.building, entrance=None, actor=neighbour)

    assert kept.assignee == cast.leader
    assert kept.events.filter(kind=EventKind.ASSIGNED).exists()


def test_what_the_manager_holds_stays_with_them(cast: Cast, misread: Request) -> None:
    before = misread.assignee
    actions.place(request=misread, building=cast.building, entrance=None, actor=cast.chief)

    assert misread.assignee == before == cast.manager


def test_a_plate_stays_written_and_a_thing_of_another_building_does_not(cast: Cast) -> None:
    here = {"compound": cast.jingan.compound, "building": cast.building}
    lift = Facility.objects.create(kind="lift", name="电梯", **here)
    where = actions.Place(building=cast.building, facility=lift)
    said = {"station": cast.jingan, "description": "又不动了", "reporter": actions.Reporter()}
    request = actions.file_request(place=where, **said).request
    actions.place(request=request, building=cast.building, entrance=door(cast, "4", "2"), actor=cast.chief)
    assert request.facility == lift
    actions.place(request=request, building=None, entrance=None, actor=cast.chief)
    assert (request.facility, request.place) == (None, "")


def test_the_form_of_a_complaint_does_not_say_the_flat(cast: Cast, client: Client) -> None:
    complaint = factories.file(cast.jingan, "投诉物业乱收费", "4", by=cast.resident)
    Request.objects.filter(pk=complaint.pk).update(dwelling="301")
    client.force_login(cast.chief)
    page = client.get(f"{complaint.desk_url}place/").content.decode()

    assert "id_place_where" in page
    assert "id_place_dwelling" not in page
    place(client, cast.chief, complaint, "")
    complaint.refresh_from_db()
    assert (complaint.building, complaint.dwelling) == (None, "301")


@pytest.mark.parametrize("where", ["e999999", "b0", "x1", "e"])
def test_a_place_that_is_not_of_the_compound_is_refused(
    cast: Cast, client: Client, misread: Request, where: str
) -> None:
    assert place(client, cast.chief, misread, where).status_code == 400


def test_the_same_place_again_is_said_to_be_no_change(cast: Cast, client: Client) -> None:
    request = factories.file(cast.jingan, "楼道灯不亮了", "4")
    answer = place(client, cast.chief, request, f"b{cast.building.pk}")

    assert answer.status_code == 400
    assert "位置和现在一样" in answer.content.decode()
    assert not request.events.filter(kind=EventKind.PLACED).exists()


def test_confirming_what_was_read_is_a_change(cast: Cast, client: Client, misread: Request) -> None:
    """Somebody has looked: the page stops asking."""
    assert place(client, cast.chief, misread, f"e{misread.entrance_id}").status_code == 302
    misread.refresh_from_db()
    assert "place" not in misread.understood


def test_whoever_only_reads_along_cannot(cast: Cast, client: Client, misread: Request) -> None:
    assert place(client, cast.stranger, misread, "").status_code == 404
