"""Is somebody in danger? Finds it in a resident's words and says whom to call first.

Pure. Showing a number too often costs a glance, missing a gas leak may cost a life: where a sentence can be read both
ways it counts as a danger. It does not count when the same clause

- denies it (「没有着火」「不是煤气味」; 「是不是煤气漏了」 does count),
- only imagines or prevents it (「万一着火」「防止触电」「容易摔倒」; 「怕是漏煤气」 does count),
- is about a talk, a drill, a poster (「消防演练」「着火了怎么办的宣传」),
- tells of long ago (「去年着过火」), unless the text also speaks of now.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CLAUSE = re.compile(r"[^,.!?;:\s、，。！？；：…~]+")
DENIED = re.compile(
    r"(?:(?<!有)没有?|(?<!是)不是|(?<!是)不像|并非|并未|未|不算|无)"
    r"(?:人|再|真的?|什么|任何|一点|明显|闻到|闻见|看到|看见|听到|发现|发生|出现|被|过|着|的|有)*$"
)
DENIED_WITHIN = re.compile(
    r"(?:(?<!有)没有?|(?<!是)不是|未)(?:人|再|真的?|被|任何|什么|发生|出现|着|的)*(?:困|[关卡夹][着了]?人|漏|泄|味|摔|跌|走丢|走失|掉|断|砸)"
)
DENIED_AFTER = re.compile(r"(?:道|儿|子)?(?:这回|现在|今天)?(?:倒是|倒|也|都|就|确实|真的?|已经)+没(?!想)")
IMAGINED = re.compile(
    r"万一|一旦|千万别|可别|别再|如果|要是|假如|假设|假装|模拟|预防|防止|防范|避免|以免|免得|谨防|严防|杜绝|怕(?!是)|担心|生怕|担忧"
    r"|容易|可能会|会不会|教(?:我们|大家|居民|孩子|了)|学会|学习|防$|反$|易$"
)
TEACHING = re.compile(
    r"演练|演习|讲座|培训|知识|科普|普及|宣传(?![栏窗车])|海报|标语|展板|预案|常识|警示牌|提示牌|课堂|讲课|标志"
)
LONG_AGO = re.compile(r"去年|前年|前几年|几年前|那年|当年|上个?月|上周|上次|上回|以前|之前|曾经|前阵子")
NOW = re.compile(r"又|现在|今天|今晚|这会|刚才|刚刚|正在|还在|一直|快来|救命")
REACH = 40  # characters before the word in which it may be denied or only imagined


class Number(NamedTuple):
    number: str
    who: str | Promise


POLICE = Number("110", _("公安"))
FIRE_BRIGADE = Number("119", _("消防"))
AMBULANCE = Number("120", _("急救"))
POWER_COMPANY = Number("95598", _("供电抢修"))
FRAUD_LINE = Number("96110", _("反诈专线"))
WOMEN_LINE = Number("12338", _("妇女维权"))
COMFORT_LINE = Number("12356", _("心理援助"))  # the national line, day and night

EMERGENCY_NUMBERS: dict[str, tuple[Number, ...]] = {
    "gas": (FIRE_BRIGADE,),
    "fire": (FIRE_BRIGADE,),
    "lift": (FIRE_BRIGADE,),
    "medical": (AMBULANCE,),
    "electric": (AMBULANCE, FIRE_BRIGADE, POWER_COMPANY),
    "violence": (POLICE, WOMEN_LINE),
    "despair": (COMFORT_LINE, AMBULANCE, POLICE),
    "missing": (POLICE,),
    "crime": (POLICE,),
    "falling": (POLICE, AMBULANCE),
    "fraud": (FRAUD_LINE, POLICE),
    "cry": (POLICE, AMBULANCE, FIRE_BRIGADE),
}
DANGER_KINDS = tuple(EMERGENCY_NUMBERS)  # the gravest first

ADVICE: dict[str, Promise] = {
    "gas": _("先离开屋子，别开灯、别打火，到楼外再打电话。"),
    "fire": _("先叫上家人往外走，弯腰捂住口鼻，别坐电梯，到外面再打电话。"),
    "lift": _("别扒门、别往外爬，按住电梯里的报警铃，安心等人来，里面不会缺空气。"),
    "medical": _("先打急救电话，说清楚地方，别随便挪动病人，留个人到路口接车。"),
    "electric": _("别用手去拉，先断电闸，断不了就离远些，让别人也别靠近。"),
    "violence": _("先顾自己的安全，别上前拉，躲开、锁好门，马上打电话。"),
    "despair": _("别一个人扛着，打这个电话，有人陪您说话；身边有人这样，陪着他别走开。"),
    "missing": _("不用等24小时，马上打110，说清楚穿什么衣服、往哪边走的。"),
    "crime": _("先保证自己安全，别靠近、别追，记住模样和方向，马上打电话。"),
    "falling": _("先离开那片地方，别在楼下站着，提醒别人绕着走。"),
    "fraud": _("先别转账，别给验证码，别点链接，打电话问清楚。"),
    "cry": _("出了什么事就打哪个，说清楚楼号、单元，别挂电话。"),
}

# With what people mistype: 煤器, 然气, 垫梯.
_GAS = "(?:煤气|煤汽|煤器|媒气|燃气|燃汽|燃器(?!具)|然气|然汽|天燃气|天然气|天然器|瓦斯|液化气)"
_LIFT = "(?:电梯|货梯|客梯|垫梯|店梯|电踢|升降梯)"
_OLD_OR_YOUNG = (
    "(?:老人家?|老太太|老头|老爷子|大爷|大娘|大妈|奶奶|爷爷|姥姥|姥爷|我妈|我爸|俺娘|俺爹|母亲|父亲|孩子|小孩)"
)
_SOMEBODY = rf"(?:{_OLD_OR_YOUNG}|老伴|老公|老婆|对象|邻居|[他她])"
_PERSON = (
    rf"(?:{_OLD_OR_YOUNG}|人(?![家们行工民多少物])|娘|爹|[妈爸](?!妈|爸)|孙[子女]|娃|儿子|闺女|女儿|姑娘|小伙|老[伴公婆头]|媳妇"
    "|大[姐哥嫂叔婶]|婆婆|公公|工人|学生|[我俺他她](?![们家]))"
)
_DEEP = "(?:河|湖|井|坑|沟|池|塘|水(?:里|中|沟|渠|$)|渠|粪|窖|窟窿|冰窟|下水道)"
_BURNS = (
    "(?:锅里?|锅里?的?油|灶上|被[子褥]|床单|沙发|窗帘|柴火?垛?|草垛?|垃圾[桶堆箱]?|电线|插[座排头板]|电[瓶动]车|充电器"
    "|电?表箱|配电箱|纸箱|木头|衣服|房子|屋里|屋子|厨房|油烟机|阳台|仓库|地下室|车库|车棚|树)"
)
_KIN = (
    rf"(?:{_OLD_OR_YOUNG}|老[伴公婆]|丈夫|男人|男的|对象|媳妇|儿子|闺女|女儿|女婿|儿媳"
    "|前夫|男朋友|女朋友|[爹爸他她])"
)
_LOST = rf"(?:{_OLD_OR_YOUNG}|老伴|娃娃?|外?孙[子女]|儿子|闺女|女儿|宝宝|小朋友|丫头|弟弟|妹妹)"
_STOVE = (
    r"(?:煤球?|蜂窝煤|(?<!烤)炭)(?:火|炉)*(?:炉|盆|灶)子?[^,没不]{0,6}(?:头[疼晕痛昏]|恶心|想吐|迷糊|站不稳|浑身没劲)"
)
_FUEL = "(?:煤油|汽油|香蕉水|天那水|稀料)"
_LOOSE = "(?:外墙|墙皮|瓷砖|墙砖|玻璃|外机|广告牌|花盆|窗户|窗扇|保温板|保温层|砖头|石头|水泥块|树枝|树杈|冰溜子|冰柱)"

# What counts, and what in the same clause takes it back.
SIGNS: dict[str, tuple[str, str]] = {
    "gas": (
        rf"{_GAS}.{{0,3}}(?:味|漏(?![水电])|泄)|漏(?:煤气|燃气|天然气)|一股.{{0,3}}{_GAS}|闻[到着见].{{0,6}}{_GAS}"
        rf"|(?:^|有|全是|都是|冒|跑){_GAS}$"
        rf"|{_GAS}.{{0,3}}管.{{0,3}}(?:断(?![供气])|破(?!旧)|裂|脱落|掉(?!漆|色)|松脱)|(?:挖|钻|砸|撞|碰|打)(?:断|破|裂|穿|坏).{{0,4}}{_GAS}"
        rf"|(?:煤气|煤烟|炭火|一氧化碳|燃气)中毒|中(?:了|着|上)(?:煤气|煤毒|煤烟)|(?<![家屋院])中煤[毒烟]|臭鸡蛋味|{_STOVE}"
        rf"|(?:屋|家|房间?|厨房|楼道|走廊|卧室|地下室)(?:里|内|头)?[^,的]{{0,3}}{_FUEL}味|一股.{{0,3}}{_FUEL}味"
        r"|(?:阀门|气罐|钢瓶|气管).{0,2}漏气|(?:燃气|煤气)报警器.{0,6}响",
        r"油烟味|尾气|加油站|修车|(?:摩托|油)漆|味道?(?:都|已经)*(?:没有?了|散了)",
    ),
    "fire": (
        r"(?<!不)着(?:大|了)?火(?![锅车辣急机])|失火|起(?:大|了)?火(?![锅车热腿箭])|冒(?:黑|白|浓)?烟(?![花囱])"
        rf"|{_BURNS}(?:里|上)?(?:又|都|也|就|突然|自己|真)?着(?:起来)?了|着起来了|火苗子?(?:窜|蹿|老高|呼呼|多高)"
        r"|浓烟|烧起来|烧着了|引着了|火势|窜火|蹿火|(?:发生|出现|有)(?:了)?火(?:灾|情)(?!隐患|险|危)|火灾了|走水了|火着了[^,]{0,2}(?:灭|扑)不|火[^,]{0,4}(?:灭不[了掉]|扑不灭|压不住)|爆炸了|电[瓶池]炸",
        r"烟囱|烧烤|(?:做饭|炒菜|油烟)(?!.*着)|饭店|烧纸|烧垃圾|焚烧|打不着|点不着|抽烟|火气|起火点|事件|事故|接二连三|频发|曾",
    ),
    "lift": (
        rf"(?:困|关|憋|夹)(?:在|到|进|住在?)(?:了)?.{{0,4}}{_LIFT}(?![口厅前]|门口)|(?<![禁梯员])卡在(?:了)?{_LIFT}(?![口厅前]|门口)"
        rf"|{_LIFT}.{{0,8}}(?:困人|困住|被困|困了|困着|关着?人|卡着?人|出不[来去]|夹人|夹住)|困.{{0,2}}{_LIFT}里"
        rf"|{_LIFT}.{{0,4}}有人.{{0,3}}(?:困|出不来|喊|拍门|呼救|求救|关)|有人.{{0,4}}(?:困|关|卡).{{0,6}}{_LIFT}里"
        rf"|{_LIFT}.{{0,3}}里?(?:关|困|卡|夹)(?:了|着|住)(?:一|两|几|好几)?(?:个|位)?(?:人|老人|孩子)"
        rf"|困(?:了|着|住)(?:一|两|几|好几)?[个位](?:人|老|孩|女|男)|{_LIFT}门?.{{0,3}}[夹挤](?:着|住|到|伤|了).{{0,5}}(?:手|脚|胳膊|腿|头|{_PERSON})"
        rf"|(?:被|叫|让|给){_LIFT}门?[夹挤]",
        r"经常|常常|时常|老是|总是|老困|[老总爱]夹|多次|几次|屡次|频繁|频发|动不动|困过|困人过|事件|现象",
    ),
    "medical": (
        r"晕倒|昏倒|昏迷|[晕昏]过去|不省人事|没了?(?:意识|呼吸|心跳)|喘不(?:上|过|动)来?气|上不来气|呼吸困难"
        r"|(?:叫|喊|唤|摇|推|拍)(?:都|也|咋也|咋都)?不醒(?!车)|(?:叫|喊|唤)(?:都|也|咋也|咋都)?不答应"
        rf"|(?:{_PERSON}[^物保客]{{0,8}}|喝[多醉高]了?|^)(?:叫|喊|唤)(?:都|也|咋也|咋都)?不(?:应(?![该当付用急有])|吭声)"
        r"|喝[多醉高]了?.{0,3}(?:躺|倒|趴|睡)(?:在|到).{0,4}(?:地|路|雪|楼道|楼梯|门口|花坛)"
        r"|[厥抽]过去(?!年)|背过气|翻白眼|羊[角癫]风|癫痫|抽抽[了着]|嘴歪"
        rf"|(?:摔|跌|磕)[断折](?:了)?.{{0,3}}(?:腿|胳膊|骨|胯|腰)|(?:腿|胳膊|胯|腰)(?:给|都)?(?:摔|跌)[断折]"
        rf"|{_PERSON}(?:[^的]{{0,3}}(?:烫伤|烫着|烧伤|不出气|不喘气)|[^的]{{0,4}}从.{{1,6}}(?:摔|掉|栽|滚)(?:了)?下"
        r"|[^的]{0,3}[被叫让][^,]{0,4}车(?:给)?(?:撞|轧|碾)|(?:在|到|让|叫|被)[^的]{0,5}淹"
        r"|(?:快|都|给|让水|被水|叫水)?淹[着死到住了](?![我俺咱家楼房屋地])"
        rf"|[^的关停]{{0,5}}(?:掉|跌|栽|摔|滑|落)(?:到|进|入|下|在)?(?:了)?[^的]{{0,4}}{_DEEP})|夹[着住断伤破到]了?.{{0,5}}(?:手|脚|胳膊|腿|头)(?![机提套盔饰])"
        r"|撞[倒伤](?:了)?(?:人|老|孩|个)|(?:食物|酒精|农药|鼠药|煤气|煤烟|一氧化碳)中毒|中(?:了|着|上)(?:煤气|煤毒|煤烟)"
        r"|溺水(?!.{{0,6}}(?:隐患|风险|安全|危险|警示|事故))|落水(?![管口井洞沟斗槽狗])"
        r"|(?:摔|跌|磕).{0,8}(?:起不来|站不起|不能动|动不了|不会动|流血|昏)|倒在(?:地|路边|楼道|家里|厕所|门口)"
        rf"|{_OLD_OR_YOUNG}.{{0,8}}(?:摔倒|跌倒|摔下|摔着了|滚下)|吐血|大出血|流血不止|血流不止|流了?[好很]多血|头破血流"
        r"|(?:胸口|心口)(?:很|好|突然)?(?:疼|痛|闷)|心脏病(?:犯|发)|心梗(?!后)|突发(?:心|脑|疾)|抽搐|口吐白沫|噎(?:住|着)"
        rf"|{_SOMEBODY}.{{0,4}}(?:不行了|快不行|没气了|没动静|没反应|倒下)"
        r"|喝了?(?:.{0,3}(?:农药|敌敌畏|百草枯|[鼠子]药))|吃错了?药|中暑|休克|羊水|快要?生了"
        rf"|{_STOVE}|{_OLD_OR_YOUNG}(?:子|们)?[^去找,]{{0,6}}(?:[一两三几半]天|一上午)[^,]{{0,2}}没(?:起床(?!气)|起来|动静|开门|露面|吃没喝)"
        rf"|{_OLD_OR_YOUNG}[^去找来我俺,]{{0,8}}(?:敲|叫|拍)门[^,]{{0,3}}(?:没人?[应理答开]|没(?:动静|反应)|不[应开])"
        r"|(?<![连让叫])120(?:的?(?:救护)?车)?(?:来了)?(?:现在|这会儿?)?(?:被堵|堵在|进不[来去]|开不进)",
        r"差点|差一点|险些|容易|时常|时有|常有|时不时|别让|当心|小心|垃圾|摔倒过|好几[个次]|康复|后遗症|过敏|打石膏|不赔|赔钱|报销"
        r"|(?:钥匙|手机|鞋|球|帽子|玩具|书包|眼镜|耳机|卡|钱包?|衣服|猫|狗|[鸡鸭鱼]).{0,4}[掉落跌滑淹]",
    ),
    "electric": (
        r"漏电(?![动梯视池表箱瓶脑话保开断])|(?<!接)触电(?![梯动脑视话表器])|电着[人我他她孩了]|电[到了](?:人|我|孩子)|被电(?:了|着|到|击)"
        r"|电击|麻手|(?:门|栏杆|墙|水|水管|龙头|灯杆|洗衣机|热水器|铁皮).{0,3}带电"
        r"|(?:电线|高压线|线杆|电杆).{0,4}(?:冒火|打火|掉|断了|断落|垂|耷拉|倒)|火花"
        r"|(?:冒|蹦|打|溅|直)(?:出)?(?:了)?火星|火星(?:子|直冒|乱)|(?:插[座排头板]|电?闸|空开|开关|电表|[电表]箱|配电柜|线路|变压器).{0,4}(?:冒火|打火|滋火|放炮|炸了|烧焦|烧糊)",
        r"漏电保护|漏电开关|接触电|烟头|抽烟|鞭炮|烟花|放炮仗|烧烤|烧纸|火锅|电焊|焊[接工]",
    ),
    "violence": (
        r"家暴|家庭暴力|(?<!拨)打人(?![工民家次员])|动手打|动起?手来|挨打|挨揍|被[^,]{0,4}打(?![扰断扫开碎折磨听通算造破包印穿烂])"
        r"|(?<!拨)(?:打|揍)(?:我|俺)(?!.{0,4}(?:电话|手机|微信|招呼))|打(?:老婆|媳妇|孩子|老人)(?![电手])|打骂(?:我|俺|[他她]|老婆|媳妇|孩子|老人)(?![们家的])|对(?:我|俺|孩子|老人|她)[^,没不]{0,2}(?:打骂|又打又骂|拳打脚踢)"
        r"|(?:打|揍|掐|砍|捅|杀|[弄整](?!死[我俺]了))死(?:我|俺)(?![也都就才还算]|[们家咱]?的?(?:狗|猫|花|树|鸡|鸭|鱼|菜|苗))"
        r"|(?:要|说|想|喊着|威胁)[^,没不]{0,3}(?:打|揍|弄|砍|捅|掐|杀)死(?:[他她你]|人|孩子)(?![们的]|[家]?的?(?:狗|猫|花|树|鸡|鱼))"
        rf"|{_KIN}[^,没不的]{{0,6}}(?:(?:喝|吵|急[了眼]|火|脾气|不顺)[^,没不的]{{0,5}}(?:就|又|要)动手(?:$|[打揍了])"
        r"|(?:跟|对|和|冲)(?:我|俺|孩子|老人|妈|她)[^,没不]{0,3}动(?:了)?手(?![做脚术修包干装]))"
        r"|把(?:我|俺|她|孩子|老婆|媳妇|老人|我[妈爸])(?:给)?(?:打|揍)(?:了|伤|得|成|哭)"
        r"|往死里打|殴打|打起来|打架"
        r"|(?:拿|持|动|挥)刀|砍人|捅人|掐(?:我|她|他)?脖子|要杀|强奸|猥亵|性侵|虐待(?!.{0,2}(?:动物|猫|狗))",
        r"恨不得|电视|游戏|时常|常有|频发|磨刀|磨菜刀|[猫狗鸡鹅]打架|(?:电话|麻将|牌|球|鼓|呼噜).{0,3}打起来|价格战",
    ),
    "despair": (
        r"跳楼|轻生|自杀|自尽|自残|割腕|割脉|抹脖子|不[想愿](?:意|再)*活(?!动)|活不下去|活[够腻]了|想不开|寻(?:短见|死)|上吊|遗书"
        r"|[吃吞]了?.{0,4}[瓶把多]安眠药|活着.{0,3}[没冇木]得?(?:啥|什么|有|个|点|多大|一点)*(?:意思|劲|盼头|奔头|意义|用)|活着(?:干啥|干什么|干嘛|弄啥|有啥|有什么|还有啥)"
        r"|(?<![吓笑气吵热冷])想死(?![你您妈娘机家他她皮守撑磕扛记板])|(?:喝|吞).{0,4}药.{0,3}(?:死|算了|自|寻)|(?<![冻旱热晒烧淹累])死(?:了|掉)(?:算了|拉倒|干净|得了|省心|清净)"
        r"|一死了之|(?:还)?不如(?:去|让[我俺])?死|(?:[我俺她他妈娘爹爸婆]|大[姐娘爷妈哥])(?:也|都|就|真|说)*不活了|[了结](?:结|束)(?:自己|自个|生命|性命|这条命)"
        r"|(?:说|想|要|闹|准备|正)[^,]{0,4}(?:往下跳|跳下[去来])|(?:楼顶|天台|窗台|窗户|阳台|[层楼]上?|桥上)[^,]{0,6}(?:往下跳|跳下|(?:要|想)跳(?![绳舞操闸槽]))"
        r"|跳(?:[河湖井塘]|江(?![南北]))|[站坐骑](?:在|到|上)?(?:楼顶|天台|窗台|阳台|窗户|桥栏杆).{0,3}[边沿外]",
        r"跳楼价|跳楼大|想不开心|(?:[猫狗鸡鱼树花草苗]|鼠(?!药)).{0,5}(?:死|跳|不活)|台阶|沙坑|蹦床|游乐|跳着玩|下来玩|安装|施工|维修|擦玻璃",
    ),
    "missing": (
        rf"{_LOST}(?:.{{0,6}}(?:走丢|走失)|(?:在[^,的]{{1,5}}|放学[^,的]{{0,2}}|.{{0,2}})(?:不见了|丢了|找不[着到](?:了(?![工对])|回?家(?!长)|人?$))"
        r"|[^,的]{0,5}(?:一夜|一宿|一晚上?|两天|到现在|半夜)[^,的]{0,2}没(?:有)?(?:回来|回家|着家|到家)(?!的))",
        r"(?:猫|狗|衣服|[车鞋球帽镜杯卡]|玩具|钥匙|手机|包|证).{0,3}(?:走丢|走失|丢了|不见了)|的.{1,4}(?:丢了|不见了)",
    ),
    "crime": (
        r"入室|撬门|撬锁|正在偷|小偷|有贼|进贼|抢劫|抢了?(?:包|钱|手机|孩子)|被抢(?![占注修先])|绑架|拐卖|拐走?孩子"
        r"|尾随|(?:被|有人)[^,]{0,4}跟踪|跟踪(?:我|她|孩子)|毒品|吸毒|贩毒|有人翻(?:墙|窗)|砸窗",
        r"防盗|越来越多|多次|屡次|频发|时有发生",
    ),
    "falling": (
        r"高空(?:抛物|坠物|落物)|(?:往下|往楼下|从楼上|从窗户).{0,3}(?:扔|抛|泼)|楼上.{0,6}(?:扔下|抛下|往下扔|[扔抛丢].{1,6}下来)|坠落|坠楼"
        rf"|{_LOOSE}.{{0,8}}(?:往下掉|要掉|快掉|掉下|摇摇欲坠|掉了下来|砸)|砸[到着伤](?:了)?.{{0,2}}(?:人|孩子|我|头|车|老人)",
        r"监控|摄像头|电梯",
    ),
    "fraud": (
        r"诈骗|被骗|(?:叫|让|给)(?:人|人家|骗子|他们|[^,]{0,4}的)骗|骗[走光]|骗去(?![了]?看)|骗[了子].{0,6}钱|骗(?:了)?[^,]{0,6}(?:[一两二三四五六七八九十几\d][百千万块]|积蓄|存款|退休金|养老钱)"
        r"|(?:保健品|理财|刷单|中奖|免费体检|养生|投资|公检法|冒充|杀猪盘)[^,]{0,8}骗|骗老[人头太]|上当受骗|上了?[^,]{0,8}当了",
        r"防骗|防诈|反诈|骗[补保]",
    ),
    "cry": (
        r"救命|救救(?:我|他|她|人|孩子|老人|俺)(?!们)|快来人|来人[啊呀哪呐]",
        r"救命(?:恩人|稻草|钱)|(?:喊|叫)过救命",
    ),
}
# Every clause is a line, so that ^ and $ hold for each (「喂，燃气」) and all can be looked through at once.
_PATTERNS = {kind: (re.compile(sign, re.MULTILINE), re.compile(unless)) for kind, (sign, unless) in SIGNS.items()}


@dataclass(frozen=True)
class Danger:
    """`word` is what the text said; `numbers` are to be called in this order, before anything is filled in."""

    kind: str
    word: str
    numbers: tuple[Number, ...]
    advice: str | Promise


def dangers_in(text: str) -> list[Danger]:
    """The dangers that a text tells of, each kind once, the gravest kind first; a bare cry only when it is all."""
    text = unicodedata.normalize("NFKC", text)
    clauses = CLAUSE.findall(text)
    together, happens_now = "\n".join(clauses), bool(NOW.search(text))
    found = [
        danger_of(kind, word)
        for kind, (sign, unless) in _PATTERNS.items()
        if sign.search(together) and (word := _first_real(clauses, sign, unless, happens_now))
    ]
    return found[:-1] if len(found) > 1 and found[-1].kind == "cry" else found  # it is said what happened


def danger_of(kind: str, word: str = "") -> Danger:
    """Numbers and advice of a kind, for a category that is an emergency by itself. KeyError for an unknown kind."""
    return Danger(kind, word, EMERGENCY_NUMBERS[kind], ADVICE[kind])


def dangers_denied(text: str) -> frozenset[str]:
    """The kinds of danger that a text says there are not, and tells nothing else of."""
    text = unicodedata.normalize("NFKC", text)
    clauses = CLAUSE.findall(text)
    denied = {
        kind
        for kind, (sign, _unless) in _PATTERNS.items()
        if any(is_denied(found, clause) for clause in clauses for found in sign.finditer(clause))
    }
    return frozenset(denied - {danger.kind for danger in dangers_in(text)}) if denied else frozenset()


def _first_real(clauses: list[str], sign: re.Pattern[str], unless: re.Pattern[str], happens_now: bool) -> str:
    for clause in clauses:
        if TEACHING.search(clause) or unless.search(clause):
            continue
        if LONG_AGO.search(clause) and not happens_now:
            continue
        for found in sign.finditer(clause):
            if not is_denied(found, clause) and not IMAGINED.search(_before(found, clause)):
                return found[0]
    return ""


def is_denied(found: re.Match[str], clause: str) -> bool:
    """Is what was found in `clause` said not to be? Before the word, in its midst (「电梯没困人」), after it
    (「煤气味倒没有」)."""
    return bool(
        DENIED.search(_before(found, clause))
        or DENIED_WITHIN.search(found[0])
        or DENIED_AFTER.match(clause[found.end() :])
    )


def _before(found: re.Match[str], clause: str) -> str:
    return clause[max(0, found.start() - REACH) : found.start()]
