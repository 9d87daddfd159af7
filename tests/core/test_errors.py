import pickle

from django.utils.translation import gettext_lazy, override

from core.errors import ActionRefused


def test_refusal_carries_code_message_and_field():
    refusal = ActionRefused("closed", "已经办结了。", "note")
    assert (refusal.code, refusal.message, refusal.field, str(refusal)) == (
        "closed",
        "已经办结了。",
        "note",
        "已经办结了。",
    )


def test_a_lazy_message_is_said_in_the_language_of_the_reader():
    refusal = ActionRefused("any", gettext_lazy("Monday"))
    with override("zh-hans"):
        assert str(refusal) == "星期一"
    with override("en"):
        assert str(refusal) == "Monday"


def test_refusal_survives_the_way_to_another_process():
    refusal = pickle.loads(pickle.dumps(ActionRefused("closed", "已经办结了。", "note")))
    assert (refusal.code, refusal.message, refusal.field) == ("closed", "已经办结了。", "note")
