"""Flats and plates as people write them: 「5号楼301」, 「3-2-501」, 「五号楼三单元三零一室」, 「楼上四零二」. Pure.

Who reads a figure or a report shall learn what happened and in which building, not at whose door.
"""

from __future__ import annotations

import re

_DIGIT = "〇零一二三四五六七八九"
_NUMERAL = f"{_DIGIT}十百"
_DASH = "[-－–—]"
# So many of something, or a day or an hour, and no flat: 「301盏灯」, 「2026年」; but 「301天天吵」, 「302楼上」.
_COUNTED = (
    r"[元块度年月日栋幢层人名位斤次时分秒米个点万千毫公克瓦伏件遍条盏辆级岁场余%％:：]|\.?\d|-\d\d?-|单元|小时|钟头"
    r"|楼(?![上下道])|天(?!天)|里(?![头面边])|平(?![时常])|路(?!过)|种(?![菜花])|张(?![大阿师奶叔老])|多(?!次)"
)
# In a report 「301家」 and 「112户」 are so many homes that a station went to.
_NO_FLAT = rf"(?!{_COUNTED}|[家户]|号[楼院人])"
# 「四零二一直漏」: the 一 is no digit of the flat.
_NUMERAL_ENDS = r"(?![〇零二三四五六七八九十百千万亿幺两]|一(?![直家到天晚]))"
# Right after a building, an entrance or a floor, or after what says whose home it is.
_NEAR = ("号楼", r"\d楼", "[一二三四五六七八九十]楼", "[栋幢座#＃]", "单元", "楼上", "楼下", "对门", "隔壁", "我家")
_AFTER = "|".join(f"(?<={word}{gap})" for word in _NEAR for gap in ("", r"\s", "的", _DASH))
_CUE = rf"(?:{_AFTER}|(?<=住)(?<!入住))"
# Three or four digits with a nought in them, which no count has; but a year, 「八零九零后」, and 110 and 120, who come.
_SPOKEN = (
    rf"(?<![{_NUMERAL}千万点幺两])(?!二[〇零][一二三][{_DIGIT}](?![直家到天晚]))(?!.[〇零].[〇零]后)"
    rf"(?!一[一二][〇零](?![{_DIGIT}室]))(?=[{_DIGIT}]{{1,3}}[〇零]|[{_DIGIT}][〇零])[一二三四五六七八九][{_DIGIT}]{{2,3}}"
)
# 「301漏水」: a floor and a door of at most nine, and right behind it what a home suffers; 「203漏水点」 are so many.
_SUFFERS = (
    rf"(?<![{_DASH[1:-1]}\d.,第共年月])[1-9]\d?0[1-9](?=的?(?:(?:天天|一直|又|还|家里)*(?:[漏渗返跑冒]水|堵了|不热|[没停][水电]|跳闸)"
    r"(?![点处]|问题|投诉|事件)|的?(?:老人|老太太|大[爷妈娘]|邻居)))"
)

HOMES = re.compile(
    rf"(?<![\d-])\d{{1,2}}{_DASH}\d{{1,2}}{_DASH}\d{{2,4}}(?![\d-]|号?[楼栋幢])"
    rf"|{_CUE}(?:\d{{1,2}}{_DASH})?\d{{3,4}}{_NO_FLAT}[室号]?"
    rf"|{_CUE}[{_NUMERAL}]{{3,5}}{_NUMERAL_ENDS}{_NO_FLAT}[室号]?"
    rf"|(?<!\d)\d{{3,4}}室(?![内外])|(?<![{_NUMERAL}])[{_NUMERAL}]{{3,5}}室(?![内外])"
    rf"|{_SPOKEN}{_NUMERAL_ENDS}{_NO_FLAT}[室号]?|{_SUFFERS}"
)
# In a resident's own sentence a number alone is a flat, too, and so is 「301家」 (by its nought; 「120家」 are many).
FLATS = re.compile(
    rf"{HOMES.pattern}|(?<=单元)\d\d(?!{_COUNTED}|家|号[楼院人])[室户号]?"
    rf"|(?<![\d.])\d{{3,4}}(?!{_COUNTED}|[家号])[室户]?|(?<![\d.])\d{{1,2}}0[1-9](?=家)"
)
# 「鲁P12345」, 「鲁P·12345」, 「京A·D12345」 of an electric one, 「鲁P1234学」
PLATES = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-Z] ?[·・•.-]? ?"
    r"(?=[A-Z]*\d)[A-Z\d]{4}(?:[A-Z\d]{1,2}|[学警挂港澳])(?![A-Z\d])",
    re.IGNORECASE,
)
