"""The demo tells what the README, the docs and outside checks rely on, on any day and at any hour."""

import re
from collections import Counter
from datetime import datetime
from hashlib import sha256
from io import StringIO
from random import Random

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image

from core.calendar import SHANGHAI
from notices.cascade import Because
from notices.models import Announcement
from notices.models.announcement import Stage
from notices.queries.receipts import tallies_of
from portal.demo.drawings import SCENES, draw
from portal.demo.seed import seed
from portal.demo.stories import FOLDER, TALES, read, stories
from reports.models import ReportVersion, StationText
from reports.periods import month_of
from reports.vocabulary import Stage as ReportStage
from reports.vocabulary import TextState
from services.models import Ask, Category, CoHandler, Feedback, NumberSeries, Photo, Request, RequestEvent
from services.queries import overrides_of, roster_of
from services.routing import Facts, route
from services.vocabulary import OPEN, WORKING, EventKind, Status, Target
from stations.models import Appointment, Dwelling, FlagGroup, Plate, Station
from stations.vocabulary import Post
from tests import factories

CAST = {
    "19900000000": ("管理员", set()),
    "19900000001": ("陈居民", set()),
    "19900000002": ("张楼长", {Post.BUILDING_LEADER}),
    "19900000003": ("丁海波", {Post.PROPERTY_MANAGER, Post.DEPUTY_CHIEF}),
    "19900000004": ("孟秋菊", {Post.HOA_CHAIR, Post.DEPUTY_CHIEF}),
    "19900000005": ("韩立群", {Post.STATION_CHIEF, Post.BRANCH_SECRETARY}),
    "19900000006": ("苗春燕", set()),
    "19900000007": ("柳文静", {Post.COMMUNITY_OFFICER}),
    "19900000008": ("宁志远", {Post.DISTRICT_OFFICIAL}),
    "19900000009": ("邹晓梅", set()),
    "19900000010": ("鲁建平", {Post.STATION_CHIEF, Post.BRANCH_SECRETARY}),
}
# Real people that were written about, as digests: not even this test names them.
REAL_PEOPLE = {
    "02c8fe0a2526fd9f",
    "f2cbf48a83ccd28b",
    "a58111e9464ae68a",
    "b224c72683c3291d",
    "a4539b14eb1a71ae",
    "10ef82f373e09fbe",
    "277eabf019ec264f",
    "ec42708acac069e4",
}


def user(phone):
    return get_user_model().objects.get(phone=phone)


@pytest.mark.parametrize("phone", CAST)
def test_the_cast_has_the_names_and_posts_that_the_readme_tells(busy, phone):
    name, posts = CAST[phone]

    assert user(phone).name == name
    assert set(Appointment.objects.current().filter(user=user(phone)).values_list("post", flat=True)) == posts


def test_everybody_signs_in_with_the_password_of_the_demo(busy):
    people = get_user_model().objects.all()

    assert {person.password for person in people} == {people[0].password}
    assert people[0].check_password("redflag-demo")
    assert list(people.filter(is_superuser=True).values_list("phone", flat=True)) == ["19900000000"]


def test_the_resident_lives_where_the_readme_says(busy):
    home = user("19900000001").residencies.get().dwelling

    assert (home.entrance.building.number, home.entrance.number, home.number) == ("4", "2", "301")
    assert home.entrance.building.compound.slug == "jingan"
    assert user("19900000002").appointments.get().building == home.entrance.building


def test_the_compounds_are_those_of_the_article(busy):
    jingan, huaji, hubei = (Station.objects.get(slug=slug) for slug in ("jingan", "huaji", "hubei"))

    assert Dwelling.objects.filter(entrance__building__compound=jingan.compound).count() == 388
    assert jingan.compound.households == 388
    assert [room.name for room in huaji.rooms.all()] == ["党支部会议室", "办公室", "活动室", "书画阅览室", "棋牌室"]
    assert (hubei.compound.property_company, hubei.compound.governing_body) == (None, "none")
    assert [jingan.code, huaji.code, hubei.code] == ["JA", "HJ", "HB"]


def test_each_of_the_13_groups_is_led_by_the_leader_of_its_building(busy):
    groups = FlagGroup.objects.filter(station__slug="hubei")
    led = {group.leader_id: {b.pk for b in group.buildings.all()} for group in groups}
    leaders = Appointment.objects.filter(station__slug="hubei", post=Post.BUILDING_LEADER)

    assert len(led) == 13
    assert led == {leader.user_id: {leader.building_id} for leader in leaders}


def test_one_building_has_no_leader_and_one_committee_no_chair(busy):
    jingan = Station.objects.get(slug="jingan")
    led = Appointment.objects.filter(station=jingan, post=Post.BUILDING_LEADER).values("building")

    assert [b.number for b in jingan.compound.buildings.exclude(pk__in=led)] == ["6"]
    assert not Appointment.objects.filter(station__slug="huaji", post=Post.HOA_CHAIR).exists()


def test_the_rota_says_who_is_on_duty_on_every_day(busy):
    for place in busy.built.values():
        days = Counter(timezone.localdate(shift.starts_at) for shift in place.station.shifts.all())

        assert set(days.values()) == {3}
        assert len(days) == 42 + 14 + 1


def test_plates_keep_their_codes(busy):
    plate = Plate.objects.get(code="10421")

    assert (plate.place, plate.compound.slug) == ("4号楼2单元", "jingan")
    assert Plate.objects.get(code="10428").facility.name == "电梯"


def test_no_story_goes_against_the_rules(busy):
    assert busy.played.refused == []


def test_requests_stand_in_every_state(busy):
    counts = Counter(Request.objects.values_list("status", flat=True))

    assert set(counts) == set(Status.values)
    assert sum(counts.values()) >= 60


def test_all_that_may_happen_to_a_request_happened_to_one(busy):
    told = set(RequestEvent.objects.values_list("kind", flat=True))
    rare = {EventKind.UNMERGED, EventKind.CODE_RENEWED, EventKind.ASK_REFUSED, EventKind.SUPPLEMENTED}
    rare |= {EventKind.JOINED, EventKind.TOPIC_TOLD}

    from_above = {kind for kind in EventKind.values if kind.startswith(("climbed", "supervi"))}

    assert set(EventKind.values) - told <= rare | from_above
    assert set(Feedback.objects.values_list("satisfaction", flat=True)) == {"satisfied", "basic", "dissatisfied"}
    assert set(Ask.objects.values_list("kind", "is_granted")) >= {("extension", None), ("extension", True)}
    assert Request.objects.filter(outcome="no_answer").exists()
    assert Request.objects.filter(reopenings__gte=2).exists()


def test_something_waits_is_late_and_is_due_in_the_busy_demo(busy):
    now = timezone.now()
    working = Request.objects.filter(station__slug="jingan", status__in=WORKING)

    assert working.filter(status=Status.SUBMITTED).count() >= 3
    assert working.filter(resolve_due_at__lt=now).count() >= 3
    assert working.filter(resolve_due_at__gt=now).count() >= 5


def test_nobody_handles_a_complaint_about_their_own_side(busy):
    about_property = Request.objects.filter(target=Target.PROPERTY).values_list("assignee", flat=True)
    property_side = Appointment.objects.filter(post__in=[Post.PROPERTY_MANAGER, Post.PROPERTY_STAFF])
    about_chief = Request.objects.get(target=Target.CHIEF)

    assert about_property
    assert not set(about_property) & set(property_side.values_list("user", flat=True))
    assert (about_chief.level, about_chief.assignee.phone) == ("community", "19900000007")
    assert (
        CoHandler.objects.filter(request__target=Target.PROPERTY, user=user("19900000003")).exclude(brief="").exists()
    )


def test_timelines_run_forward_and_end_before_now(busy):
    for request in Request.objects.prefetch_related("events"):
        moments = [event.at for event in sorted(request.events.all(), key=lambda event: event.pk)]

        assert moments == sorted(moments)
        assert moments[0] == request.filed_at
        assert moments[-1] <= timezone.now()


def test_numbers_run_in_the_order_of_time(busy):
    for series in NumberSeries.objects.all():
        rows = Request.objects.filter(number__startswith=f"{series.station.code}-{series.month}").order_by("filed_at")

        assert [int(row.number[-4:]) for row in rows] == list(range(1, series.last + 1))


def test_somebody_gets_every_kind_in_every_building(busy):
    now = timezone.now()
    categories = list(Category.objects.all())
    for place in busy.built.values():
        roster, overrides = roster_of(place.station, now), overrides_of(place.station)
        for building in [None, *place.buildings.values()]:
            for kind in categories:
                facts = Facts(
                    category=kind.slug,
                    lead=tuple(kind.lead),
                    co=tuple(kind.co),
                    building=building.pk if building else None,
                    target=kind.about,
                    overrides=overrides,
                )

                assert route(facts, roster).user is not None, (place.station, building, kind)


def test_water_is_cut_in_two_buildings_and_half_of_the_doors_know(busy):
    cut = Announcement.objects.get(station__slug="jingan", is_urgent=True)
    tallies = tallies_of(cut)

    assert (cut.stage, [tally.building.number for tally in tallies]) == (Stage.CURRENT, ["4", "6"])
    assert [tally.leg.because for tally in tallies] == [Because.LEADER, Because.GROUP]
    assert all(0 < tally.told < tally.doors for tally in tallies)
    assert user("19900000001").notices.filter(event="announcement_urgent", read_at=None).exists()
    stages = Counter(row.stage for row in Announcement.objects.filter(station__slug="jingan"))
    assert stages == {Stage.CURRENT: 2, Stage.OVER: 1}


def test_last_months_report_is_published_and_this_months_is_being_written(busy):
    month = month_of(timezone.localdate())
    last, draft = (ReportVersion.objects.get(report__month=key) for key in (month.before.key, month.key))
    states = dict(StationText.objects.filter(version=draft).values_list("station__slug", "state"))

    assert (last.stage, len(last.texts)) == (ReportStage.PUBLISHED, 3)
    assert draft.stage == ReportStage.DRAFT
    assert states == {"jingan": TextState.SUBMITTED, "huaji": TextState.ASKED, "hubei": TextState.RETURNED}
    received = [int(row["figures"]["received"]) for row in draft.content["tables"]["station"]["rows"]]
    assert sum(received) == int(draft.content["figures"]["now"]["received"])


def test_no_text_of_a_monthly_report_says_what_the_tables_of_another_day_deny():
    """The demo is seeded on any day: how many, of which kind and how late is each time another answer."""
    told = read("reports")
    said = "".join(words for part in told.values() for text in part.values() for words in text.values())
    denied = r"\d|超期|最多|最少|水|电|气|暖|灯|停车|消防|漏|绿化|垃圾|噪音|雪|供热|楼道"
    assert re.findall(denied, said) == []


def test_photos_are_drawn_and_went_through_the_pipeline(busy):
    photos = Photo.objects.all()

    assert photos.filter(is_after=False).count() >= 30
    assert photos.filter(is_after=True).count() >= 8
    for photo in photos[:3]:
        for file, size in ((photo.full, (1000, 750)), (photo.thumb, (400, 300))):
            with file.open() as opened, Image.open(opened) as image:
                assert (image.format, image.size) == ("JPEG", size)


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_shows_something_and_looks_the_same_each_time(name):
    picture = draw(name)

    assert len(picture.getcolors(maxcolors=1_000_000)) > 500
    assert picture.tobytes() == draw(name).tobytes()


def test_stories_name_only_scenes_that_can_be_drawn():
    tables = [story for tale in TALES for story in read(tale)["story"]]
    named = {name for story in tables for name in [*story.get("photos", []), *story.get("after", [])]}
    named |= {name for story in tables for step in story.get("steps", []) for name in step.get("photos", [])}
    named |= {line[key] for line in read("everyday")["line"] for key in ("photo", "after") if key in line}

    assert named == set(SCENES)


def test_no_name_of_the_article_is_in_the_demo():
    words = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml"))

    triples = {words[at : at + 3] for at in range(len(words) - 2)}
    assert {three for three in triples if sha256(three.encode()).hexdigest()[:16] in REAL_PEOPLE} == set()
    assert not re.search(r"1(?!990000)\d{10}", words)


def test_one_seed_tells_one_tale_and_another_another(busy):
    now, places = timezone.now(), {slug: ["1-1", "2-2", "3-1"] for slug in TALES}

    def told(number):
        return [(s.station, s.start, s.spec["text"], s.steps) for s in stories(now, Random(number), places)]

    assert told(1) == told(1)
    assert told(1) != told(2)


@pytest.mark.django_db
def test_the_opening_stage_has_people_and_places_but_no_requests():
    said = StringIO()
    call_command("seed_demo", stage="opening", stdout=said)

    assert (Station.objects.count(), Request.objects.count()) == (3, 0)
    assert "388 households" in said.getvalue()


@pytest.mark.django_db
def test_the_demo_never_touches_a_portal_in_use():
    factories.make_divisions()
    factories.make_station("own", "OW", "自己的小区")

    call_command("seed_demo", if_empty=True)
    with pytest.raises(CommandError, match="There are stations already"):
        call_command("seed_demo")

    assert list(Station.objects.values_list("slug", flat=True)) == ["own"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 1, 3, 10, tzinfo=SHANGHAI),  # a Sunday night, days after the Spring Festival
        datetime(2026, 10, 4, 11, 0, tzinfo=SHANGHAI),  # in the middle of a week of holidays
        datetime(2027, 1, 1, 0, 5, tzinfo=SHANGHAI),  # a new month, a new year, a year without a published calendar
    ],
)
def test_the_demo_is_alive_on_any_day(db, moment):
    with time_machine.travel(moment, tick=True), transaction.atomic():
        played = seed(stage="busy", number=2, now=timezone.now()).played
        states = set(Request.objects.values_list("status", flat=True))
        waiting = Request.objects.filter(status__in=OPEN).count()

    assert played.refused == []
    assert states == set(Status.values)
    assert waiting >= 20
