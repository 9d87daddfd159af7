"""Plates: one for every entrance and facility, printed with the address of this portal."""

import re

import pytest
from django.urls import reverse

from core.errors import ActionRefused
from stations import actions
from stations.models import Facility, Plate


def make(cast):
    return actions.make_missing_plates(station=cast.jingan, actor=cast.chief)


def test_every_entrance_and_facility_gets_one_and_only_once(cast):
    lift = Facility.objects.create(compound=cast.jingan.compound, kind="lift", name="电梯", building=cast.building)
    first, second = make(cast), make(cast)

    assert (len(first), len(second)) == (9, 0)
    assert Plate.objects.get(facility=lift).place == "4号楼 · 电梯"


def test_numbers_have_six_digits_and_are_never_the_same(cast):
    codes = [plate.code for plate in make(cast)]

    assert [code for code in codes if not re.fullmatch(r"\d{6}", code)] == []
    assert len(set(codes)) == len(codes)


def test_a_revoked_plate_makes_room_for_a_new_one_with_another_number(cast):
    old = make(cast)[0]
    actions.revoke_plate(plate=old, station=cast.jingan, actor=cast.chief, reason="丢了")
    (new,) = make(cast)

    assert (new.entrance, new.code == old.code) == (old.entrance, False)


def test_revoking_needs_a_reason_and_happens_once(cast):
    plate = make(cast)[0]
    revoke = {"plate": plate, "station": cast.jingan, "actor": cast.chief}
    with pytest.raises(ActionRefused, match="为什么"):
        actions.revoke_plate(**revoke, reason=" ")
    actions.revoke_plate(**revoke, reason="丢了")
    with pytest.raises(ActionRefused, match="已经停用"):
        actions.revoke_plate(**revoke, reason="丢了")


def test_the_sheet_holds_number_place_phone_and_the_absolute_address(client, cast):
    plates = make(cast)
    client.force_login(cast.leader)
    html = client.get(reverse("desk:plates_print", args=["jingan"]), headers={"host": "localhost"}).content.decode()

    assert html.count("<svg viewBox") >= len(plates)
    assert f"二维码：http://localhost/p/{plates[0].code}/" in html
    assert "style=" not in html
    assert "06358000000" in html


def test_one_building_or_one_plate_is_printed_alone(client, cast):
    plates = make(cast)
    client.force_login(cast.chief)

    def printed(query):
        page = client.get(reverse("desk:plates_print", args=["jingan"]) + query)
        return page.content.decode().count('class="plate-number"')

    assert printed(f"?plate={plates[0].pk}") == 1
    assert printed(f"?building={cast.building.pk}") == 2
    assert printed("?building=x&plate=99999999999999999999") == len(plates)


def test_making_is_for_who_runs_the_station(client, cast):
    client.force_login(cast.leader)

    assert client.post(reverse("desk:plates_make", args=["jingan"])).status_code == 404
    client.force_login(cast.chief)
    client.post(reverse("desk:plates_make", args=["jingan"]))
    assert Plate.objects.count() == 8


def test_plates_of_another_station_are_not_found(client, cast):
    plate = make(cast)[0]
    client.force_login(cast.other_chief)

    assert client.get(reverse("desk:plate_revoke", args=[plate.pk])).status_code == 404
    assert client.get(reverse("desk:plates_print", args=["jingan"])).status_code == 404


@pytest.mark.parametrize("page", ["plates", "plates_print"])
def test_pages_take_at_most_twelve_statements(client, cast, django_assert_max_num_queries, page):
    make(cast)
    client.force_login(cast.chief)
    with django_assert_max_num_queries(12):
        client.get(reverse(f"desk:{page}", args=["jingan"] if page == "plates_print" else []))


def test_a_whole_building_can_have_one_and_no_second(client, cast):
    client.force_login(cast.chief)
    url = reverse("desk:plates_make", args=["jingan"])
    for _ in range(2):
        client.post(url, {"building": cast.building.pk})

    assert [plate.place for plate in Plate.objects.all()] == ["4号楼"]


def test_a_building_without_entrances_is_not_forgotten(cast):
    cast.jingan.compound.buildings.get(number="1").entrances.all().delete()

    assert "1号楼" in [plate.place for plate in make(cast)]


def test_a_building_of_another_compound_gets_no_plate_here(client, cast):
    client.force_login(cast.chief)
    other = cast.huaji.compound.buildings.all()[0]
    client.post(reverse("desk:plates_make", args=["jingan"]), {"building": other.pk})

    assert Plate.objects.count() == 0
