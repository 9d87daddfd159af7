import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import (
    bigram_query,
    bigrams,
    clean_text,
    first_sentence,
    is_token_beginning,
    mask_name,
    mask_phone,
    normalise_phone,
    personal_numbers,
    pinyin_of,
)

# Everything, with the halves of characters that JSON can smuggle in.
ANY_TEXT = st.text(st.characters(exclude_categories=()))
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=20)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("3号楼电梯坏了", " 3 号楼 楼电 电梯 梯坏 坏了 了 "),
        ("漏", " 漏 "),
        ("ＷｉＦｉ密码１２３", " wifi 密码 码 123 "),  # full width
        ("JA-2611-0087", " ja 2611 0087 "),
        ("好好好好", " 好好 好 "),  # each token once
        ("电梯，电梯", " 电梯 梯 "),
        ("𠮷野家", " 𠮷野 野家 家 "),  # beyond the first plane
        ("！？", ""),
        ("", ""),
        ("a" * 50, f" {'a' * 40} "),
    ],
)
def test_bigrams_of_a_text(text, tokens):
    assert bigrams(text) == tokens


@pytest.mark.parametrize(
    ("q", "tokens"),
    [
        ("电梯困人", ["电梯", "梯困", "困人"]),
        ("漏", ["漏"]),
        ("3号楼 WIFI", ["3", "号楼", "wifi"]),
        ("'); drop", ["drop"]),
        ("、。", []),
    ],
)
def test_tokens_of_a_query(q, tokens):
    assert bigram_query(q) == tokens


def test_a_query_without_end_is_cut():
    assert len(bigram_query(" ".join(str(number) for number in range(1000)))) == 40


@pytest.mark.parametrize(("token", "expected"), [("漏", True), ("漏水", False), ("3", False), ("a", False)])
def test_only_a_single_chinese_character_is_a_beginning(token, expected):
    assert is_token_beginning(token) is expected


@given(HAN, st.data())
def test_every_part_of_a_chinese_text_finds_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    column = bigrams(text)
    missing = [t for t in bigram_query(part) if (f" {t}" if is_token_beginning(t) else f" {t} ") not in column]
    assert missing == []


@given(ANY_TEXT)
def test_any_text_finds_itself(text):
    tokens = bigrams(text).split(" ")
    assert [t for t in bigram_query(text) if t not in tokens] == []


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("  电梯\r\n坏了\r快来  ", "电梯\n坏了\n快来"),
        ("a\x00b\x1b[31mc\x7fd\x85e", "ab[31mcd\ne"),
        ("a\tb", "a\tb"),
        ("文件\u202etxt.exe\u202c", "文件txt.exe"),
        ("\u2066a\u2069\ufeff\u200b", "a"),
        ("半\ud83d个", "半个"),
        ("e\u0301", "é"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),  # the joiner stays
        ("مرحبا", "مرحبا"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("\u3000 ", ""),
    ],
)
def test_text_is_cleaned(dirty, clean):
    assert clean_text(dirty) == clean


@given(ANY_TEXT)
def test_clean_text_stays_as_it_is_and_can_be_stored(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", clean)
    clean.encode()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("3号楼2单元电梯坏了。已经两天了。", "3号楼2单元电梯坏了"),
        ("你好。3号楼电梯坏了，快来修！谢谢", "你好。3号楼电梯坏了，快来修！"),
        ("电梯坏了", "电梯坏了"),
        ("  \n暖气\t不热\n3号楼401", "暖气 不热 3号楼401"),
        ("3.5米的管子漏水了。", "3.5米的管子漏水了"),
        ("The lift is broken. Please come.", "The lift is broken"),
        (
            "我家住在三号楼二单元五零一室，从昨天晚上开始暖气就一直不热，家里有老人和孩子，请尽快派人来看看吧。",
            "我家住在三号楼二单元五零一室，从昨天晚上开始暖气就一直不热，家里有老人和孩子…",
        ),
        ("，" + "啊" * 60, "，" + "啊" * 38 + "…"),  # a pause too early is no place to cut
        ("👨‍👩‍👧‍👦" * 20, "👨‍👩‍👧‍👦" * 5 + "…"),
        ("🇨🇳" * 30, "🇨🇳" * 19 + "…"),
        ("x" * 38 + "👍🏽" + "好的呀", "x" * 38 + "…"),
        ("。。。", "。。。"),
        ("", ""),
    ],
)
def test_title_from_the_first_sentence(text, title):
    assert first_sentence(text) == title


@given(st.text())
def test_title_is_one_line_within_the_limit(text):
    title = first_sentence(text, 20)
    assert len(title) <= 20
    assert "\n" not in title
    assert bool(title) == bool(text.strip())


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("06358123456", "063****3456"),
        ("063581234567", "0635****4567"),
        ("8123456", "****56"),
        ("110", "****"),
        ("", ""),
    ],
)
def test_phone_is_masked(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("张三丰", "张*"), ("欧阳娜娜", "欧阳*"), ("欧阳", "欧*"), (" John", "J*"), ("", ""), ("  ", "")],
)
def test_name_is_masked(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("13812345678", "13812345678"),
        (" 138 1234 5678 ", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("138\u20111234\u20115678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("\u202a13812345678", "13812345678"),  # copied from an address book
        ("0635-8123456", "06358123456"),
        ("（0635）8123456", "06358123456"),
        ("+86 635 8123456", "06358123456"),
        ("+86 10 6234 5678", "01062345678"),
        ("010-62345678", "01062345678"),
    ],
)
def test_phone_number_is_brought_into_one_form(typed, digits):
    assert normalise_phone(typed) == digits


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1381234567",
        "138123456789",
        "12812345678",
        "8123456",
        "0635-123456",
        "+1 650 2530000",
        "١٣٨١٢٣٤٥٦٧٨",
        "电话",
    ],
)
def test_what_is_no_chinese_phone_number_is_refused(typed):
    with pytest.raises(ValueError, match="not a Chinese phone number"):
        normalise_phone(typed)


@given(st.text(alphabet="0123456789+-() 8613５", max_size=20))
def test_a_phone_number_in_its_one_form_stays(typed):
    try:
        digits = normalise_phone(typed)
    except ValueError:
        return
    assert normalise_phone(digits) == digits


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("张三", "zhangsan zs"),
        ("单小明", "shanxiaoming sxm"),
        ("尉迟恭", "yuchigong ycg"),
        ("阿依古丽·买买提", "ayigulimaimaiti ayglmmt"),
        ("John Smith", "johnsmith js"),
        ("", ""),
    ],
)
def test_sound_of_a_name(name, sound):
    assert pinyin_of(name) == sound


def test_the_dictionary_of_sounds_is_loaded_only_when_it_is_needed():
    code = "import sys, core.text; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("said", "found"),
    [
        *((f"打{number}", [number]) for number in ("3612345", "83612345")),
        *((f"电话{gap}361-2345", ["361-2345"]) for gap in ("", "：", " ", "是")),
        ("拨打8361 2345找他", ["8361 2345"]),
        *((said, []) for said in ("12345热线", "2026年", "3012元", "投入3612345元", "JA-2611-0003", "20261126")),
        *((said, []) for said in ("电话2026-11-26登记", "楼号361-2345", "电话12345", "下午200 3000元")),
    ],
)
def test_a_landline_without_its_area_code_is_found_and_what_is_none_is_not(said, found):
    assert personal_numbers(said) == found
