import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.fields import CleanCharField, CleanTextField, PhoneField


def test_text_of_several_lines_is_cleaned():
    assert CleanTextField().clean(" 电梯\x00坏了\r\n快来 ") == "电梯坏了\n快来"


def test_text_in_one_line_has_no_newline():
    assert CleanCharField().clean("3号楼\r\n\t2单元") == "3号楼 2单元"


def test_length_is_measured_after_cleaning():
    assert CleanTextField(max_length=4).clean("a\r\nbc\x00\u202e") == "a\nbc"


def test_text_of_nothing_but_control_characters_is_missing():
    with pytest.raises(ValidationError) as refusal:
        CleanTextField().clean("\x00\u202e\u200b")
    assert refusal.value.error_list[0].code == "required"


def test_the_empty_value_of_the_field_is_kept():
    fields = CleanTextField(required=False), CleanCharField(required=False, empty_value=None)
    assert [fields[0].clean("\x00"), fields[0].clean(None), fields[1].clean("\x00"), fields[1].clean(None)] == [
        *("", ""),
        *(None, None),
    ]


def test_phone_is_brought_into_one_form():
    assert PhoneField().clean("+86 138-1234-5678") == "13812345678"


def test_wrong_phone_is_explained():
    with override("zh-hans"), pytest.raises(ValidationError) as refusal:
        PhoneField().clean("12345")
    assert refusal.value.messages == ["这个号码好像不对。请填11位手机号，或带区号的座机号，例如0635-8123456。"]


def test_phone_may_be_left_out():
    assert PhoneField(required=False).clean("") == ""


@pytest.mark.parametrize("typed", ["\x00", "1381234567\x00", "9" * 10_000])
def test_phone_of_rubbish_is_refused(typed):
    with pytest.raises(ValidationError):
        PhoneField().clean(typed)


def test_phone_asks_for_the_keypad_and_the_own_number():
    assert PhoneField().widget.attrs["autocomplete"] == "tel"
    assert PhoneField().widget.input_type == "tel"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("三", "请填一个整数，比如3。"), ("0", "最少填1。"), ("27", "最多填26。")],
)
def test_a_number_that_is_none_is_told_in_the_words_of_the_portal(typed, said):
    with override("zh-hans"), pytest.raises(ValidationError) as refusal:
        forms.IntegerField(min_value=1, max_value=26).clean(typed)

    assert refusal.value.messages == [said]
