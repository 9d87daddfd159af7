"""Whom does a complaint speak of? The sides that have to stand aside, and people by their names.

Pure. It needs a reproach that belongs to the name: 「物业一直不管」 and 「投诉物业」 have one; 「找物业修」 and
「跟物业反映楼上私自装修」 have none. What a person did (「站长喝酒误事」) or their household does (「张楼长家的狗」)
counts like one. To keep somebody out too often costs a detour over the chief; to miss one hands a complaint to the
person complained about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.surnames import COMPOUND
from core.text import HAN
from services.routing import Member
from services.suggest import normalise
from services.vocabulary import Target
from stations.vocabulary import Post, Side

REPROACH = re.compile(
    r"[不乱无]作为|(?<!管)不管(?![是怎什多谁哪有])|没人[管理接]|打不通|不理(?![解想])|不(?:处理|解决|修|干活|办事|干事|做事|负责|履行|换届)"
    r"|失职|渎职|推诿|推脱|推卸|推三阻四|扯皮|踢皮球|敷衍|糊弄|应付|忽悠|态度.{0,4}(?:差|恶劣|不好|蛮横|横|冷)|[太很]差|差劲|恶劣"
    r"|霸道|嚣张|蛮横|混乱|不(?:公开|公示|公平|公正|称职|合格|到位|像话)|偏袒|偏心|包庇|贪|私吞|侵吞|挪用|侵占|吃回扣|收礼|黑心|无良"
    r"|坑人|坑业主|欺负|欺压|欺骗|骗人|骂人|骂我|威胁|恐吓|打人|刁难|乱收|多收|强制|强行|强迫|擅自|私自|收钱不|光收钱|只收钱|只知道收|只收费"
    r"|断水|断电|停水停电|造假|冒签|滥用|以权谋私|形同虚设|串通|勾结|泄露|泄漏我|出卖|收黑钱|黑钱|私钱|收了.{0,8}[钱块元]|吃回扣|好处费"
    r"|账目?.{0,4}(?:不清|混乱|不明|有问题)|不透明|说话.{0,3}(?:难听|冲)|难听|推[了搡]|推我|动手|[来去]了就走|占便宜|徇私|耍流氓|骚扰"
)
MISUSED = re.compile(
    r"(?:维修(?:基|资)金|公共收益|广告费|停车费)[^,。!?;]{0,8}被[^,。!?;]{0,4}(?:挪用|侵占|私吞|侵吞|贪)"
)
ANSWERS = re.compile(
    r"不|没人|推|扯皮|敷衍|糊弄|应付|踢皮球|打不通|态度|串通|勾结"
)  # what the asked one did, not what was told
# What somebody in a post does wrong, in the clause that their name or title begins.
CONDUCT = re.compile(
    r"不给钱|不付钱|不给结账|不结账|赖账|欠[^,]{0,4}钱|不还钱|白吃|白拿|吃拿卡要|(?<!不)收钱|(?<!不)要钱|索要|红包|吃请|喝酒|喝醉|醉酒|酗酒"
    r"|误事|打牌|打麻将|赌|睡觉|打瞌睡|迟到|早退|旷工|脱岗|不在岗|不上班|骂|打(?:[了过]?[我他她]|架)(?!的?电话)|吼|瞪我|摆架子|摆谱|官架子"
    r"|官僚|官腔|耍(?:赖|横|威风)|撒谎|说谎|说假话|说话不算|骗|(?<!被)偷(?!偷)|搞特殊|[走开]后门|优亲厚友|假公济私|公款|不见人|见不到人"
    r"|找不到人|不露面|不接电话|甩脸|给脸色|看不起|歧视|猥亵|调戏|缺德|不要脸|没素质|不讲理|拉偏架|偏向|作风|违规|违纪|违法|霸占|占着"
)
NOT_THEIRS = re.compile(  # between the name and the deed: it is another's, or none
    r",|被|劝|拦|制止|调解|提醒|宣传|帮[我忙助着]|抓|有人|楼[上下]|邻居|隔壁|[您你]好|我家|(?:从来?不|没有?|不会|不|防|反|别|禁止)[收要喝打拿]?$"
)
STOPPED = re.compile(r"劝|拦住|制止|调解|(?:从来?不|没有?|不会)$")  # 「站长劝住了骂人的」
GREETED = re.compile(r"(?:同志|们)?(?:[您你]们?好|好(?=,|$))|,[^,]*(?:有人|楼[上下]|邻居|隔壁|对门)")
HOUSEHOLD = re.compile(r"[他她]?家(?:里|的)?(?!楼|隔壁|对门|门|旁|附近|一样|属|长|人|电)")
CAUSE = re.compile(
    r"狗|猫|鸡|鸽|宠物|漏|装修|砸|敲|施工|吵|响|噪|闹|[小男女熊]孩|孩子|占|堆|杂物|垃圾|撒尿|拉屎|扰民|油烟|违建|私搭|搭建|种菜|停车|乱停"
    r"|电动车|电瓶车|飞线|拉线|麻将|音响|音乐|广场舞|骂|打人|高空|往下扔|不拴|太臭|租客|群租"
)
SUFFERED = re.compile(r"丢|走失|不见了|被|停[水电]|求助|需要|帮")
HELPING = re.compile(r"(?:帮|替|为|给|到|去|像|跟|和)[^,。!?;]{0,4}$")
ACCUSED: dict[str, str] = {  # in the order in which they are kept out: the chief's own case goes up a level
    "chief": r"(?<!副)站长|(?<!副)支部书记|(?<![区县市省社王李张刘陈])书记(?![记处])",
    "hoa": r"业委会|业主委员会|业伪会|管委会|物管会|筹备组|业委(?:会)?主任",
    "property": (
        r"物业(?!费|管理费|用房|收费标准|合同)|物管|物页|(?<![a-z])wy(?![a-z])|保安|管家|门卫|管理处|项目部|工程部|物业前台|前台"
        r"|保洁|(?<![店客银产酒])经理|师傅"
    ),
    "member": (
        r"楼长|单元长|楼栋长|楼组长|网格员|调解员|值班员|值班的|志愿者|驿站的?(?:人|工作人员|同志)|旗手|副站长"
        r"|(?<![班系科校])主任|社区的?(?:人|工作人员|干部)"
    ),
}
ASKED = re.compile(r"(?:向|跟|给|找|和|同|与|到|去|叫|请|让|联系|通知|麻烦|告诉|打了?|问)[^,。!?;]{0,4}$")
DIRECT = (
    r"(?:投诉|举报|控诉|检举|反映|告)(?:一下|我们|咱们|咱|本|这个|那个|小区|的|[0-9a-z]|[一二三四五六七八九十]|号|楼(?!长)|单元(?!长)){0,6}"
    r"(?:[^,。!?;]{2,6}[和与跟、])?"
    rf"(?:[{HAN}]{{1,2}}(?=站长|支?书记|楼长|单元长|经理|主任|调解员|网格员|值班员|师傅))?"  # 「投诉韩站长」
)
SIDES = {side: (re.compile(names), re.compile(f"{DIRECT}(?:{names})")) for side, names in ACCUSED.items()}
POSTS = {"chief", "member"}  # titles of persons; the other sides are firms and committees
SENTENCE = re.compile(r"[^。!?;\n]+")
REACH = 14  # characters after the name in which the reproach must come


# What people call whoever holds a post, behind the surname: 「张楼长」, 「王经理」.
CALLED = {
    Post.STATION_CHIEF: "站长|书记|支书",
    Post.BRANCH_SECRETARY: "书记|支书",
    Post.DEPUTY_CHIEF: "副站长|站长",
    Post.PROPERTY_MANAGER: "经理|物业经理|总",
    Post.HOA_CHAIR: "主任|业委会主任",
    Post.HOA_MEMBER: "委员|主任",
    Post.BUILDING_LEADER: "楼长|楼栋长",
    Post.MEDIATOR: "调解员|老师",
    Post.DUTY_OFFICER: "值班员",
    Post.PROPERTY_STAFF: "师傅|保安|管家|经理",
    Post.COMMUNITY_OFFICER: "书记|主任|网格员|同志",
    Post.STREET_OFFICER: "主任|书记|同志",
}
TARGET_OF_SIDE = {Side.PROPERTY: Target.PROPERTY, Side.HOA: Target.HOA}
# Somebody named at the head of a sentence did it; unless it goes on to tell of help.
DID = re.compile(
    r"^(?:家|他家|她家|本人|自己)?(?:天天|老是|老爱|总是|总|整天|整夜|经常|每天|半夜|又|还|竟然|居然|带头|公然|在)"
)
HELPED = re.compile(r"^[^,。!?;]{0,6}(?:说过?|让|叫|帮|答应|来看|来过|登记|知道|通知|告诉|建议|组织|照顾|陪|送)")
TOGETHER = re.compile(rf"(?<=[{HAN}])[ \t]+(?=[{HAN}])")


def targets_of(text: str) -> tuple[str, ...]:
    """The sides that the text complains about, of "chief", "hoa", "property", "member", in this order."""
    said = _said(text)
    sentences = SENTENCE.findall(said)
    found = {
        side
        for side, (names, direct) in SIDES.items()
        if any(
            direct.search(sentence)
            or _is_reproached(sentence, names, is_person=side in POSTS)
            or _did_wrong(sentence, names)
            or (side in POSTS and _is_the_cause(sentence, names))
            for sentence in sentences
        )
    }
    if MISUSED.search(said):
        found |= {"hoa", "property"}
    return tuple(side for side in ACCUSED if side in found)


def target_of(text: str) -> str:
    """The first of `targets_of`, or "" when nobody is complained about."""
    return next(iter(targets_of(text)), "")


def people_accused(text: str, people: Iterable[Member]) -> list[Member]:
    """Those of `people` whom the text complains about by name, or by surname and title."""
    sentences = SENTENCE.findall(_said(text))
    return [person for person in people if any(_accuses(sentence, _names_of(person)) for sentence in sentences)]


def speaks_ill(text: str) -> bool:
    """Something bad is said of somebody, whoever it is: then nobody means praise."""
    said = _said(text)
    return bool(REPROACH.search(said) or CONDUCT.search(said))


def side_of_person(person: Member) -> str:
    """The value of `Target` that keeps out whoever stands with `person`."""
    posts = {holding.post for holding in person.holdings}
    if Post.STATION_CHIEF in posts:
        return Target.CHIEF
    if len(person.sides) > 1:
        return Target.BOTH
    return (
        {Side.PROPERTY: Target.PROPERTY, Side.HOA: Target.HOA}[Side(min(person.sides))]
        if person.sides
        else Target.MEMBER
    )


def _said(text: str) -> str:
    return TOGETHER.sub("", normalise(text))


def _names_of(person: Member) -> re.Pattern[str] | None:
    name = person.name
    if len(name) < 2:
        return None
    surname = name[:2] if name[:2] in COMPOUND else name[:1]
    titles = "|".join(CALLED[Post(h.post)] for h in person.holdings if h.post in CALLED)
    return re.compile(re.escape(name) + (rf"|{surname}(?:{titles})" if titles else ""))


def _accuses(sentence: str, names: re.Pattern[str] | None) -> bool:
    if names is None or not names.search(sentence):
        return False
    if re.search(f"{DIRECT}(?:{names.pattern})", sentence) or _is_reproached(sentence, names, is_person=True):
        return True
    if _did_wrong(sentence, names) or _is_the_cause(sentence, names):
        return True
    starts = (name for name in names.finditer(sentence) if not ASKED.search(sentence[: name.start()]))
    return any(DID.match(sentence[name.end() :]) and not HELPED.match(sentence[name.end() :]) for name in starts)


def _is_reproached(sentence: str, names: re.Pattern[str], *, is_person: bool) -> bool:
    """Of a person who was told, or is called, 「没人管」 says how the matter stands; of a firm that it does nothing."""
    for name in names.finditer(sentence):
        after = sentence[name.end() : name.end() + REACH]
        reproach = REPROACH.search(after)
        if not reproach or GREETED.match(before := after[: reproach.start()]) or STOPPED.search(before):
            continue
        told = ASKED.search(sentence[max(0, name.start() - 8) : name.start()])
        if is_person and reproach[0] == "没人管" and (told or "," in before):
            continue
        if not (told and "," not in before) or ANSWERS.match(reproach[0]):
            return True
    return False


def _did_wrong(sentence: str, names: re.Pattern[str]) -> bool:
    for name in names.finditer(sentence):
        after = sentence[name.end() : name.end() + REACH]
        deed = CONDUCT.search(after)
        if deed and not ASKED.search(sentence[: name.start()]) and not NOT_THEIRS.search(after[: deed.start()]):
            return True
    return False


def _is_the_cause(sentence: str, names: re.Pattern[str]) -> bool:
    """「张楼长家的狗」, 「楼上是张楼长家，漏水」: whose household it comes from does not see to it."""
    for name in names.finditer(sentence):
        household = HOUSEHOLD.match(sentence, name.end())
        if not household or HELPING.search(sentence[: name.start()]):
            continue
        after = sentence[household.end() : household.end() + REACH]
        if CAUSE.search(after) and not SUFFERED.search(after):
            return True
    return False
