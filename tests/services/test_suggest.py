"""What a resident's sentence is about: the kind, what is wanted, whom it complains about."""

import pytest

from services.catalogue_file import load_catalogue
from services.suggest import WordEntry, WordIndex, is_clear, nature_of, suggest

SENTENCES = [
    ("昨天半夜就没水了，一滴都没有，啥时候能来？", "no-water"),
    ("楼下阀门那儿水管爆了，哗哗往外淌", "no-water"),
    ("水龙头放出来都是黄汤，根本不敢喝", "water-quality"),
    ("俺这单元又跳闸了，推上去还掉", "no-power"),
    ("楼道停电两天了没人来看", "no-power"),
    ("暖气片冰凉，屋里十四五度，孩子都感冒了", "heating"),
    ("交了取暖费就没热乎过", "heating"),
    ("地暖分水器那儿滴水", "heating"),
    ("一进楼道就闻到一股煤气味", "gas-smell"),
    ("燃气表闪红灯，灶点不着火", "gas-supply"),
    ("电梯里困了俩人，快叫人", "lift-trapped"),
    ("二单元电梯又趴窝了，八十岁老人爬九楼", "lift-fault"),
    ("电剃关门的时候咣当一下往下坠", "lift-fault"),
    ("厕所下水不走，一冲就返上来", "blocked-drain"),
    ("院里的化粪池满了往外冒", "blocked-drain"),
    ("楼上漏水把俺家吊顶泡塌了", "flat-leak"),
    ("卫生间顶上老滴水，楼上说不是他家的事", "flat-leak"),
    ("顶楼，一下雨屋里就漏，拿盆接着", "roof-facade"),
    ("外墙皮一块一块往下掉，楼下走人呢", "roof-facade"),
    ("单元门锁不上，谁都能拉开", "gate-camera-lamp"),
    ("楼道灯瞎了三个月，摸黑上楼", "gate-camera-lamp"),
    ("井盖翘起来了，骑车差点栽进去", "public-facilities"),
    ("单杠松了晃悠，小孩天天在那玩", "public-facilities"),
    ("新房刚收，墙上空鼓一大片", "building-defect"),
    ("垃圾桶满得都流出来了，三天没人拉", "cleaning"),
    ("楼梯好几个月没拖过了，保洁来过吗", "cleaning"),
    ("楼下烧烤店的油烟全灌俺家来", "smell-fumes"),
    ("地下室有老鼠，晚上咯吱咯吱", "disease-pests"),
    ("树杈子都伸进四楼窗户里了，给剪剪吧", "greening"),
    ("一楼把草坪刨了种上葱了", "greening"),
    ("楼道灭火器压力都没了，箱子也是空的", "fire-equipment"),
    ("消防通道停满了车，救护车都进不来", "fire-lane"),
    ("五楼从窗户扯线下来给电车充电", "ebike-charging"),
    ("又有人推电瓶车进电梯上楼充", "ebike-charging"),
    ("对门把鞋柜酸菜缸全搁走廊，过不去人", "corridor-clutter"),
    ("楼上往下扔烟头，把我晒的被子烧个洞", "falling-objects"),
    ("昨晚车棚里电瓶让人偷了，想调监控", "security"),
    ("有个推销保健品的专骗老头老太太", "security"),
    ("有辆黑车堵着单元门，打电话也不挪车", "parking"),
    ("车位让别人安了地锁，我买的都停不进去", "parking"),
    ("楼上半夜拖凳子，咚咚的，睡不着觉", "noise-neighbour"),
    ("隔壁装修大中午电钻不停", "noise-neighbour"),
    ("跳广场舞的音响震得窗户嗡嗡响", "noise-outside"),
    ("旁边工地后半夜还在打桩", "noise-outside"),
    ("有人遛大狗不牵绳，孩子吓得直哭", "pets"),
    ("六楼养鸽子，阳台上全是粪", "pets"),
    ("一楼自己盖了个阳光房，占了公共的地", "illegal-building"),
    ("楼下装修在砸承重墙，我家墙都裂了", "illegal-decoration"),
    ("三楼改成日租房了，天天拎箱子的", "flat-as-business"),
    ("物业收费时跑得快，报修没人理，太差劲", "property-complaint"),
    ("保安态度恶劣，张嘴就骂人", "property-complaint"),
    ("物业贴条说下月撤场，以后谁管我们", "property-change"),
    ("房子一直空着没住，物业费也要全交？", "fees"),
    ("停车费一下涨了一倍，也没跟业主商量", "fees"),
    ("电梯里广告的钱到底归谁，账目从没公布过", "common-income"),
    ("屋面大修想用维修基金，怎么个程序", "maintenance-fund"),
    ("业委会到期两年了不换届", "hoa-affairs"),
    ("合同写的去年底交房，到现在楼还没封顶", "developer-promises"),
    ("开发商说好的会所，虚假宣传，至今没兑现", "developer-promises"),
    ("跟对门因为过道吵了好几回，想请人评评理", "neighbour-dispute"),
    ("两口子闹离婚，孩子吓得直哭，想请人劝劝", "family-conflict"),
    ("我娘八十六了独居，我在外地，能不能常去看看", "elder-help"),
    ("单元门口没有坡道，轮椅出不去", "disability-help"),
    ("后天去医院复查，腿脚不行，想找人陪着", "medical-escort"),
    ("男人没了，孩子上学，家里困难，想申请低保", "hardship"),
    ("孩子四点半放学，我俩都上班没人看", "after-school"),
    ("电饭锅不通电了，有会修的师傅不", "handyman"),
    ("办居住证要带啥材料", "policy-enquiry"),
    ("建议在东门口安两把长椅，老人等车能歇歇", "suggestion"),
    ("我是在职党员，想来小区报到", "party-matters"),
    ("礼拜六上午想借活动室排练合唱", "booking"),
    ("谢谢王师傅大半夜来给修好，真负责，表扬一下", "praise"),
]


@pytest.fixture(scope="module")
def index():
    return WordIndex.build(WordEntry(c.slug, c.group, c.words) for c in load_catalogue().categories)


@pytest.fixture(scope="module")
def small():
    return WordIndex.build(
        [
            WordEntry("lift", "lifts", ["电梯", "电梯坏了", "异响"]),
            WordEntry("noise", "noises", ["噪音", "异响", "电梯噪音", "楼上…响"]),
            WordEntry("rubbish", "cleanliness", ["垃圾", "KTV后巷"]),
            WordEntry("fees", "money", ["垃圾费"]),
            WordEntry("music", "noises", ["音箱"]),
        ]
    )


def found(suggestions):
    return [(s.slug, s.words) for s in suggestions]


@pytest.mark.parametrize(("sentence", "slug"), SENTENCES)
def test_a_residents_sentence_leads_to_its_kind(index, sentence, slug):
    assert suggest(sentence, index)[0].slug == slug


def test_every_kind_has_a_sentence_in_this_test():
    assert {c.slug for c in load_catalogue().categories} - {slug for _, slug in SENTENCES} == set()


@pytest.mark.parametrize(
    ("sentence", "slug"),
    [
        ("停电了", "no-power"),
        ("没电", "no-power"),
        ("家里没水", "no-water"),
        ("我家没水了", "no-water"),
        ("狗叫", "pets"),
    ],
)
def test_a_sentence_of_a_few_characters_is_clear(index, sentence, slug):
    found = suggest(sentence, index)
    assert (found[0].slug, is_clear(found, len(sentence))) == (slug, True)


def test_a_long_letter_is_not_clear_by_one_short_word(index):
    letter = "停电了，" + "前面的事情说来话长，还请您耐心听我讲完，" * 5
    assert is_clear(suggest(letter, index), len(letter)) is False


def test_the_example_of_every_kind_is_not_clearly_another_kind(index):
    firsts = {c.slug: (suggest(c.hint, index), len(c.hint)) for c in load_catalogue().categories}
    wrong = {slug: row[0].slug for slug, (row, long) in firsts.items() if is_clear(row, long) and row[0].slug != slug}
    assert wrong == {}


def test_a_clear_first_suggestion_is_right_in_all_sentences(index):
    rows = [(suggest(sentence, index), len(sentence), slug) for sentence, slug in SENTENCES]
    clear = [(row[0].slug, slug) for row, length, slug in rows if is_clear(row, length)]
    assert [pair for pair in clear if pair[0] != pair[1]] == []
    assert len(clear) >= 45


@pytest.mark.parametrize("sentence", ["", "   ", "您好", "有点事想说", "？？？", "asdf", "1234567890"])
def test_a_sentence_without_known_words_suggests_nothing(index, sentence):
    assert suggest(sentence, index) == []
    assert is_clear([]) is False


def test_a_suggestion_names_the_words_it_stands_on(small):
    assert found(suggest("三单元电梯坏了", small)) == [("lift", ("电梯坏了",))]


def test_a_word_inside_a_longer_one_does_not_count_again(small):
    assert found(suggest("垃圾费太贵", small)) == [("fees", ("垃圾费",))]


def test_a_gap_holds_within_a_clause_and_not_across(small):
    assert found(suggest("楼上天天半夜咚咚响", small))[0] == ("noise", ("楼上…响",))
    assert suggest("我家在楼上，铃不响", small) == []


def test_a_denied_word_does_not_count(small):
    assert found(suggest("不是电梯，是垃圾没人清", small)) == [("rubbish", ("垃圾",))]


@pytest.mark.parametrize("sentence", ["是不是电梯又停了", "不是电梯停就是电梯响"])
def test_a_question_or_a_list_denies_nothing(small, sentence):
    assert found(suggest(sentence, small))[0][0] == "lift"


def test_the_title_counts_more_than_the_text(small):
    assert suggest("电梯也慢", small, title="垃圾没人清")[0].slug == "rubbish"


def test_a_word_said_again_adds_less_each_time(small):
    once, often = suggest("电梯", small)[0].score, suggest("电梯" * 40, small)[0].score
    assert once < often < 2 * once


def test_sister_kinds_support_one_another_and_are_still_listed(small):
    alone = {s.slug: s.score for s in suggest("噪音", small)}
    together = {s.slug: s.score for s in suggest("噪音音箱", small)}
    assert together["noise"] > alone["noise"]
    assert sorted(together) == ["music", "noise"]


def test_full_width_letters_and_capitals_are_the_same_word(small):
    assert found(suggest("ｋｔｖ后巷", small)) == [("rubbish", ("ktv后巷",))]


def test_two_equal_kinds_are_not_clear(small):
    assert is_clear(suggest("电梯异响噪音", small)) is False


def test_an_index_without_words_suggests_nothing():
    assert suggest("电梯坏了", WordIndex.build([])) == []


@pytest.mark.parametrize(
    ("text", "default", "nature"),
    [
        ("电梯坏了请问啥时候修", "help", "help"),
        ("请问办居住证要啥材料", "help", "inquiry"),
        ("活动室几点开门", "help", "inquiry"),
        ("物业费咋交？", "complaint", "inquiry"),
        ("建议在门口装个长椅", "help", "suggestion"),
        ("能不能多组织点活动", "help", "suggestion"),
        ("建议换个大垃圾桶，现在的老是堵", "help", "suggestion"),
        ("举报三楼私搭乱建", "report", "report"),
        ("投诉五楼飞线充电", "report", "report"),
        ("投诉楼上太吵", "help", "complaint"),
        ("物业不作为", "help", "complaint"),
        ("表扬保洁大姐", "help", "praise"),
        ("谢谢张楼长一直照顾我娘", "care", "praise"),
        ("水管坏了，麻烦师傅，谢谢", "help", "help"),
        ("三楼漏水，请尽快处理，谢谢", "help", "help"),
        ("暖气不热", "help", "help"),
        ("", "inquiry", "inquiry"),
    ],
)
def test_the_nature_follows_the_words_else_the_kind(text, default, nature):
    assert nature_of(text, default) == nature
