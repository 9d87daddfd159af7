"""What a resident does with a request: each from its page, each refused in words with all that was typed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from services import actions
from services.models import Answer, Feedback, Photo, Question, Request
from services.vocabulary import EventKind, Outcome, QuestionKind, Status
from tests.cast import Cast
from tests.uploads import no_photo, photo

LIFT = "三单元电梯又坏了，老人下不来楼"
ACTIONS = ("rate", "urge", "supplement", "answers", "withdraw", "reopen")
GOOD = {"reached": "yes", "solved": "yes", "satisfaction": "satisfied"}
Post = Callable[..., tuple[int, str]]


@pytest.fixture
def filed(client: Client, cast: Cast) -> Request:
    client.post("/stations/jingan/report/", {"description": LIFT, "phone": "13800001111"})
    return Request.objects.get()


@pytest.fixture
def post(client: Client, filed: Request) -> Post:
    """`post("rate", satisfaction="satisfied")`: the status of the answer, and the page after it."""

    def post(action: str, **data: object) -> tuple[int, str]:
        answer = client.post(f"/requests/{filed.number}/{action}/", data)
        page = answer if answer.status_code != 302 else client.get(answer["Location"])
        return answer.status_code, page.content.decode()

    return post


@pytest.fixture
def resolved(filed: Request, cast: Cast) -> Request:
    actions.take(request=filed, actor=cast.manager)
    actions.resolve(request=filed, actor=cast.manager, text="换了门机")
    return filed


def now_is(request: Request) -> Request:
    request.refresh_from_db()
    return request


def test_a_good_rating_closes_it_with_thanks(post: Post, resolved: Request) -> None:
    status, page = post("rate", **GOOD, comment="师傅很仔细")

    assert (status, now_is(resolved).status, resolved.outcome) == (302, Status.CLOSED, Outcome.RATED)
    assert "谢谢您，这件事办完了。" in page
    assert "您评价了：满意" in page
    assert Feedback.objects.get().comment == "师傅很仔细"


@pytest.mark.parametrize(
    "bad", [{"solved": "no"}, {"satisfaction": "dissatisfied"}], ids=["not solved", "dissatisfied"]
)
def test_a_bad_rating_sends_it_higher_and_says_so(post: Post, resolved: Request, cast: Cast, bad: dict) -> None:
    _status, page = post("rate", **GOOD | bad)

    assert (now_is(resolved).status, resolved.reopenings) == (Status.ASSIGNED, 1)
    assert resolved.assignee != cast.manager
    assert "换上一级的人重新办" in page


def test_an_incomplete_rating_names_what_is_missing_and_keeps_the_rest(post: Post, resolved: Request) -> None:
    status, page = post("rate", reached="yes", satisfaction="made up", comment="师傅很仔细")

    assert (status, now_is(resolved).status) == (400, Status.RESOLVED)
    assert page.count("请选一下解决了没有。") == 2  # on top and at the field
    assert "师傅很仔细" in page
    assert re.search(r'name="reached" value="yes"[^>]*checked', page) is not None


def test_not_solved_is_enough_and_never_told_as_satisfying(post: Post, resolved: Request) -> None:
    """Only whether somebody came is still asked: the figures need it."""
    assert post("rate", reached="yes", solved="yes")[0] == 400
    _status, page = post("rate", reached="yes", solved="no")

    assert (now_is(resolved).reopenings, Feedback.objects.get().satisfaction) == (1, "")
    assert "您评价了：没解决<" in page


def test_not_solved_but_satisfied_is_told_as_not_solved(post: Post, resolved: Request) -> None:
    _status, page = post("rate", reached="yes", solved="no", satisfaction="satisfied")

    assert "您评价了：没解决<" in page


def test_who_is_only_unhappy_is_not_quoted_as_unsolved(post: Post, resolved: Request) -> None:
    _status, page = post("rate", **GOOD | {"satisfaction": "dissatisfied"})

    assert "您说不满意，重新办" in page
    assert "您说没解决" not in page


def test_the_rating_asks_first_whether_it_is_solved(client: Client, resolved: Request) -> None:
    page = client.get(resolved.get_absolute_url()).content.decode()

    assert list(dict.fromkeys(re.findall(r'type="radio" name="(\w+)"', page))) == ["solved", "satisfaction", "reached"]


def test_a_rating_that_comes_too_late_is_refused_in_words(post: Post, resolved: Request) -> None:
    post("rate", **GOOD)

    status, page = post("rate", **GOOD)

    assert status == 400
    assert "办好以后才能评价，而且只评一次。" in page


def test_urging_works_once_a_day(post: Post, filed: Request) -> None:
    assert post("urge")[0] == 302

    status, page = post("urge")

    assert (status, now_is(filed).urgings) == (400, 1)
    assert "今天已经催过了" in page


def test_after_urging_today_there_is_a_number_instead_of_a_button(post: Post, filed: Request) -> None:
    _status, page = post("urge")

    assert "今天催过了" in page
    assert "/urge/" not in page
    assert 'href="tel:06358000000"' in page


def test_photos_that_came_later_are_not_called_before(client: Client, cast: Cast, post: Post, filed: Request) -> None:
    post("supplement", text="五楼也打不开", photos=[photo()])
    actions.resolve(request=filed, actor=cast.manager, text="换了门机")

    page = client.get(filed.get_absolute_url()).content.decode()

    assert '<span class="cap">您加的</span>' in page
    assert "处理前" not in page


def test_news_and_photos_are_added(post: Post, filed: Request) -> None:
    status, page = post("supplement", text="现在五楼也打不开", photos=[photo()])

    assert (status, Photo.objects.count()) == (302, 1)
    assert "您补充了情况" in page
    assert "现在五楼也打不开" in page


def test_news_on_a_receipt_is_seen_at_once(client: Client, cast: Cast) -> None:
    path = client.post("/stations/jingan/report/", {"description": "有点事想说说"})["Location"]
    assert "办理进展" not in client.get(path).content.decode()

    page = client.post(f"{path}supplement/", {"text": "是院里的事"}, follow=True).content.decode()

    assert "您补充了情况" in page


def test_an_empty_supplement_is_refused_at_its_field(post: Post, filed: Request) -> None:
    status, page = post("supplement", text=" ")

    assert status == 400
    assert page.count("请写一句，或者加张照片。") == 2


def test_a_broken_photo_keeps_the_words_and_the_good_photo(post: Post, filed: Request) -> None:
    status, page = post("supplement", text="五楼也打不开", photos=[no_photo(), photo()])

    assert (status, Photo.objects.count()) == (400, 0)
    assert "五楼也打不开" in page
    (token,) = re.findall(r'name="kept" value="([^"]+)"', page)
    assert post("supplement", text="五楼也打不开", kept=[token])[0] == 302
    assert Photo.objects.count() == 1


def test_questions_are_asked_on_the_receipt_and_answered_later(client: Client, post: Post, filed: Request) -> None:
    page = client.get(filed.get_absolute_url()).content.decode()
    names = sorted(set(re.findall(r'name="(q_\w+)"', page)))
    first = re.search(rf'name="{names[0]}" value="([^"]+)"', page)[1]

    status, page = post("answers", **{names[0]: first})

    assert (status, Answer.objects.count()) == (302, 1)
    assert "您补充了细节" in page
    assert re.search(rf'name="{names[0]}" value="{first}"[^>]*checked', page) is not None
    assert "细节记下了，改一下" in page


def test_an_answer_that_stands_in_the_sentence_is_selected_and_not_yet_stored(client: Client, cast: Cast) -> None:
    sent = {"description": "三单元电梯突然下坠，按了没反应，没有人困"}
    page = client.post("/stations/jingan/report/", sent, follow=True).content.decode()

    assert re.findall(r'value="([^"]+)"[^>]*checked', page) == ["按了没反应", "突然下坠"]
    assert Answer.objects.count() == 0


def test_no_answer_is_no_error(post: Post, filed: Request) -> None:
    assert post("answers")[0] == 302
    assert Answer.objects.count() == 0


def test_a_made_up_answer_is_refused(client: Client, post: Post, filed: Request) -> None:
    name = re.search(r'name="(q_\w+)"', client.get(filed.get_absolute_url()).content.decode())[1]

    assert post("answers", **{name: "made up"})[0] == 400


def test_withdrawing_ends_it(post: Post, filed: Request) -> None:
    status, page = post("withdraw", reason="自己修好了")

    assert (status, now_is(filed).status) == (302, Status.WITHDRAWN)
    assert "您撤回了" in page
    assert "自己修好了" in page


def test_what_is_closed_cannot_be_withdrawn(post: Post, resolved: Request) -> None:
    post("rate", **GOOD)

    status, page = post("withdraw")

    assert status == 400
    assert "已经办完的不能撤回。" in page


def test_reopening_needs_a_word_and_thirty_days(client: Client, post: Post, resolved: Request) -> None:
    post("rate", **GOOD)
    assert post("reopen", reason="")[0] == 400

    Request.objects.update(closed_at=timezone.now() - timedelta(days=31))
    status, page = post("reopen", reason="又停了")
    assert status == 400
    assert "办完已经超过30天" in page
    assert "/reopen/" not in client.get(resolved.get_absolute_url()).content.decode()

    Request.objects.update(closed_at=timezone.now() - timedelta(days=3))
    assert post("reopen", reason="又停了")[0] == 302
    assert now_is(resolved).status == Status.ASSIGNED


def test_reopening_tells_the_reason_once_and_the_new_time(post: Post, resolved: Request) -> None:
    post("rate", **GOOD)

    _status, page = post("reopen", reason="又停在五楼")

    assert page.count("又停在五楼") == 1
    assert "您说又出毛病了，要重办" in page
    assert "您补充了情况" not in page
    assert re.search(r"知道了，重新办，[^<]+前办好。", page) is not None


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_only_listens_to_post(client: Client, filed: Request, action: str) -> None:
    assert client.get(f"/requests/{filed.number}/{action}/").status_code == 405


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("who", [None, "stranger", "chief", "manager"])
def test_nobody_else_acts_for_the_resident(cast: Cast, filed: Request, action: str, who: str | None) -> None:
    other = Client()
    if who:
        other.force_login(getattr(cast, who))
    before = filed.events.count()

    assert other.post(f"/requests/{filed.number}/{action}/", GOOD | {"text": "x", "reason": "x"}).status_code == 404
    assert filed.events.count() == before


def test_the_account_acts_without_a_code(cast: Cast) -> None:
    phone, other = Client(), Client()
    phone.force_login(cast.resident)
    other.force_login(cast.resident)
    path = phone.post("/stations/jingan/report/", {"description": LIFT})["Location"]

    assert other.post(f"{path}withdraw/").status_code == 302
    assert Request.objects.get().events.filter(kind=EventKind.WITHDRAWN).get().actor_label == "居民"


def test_sending_the_questions_empty_thanks_for_nothing(post: Post, filed: Request) -> None:
    status, page = post("answers")

    assert (status, Answer.objects.count()) == (302, 0)
    assert "您什么都没填，没关系，事情照样办。" in page


def test_an_answer_is_told_with_one_mark_after_the_question(filed: Request, cast: Cast) -> None:
    question = Question.objects.create(
        category=filed.category, code="age", label="孩子几岁？", kind=QuestionKind.NUMBER, order=9
    )
    actions.answer_questions(request=filed, answers={question: "8"}, actor=AnonymousUser(), as_owner=True)

    assert filed.events.first().text == "孩子几岁？8"


def test_what_was_refused_is_not_called_a_field_to_mend(post: Post, filed: Request) -> None:
    post("urge")
    _status, page = post("urge")

    assert "这一步没办成" in page
    assert "有1处要改" not in page
