"""The people of every test: the demo's cast (docs say who they are), in two stations and a third without a company.

You never meet others: a resident, their building leader, manager, chair, chief, mediator; officer, official; the
stranger from the next compound, the chief of a third one, the administrator.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from accounts.models import User
from residents.models import Residency
from stations.models import Building, Dwelling, Station
from stations.vocabulary import Post
from tests import factories


@dataclass
class Cast:
    resident: User
    leader: User
    manager: User
    chair: User
    chief: User
    mediator: User
    officer: User
    official: User
    stranger: User
    other_chief: User
    admin: User
    jingan: Station
    huaji: Station
    hubei: Station

    def people(self) -> dict[str, User]:
        return {field.name: getattr(self, field.name) for field in fields(self) if field.type == "User"}

    @property
    def building(self) -> Building:
        """Building 4 of jingan, which `leader` leads and `resident` lives in."""
        return self.jingan.compound.buildings.get(number="4")


def make_cast() -> Cast:
    factories.make_divisions()
    factories.make_catalogue()
    jingan = factories.make_station("jingan", "JA", "警安公寓")
    huaji = factories.make_station("huaji", "HJ", "化机小区", division=factories.OTHER_COMMUNITY)
    hubei = factories.make_station(
        "hubei", "HB", "湖北小区", division=factories.OTHER_COMMUNITY, company=False, body="none"
    )
    names = ["陈居民", "张楼长", "丁海波", "孟秋菊", "韩立群", "苗春燕", "柳社区", "宁区级", "邻小区", "鲁站长"]
    people = [factories.make_user(name, f"199000000{number:02d}") for number, name in enumerate(names, 1)]
    admin = factories.make_user("管理员", "19900000000", is_staff=True, is_superuser=True)
    cast = Cast(*people, admin, jingan, huaji, hubei)
    _give_posts(cast)
    dwelling = Dwelling.objects.create(entrance=cast.building.entrances.get(number="2"), number="301")
    Residency.objects.create(user=cast.resident, dwelling=dwelling, status="confirmed", decided_by=cast.leader)
    other = Dwelling.objects.create(entrance=huaji.compound.buildings.all()[0].entrances.all()[0], number="101")
    Residency.objects.create(user=cast.stranger, dwelling=other, status="confirmed")
    return cast


def _give_posts(cast: Cast) -> None:
    give = factories.appoint
    give(cast.chief, Post.STATION_CHIEF, cast.jingan, is_party_member=True)
    give(cast.chief, Post.BRANCH_SECRETARY, cast.jingan, is_party_member=True)
    give(cast.manager, Post.PROPERTY_MANAGER, cast.jingan)
    give(cast.manager, Post.DEPUTY_CHIEF, cast.jingan)
    give(cast.chair, Post.HOA_CHAIR, cast.jingan)
    give(cast.chair, Post.DEPUTY_CHIEF, cast.jingan)
    give(cast.leader, Post.BUILDING_LEADER, cast.jingan, building=cast.building)
    factories.make_team(cast.jingan, "mediation", "家庭调解队", cast.mediator)
    give(cast.officer, Post.COMMUNITY_OFFICER, division_id=factories.COMMUNITY)
    give(cast.official, Post.DISTRICT_OFFICIAL, division_id=factories.COUNTY)
    give(cast.other_chief, Post.STATION_CHIEF, cast.hubei)
