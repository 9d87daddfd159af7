"""Whom a complaint speaks of: sides, and people by name. Nobody accused may get it or read it."""

import pytest

from notices.models import Notice
from notices.registry import words_of
from services import actions
from services.accused import people_accused, target_of, targets_of
from services.models import Category
from services.queries import briefs_for, requests_visible_to
from services.routing import Holding, Member
from services.vocabulary import Nature
from stations.vocabulary import Post
from tests import factories


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("物业一直不管", "property"),
        ("投诉物业", "property"),
        ("投诉我们小区物业乱收费", "property"),
        ("跟物业说了三回也不管", "property"),
        ("给物业打电话没人理", "property"),
        ("保安态度恶劣", "property"),
        ("管家推三阻四", "property"),
        ("业委会到期不换届", "hoa"),
        ("业委会主任私吞广告费", "hoa"),
        ("投诉物业和业委会串通", "hoa"),
        ("站长办事不公平，偏袒亲戚", "chief"),
        ("举报书记收礼", "chief"),
        ("楼长不管事，还骂人", "member"),
        ("举报4号楼楼长收礼", "member"),
        ("网格员态度不好", "member"),
        ("投诉韩站长", "chief"),
        ("投诉王经理", "property"),
        ("举报刘主任", "member"),
        ("我要投诉张楼长", "member"),
        ("小区管理处不作为", "property"),
        ("工程部的人来了不修就走", "property"),
        ("修水管的师傅收了我五十块私钱", "property"),
        ("前台那个女的骂我", "property"),
        ("物业 公司 乱收停车费", "property"),
        ("物业泄露我电话给装修公司", "property"),
        ("业主委员会账目不清", "hoa"),
        ("业委主任吃回扣", "hoa"),
        ("维修基金被挪用了", "hoa"),
        ("找物业修一下水管", ""),
        ("师傅修得很好", ""),
        ("经理说明天来修", ""),
        ("找楼长登记过了，灯还是不亮", ""),
        ("跟物业反映过，还没人来", ""),
        ("跟物业反映楼上私自装修", ""),
        ("请物业管管乱扔垃圾的", ""),
        ("物业，你们管不管", ""),
        ("不管是物业还是社区，来个人看看", ""),
        ("物业费太贵", ""),
        ("电梯坏了，请物业来修", ""),
        ("物业师傅态度很好，谢谢", ""),
        ("请业委会帮忙看看维修基金", ""),
        ("找站长反映楼上漏水", ""),
        ("社区书记来看望老人", ""),
        ("楼长人真好", ""),
        ("投诉楼上半夜吵", ""),
        ("站长喝酒误事", "chief"),
        ("站长李大山吃饭不给钱", "chief"),
        ("站长吃拿卡要", "chief"),
        ("楼长天天打麻将不露面", "member"),
        ("站长家的狗没拴绳", "chief"),
        ("站长您好，楼道灯坏了，没人管", ""),
        ("请站长来看看", ""),
        ("跟站长说过了没人管", ""),
        ("跟物业说过了没人管", "property"),
        ("站长，楼上天天骂人", ""),
        ("站长劝住了骂人的", ""),
        ("站长从不收红包", ""),
        ("感谢站长，不收钱帮我修水管", ""),
    ],
)
def test_a_side_is_the_target_only_when_it_is_reproached(text, target):
    assert target_of(text) == target


def test_all_who_are_complained_about_are_told_the_chief_first():
    assert targets_of("物业不作为，业委会也不管，站长还偏袒他们") == ("chief", "hoa", "property")


PEOPLE = (
    Member(1, "韩立群", (Holding(Post.STATION_CHIEF), Holding(Post.BRANCH_SECRETARY))),
    Member(2, "丁海波", (Holding(Post.PROPERTY_MANAGER), Holding(Post.DEPUTY_CHIEF))),
    Member(3, "孟秋菊", (Holding(Post.HOA_CHAIR),)),
    Member(4, "张楼长", (Holding(Post.BUILDING_LEADER, building=4),)),
    Member(5, "欧阳春", (Holding(Post.DUTY_OFFICER),)),
    Member(6, "柳社区", (Holding(Post.COMMUNITY_OFFICER),)),
)


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("孟秋菊挪用公共收益", [3]),
        ("主任孟秋菊吃回扣", [3]),
        ("孟主任吃回扣", [3]),
        ("丁海波态度恶劣", [2]),
        ("丁经理说话难听，推了我一把", [2]),
        ("韩立群不作为", [1]),
        ("投诉韩站长", [1]),
        ("韩书记偏袒亲戚", [1]),
        ("张楼长天天在楼道里打麻将，吵得睡不着", [4]),
        ("张楼长泄露我家的事", [4]),
        ("欧阳值班员骂人", [5]),
        ("社区柳社区收钱不办事", [6]),
        ("丁海波和孟秋菊串通", [2, 3]),
        ("站长韩立群吃饭不给钱", [1]),
        ("站长韩立群喝酒误事", [1]),
        ("韩立群欠钱不还", [1]),
        ("丁海波上班时间睡觉", [2]),
        ("4号楼张楼长家的狗天天在楼道撒尿", [4]),
        ("张楼长家漏水，漏到我家了", [4]),
        ("楼上是张楼长家，漏水", [4]),
        ("丁海波家装修砸墙", [2]),
        ("帮张楼长家看看水管漏水", []),
        ("张楼长家的狗丢了", []),
        ("张楼长家楼下漏水", []),
        ("张楼长说楼上打麻将吵", []),
        ("韩站长，有人偷电瓶车", []),
        ("谢谢韩立群，不怕脏不怕累", []),
        ("找丁海波修一下水管", []),
        ("张楼长帮我家抬过东西，谢谢", []),
        ("跟丁经理说过，楼道灯还没修", []),
        ("丁香花该浇水了", []),
        ("请韩站长来一趟，楼上漏水", []),
    ],
)
def test_a_person_is_accused_by_name_or_by_surname_and_title(text, users):
    assert [person.user for person in people_accused(text, PEOPLE)] == users


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("孟秋菊挪用公共收益", "chair"),
        ("丁海波态度恶劣，推了我一把", "manager"),
        ("物业泄露我电话给装修公司", "manager"),
        ("韩立群不作为，偏袒亲戚", "chief"),
        ("张楼长天天在楼道里打麻将，吵得睡不着", "leader"),
        ("柳社区收钱不办事", "officer"),
        ("站长韩立群吃饭不给钱", "chief"),
        ("站长韩立群吃饭不给钱", "manager"),
        ("站长喝酒误事", "chief"),
        ("4号楼张楼长家的狗天天在楼道撒尿", "leader"),
        ("张楼长家漏水", "leader"),
    ],
)
def test_who_is_complained_about_neither_gets_it_nor_sees_it(cast, sentence, who):
    request = factories.file(cast.jingan, sentence, "4", by=cast.resident)
    accused = getattr(cast, who)

    assert request.assignee not in (None, accused)
    assert not requests_visible_to(accused).filter(pk=request.pk).exists()


def test_a_reproach_makes_it_a_complaint_so_that_its_author_stays_unnamed(cast):
    request = factories.file(cast.jingan, "物业一直不管，楼道灯坏了半年", "4", by=cast.resident)

    assert request.nature == Nature.COMPLAINT


@pytest.mark.parametrize("sentence", ["站长韩立群吃饭不给钱", "站长韩立群喝酒误事", "那个人光喝酒误事", "有人老骂人"])
def test_whoever_says_ill_of_somebody_is_not_asked_whether_it_is_praise(cast, sentence):
    request = factories.file(cast.jingan, sentence, "4", by=cast.resident)

    assert "praise" not in {guess["slug"] for guess in request.suggested}
    assert request.nature != Nature.PRAISE


def shown_to(user, request):
    notices = [words_of(n.event, n.facts, n.subject) for n in Notice.objects.filter(user=user)]
    return requests_visible_to(user).filter(pk=request.pk).exists(), [said for said in notices if "收了我" in said]


def test_words_added_later_move_it_away_from_whoever_they_accuse(cast):
    request = factories.file(cast.jingan, "3号楼楼道灯不亮", "3", by=cast.resident, category="gate-camera-lamp")
    assert request.assignee == cast.manager

    actions.supplement(request=request, actor=cast.resident, text="其实是物业经理丁海波收了我的钱不办事")
    request.refresh_from_db()

    assert (request.target, request.target_user, request.nature) == ("property", cast.manager, Nature.COMPLAINT)
    assert request.assignee not in (None, cast.manager)
    assert shown_to(cast.manager, request) == (False, [])


def test_a_bad_rating_that_accuses_the_company_is_not_read_by_it(cast):
    request = factories.file(cast.jingan, "4号楼垃圾没人清运", "4", by=cast.resident, category="cleaning")
    actions.take(request=request, actor=cast.manager)
    actions.resolve(request=request, actor=cast.manager, text="清了")
    said = "物业根本没来，还收了我二十块钱"
    actions.rate(
        request=request, actor=cast.resident, reached=False, solved=False, satisfaction="dissatisfied", comment=said
    )
    request.refresh_from_db()

    assert request.assignee not in (None, cast.manager)
    assert shown_to(cast.manager, request) == (False, [])


def test_a_helper_on_the_accused_side_is_let_go_without_the_title(cast):
    request = factories.file(cast.jingan, "2号楼水管漏水", "2", by=cast.resident)
    actions.assign(request=request, to=cast.leader, actor=cast.chief, note="他住得近")
    actions.add_co_handler(request=request, actor=cast.chief, user=cast.manager)
    kind = Category.objects.get(slug="property-complaint")
    actions.classify(request=request, actor=cast.chief, category=kind, urgency="normal", target="property")

    assert list(briefs_for(cast.manager)) == []


def test_later_words_never_let_anybody_back_in(cast):
    request = factories.file(cast.jingan, "物业乱收费", "4", by=cast.resident)
    actions.supplement(request=request, actor=cast.resident, text="业委会也不管")
    request.refresh_from_db()

    assert request.target == "both"
