"""Matters of others are recognised, with where to turn; matters of the station never are."""

import pytest

from services.catalogue_file import load_catalogue
from services.understanding.scope import Matters, load_matters, scope_of


@pytest.fixture(scope="module")
def matters() -> Matters:
    return load_matters()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("孩子明年上小学，我们小区划片到哪个学区", "school-places"),
        ("老板拖欠工资三个月不给", "wages"),
        ("老板欠俩仨月工钱不给", "wages"),
        ("老板不给开工资", "wages"),
        ("包工头拖着工资", "wages"),
        ("俺的工资要不回来", "wages"),
        ("欠薪半年了", "wages"),
        ("老板仨月没给俺开支", "wages"),
        ("公司不发工资", "wages"),
        ("养老金怎么还没涨", "social-insurance"),
        ("开发商延期交房一年了，啥时候能收房", "developer-before-handover"),
        ("开发商还没交房质量有问题", "developer-before-handover"),
        ("新房到现在没交房", "developer-before-handover"),
        ("孩子上学学位不够", "school-places"),
        ("公积金怎么提取", "housing-fund"),
        ("户口迁移要什么手续", "household-register"),
        ("买了假货商家拒不退款", "consumers"),
        ("公交线路能不能改到我们这", "transport"),
        ("拆迁补偿款迟迟不到账", "land-and-demolition"),
        ("房产证五年了还没办下来", "title-deeds"),
        ("法院判决了对方不还钱", "courts-and-law"),
        ("家里手机信号太差，打不出电话", "telephone-and-internet"),
        ("个人所得税怎么退", "taxes-and-subsidies"),
    ],
)
def test_a_matter_of_others_is_recognised(matters: Matters, text: str, slug: str) -> None:
    found = scope_of(text, matters)
    assert found is not None
    assert found.matter.slug == slug
    assert found.words


def test_the_hint_of_no_kind_is_a_matter_of_others(matters: Matters) -> None:
    hints = {kind.slug: scope_of(kind.hint, matters) for kind in load_catalogue().categories}
    assert {slug: found.matter.slug for slug, found in hints.items() if found} == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "学校旁边的路灯坏了",
        "电梯坏了老人下不来",
        "物业收停车费不给发票",
        "楼道堆满杂物",
        "业委会不换届",
        "物业费太贵，工资都不够交",
        "等发工资了再交物业费",
        "物业保安工资低没人干",
        "保安工资低天天换人",
        "我还没交房租，房东赶我走",
        "开发商去年交房的，现在屋顶漏水",
        "地铁口旁边的垃圾桶满了",
    ],
)
def test_a_matter_of_the_station_stays_one(matters: Matters, text: str) -> None:
    assert scope_of(text, matters) is None


def test_every_matter_says_where_to_turn_in_both_languages(matters: Matters) -> None:
    wanting = [m.slug for m in matters.by_slug.values() if not (m.turn_to and m.turn_to_en and m.name_en)]
    assert wanting == []
    assert len(matters.by_slug) >= 10


def test_a_fault_in_the_file_names_the_matter(tmp_path) -> None:
    path = tmp_path / "scope.toml"
    path.write_text('[[matter]]\nslug = "wages"\nname = "工资"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="matter wages"):
        load_matters(path)
