"""Written, published, ended, withdrawn: who is told of what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import ActionRefused
from core.models import AuditEntry
from core.personal_data import copy_of
from notices import actions
from notices.models import Announcement, Notice, Reading
from notices.models.announcement import Stage
from notices.queries.announcements import bulletins
from residents.actions import close_account
from stations.models import FlagGroup
from stations.vocabulary import Post
from tests import factories
from tests.notices.announcing import HOUR, group, publish, write


def told(event):
    return set(Notice.objects.filter(event=event).values_list("user__name", flat=True))


def test_a_draft_is_told_to_nobody_and_stands_nowhere(cast):
    draft = write(cast, "4", is_urgent=True)

    assert (draft.stage, Notice.objects.count()) == (Stage.DRAFT, 0)
    assert bulletins(cast.jingan, timezone.now()) == []


def test_publishing_tells_who_lives_there_and_who_carries_it(cast):
    publish(cast, "4", is_urgent=True)

    assert told("announcement_urgent") == {"陈居民"}
    assert told("announcement_to_carry") == {"张楼长"}
    assert Notice.objects.get(event="announcement_to_carry").facts == {"where": "4号楼"}


def test_neighbours_of_other_buildings_and_claims_that_nobody_confirmed_are_not_told(cast):
    cast.resident.residencies.update(status="pending")
    publish(cast, "4")
    publish(cast, "3")

    assert told("announcement") == set()


def test_the_whole_compound_goes_to_leader_and_for_the_rest_to_the_chief(cast):
    publish(cast)

    notices = Notice.objects.filter(event="announcement_to_carry")
    assert {notice.user.name: notice.facts["where"] for notice in notices} == {
        "张楼长": "4号楼",
        "韩立群": "1号楼、2号楼、3号楼",
    }


def test_the_leader_of_a_group_carries_it_to_buildings_without_leader(cast):
    group(cast, cast.mediator, "3", "4")
    publish(cast, "3", "4")

    notices = Notice.objects.filter(event="announcement_to_carry")
    assert {notice.user.name: notice.facts["where"] for notice in notices} == {"张楼长": "4号楼", "苗春燕": "3号楼"}


def test_a_group_leader_who_left_the_station_carries_nothing(cast):
    group(cast, cast.mediator, "3")
    cast.mediator.team_memberships.update(left_on=timezone.localdate())
    publish(cast, "3")

    assert told("announcement_to_carry") == {"韩立群"}


def test_publishing_writes_the_buildings_of_a_group_down(cast):
    chosen = group(cast, cast.mediator, "1", "2")
    row = publish(cast, groups=[chosen])
    chosen.buildings.clear()

    assert [str(building) for building in row.buildings.all()] == ["1号楼", "2号楼"]


def test_a_group_without_buildings_is_not_the_whole_compound(cast):
    draft = write(cast, groups=[group(cast, cast.mediator)])

    with pytest.raises(ActionRefused, match="还没有分到楼"):
        actions.publish(announcement=draft, actor=cast.chief)
    assert Notice.objects.count() == 0


def test_it_is_published_once(cast):
    row = publish(cast, "4")

    with pytest.raises(ActionRefused, match="已经发布了"):
        actions.publish(announcement=row, actor=cast.chair)
    assert Notice.objects.filter(event="announcement").count() == 1


def test_what_was_published_is_not_changed_or_thrown_away(cast):
    row = publish(cast, "4")
    words = actions.Words("别的", "别的", timezone.now() + HOUR)

    for act in (lambda: actions.change(announcement=row, actor=cast.chief, words=words), lambda: discard(cast, row)):
        with pytest.raises(ActionRefused, match="已经发布了"):
            act()
    assert Announcement.objects.get().title == "停水通知"


def discard(cast, row):
    actions.discard(announcement=row, actor=cast.chief)


def test_a_draft_that_somebody_else_threw_away_is_gone(cast):
    draft = write(cast)
    other = Announcement.objects.get(pk=draft.pk)
    discard(cast, draft)

    with pytest.raises(ActionRefused) as refused:
        actions.publish(announcement=other, actor=cast.chair)
    assert refused.value.code == "gone"


def test_a_draft_whose_time_has_passed_is_not_published(cast):
    draft = write(cast)

    with pytest.raises(ActionRefused, match="时间已经过了"):
        actions.publish(announcement=draft, actor=cast.chief, at=draft.ends_at)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"title": " \u200b"}, "no_title"),
        ({"text": "\n"}, "no_text"),
        ({"starts_at": timezone.now() + timedelta(days=9)}, "order"),
    ],
)
def test_it_needs_title_text_and_an_end_after_its_start(cast, words, code):
    with pytest.raises(ActionRefused) as refused:
        write(cast, **words)
    assert refused.value.code == code
    assert not Announcement.objects.exists()


def test_buildings_and_groups_of_another_compound_are_refused(cast):
    theirs = FlagGroup.objects.create(station=cast.huaji, name="别的组")

    for more in ({"buildings": cast.huaji.compound.buildings.all()}, {"groups": [theirs]}):
        with pytest.raises(ActionRefused) as refused:
            write(cast, **more)
        assert refused.value.code == "elsewhere"


@pytest.mark.parametrize("who", ["leader", "mediator", "resident", "officer", "other_chief"])
def test_only_chief_and_deputies_announce(cast, who):
    row, actor = publish(cast, "4"), getattr(cast, who)
    words = actions.Words("题", "文", timezone.now() + HOUR)

    for act in (
        lambda: actions.write(station=cast.jingan, actor=actor, words=words),
        lambda: actions.end(announcement=row, actor=actor),
        lambda: actions.withdraw(announcement=row, actor=actor, note="错了"),
    ):
        with pytest.raises(ActionRefused) as refused:
            act()
        assert refused.value.code == "not_yours"


def test_ended_early_it_is_over_and_says_why(cast):
    row = publish(cast, "4", is_urgent=True)
    actions.end(announcement=row, actor=cast.chair, note="水来了")
    row.refresh_from_db()

    assert (row.stage, row.stop_note) == (Stage.OVER, "水来了")
    assert bulletins(cast.jingan, timezone.now()) == []
    with pytest.raises(ActionRefused, match="已经结束"):
        actions.end(announcement=row, actor=cast.chief)


def test_it_ends_by_itself_at_its_time(cast):
    row = publish(cast, "4")

    assert (row.stage_at(row.ends_at - timedelta(seconds=1)), row.stage_at(row.ends_at)) == (
        Stage.CURRENT,
        Stage.OVER,
    )
    assert len(bulletins(cast.jingan, row.ends_at - timedelta(seconds=1))) == 1
    assert bulletins(cast.jingan, row.ends_at) == []


def test_withdrawn_everybody_who_had_a_line_gets_another(cast):
    row = publish(cast, "4")
    actions.withdraw(announcement=row, actor=cast.chief, note="楼号写错了")

    assert told("announcement_withdrawn") == {"陈居民"}
    assert told("announcement_called_off") == {"张楼长"}
    assert Notice.objects.get(event="announcement_withdrawn").facts == {"reason": "楼号写错了"}


def test_withdrawing_needs_a_reason_and_happens_once(cast):
    row = publish(cast, "4")
    with pytest.raises(ActionRefused, match="为什么"):
        actions.withdraw(announcement=row, actor=cast.chief, note=" ")
    actions.withdraw(announcement=row, actor=cast.chief, note="错了")
    with pytest.raises(ActionRefused, match="已经撤回"):
        actions.withdraw(announcement=row, actor=cast.chief, note="错了")


def test_the_audit_log_keeps_who_published_and_withdrew(cast):
    row = publish(cast, "4")
    actions.withdraw(announcement=row, actor=cast.chair, note="错了")

    entries = AuditEntry.objects.filter(verb__startswith="announcement_").order_by("pk")
    assert list(entries.values_list("verb", "actor_label", "scope")) == [
        ("announcement_published", str(cast.chief), f"station:{cast.jingan.pk}"),
        ("announcement_withdrawn", str(cast.chair), f"station:{cast.jingan.pk}"),
    ]


def test_a_plate_sees_its_own_building_and_what_is_for_all(cast):
    publish(cast, "4", title="四号")
    publish(cast, "3", title="三号", is_urgent=True)
    publish(cast, title="全部")

    here = bulletins(cast.jingan, timezone.now(), [cast.building.pk])
    everywhere = bulletins(cast.jingan, timezone.now())
    assert [one.title for one in here] == ["全部", "四号"]
    assert [(one.title, one.buildings) for one in everywhere] == [
        ("三号", ["3号楼"]),
        ("全部", []),
        ("四号", ["4号楼"]),
    ]


@pytest.mark.parametrize("count", [1, 5])
def test_what_is_current_takes_one_statement(cast, django_assert_num_queries, count):
    for _time in range(count):
        publish(cast, "3", "4")
    here = [cast.building.pk]
    with django_assert_num_queries(1):
        assert len(bulletins(cast.jingan, timezone.now(), here)) == count


def test_publishing_to_many_takes_no_more_statements(cast, django_assert_max_num_queries):
    def cost(people):
        for number in range(people):
            factories.appoint(factories.make_user(f"楼{number}"), Post.BUILDING_LEADER, cast.jingan, building=place)
        draft = write(cast)
        with django_assert_max_num_queries(40) as taken:
            actions.publish(announcement=draft, actor=cast.chief)
        return len(taken)

    place = cast.jingan.compound.buildings.get(number="1")
    assert cost(1) == cost(6)


def test_what_somebody_read_is_in_the_copy_of_their_data_and_goes_with_the_account(cast):
    row = publish(cast, "4")
    actions.mark_announcement_read(user=cast.resident, announcement=row)

    assert [one["announcement"] for one in copy_of(cast.resident)["announcements"]] == ["停水通知"]
    close_account(user=cast.resident)
    assert not Reading.objects.exists()
