"""What people type: cleaned, cut, masked, and made findable. Pure: no database, no request."""

import re
import unicodedata
from collections.abc import Sequence
from html import escape

from core import surnames

HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>[^\W_{HAN}]+)")
_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, halves of characters, marks that turn the reading direction, and invisible fillers. The joiner
# of emoji (200D) stays.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
_WORD_LENGTH = 40
_QUERY_LENGTH = 40

_SENTENCE = re.compile(r"[^。！？!?；;\n]*?(?:[。！？!?；;\n]+|\.(?=\s|$)|$)")
_LAST_PAUSE = re.compile(r"[，,、：:\s](?=[^，,、：:\s]*$)")
_GREETING_LENGTH = 8
_HALF_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))

_PHONE = re.compile(
    "(?:(?:[+]|00)?86)?(?P<mobile>1[3-9][0-9]{9})"
    "|(?:0|(?:[+]|00)860?)(?P<landline>(?:10|2[0-9])[2-9][0-9]{7}|[3-9][0-9]{2}[2-9][0-9]{6,7})"
)


def clean_text(text: str) -> str:
    """Text as it may be stored: one kind of newline, no control or direction characters, NFC, stripped. Idempotent."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _NEWLINE.sub("\n", text))).strip()


def escaped(texts: Sequence[str]) -> list[str]:
    """For HTML, all at once, as thousands of cells need it: the mark between them is one that a database keeps in no
    text."""
    return escape("\0".join(texts)).split("\0") if texts else []


def bigrams(text: str) -> str:
    """What an index column holds for `text`: its tokens, each once, with a space on both sides; or nothing.

    "3号楼电梯坏了" → " 3 号楼 楼电 电梯 梯坏 坏了 了 ". A run of Chinese gives its pairs and its last character, so
    that every character begins some token; letters and digits give whole words in lower case.
    """
    tokens: dict[str, None] = {}
    for run, is_han in _runs(text):
        if is_han:
            tokens.update(dict.fromkeys(_pairs(run)))
            tokens[run[-1]] = None
        else:
            tokens[run] = None
    return f" {' '.join(tokens)} " if tokens else ""


def bigram_query(q: str) -> list[str]:
    """The tokens that a text must all hold to be found by `q`. A single Chinese character is the beginning of one."""
    tokens: dict[str, None] = {}
    for run, is_han in _runs(q):
        tokens.update(dict.fromkeys(_pairs(run) if is_han and len(run) > 1 else [run]))
    return list(tokens)[:_QUERY_LENGTH]


def is_token_beginning(token: str) -> bool:
    """Is this token of a query a single Chinese character, which any token that begins with it answers?"""
    return len(token) == 1 and bool(re.fullmatch(f"[{HAN}]", token))


def _runs(text: str) -> list[tuple[str, bool]]:
    folded = unicodedata.normalize("NFKC", text).lower()
    return [(match["han"] or match["word"][:_WORD_LENGTH], bool(match["han"])) for match in _RUN.finditer(folded)]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def first_sentence(text: str, limit: int = 40) -> str:
    """A title of at most `limit` characters: the first sentence, with the next one when it is only a greeting.

    What does not fit is cut at the last pause in its second half, else between two characters, and ends with "…".
    """
    text = re.sub(r"[^\S\n]+", " ", text).strip()
    title = ""
    for match in _SENTENCE.finditer(text):
        title += match[0].replace("\n", " ")
        if len(title.rstrip("。；;. ")) >= _GREETING_LENGTH:
            break
    title = title.strip().rstrip("。；;. ") or text
    if len(title) <= limit:
        return title
    room = title[: _cut(title, limit - 1)]
    pause = _LAST_PAUSE.search(room)
    if pause and pause.start() >= limit // 2:
        room = room[: pause.start()]
    return room.rstrip("，,、：: ") + "…"


def _cut(text: str, limit: int) -> int:
    """The last place at or before `limit` where no emoji, flag or accented letter is torn apart."""
    for place in range(limit, 0, -1):
        if not _joined(text, place):
            return place
    return limit


def _joined(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if before == "\u200d" or after == "\u200d" or unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    halves_before = place - len(text[:place].rstrip(_HALF_FLAGS))
    return after in _HALF_FLAGS and halves_before % 2 == 1


def mask_phone(phone: str) -> str:
    """138****1234; of a landline 063****4567; of anything shorter only the last two characters."""
    if len(phone) >= 11:
        return f"{phone[:-8]}****{phone[-4:]}"
    return f"****{phone[-2:]}" if len(phone) > 4 else "****" if phone else ""


def mask_name(name: str) -> str:
    """张*, 欧阳*. One star, however long the name."""
    return f"{_surname(name.strip())}*" if name.strip() else ""


def _surname(name: str) -> str:
    return name[:2] if len(name) > 2 and name[:2] in surnames.COMPOUND else name[:1]


def normalise_phone(text: str) -> str:
    """The digits of a Chinese mobile (13812345678) or of a landline with its area code (06358123456).

    Takes +86, spaces, dashes, brackets and full-width digits. Anything else is a ValueError.
    """
    visible = _UNWANTED.sub("", unicodedata.normalize("NFKC", text))
    number = _PHONE.fullmatch(re.sub(r"[\s\-.()\u2010-\u2015\u200e\u200f]", "", visible))
    if not number:
        raise ValueError("not a Chinese phone number")
    return number["mobile"] or f"0{number['landline']}"


def pinyin_of(name: str) -> str:
    """The sound of a name and its initials, for search: 张三 → "zhangsan zs", 单小明 → "shanxiaoming sxm"."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  (takes 0.2 s and 55 MB, and few processes ever need it)

    surname = _surname(name) if re.match(f"[{HAN}]", name) else ""
    sounds = [surnames.SOUNDS[surname]] if surname in surnames.SOUNDS else lazy_pinyin(surname)
    sounds += lazy_pinyin(name[len(surname) :])
    words = [word for sound in sounds for word in re.findall(r"[^\W_]+", sound.lower())]
    return " ".join(("".join(words), "".join(word[0] for word in words))) if words else ""


_GAPS = ("", " ", "是", "：", ":", "： ", ": ")
_SAID_TO_BE_ONE = "|".join(f"(?<={word}{gap})" for word in ("电话", "座机", "号码", "拨打", "联系") for gap in _GAPS)
# A landline without its area code that is cut in two, where something says that it is one: 「电话361-2345」
CUT_LANDLINE = rf"(?:{_SAID_TO_BE_ONE})[2-9]\d{{2,3}}[- ]\d{{4}}(?![\d-])"
_LONG_NUMBERS = (
    re.compile(CUT_LANDLINE),
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d){8}(?!\d)"),  # a mobile, however it is cut
    re.compile(r"(?<!\d)0\d{2,3}[- ]?[2-9]\d{6,7}(?!\d)"),  # a landline with its area code
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),  # an identity card
    re.compile(
        r"(?<![\d.,])(?!20\d\d[01]\d[0-3]\d)[2-9]\d{6,7}(?![\d.,]|\s*[%元块万亿平米户人件年])"
    ),  # without area code
)
_NUMERALS = str.maketrans("〇零一幺二两三四五六七八九", "0011223456789")


def personal_numbers(text: str) -> list[str]:
    """Phone numbers and identity cards in a text that is to be published, also in full-width digits or Chinese ones."""
    plain = _UNWANTED.sub("", unicodedata.normalize("NFKC", text))
    # As it stands and with every numeral a digit: 「张三」 before a number is a name, no digit of it.
    said = (plain, plain.translate(_NUMERALS))
    return list(dict.fromkeys(found[0] for one in said for pattern in _LONG_NUMBERS for found in pattern.finditer(one)))
