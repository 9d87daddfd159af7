"""What cannot wait: danger to life, risk of fire, supply that is gone; and what only sounds like it."""

import pytest

from services.understanding import urgency_of

URGENT = [
    ("停水两天了，一滴都没有", "supply"),
    ("从昨晚停电到现在", "supply"),
    ("家里又没电了", "supply"),
    ("暖气一点都不热，家里有月子娃", "supply"),
    ("水压太低，六楼洗不了澡", "supply"),
    ("天天晚上停水，半夜才来", "supply"),
    ("物业把我家的水给断了", "supply"),
    ("小区停气一星期了，没法做饭", "supply"),
    ("单元老跳闸，推上去又掉", "supply"),
    ("消防通道停满了车，救护车进不来", "fire"),
    ("有人把安全出口锁上了", "fire"),
    ("五楼飞线给电动车充电", "fire"),
    ("邻居把电瓶车推进楼道充电", "fire"),
    ("楼道里电线老化裸露，太吓人", "fire"),
    ("消火栓没水，灭火器也过期了", "fire"),
    ("楼下小吃店在楼道口堆了十几个煤气罐存着", "fire"),
    ("电梯昨天坠了两层，今天又急停", "life"),
    ("围墙往外倾斜，快要塌了，下面是幼儿园", "life"),
    ("外墙砖摇摇欲坠", "falling"),
    ("这房子是危房，墙裂得能伸进手", "life"),
    ("电梯里关着人", "lift"),
    ("楼道里一股煤气味", "gas"),
    ("车棚着火了", "fire"),
    ("灯杆漏电", "electric"),
    ("我爸晕倒了叫不醒", "medical"),
    ("六楼往下扔酒瓶子", "falling"),
    ("楼上扔菜刀下来", "falling"),
    ("三单元电梯又坏了老人下不来", "life"),
    ("电梯停了三天，我妈坐轮椅出不去", "life"),
    ("井盖没了，孩子差点掉进去", "life"),
    ("隔壁的墙歪了，随时会倒", "life"),
    ("安全门焊死了，出了事人怎么跑", "fire"),
    ("救火车根本开不进我们小区", "fire"),
    ("楼下小作坊存了几桶汽油", "fire"),
    ("违建把楼梯口堵死了，万一着火跑不出去", "fire"),
    ("下雨天积水漫进电箱", "fire"),
    ("供暖好几天了我家还是凉的", "supply"),
    ("交不上物业费就不让买水", "supply"),
    ("整栋楼都黑了，电梯也不动", "supply"),
    ("水龙头拧开啥也没有，都一天了", "supply"),
]
CAN_WAIT = [
    "楼道灯坏了一个",
    "停车费涨了",
    "想问停水通知是真的吗",
    "电费怎么算的",
    "水费太贵了",
    "没有停电，就是灯坏了",
    "不是停水，是水有点黄",
    "去年停过一次电，已经修好了",
    "万一着火怎么办，建议放几个灭火器",
    "消防演练什么时候开始",
    "建议增设电动车充电桩",
    "想学学怎么防止触电",
    "明天的消防知识讲座在哪",
    "如果停电，电梯怎么办",
    "广场舞太吵了",
    "树挡光了，给修修吧",
    "谢谢师傅来电话问",
    "电视没信号了",
    "没水果摊了，买菜不方便",
    "物业费能不能网上交",
    "业委会什么时候换届",
    "有人遛狗不牵绳",
    "吵死人了，天天装修",
    "这天热死人",
    "想给老楼加装电梯，老人上下楼方便",
    "希望加装电梯老人下不了楼",
    "手机没电了能充吗",
    "煤气味没有了，谢谢师傅",
    "电动自行车充电多少钱一度",
    "消防栓上贴的广告能不能撕了",
    "外墙太脏了想洗洗",
    "墙皮掉了点，想刷一下",
    "",
]


@pytest.mark.parametrize(("text", "code"), URGENT)
def test_what_cannot_wait_is_found_with_its_reason(text: str, code: str) -> None:
    found = urgency_of(text)
    assert found is not None
    assert found.code == code
    assert found.word in text


@pytest.mark.parametrize("text", CAN_WAIT)
def test_what_can_wait_is_not_raised(text: str) -> None:
    assert urgency_of(text) is None


def test_a_hazard_deep_in_a_letter_about_noise_is_one_more_reproach() -> None:
    letter = "楼下烧烤店每天营业到凌晨，划拳声、音响声不断，全楼的人都睡不好觉，孩子第二天上学没有精神。" * 4
    letter += "而且还有消防隐患。"
    assert urgency_of(letter, "烧烤店深夜扰民", "noise") is None


def test_the_title_of_a_letter_says_what_cannot_wait() -> None:
    letter = "尊敬的领导，我们是某小区的业主，想说说我们小区的情况，恳请您在百忙之中看一看。" * 4
    assert urgency_of(letter, "小区消防通道被堵死", "fire-safety").code == "fire"
    assert urgency_of(letter, "关于小区管理的几点看法", "suggestion") is None


def test_what_is_long_over_counts_when_it_happens_again_now() -> None:
    assert urgency_of("上个月停过水") is None
    assert urgency_of("上个月停过水，今天又停水了") is not None


def test_a_letter_that_fears_is_no_alarm() -> None:
    letter = "我们小区的物业从来不管停车的事，大家意见很大，希望街道出面协调一下，给业主一个满意的答复。" * 4
    letter += "难道非要等出了事才有人管吗，太危险了。"
    assert urgency_of(letter, "小区停车无人管理", "parking") is None


def test_supply_is_an_aside_where_noise_is_the_matter() -> None:
    letter = (
        "楼下食堂从早到晚油烟滚滚，机器轰鸣，几百户人家开不了窗。修地铁时三天两头停水也都忍了。" + "请管一管。" * 30
    )
    assert urgency_of(letter, "食堂油烟扰民", "noise") is None
    assert urgency_of(letter, "食堂油烟扰民", "repair-utilities") is not None
