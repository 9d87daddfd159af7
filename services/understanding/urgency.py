"""Can it wait? Danger to life, people trapped, risk of fire, water, power or heating gone now or again.

Pure. A short sentence is believed as it stands. Of a long letter the title and the beginning decide: further down
people tell of others, of before, of what might be, so it counts less there. What is denied,
imagined, taught or long over does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.danger import CLAUSE, DENIED, IMAGINED, LONG_AGO, NOW, TEACHING, dangers_in
from services.suggest import normalise

SHORT = 120  # characters: a sentence, not a letter
PLAIN = 60  # characters: who says no more than that adds no reproaches
SMOKE_OF_OTHERS = frozenset({"noise", "sanitation"})  # where smoke comes from a grill, as long as nothing burns
OPENING, READ = 150, 500  # characters of a letter: what is read as its beginning, and where reading ends
TITLE_COUNTS, OPENING_COUNTS, REST_COUNTS = 1.5, 1.0, 0.5
ENOUGH = 0.8
ASIDE = 0.7  # a complaint about noise or a market adds a hazard as one more reproach: there it takes more than a word
URGENT_BY_NATURE = frozenset({
    "repair-utilities", "repair-elevator", "repair-facilities", "fire-safety", "property-service", "",
})  # fmt: skip
FACTS = ("supply",)  # water gone is gone, whatever else a letter is about
ALWAYS = ("gas", "fire", "lift", "electric", "despair", "cry")
IF_SAID_SHORT = ("medical", "violence", "falling")  # in a letter it is the story of what happened: a sign, no alarm
STORY = 0.7
LEANING_COUNTS = 0.65
CANNOT_WAIT = frozenset({
    "no-water", "no-power", "heating", "gas-smell", "lift-trapped", "fire-lane", "fire-equipment", "ebike-charging",
})  # fmt: skip


class Sign(NamedTuple):
    """`weight`: what it is worth in the title or opening; 1 is enough by itself. `unless`: in the same clause."""

    code: str
    words: re.Pattern[str]
    weight: float
    unless: re.Pattern[str] | None = None


def _sign(code: str, weight: float, words: str, unless: str = "") -> Sign:
    return Sign(code, re.compile(words), weight, re.compile(unless) if unless else None)


SIGNS: tuple[Sign, ...] = (
    # --- risk of fire
    _sign(
        "fire", 1.0,
        r"(?:消防|救援|逃生|疏散|安全)(?:安全)?(?:通道|出口|车道|楼梯|门)[^,。]{0,12}(?:堵|占|锁|封|挡|停满|停车|隔断|关闭|上锁|堆|摊|防盗门|铁门)"
        r"|(?:堵|占|锁|封|挡|堆|没有|无)[^,。]{0,8}(?:消防|救援|逃生|疏散)(?:安全)?(?:通道|出口|车道|楼梯)"
        r"|[堆停放占][^,。]{0,6}在[^,。]{0,14}(?:消防|疏散|安全)(?:通道|出口)|飞线|私拉(?:乱接)?电线|(?:私|乱)(?:拉|扯)[^,。]{0,4}电"
        r"|(?:电动车|电瓶车|电车|电单车|电瓶|电池)[^,。]{0,10}(?:充电|上楼|进楼|进电梯|楼道|入户|家里|自燃|起火|爆炸)(?!桩|站|柜|棚|口|设施|难|不便|问题|费)"
        r"|消防[^,。]{0,10}(?:隐患|不合格|不达标|瘫痪|失效|没水|形同虚设|缺失|损坏|过期)|消防设施[^,。]{0,6}(?:没|无|不)"
        r"|(?:火灾|起火|失火|着火|燃爆|爆炸)[^,。]{0,6}(?:隐患|风险|危险|频发|不断|事件|事故)|(?:煤气|液化气|燃气)[罐瓶][^,。]{0,10}(?:堆|存|放|卖|危险|隐患|灌)"
        r"|一旦[^,。]{0,6}(?:火|爆)|(?:天然气|燃气)管道?[^,。]{0,4}安全|(?:违建|违规|私自|要|拟|准备)[^,。]{0,6}建[^,。]{0,10}加[油气]站"
        r"|(?:电线|线路|电缆)[^,。]{0,6}(?:老化|裸露|外露|冒火|短路|烧|打火)|(?:消防栓|消火栓|灭火器)[^,。]{0,6}(?:没水|无水|坏|过期|缺|空)|(?:没有?|无|缺)[^,。]{0,4}消防(?:水源|用水|设施|器材)|连廊[^,。]{0,12}(?:铁门|封|锁|堵)",
        r"演练|宣传|培训|增设|安装充电|充电桩",
    ),
    _sign("fire", 0.7, r"(?:煤气|液化气)[罐瓶站]", r"押金|价格|费|票|配送|送气|扰民|噪音"),
    # --- danger to life
    _sign(
        "life", 1.0,
        r"电梯[^,。]{0,12}(?:坠|掉层|掉楼|掉落|滑梯|下滑|下沉|急停|急降|失控|关人|困人|夹人|冲顶|蹲底|困住|受伤)|(?:坠|掉)(?:梯|层)|困人事件|被困"
        r"|电梯[^,。]{0,6}(?:经常|时常|常常|频繁|总是?|老是?|反复|屡屡|多次|三天两头|隔三差五|又|天天)[^,。]{0,4}(?:坏|故障|停|罢工|维修|出问题|卡|失灵)"
        r"|(?:经常|频繁|三天两头|多次|老是)[^,。]{0,4}(?:困在|关在|卡在)电梯|电梯[^,。]{0,8}(?:安全隐患|故障频|频[^,。]{0,3}故障|屡次|此起彼伏)"
        r"|危及[^,。]{0,6}(?:生命|人身|安全)|危害[^,。]{0,8}(?:生命|人身)|威胁[^,。]{0,8}(?:生命|人身)"
        r"|(?:房屋|房子|墙体?|楼体?|地基|山体|围墙|护坡|挡土墙|堡坎|桥)[^,。]{0,10}(?:倒塌|坍塌|垮塌|塌陷|下沉|倾斜|滑坡|移位|要塌|要倒)|危房|塌方|滑坡|(?:地面|路面)[^,。]{0,6}(?:塌陷|沉降|下陷)"
        r"|(?:出|闹)人命|人命关天|命在旦夕|坠楼|坠亡|(?:死亡|伤亡)事故|(?:多|几|数|\d)人[^,。]{0,6}(?:受伤|伤亡|死亡|撞伤)|(?<![吵臭热冷烦急气闷])死(?:了|过)?人|致死|身亡|丧命|撞死|淹死|触电|漏电|高空(?:坠物|抛物|落物)|摇摇欲坠|爬上爬下|掉下楼",
        r"危房改造|危改|赔偿|补偿|补贴|认定|申请|停车|占道|大型货车|摆摊|健康",
    ),
    _sign(
        "hazard", 1.0,
        r"(?:重大|严重|极大|巨大|极其|非常)[^,。]{0,4}(?:安全)?隐患|隐患(?:重重|多多|丛生|太大|很大|极大)|(?:红绿灯|路口|东门|门口)[^,。]{0,8}事故(?:频发|不断)",
        r"停车|乱停|占道|摆摊|摊贩|剐蹭|堵车|健康|治安|麻将|车站|身体|通行",
    ),
    _sign(
        "hazard", 0.6,
        r"安全隐患(?:多|大)|存在[^,。]{0,8}隐患|(?:非常|十分|特别|极其|太|很|极)危险|险象环生|胆战心惊|提心吊胆|心惊胆",
        r"停车|治安",
    ),
    _sign(
        "accident", 0.8,
        r"(?:交通|安全)?事故[^,。]{0,4}(?:频发|不断|频繁|多发|频出)|车祸|差点[^,。]{0,12}(?:撞|追尾)|追尾|闯红灯|(?:车|人)[^,。]{0,6}被撞",
    ),
    _sign(
        "hazard", 0.6,
        r"高压(?:电)?(?:线|杆|塔)[^,。]{0,10}(?:下|住宅|居民|小区)|(?:架设|穿过|上方)[^,。]{0,8}高压(?:电)?线",
    ),
    _sign("safety", 0.7, r"(?:生命|人身|人生)(?:财产)?安全", r"停车|占道|摆摊|健康"),
    # --- supply that is gone, now or again and again
    _sign(
        "supply", 1.0,
        r"停水|断水|没有?水(?!表|管|沟|塘|准|分|平|池|印|果|泥|槽|电费)|无水(?:可用|用)?|缺水|不来水|没来水|水停了|停了水|用不上水|用水(?:很|十分|非常)?(?:困难|难)|吃水难"
        r"|(?:无法|不能|没法|难以)(?:正常)?用[水电气]|断[^,。]{0,6}家(?:里)?的?[水电](?!梯)|把[^,。]{0,8}[水电气暖][^,。]{0,3}(?:断|停|掐)|停电|断电|没有?电(?!梯|动|话|视|脑|子|信|工|费|表|影|瓶|缆)"
        r"|(?:不通|未通|没通|不供|未供|中断供|停止供|停供|无法供|断断续续供?|时有时无的?)[水电气暖](?!梯|话|视|费)|(?:供水|供电|供气|供暖|水|电)(?:时有时无|断断续续|中断)"
        r"|(?:恢复|何时|什么时候|啥时候|几时)(?:才)?(?:能)?(?:供|来|通)[水电暖](?!费)|[水电]都?也?没有了?$|[上打送]不[上来]水|拉闸|掐[水电]|低电压|带不动空调"
        r"|(?:间歇性?|频繁|不定时|无故|无端|突然|天天|每天|经常|老是|又)停[水电气暖]|跳闸|掉闸|缺电|限电|停气|断气|没有?(?:燃气|天然气|煤气)用|停暖|断暖|购电[^,。]{0,4}困难"
        r"|(?:暖气|地暖|暖器|屋里|家里)[^,。]{0,6}(?:不热|冰凉|不暖|太冷|没热)|不供暖|没有?暖气|没供暖|供暖[^,。]{0,6}(?:不足|不达标|不热)"
        r"|水压[^,。]{0,6}(?:低|不足|太差)|(?:停|断)(?:了)?(?:我们?|业主|住户|居民|小区|全家|家里)的?(?:水|电|气|暖)"
        r"|(?:自来水|水管|水龙头)[^,。]{0,10}(?:黄泥水|泥水|黄汤|发黑|发臭)",
        r"停车|充值|停水通知|停电通知|水价|电价|如果|会不会|赔|补偿|押金|装修|广告|停电梯|表(?:后|走|的)|换气表|可以实现",
    ),
    _sign(
        "supply", 0.7,
        r"(?:供水|用水|供电|用电|供暖|电压)[^,。]{0,6}(?:问题|不稳|不足|故障|不正常|紧张|困难)|水流[^,。]{0,6}小|水管爆|爆管"
        r"|水压[^,。]{0,6}(?:小|不够)|水压(?:问题|过)",
    ),
)  # fmt: skip
REASONS = {
    "supply": "supply",
    "fire": "fire",
    "life": "life",
    "hazard": "life",
    "accident": "life",
    "safety": "life",
    "story": "life",
}


class Urgent(NamedTuple):
    """Why it cannot wait: "supply", "fire", "life" or a danger of services/danger.py, and the words that say so."""

    code: str
    word: str


def urgency_of(text: str, title: str = "", group: str = "", leaning: float = 0.0) -> Urgent | None:
    """None: it can wait for working hours. `group`: what the text is about, "" where that is not known; `leaning`: how
    likely it is of a kind that hardly ever can (`CANNOT_WAIT`): there a weaker word is enough, but never none."""
    text, title = normalise(text), normalise(title)
    is_letter = len(text) > SHORT
    opening, rest = (text[:OPENING], text[OPENING:READ]) if is_letter else (text, "")
    is_plain = len(text) <= PLAIN and not title
    weights: dict[str, float] = {}
    words: dict[str, str] = {}
    for found in dangers_in(f"{title}\n{opening}"):
        if "烟" in found.word and is_letter and group in SMOKE_OF_OTHERS:
            continue
        if found.kind in ALWAYS or (found.kind in IF_SAID_SHORT and is_plain):
            return Urgent(found.kind, found.word)
        if found.kind in IF_SAID_SHORT:
            weights["story"], words["story"] = STORY, found.word
    happens_now = bool(NOW.search(f"{title}{opening}{rest}"))
    for counts, part in ((TITLE_COUNTS, title), (OPENING_COUNTS, opening), (REST_COUNTS, rest)):
        for sign in SIGNS:
            word = _real(sign, part, happens_now=happens_now)
            if word and sign.weight * counts > weights.get(sign.code, 0.0):
                weights[sign.code] = sign.weight * counts
                words.setdefault(sign.code, word)
    code = max(weights, key=lambda each: weights[each], default="")
    share = 1.0 if group in URGENT_BY_NATURE or is_plain else ASIDE
    total = sum(weight * (1.0 if each in FACTS else share) for each, weight in weights.items())
    is_enough = code and total + LEANING_COUNTS * leaning >= ENOUGH
    return Urgent(REASONS[code], words[code]) if is_enough else None


def _real(sign: Sign, text: str, *, happens_now: bool) -> str:
    for clause in _clauses(text):
        if TEACHING.search(clause) or (sign.unless and sign.unless.search(clause)):
            continue
        if LONG_AGO.search(clause) and not happens_now:
            continue
        for found in sign.words.finditer(clause):
            before = clause[: found.start()]
            if not DENIED.search(before) and not IMAGINED.search(before):
                return found[0]
    return ""


def _clauses(text: str) -> Iterator[str]:
    return (found[0] for found in CLAUSE.finditer(text))
