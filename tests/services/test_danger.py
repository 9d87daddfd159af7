"""Danger in a resident's words: found in all its wordings, and not where nobody is in danger."""

import pytest

from services.danger import ADVICE, DANGER_KINDS, EMERGENCY_NUMBERS, danger_of, dangers_denied, dangers_in

DANGERS = [
    ("楼道里一股煤气味", "gas"),
    ("我家好像有燃气味", "gas"),
    ("闻着像煤气", "gas"),
    ("是不是煤气漏了，有点头晕", "gas"),
    ("怕是漏煤气了", "gas"),
    ("燃气", "gas"),
    ("喂，燃气", "gas"),
    ("\n燃气", "gas"),
    ("厨房有燃气", "gas"),
    ("施工挖断了燃气管道", "gas"),
    ("燃气软管脱落了", "gas"),
    ("天然气管子裂了一道口子", "gas"),
    ("电梯里关了人", "lift"),
    ("厨房有股天燃气味儿", "gas"),
    ("燃气管道漏了咝咝响", "gas"),
    ("三楼着火了快来人", "fire"),
    ("电表箱冒烟", "fire"),
    ("车棚起火", "fire"),
    ("楼下着大火了", "fire"),
    ("宣传栏着火了", "fire"),
    ("厨房着火了怎么办", "fire"),
    ("电梯困人了", "lift"),
    ("我妈困在电梯里了", "lift"),
    ("有人关在电梯里出不来", "lift"),
    ("电梯又困人了", "lift"),
    ("灯杆漏电，狗碰了一下就叫", "electric"),
    ("孩子摸插座触电了", "electric"),
    ("电线断了耷拉在路上", "electric"),
    ("没水还漏电", "electric"),
    ("楼下大爷晕倒了", "medical"),
    ("门口有人昏倒了", "medical"),
    ("老太太摔倒起不来", "medical"),
    ("我爸喘不上气", "medical"),
    ("对门又在家暴", "violence"),
    ("门口有人打人", "violence"),
    ("我对象打我", "violence"),
    ("有小偷撬门", "crime"),
    ("老人走丢了", "missing"),
    ("奶奶不见了", "missing"),
    ("有人要跳楼", "despair"),
    ("我不想活了", "despair"),
    ("我妈被骗了五千块", "fraud"),
    ("救命", "cry"),
    ("听到有人喊救命", "cry"),
    ("我老伴不行了", "medical"),
    ("对门天天打孩子", "violence"),
    ("六楼往下扔酒瓶子", "falling"),
    ("空调外机快掉下来了", "falling"),
    ("去年漏过煤气，现在又闻见煤气了", "gas"),
]
NO_DANGERS = [
    "这是救命钱",
    "孩子的书包丢了",
    "电梯不行了该换了",
    "跳楼价甩卖的喇叭吵死了",
    "没有着火",
    "没有发现着火",
    "不是煤气味",
    "闻了闻没有煤气味",
    "明天消防演练",
    "消防演练模拟电梯困人",
    "着火了怎么办的宣传",
    "灭火器过期了",
    "防火门关不上",
    "灶打不着火",
    "万一着火了谁负责",
    "等着火车呢",
    "一起火锅聚餐",
    "去年着过火的墙还是黑的",
    "电梯经常困人该大修了",
    "接触电梯按钮不灵",
    "漏电保护器老跳闸",
    "漏电动车停那儿",
    "防止触电的牌子掉漆了",
    "拨打人工服务没人接",
    "有事打我电话",
    "被打扰得睡不着",
    "烧烤摊天天冒烟",
    "饭店油烟大",
    "防诈骗讲座几点开始",
    "反家暴宣传多搞搞",
    "磨刀师傅啥时候来",
    "路滑老人容易摔倒",
    "门禁卡在电梯口刷不了",
    "燃气表没电了",
    "燃气管道外面掉漆了",
    "燃气管断供两天了",
    "煤气表漏水",
    "通天然气要多少钱",
    "孩子自行车丢了",
    "抢车位太难了",
    "我家猫走丢了",
    "猫打架吵得睡不着",
    "热水器打火没反应",
    "建议贴高空抛物警示牌",
    "",
]

# Dialect, typing errors, words that are said when no list was read before: the gravest danger of each.
AS_PEOPLE_SAY_IT = [
    ("俺一个人住，活着没意思了", "despair"),
    ("活着没啥意思，想死", "despair"),
    ("想喝药死了算了", "despair"),
    ("楼上那个大姐说要往下跳", "despair"),
    ("活着真没劲", "despair"),
    ("俺爹说活着没啥盼头", "despair"),
    ("我真不如死了", "despair"),
    ("他站在楼顶边上哭", "despair"),
    ("对门大娘说她不活了", "despair"),
    ("有个姑娘想跳河", "despair"),
    ("孩子留了封遗书", "despair"),
    ("俺活着还有啥意思", "despair"),
    ("死了干净，谁也别管俺", "despair"),
    ("活着冇得意思", "despair"),
    ("老头说要喝老鼠药死给俺看", "medical"),
    ("俺孙子在水池里淹着了", "medical"),
    ("有人掉井里了", "medical"),
    ("俺娘喝多了叫不应", "medical"),
    ("小孩掉进化粪池了", "medical"),
    ("老爷子躺床上喊不应", "medical"),
    ("摇都摇不醒", "medical"),
    ("有人落水了", "medical"),
    ("俺爹从梯子上摔下来了", "medical"),
    ("隔壁大哥喝醉了躺在雪地里", "medical"),
    ("老太太厥过去了", "medical"),
    ("孩子烫着了", "medical"),
    ("有人被车撞了", "medical"),
    ("俺爹摔断腿了", "medical"),
    ("俺老伴嘴歪了说不出话", "medical"),
    ("娃娃滑到河里去了", "medical"),
    ("家里煤炉子中了煤气", "gas"),
    ("煤器味大得很", "gas"),
    ("怕是中煤毒了，头疼", "gas"),
    ("楼道里燃器味呛人", "gas"),
    ("媒气漏了", "gas"),
    ("灶台上油锅着了", "fire"),
    ("炒菜油锅着了", "fire"),
    ("垃圾桶着了", "fire"),
    ("车棚里电动车着了", "fire"),
    ("三楼窗帘着起来了", "fire"),
    ("电梯夹着俺孙子手了", "lift"),
    ("货梯里关着人", "lift"),
    ("垫梯困人了", "lift"),
    ("俺在电梯里出不去了", "lift"),
    ("孩子叫电梯门夹了", "lift"),
    ("里面困了两个人", "lift"),
    ("电闸跳了，一合就冒火星子", "electric"),
    ("插座打火星", "electric"),
    ("配电箱放炮了，炸了", "electric"),
    ("插排冒火", "electric"),
    ("卖保健品的骗了俺娘八千块", "fraud"),
    ("俺爹叫卖药的骗了", "fraud"),
    ("老太太上了免费体检的当了", "fraud"),
    ("骗老人买养生床垫", "fraud"),
    ("我儿子要打死我", "violence"),
    ("他说要弄死我", "violence"),
    ("老公天天打骂我", "violence"),
    ("老公喝了酒就动手，我怕", "violence"),
    ("我爸要打死我妈", "violence"),
    ("王婶说她家老头把她打了", "violence"),
    ("对象对我又打又骂", "violence"),
    ("男人一吵架就动手", "violence"),
    ("他冲我动手了", "violence"),
    ("前夫说要砍死我", "violence"),
    ("他威胁要杀死孩子", "violence"),
    ("她老公要掐死她", "violence"),
    ("媳妇跟老人动手", "violence"),
    ("灶上火着了灭不了", "fire"),
    ("油锅里的火扑不灭", "fire"),
    ("煤球炉子熏得头疼恶心", "gas"),
    ("蜂窝煤炉子呛得人头晕", "gas"),
    ("屋里有股煤油味", "gas"),
    ("楼道一股汽油味", "gas"),
    ("孙子不见了，放学没回来", "missing"),
    ("娃在小区里找不着了", "missing"),
    ("女儿放学后不见了", "missing"),
    ("闺女到现在还没回家", "missing"),
    ("奶奶找不到家了", "missing"),
    ("老头子一天没起床敲门没人应", "medical"),
    ("独居老太太两天没开门", "medical"),
    ("大爷屋里敲门没动静", "medical"),
    ("楼下停的车堵着单元门，120进不来", "medical"),
    ("120被堵在门口", "medical"),
    ("投资理财把俺家积蓄骗光了", "fraud"),
]
SOUNDS_LIKE_DANGER = [
    "花都淹死了",
    "小区没意思",
    "这价格要命",
    "跳闸了",
    "广场舞跳到十点",
    "狗叫不应该",
    "孩子从台阶跳下来玩",
    "想死你们了",
    "孩子睡着了楼上还在跳",
    "路灯终于着了",
    "老人的钥匙掉井里了",
    "俺家地下室淹了",
    "树都不活了",
    "手机掉下水道了",
    "物业喊不动",
    "物业叫不应",
    "垃圾掉进沟里没人捞",
    "人家养的花死了算了",
    "猫从阳台跳下去了",
    "孩子想跳绳没地方",
    "活着的树砍了可惜",
    "电梯门夹着纸箱关不上",
    "小区活动没啥意思",
    "家中煤气灶打不着",
    "雨天井盖松了怕有人掉进去",
    "燃器具哪里能回收",
    "别让孩子掉进沟里",
    "烟头火星子掉地上",
    "打牌上了他的当",
    "楼上跳操吵人",
    "落水管堵了",
    "电梯没困人",
    "煤气味倒是没有，就是灶不着",
    "没有人落水",
    "老人没摔着",
    "防骗讲座啥时候讲",
    "养老金涨得没意思",
    "天热得要命",
    "楼上小孩跳来跳去",
    "沙发上睡着了被吵醒",
    "这个车位抢得要死",
    "灶点着了又灭",
    "跳蚤市场几点",
    "俺不想活动室关门",
    "大爷种的菜淹了",
    "电瓶没电叫不醒车",
    "想死守规矩也难",
    "护栏被车撞歪了",
    "煤气表转圈不出气",
    "有人关掉水阀",
    "腿骨折打着石膏下不了楼",
    "暑假防溺水讲座",
    "鞋带打死结了",
    "天热死了",
    "气死我了",
    "烦死我了",
    "笑死我了",
    "弄死我了这楼梯",
    "打死我也不去",
    "打死我都不信",
    "打死我家狗了",
    "天天打骂孩子的电视声吵得睡不着",
    "没人打骂孩子",
    "老公自己动手修的水管",
    "老公没动手",
    "他动手能力强",
    "老公喝完茶就动手修灯",
    "他跟我动手做蛋糕",
    "他没有打死我",
    "恨不得弄死他",
    "把我打扰醒了",
    "把孩子打扮得漂亮",
    "儿子找不到工作",
    "女儿找不到对象",
    "孩子找不到停车位",
    "孩子帽子不见了",
    "孙子的自行车不见了",
    "孩子半夜没回来的时候路灯不亮",
    "老头子一天没起床气",
    "敲门没人应，快递放哪",
    "我妈去物业敲门没人应",
    "万一120进不来怎么办",
    "连120都进不来的小区",
    "煤油灯哪里买",
    "车库有汽油味",
    "楼下修车铺一股汽油味",
    "煤球炉子哪有卖",
    "炭火烤肉吃得想吐",
    "火气压不住",
    "灶火灭了打不着",
    "演练时火扑不灭怎么办",
]


@pytest.mark.parametrize(("text", "kind"), DANGERS)
def test_danger_is_found(text, kind):
    assert [danger.kind for danger in dangers_in(text)] == [kind]


@pytest.mark.parametrize("text", NO_DANGERS)
def test_no_danger_is_seen_where_there_is_none(text):
    assert dangers_in(text) == []


@pytest.mark.parametrize(("text", "kind"), AS_PEOPLE_SAY_IT)
def test_danger_is_found_as_people_say_it(text, kind):
    assert dangers_in(text)[0].kind == kind


@pytest.mark.parametrize("text", SOUNDS_LIKE_DANGER)
def test_what_only_sounds_like_danger_is_none(text):
    assert dangers_in(text) == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("电梯没困人，就是有异响", {"lift"}),
        ("没有煤气味，就是灶打不着", {"gas"}),
        ("煤气味倒是没有，就是灶不着", {"gas"}),
        ("没有煤气味，可是一会儿又闻见煤气了", set()),
        ("是不是煤气漏了", set()),
        ("电梯坏了", set()),
    ],
)
def test_a_danger_that_is_denied_is_known_to_be(text, denied):
    assert dangers_denied(text) == denied


def test_people_poisoned_by_gas_need_both_numbers():
    assert [danger.kind for danger in dangers_in("家里煤炉子中了煤气")] == ["gas", "medical"]


def test_the_gravest_danger_comes_first_and_each_kind_once():
    text = "有人晕倒了，一股煤气味，厨房也着火了，快，煤气味很大"
    assert [danger.kind for danger in dangers_in(text)] == ["gas", "fire", "medical"]


def test_a_danger_says_its_word_its_numbers_and_what_to_do():
    danger = dangers_in("楼道里有煤气味")[0]
    assert danger.word == "煤气味"
    assert [(number.number, str(number.who)) for number in danger.numbers] == [("119", "消防")]
    assert str(danger.advice) == "先离开屋子，别开灯、别打火，到楼外再打电话。"


def test_a_denied_danger_does_not_hide_a_real_one_beside_it():
    assert [danger.kind for danger in dangers_in("没着火，但是电线断了垂在地上")] == ["electric"]


def test_every_kind_has_a_number_and_one_short_sentence_of_advice():
    assert set(ADVICE) == set(DANGER_KINDS)
    assert all(EMERGENCY_NUMBERS.values())
    assert {kind for kind, advice in ADVICE.items() if str(advice).count("。") != 1 or len(str(advice)) > 40} == set()


@pytest.mark.parametrize("kind", DANGER_KINDS)
def test_a_kind_that_is_an_emergency_by_itself_has_its_numbers(kind):
    assert danger_of(kind).numbers == EMERGENCY_NUMBERS[kind]
