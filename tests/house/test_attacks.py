"""What somebody tries who wants to learn what is not theirs, or to stop the portal. Each test is an attack that once
went through, or a door that has to stay shut; what a room guards by itself stands with the tests of that room."""

from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone
from PIL import Image

from core import images
from core.errors import ActionRefused
from core.images import PhotoRefused, process_photo
from core.models import AuditEntry
from notices.models import Notice
from services import actions, limits
from services.actions.resident import SUPPLEMENTS_PER_DAY
from services.models import DraftPhoto, Photo, Request
from services.queries import requests_visible_to
from services.relations import relations_of
from services.vocabulary import AskKind, Nature, Target
from stations import actions as station_actions
from stations.models import DutyShift
from stations.queries import forget_posts, posts_of
from stations.vocabulary import Post
from tests import factories
from tests.cast import Cast

LIFT = "三单元电梯又坏了，老人下不来楼"
ABOUT_COMPANY = "物业打电话没人接，态度还差，我要投诉物业"


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def jpeg(name: str = "a.jpg") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.fixture
def complaint(cast: Cast) -> Request:
    return factories.file(cast.jingan, ABOUT_COMPANY, "4", by=cast.resident, name="陈居民", phone="19900000001")


## Who complained, and that somebody did


def test_a_deputy_who_stands_aside_does_not_hear_that_more_time_is_asked_for(cast: Cast, complaint: Request) -> None:
    actions.assign(request=complaint, to=cast.chair, actor=cast.chief, note="请业委会先看")
    Notice.objects.all().delete()
    until = timezone.localdate(complaint.resolve_due_at) + timedelta(days=3)

    actions.ask(request=complaint, kind=AskKind.EXTENSION, until=until, reason="要开会", actor=cast.chair)

    assert set(Notice.objects.values_list("user", flat=True)) == {cast.chief.pk}


def test_nobody_ends_the_own_post_that_makes_them_stand_aside(cast: Cast, complaint: Request) -> None:
    held = cast.manager.appointments.get(post=Post.PROPERTY_MANAGER)
    yesterday = timezone.localdate() - timedelta(days=1)
    page = f"/desk/posts/{held.pk}/end/"

    answer = signed_in(cast.manager).post(page, {"last_day": yesterday.isoformat(), "note": "不干了"})

    held.refresh_from_db()
    forget_posts(cast.manager)
    assert (answer.status_code, held.ends_on) == (400, None)
    assert relations_of(cast.manager, complaint) == frozenset()
    station_actions.end_appointment(appointment=held, actor=cast.chief, last_day=yesterday, note="换人")


def test_a_staff_member_who_complained_is_not_named_when_they_add_to_it_by_account(cast: Cast) -> None:
    mine = factories.file(cast.jingan, LIFT, "4", by=cast.chair)
    Request.objects.filter(pk=mine.pk).update(nature=Nature.COMPLAINT)
    client = signed_in(cast.chair)

    assert client.post(f"/requests/{mine.number}/supplement/", {"text": "今天又停了"}).status_code == 302
    assert client.post(f"/requests/{mine.number}/urge/").status_code == 302

    assert {event.actor_label for event in mine.events.filter(kind__in=["supplemented", "urged"])} == {"居民"}
    assert cast.chair.name not in str(list(Notice.objects.values_list("facts", flat=True)))


def test_an_ordinary_request_is_not_merged_into_one_that_others_may_not_see(cast: Cast, complaint: Request) -> None:
    ordinary = factories.file(cast.jingan, LIFT, "4")

    with pytest.raises(ActionRefused) as refused:
        actions.merge(request=ordinary, into=complaint, actor=cast.chief)

    assert (refused.value.code, refused.value.field) == ("circle", "into")
    assert complaint.number not in signed_in(cast.manager).get(ordinary.desk_url).content.decode()


def test_nobody_merges_into_what_they_may_not_see(cast: Cast, complaint: Request) -> None:
    ordinary = factories.file(cast.jingan, LIFT, "4")

    with pytest.raises(ActionRefused) as refused:
        actions.merge(request=ordinary, into=complaint, actor=cast.manager)

    assert refused.value.code == "unknown"


def test_what_leads_others_does_not_become_a_complaint_with_them(cast: Cast) -> None:
    lead, follower = factories.file(cast.jingan, LIFT, "4"), factories.file(cast.jingan, LIFT, "4")
    actions.merge(request=follower, into=lead, actor=cast.chief)
    said = {"category": lead.category, "urgency": lead.urgency, "target": Target.PROPERTY}

    with pytest.raises(ActionRefused) as refused:
        actions.classify(request=lead, actor=cast.chief, **said)

    assert refused.value.code == "leads"
    lead.refresh_from_db()
    assert lead.target == Target.NONE


def test_the_flat_of_whoever_complained_is_shown_to_those_alone_who_may_know_them(cast: Cast) -> None:
    place = actions.Place(building=cast.building, dwelling="3019")
    told = actions.file_request(
        station=cast.jingan,
        description="楼下饭店油烟呛人，我要举报",
        reporter=actions.Reporter(None, "赵大爷"),
        place=place,
        filed_by=cast.leader,
    ).request
    Request.objects.filter(pk=told.pk).update(nature=Nature.REPORT, assignee=cast.leader, status="in_progress")

    pages = [signed_in(user).get(told.desk_url).content.decode() for user in (cast.leader, cast.chief)]

    assert ["3019" in page for page in pages] == [False, True]
    assert [told.number in page for page in pages] == [True, True]


def test_who_was_dismissed_gets_nothing_by_a_shift_that_was_left_on_the_rota(cast: Cast) -> None:
    request, now = factories.file(cast.jingan, LIFT, "4"), timezone.now()
    DutyShift.objects.create(
        station=cast.jingan, user=cast.leader, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    assert cast.jingan.pk in posts_of(cast.leader).duty_at

    cast.leader.appointments.update(ends_on=timezone.localdate() - timedelta(days=1))
    forget_posts(cast.leader)

    assert not posts_of(cast.leader).uses_desk
    assert not requests_visible_to(cast.leader).exists()
    assert signed_in(cast.leader).get(request.desk_url).status_code == 404


def test_the_audit_log_tells_an_administrator_no_words_of_a_request(cast: Cast, complaint: Request) -> None:
    actions.reveal(request=complaint, reason="回电话", actor=cast.chief)

    assert AuditEntry.objects.get(verb="reveal_phone").object_label == complaint.number


## What is there, although one may not see it


def test_the_headers_of_a_404_do_not_tell_whether_there_is_something(cast: Cast) -> None:
    there = factories.file(cast.jingan, LIFT, "4")
    photo = Photo.objects.create(request=there, full="a.jpg", thumb="a-s.jpg", width=1, height=1)
    pairs = [
        (there.get_absolute_url(), "/requests/JA-2611-9999/"),
        (f"/photos/{photo.pk}/full/", f"/photos/{photo.pk + 1}/full/"),
    ]

    for exists, missing in pairs:
        answers = [Client().get(path) for path in (exists, missing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].headers == answers[1].headers


@pytest.mark.django_db(transaction=True)
def test_guesses_of_a_code_at_the_same_moment_are_counted_one_by_one() -> None:
    cache.clear()
    looked_at, start = [], Barrier(12)
    asking = RequestFactory().post("/requests/track/")

    def guess() -> None:
        start.wait()
        looked_at.append(limits.may_try_code(asking, "JA-2611-0001"))

    threads = [Thread(target=guess) for _place in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(looked_at) == limits.WRONG_PER_BOTH


def test_page_and_api_count_the_same_wrong_codes_and_no_right_ones(cast: Cast) -> None:
    filed = actions.file_request(
        station=cast.jingan, description=LIFT, reporter=actions.Reporter(), place=actions.Place()
    )
    number, client = filed.request.number, Client()
    wrong = "000000" if filed.code != "000000" else "000001"

    def page(code: str) -> int:
        return client.post("/requests/track/", {"number": number, "code": code}).status_code

    def api(code: str) -> int:
        sent = {"number": number, "code": code}
        return client.post("/api/v1/requests/track/", sent, content_type="application/json").status_code

    assert [page(filed.code) for _time in range(6)] == [302] * 6
    assert [api(filed.code) for _time in range(6)] == [200] * 6
    assert [page(wrong), api(wrong), page(wrong), api(wrong), page(wrong)] == [400, 404, 400, 404, 400]
    assert [page(filed.code), api(filed.code)] == [429, 429]


## What stops the portal


@pytest.mark.django_db
def test_a_nul_in_a_cookie_is_a_bad_request() -> None:
    client = Client(headers={"cookie": 'sessionid="aaaaaaaaaaaaaaaaaaaaaaaa\\000"'})

    assert client.get("/my/").status_code == 400


def test_one_address_makes_the_portal_look_at_so_many_photos_and_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PHOTOS_PER_ADDRESS", 2)
    client, report = Client(), "/stations/jingan/report/"

    answer = client.post(report, {"description": LIFT, "photos": [jpeg(), jpeg(), jpeg()]})

    assert answer.status_code == 302
    assert Photo.objects.count() == 2
    assert "有1张照片没存住" in client.get(answer["Location"]).content.decode()


def test_nobody_waits_for_the_decoder_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "LONGEST_WAIT", 0.01)
    with images._decoder, pytest.raises(PhotoRefused) as refused:
        process_photo(jpeg())

    assert refused.value.code == "busy"
    assert process_photo(jpeg()).width == 8


def test_a_request_takes_so_many_supplements_a_day(cast: Cast) -> None:
    request = factories.file(cast.jingan, LIFT, "4", by=cast.resident)
    for place in range(SUPPLEMENTS_PER_DAY):
        actions.supplement(request=request, text=f"第{place}次", actor=cast.resident)

    with pytest.raises(ActionRefused) as refused:
        actions.supplement(request=request, text="还有", actor=cast.resident)

    assert refused.value.code == "often"
    tomorrow = timezone.now() + timedelta(days=1)
    actions.supplement(request=request, text="还有", actor=cast.resident, at=tomorrow)


def test_supplements_that_are_refused_leave_only_so_many_photos(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KEPT_PER_ADDRESS", 2)
    page = f"/requests/{factories.file(cast.jingan, LIFT, '4', by=cast.resident).number}/supplement/"
    client = signed_in(cast.resident)

    answers = [client.post(page, {"text": "长" * 2001, "photos": [jpeg()]}).status_code for _time in range(4)]

    assert answers == [400] * 4
    assert DraftPhoto.objects.count() == 2
