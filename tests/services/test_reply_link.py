"""The reply link of an outside body: what it shows, what it does once, and every way in which it opens nothing."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from notices.models import Notice
from services import actions, limits
from services.links import link_state, reply_link
from services.models import Category, Escalation, Photo, Request
from services.vocabulary import EventKind, Status
from tests import factories
from tests.cast import Cast, make_cast

WORDS = "三单元电梯又坏了，我妈腿脚不好"
NAME, PHONE, FLAT = "慕容小川", "13812340427", "1704"
BRIEF = "请派人检测3单元电梯的门机。"
GOOD = {"outcome": "planned", "answer": "周三上午来检测", "replied_by": "特检院 王工 0635-1", "reference": "TJ-9"}


@pytest.fixture
def sent(cast: Cast) -> Escalation:
    place = actions.Place(building=cast.building, entrance=cast.building.entrances.get(number="2"), dwelling=FLAT)
    filed = actions.file_request(
        station=cast.jingan,
        description=WORDS,
        reporter=actions.Reporter(cast.resident, NAME, PHONE),
        place=place,
        category=Category.objects.get(slug="lift-fault"),
        photos=[Photo(full="photos/a.jpg", thumb="photos/b.jpg", width=1, height=1)],
    )
    return send_out(cast, filed.request)


def send_out(cast: Cast, request: Request, **more: object) -> Escalation:
    said = {"reason": "要检测", "outside_body": "市特检院", "brief": BRIEF, **more}
    actions.escalate(request=request, actor=cast.chief, to_level="outside", **said)
    return Escalation.objects.get(request=request)


def opened(sent: Escalation, status: int = 200) -> str:
    answer = Client().get(reply_link(sent))
    assert answer.status_code == status
    return answer.content.decode()


def says_nothing(page: str, sent: Escalation) -> bool:
    secrets = [sent.request.number, BRIEF, NAME, PHONE, WORDS, "市特检院", "电梯"]
    return [secret for secret in secrets if secret in page] == []


class TestWhatItShows:
    def test_number_kind_place_and_brief(self, sent: Escalation) -> None:
        page = opened(sent)
        wanted = [sent.request.number, str(sent.request.category), "4号楼2单元", BRIEF, "警安公寓红旗驿站"]
        assert [words for words in wanted if words not in page] == []

    def test_no_personal_data(self, sent: Escalation) -> None:
        page = opened(sent)
        personal = [NAME, NAME[0:2], PHONE, PHONE[-4:], FLAT, WORDS, "我妈", "/photos/", "陈居民"]
        assert [secret for secret in personal if secret in page] == []

    def test_a_released_contact_is_shown_and_each_look_is_written_down(self, cast: Cast) -> None:
        request = factories.file(cast.jingan, WORDS, "4", name=NAME, phone=PHONE)
        page = opened(send_out(cast, request, releases_contact=True))
        entry = AuditEntry.objects.get(verb="show_contact")
        assert (NAME in page, PHONE in page) == (True, True)
        assert (entry.actor, entry.object_label, entry.note) == (None, request.number, "市特检院")

    def test_somebody_who_closed_their_account_is_not_shown_any_more(self, cast: Cast) -> None:
        request = factories.file(cast.jingan, WORDS, "4", name=NAME, phone=PHONE)
        sent = send_out(cast, request, releases_contact=True)
        Request.objects.update(reporter_name="", reporter_phone="")
        assert PHONE not in opened(sent)

    def test_nobody_keeps_or_finds_it(self, sent: Escalation) -> None:
        answer = Client().get(reply_link(sent))
        assert "no-store" in answer["Cache-Control"]
        assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")

    def test_a_preview_spends_nothing(self, sent: Escalation) -> None:
        for _ in range(3):
            Client().head(reply_link(sent))
            opened(sent)
        assert Escalation.objects.get().link_used_at is None


class TestWhatItDoes:
    def test_a_reply_goes_to_whoever_sent_it(self, cast: Cast, sent: Escalation) -> None:
        answer = Client().post(reply_link(sent), GOOD)
        stored = Escalation.objects.select_related("request").get()
        assert (answer.status_code, answer["Location"]) == (302, reply_link(sent))
        assert (stored.answer, stored.outcome, stored.answered_label, stored.reference, stored.ending) == (
            *("周三上午来检测", "planned", "特检院 王工 0635-1", "TJ-9", "answered"),
        )
        assert (stored.request.status, stored.request.assignee) == (Status.ASSIGNED, cast.chief)
        assert Notice.objects.filter(user=cast.chief, event="replied").count() == 1

    def test_its_words_are_for_the_station_first(self, cast: Cast, sent: Escalation) -> None:
        Client().post(reply_link(sent), GOOD)
        client = Client()
        client.force_login(cast.resident)
        page = client.get(sent.request.get_absolute_url()).content.decode()
        assert ("市特检院回复了：已经安排，还在办" in page, "周三上午来检测" in page) == (True, False)
        internal = sent.request.events.get(kind=EventKind.REPLIED, is_public=False)
        assert internal.text == "特检院 王工 0635-1：周三上午来检测"

    def test_the_desk_passes_them_on_with_one_press(self, cast: Cast, sent: Escalation) -> None:
        Client().post(reply_link(sent), GOOD)
        desk = Client()
        desk.force_login(cast.chief)
        offer = f"{sent.request.desk_url}note/?reply={sent.pk}"
        assert offer in desk.get(sent.request.desk_url).content.decode()
        form = desk.get(offer).context["main"].form
        assert (form["text"].value(), form["public"].value()) == ("市特检院回复：周三上午来检测", "1")

        desk.post(f"{sent.request.desk_url}note/", {name: form[name].value() for name in ("text", "public", "version")})
        desk.force_login(cast.resident)
        assert "周三上午来检测" in desk.get(sent.request.get_absolute_url()).content.decode()

    def test_it_opens_nothing_when_the_request_is_not_above_any_more(self, cast: Cast, sent: Escalation) -> None:
        Request.objects.update(status=Status.ASSIGNED)
        assert link_state(Escalation.objects.get(), sent.link_nonce, timezone.now()) == "over"
        assert says_nothing(opened(sent, 410), sent)

    def test_what_is_missing_is_named_and_the_rest_is_kept(self, sent: Escalation) -> None:
        answer = Client().post(reply_link(sent), {"answer": "周三上午来检测"})
        page = answer.content.decode()
        assert answer.status_code == 400
        assert [
            w for w in ("请选一个结果。", "请写您的单位和姓名", "周三上午来检测", "<title>错误：") if w not in page
        ] == []
        assert Escalation.objects.get().is_open

    def test_with_csrf_checks_it_works_from_a_browser(self, sent: Escalation) -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.get(reply_link(sent))
        token = browser.cookies["csrftoken"].value
        assert browser.post(reply_link(sent), GOOD).status_code == 403
        assert browser.post(reply_link(sent), {**GOOD, "csrfmiddlewaretoken": token}).status_code == 302

    def test_markup_stays_text(self, cast: Cast, sent: Escalation) -> None:
        Client().post(reply_link(sent), {**GOOD, "answer": "<img src=x onerror=1>"})
        desk = Client()
        desk.force_login(cast.chief)
        assert "<img src=x" not in desk.get(sent.request.desk_url).content.decode()


class TestWhatOpensNothing:
    def test_a_forged_one_is_404(self, sent: Escalation) -> None:
        token = reply_link(sent).rstrip("/").rpartition("/")[2]
        key, nonce, signature = token.split(".")
        forged = [
            *("x", "1", f"{key}.{nonce}", f"{key}.{nonce}.", f"{key}.{nonce}.{'A' * len(signature)}"),
            *(f"{int(key) + 1}.{nonce}.{signature}", f"{key}.{nonce}x.{signature}", "a" * 2000),
        ]
        assert {Client().get(f"/reply/{each}/").status_code for each in forged} == {404}
        assert {Client().post(f"/reply/{each}/", GOOD).status_code for each in forged} == {404}

    def test_that_of_another_request_answers_only_its_own(self, cast: Cast, sent: Escalation) -> None:
        other = send_out(cast, factories.file(cast.jingan, "路灯不亮", "1"))
        Client().post(reply_link(other), GOOD)
        assert (Escalation.objects.get(pk=other.pk).is_open, Escalation.objects.get(pk=sent.pk).is_open) == (
            False,
            True,
        )
        token = reply_link(other).rstrip("/").rpartition("/")[2]
        mixed = f"{sent.pk}.{token.split('.')[1]}.{token.split('.')[2]}"
        assert Client().get(f"/reply/{mixed}/").status_code == 404

    def test_that_of_a_rating_opens_no_reply(self, sent: Escalation) -> None:
        token = reply_link(sent).rstrip("/").rpartition("/")[2]
        assert Client().get(f"/rate/{token}/").status_code == 404

    def test_a_used_one_thanks_and_says_nothing(self, sent: Escalation) -> None:
        Client().post(reply_link(sent), GOOD)
        page = opened(sent)
        assert ("一个链接只能回复一次" in page, says_nothing(page, sent)) == (True, True)
        again = Client().post(reply_link(sent), {**GOOD, "answer": "又来一次"})
        assert says_nothing(again.content.decode(), sent)
        assert Escalation.objects.get().answer == "周三上午来检测"

    def test_an_expired_one_says_nothing(self, sent: Escalation) -> None:
        after = sent.link_expires_at + timedelta(seconds=1)
        with time_machine.travel(after, tick=False):
            page = opened(sent, 410)
        assert ("过期了" in page, says_nothing(page, sent)) == (True, True)

    def test_late_but_not_expired_it_still_answers(self, sent: Escalation) -> None:
        with time_machine.travel(sent.due_at + timedelta(days=6), tick=False):
            assert Client().post(reply_link(sent), GOOD).status_code == 302

    def test_a_revoked_one_says_nothing(self, cast: Cast, sent: Escalation) -> None:
        actions.change_link(request=sent.request, renew=False, actor=cast.chief)
        assert says_nothing(opened(sent, 410), sent)
        assert Client().post(reply_link(sent), GOOD).status_code == 410

    def test_a_renewed_one_replaces_the_old(self, cast: Cast, sent: Escalation) -> None:
        old = reply_link(sent)
        actions.change_link(request=sent.request, renew=True, actor=cast.chief)
        assert says_nothing(Client().get(old).content.decode(), sent)
        assert Client().post(reply_link(Escalation.objects.get()), GOOD).status_code == 302

    def test_one_that_is_not_needed_any_more_says_nothing(self, cast: Cast, sent: Escalation) -> None:
        actions.call_off(request=sent.request, reason="修好了", actor=cast.chief)
        page = opened(sent, 410)
        assert ("不用您回复了" in page, says_nothing(page, sent)) == (True, True)

    def test_guessing_is_limited(self, sent: Escalation, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "LINKS_PER_ADDRESS", 3)
        found = [Client().get("/reply/1.x.y/").status_code for _ in range(3)]
        assert found == [404] * 3
        assert (Client().get(reply_link(sent)).status_code, Client().post(reply_link(sent), GOOD).status_code) == (
            429,
            429,
        )

    def test_other_methods_are_refused(self, sent: Escalation) -> None:
        assert Client().put(reply_link(sent)).status_code == 405


def test_of_two_at_once_one_is_the_answer(transactional_db: None) -> None:
    cast = make_cast()
    sent = send_out(cast, factories.file(cast.jingan, WORDS, "4"))
    start, found = Barrier(2), []

    def answer(words: str) -> None:
        browser = Client()
        start.wait()
        try:
            found.append(browser.post(reply_link(sent), {**GOOD, "answer": words}).status_code)
        finally:
            connection.close()

    threads = [Thread(target=answer, args=(words,)) for words in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) in ([200, 302], [302, 400])
    assert sent.request.events.filter(kind=EventKind.REPLIED, is_public=True).count() == 1
    assert link_state(Escalation.objects.get(), sent.link_nonce, timezone.now()) == "used"
