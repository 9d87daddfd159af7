"""Chinese surnames: those of two characters, and those that sound otherwise than the same character elsewhere."""

_PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙"
    "钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋轩辕令狐段干百里呼延"
    "东郭南门羊舌微生梁丘左丘东门西门第五"
)
COMPOUND = frozenset(_PAIRS[i : i + 2] for i in range(0, len(_PAIRS), 2))

SOUNDS = {
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "朴": "piao",
    "区": "ou",
    "盖": "ge",
    "乐": "yue",
    "覃": "qin",
    "缪": "miao",
    "员": "yun",
    "繁": "po",
    "召": "shao",
    "黑": "he",
    "秘": "bi",
    "折": "she",
    "种": "chong",
    "翟": "zhai",
    "隗": "wei",
    "阚": "kan",
    "句": "gou",
    "洗": "xian",
    "卜": "bu",
    "都": "du",
    "重": "chong",
    "能": "nai",
    "祭": "zhai",
    "牟": "mu",
    "藏": "zang",
    "佴": "nai",
}
