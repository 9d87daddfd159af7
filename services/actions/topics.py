"""Hot topics: finding them again, and what a chief makes of one: give it to a person, note, tell all the outcome."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.errors import ActionRefused
from core.text import clean_text, personal_numbers
from notices.actions import Draft, send_notices
from services.actions._door import Change, label_of
from services.models import HotTopic, Request, TopicMember, TopicWatch
from services.queries import catalogue
from services.queries.catalogue import known_words
from services.queries.topics import (
    COUNTY_DIGITS,
    OPENED,
    SIDES,
    eligible,
    left_out_of,
    left_out_seen_by,
    members_of,
    members_seen_by,
    older_in,
    reports_in,
    reports_of,
    still_of,
    told_of,
    topics_visible_to,
)
from services.topics import WINDOW, Report, hot_groups, is_hot, salient_words, trend_of
from services.vocabulary import EventKind, TopicState
from stations.models import Station
from stations.queries import belongs_to, posts_of

SAME = 0.5  # so much of a group must have been in a topic before, to be that topic again
LONGEST_TITLE, LONGEST_OUTCOME = 60, 2000
LEFT_OUT, PUT_BACK = "left_out", "put_back"
HELD = Q(state=TopicState.FOUND, is_hot=True) | Q(state=TopicState.OPENED)  # these may yet be answered
# What a computation says of a topic; the rest a chief made of it.
DESCRIBED = (
    *("target", "is_hot", "category", "building", "words", "known_words", "reports", "homes", "compounds", "trend"),
    *("first_at", "last_at", "computed_at", "version"),
)


def find_topics_of_station(station: Station, at: datetime) -> int:
    rows = eligible().filter(station=station)
    return _find(f"s{station.pk}", {"station": station, "division_code": ""}, rows, at, across=False)


def find_topics_of_district(code: str, at: datetime) -> int:
    """Of matters that nobody is complained about in: officials are no judges of a side that they do not hear."""
    rows = eligible().filter(station__compound__division__code__startswith=code[:COUNTY_DIGITS], target="")
    return _find(f"d{code}", {"station": None, "division_code": code}, rows, at, across=True)


@transaction.atomic
def _find(key: str, where: dict[str, Any], rows: Any, at: datetime, *, across: bool) -> int:
    """A topic that was there keeps its row, and with it what a chief made of it; the told stay as they were told.

    What somebody left out of one is neither a reason to take a group for it nor put into it again.
    """
    TopicWatch.objects.update_or_create(key=key, defaults={"computed_at": at})
    known = {topic.pk: topic for topic in HotTopic.objects.filter(**where).select_for_update()}
    members, left_out = members_of(known), left_out_of(known)
    opened = [pk for pk, topic in known.items() if topic.state == TopicState.OPENED]
    older = older_in(rows, set().union(*(members[pk] for pk in opened)), at)
    found: list[tuple[HotTopic, set[int]]] = []
    seen: set[int] = set()
    for target, reports in reports_in(rows, at).items():
        for group in hot_groups(reports, across=across):
            if across and len({report.compound for report in group}) < 2:
                continue
            pks = {report.matter.pk for report in group}
            free = [pk for pk in known if pk not in seen and known[pk].target == target]
            before = _before({pk: pks - left_out[pk] for pk in free}, members)
            seen.add(before)
            topic = known[before] if before else HotTopic(**where)
            group = [report for report in group if report.matter.pk not in left_out.get(before, ())]
            hot_now = is_hot(group)
            if before in opened:  # whoever reported it waits for the outcome, however long ago
                group += [one for of, one in older if of == target and one.matter.pk in members[before]]
            if topic.state != TopicState.PUBLISHED:
                _describe(topic, _facts(group, reports, at) | {"target": target, "is_hot": hot_now})
            found.append((topic, {report.matter.pk for report in group}))
    _keep([(topic, pks) for topic, pks in found if topic.state != TopicState.PUBLISHED], members)
    HotTopic.objects.filter(pk__in=known.keys() - seen).update(is_hot=False, computed_at=at)
    return len(found)


def _describe(topic: HotTopic, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(topic, name, value)


def _keep(found: list[tuple[HotTopic, set[int]]], members: dict[int, set[int]]) -> None:
    """All topics together, so that statements do not grow with them."""
    known = [topic for topic, _pks in found if topic.pk]
    for topic, pks in found:
        topic.version += topic.pk is not None and members[topic.pk] != pks
    HotTopic.objects.bulk_create(known, update_conflicts=True, unique_fields=["id"], update_fields=DESCRIBED)
    HotTopic.objects.bulk_create([topic for topic, _pks in found if not topic.pk])
    changed = {topic.pk: (pks, topic.version) for topic, pks in found if members.get(topic.pk) != pks}
    before = TopicMember.objects.filter(hottopic__in=changed.keys() & members.keys())
    links = list(before.values_list("pk", "hottopic", "request"))
    gone = [link for link, topic, request in links if request not in changed[topic][0]]
    TopicMember.objects.filter(pk__in=gone).delete()
    TopicMember.objects.bulk_create(
        TopicMember(hottopic_id=pk, request_id=request, since=version)
        for pk, (pks, version) in changed.items()
        for request in sorted(pks - members.get(pk, set()))
    )


def _before(groups: dict[int, set[int]], members: dict[int, set[int]]) -> int:
    """The topic that the group was before. `groups`: topic → what of the group may be in it."""
    both = [(topic, pks, members[topic]) for topic, pks in groups.items() if pks and members[topic]]
    shares = {topic: len(pks & of) / min(len(pks), len(of)) for topic, pks, of in both}
    best = max(shares, key=lambda topic: (shares[topic], -topic), default=0)
    return best if best and shares[best] >= SAME else 0


def _facts(group: list[Report], everything: list[Report], at: datetime) -> dict[str, Any]:
    kinds = Counter(report.matter.kind for report in group if report.matter.kind)
    kind = catalogue().by_slug.get(kinds.most_common(1)[0][0]) if kinds else None
    buildings = {report.matter.building for report in group}
    known = known_words()
    words = salient_words(group, everything, known)
    moments = [report.matter.at for report in group]
    compounds = Counter(report.compound for report in group).most_common()
    return {
        "category": kind,
        "building_id": buildings.pop() if len(buildings) == 1 else None,
        "words": words,
        "known_words": [word for word in words if word in known],
        "reports": len(group),
        "homes": len({report.home for report in group}),
        "compounds": [{"name": name, "reports": count} for name, count in compounds],
        "trend": trend_of(moments, at),
        "first_at": min(moments),
        "last_at": max(moments),
        "computed_at": at,
    }


## What a chief makes of one


def open_topic(
    *, topic: HotTopic, title: str, to: User, actor: Any, note: str = "", at: datetime | None = None
) -> HotTopic:
    """Give it a name and somebody who sees to it; who stands aside from its reports does not get it."""
    title, at = clean_text(title)[:LONGEST_TITLE], at or timezone.now()
    with transaction.atomic():
        row = _mine(topic, actor, runs=True)
        if row.state != TopicState.FOUND:
            raise ActionRefused("already", _("已经立了专题，不用再立。"))
        if not title:
            raise ActionRefused("title", _("请给专题起个名字。"), "title")
        if row.station is None or not belongs_to(to, row.station):
            raise ActionRefused("not_here", _("他不在这个驿站任职，不能派给他。"), "to")
        if any(
            (row.station_id, side) in posts_of(to).sides for side, targets in SIDES.items() if row.target in targets
        ):
            raise ActionRefused(
                "recused", _("这件事反映的就是%(name)s这一方，按规定要回避。") % {"name": to.name}, "to"
            )
        row.state, row.title, row.assignee, row.opened_by, row.opened_at = TopicState.OPENED, title, to, actor, at
        row.notes = _noted(row, actor, note, at)
        row.save(update_fields=["state", "title", "assignee", "opened_by", "opened_at", "notes"])
        _tell(row, to.pk, "topic_given", actor, at)
    return row


def note_topic(*, topic: HotTopic, text: str, actor: Any, at: datetime | None = None) -> HotTopic:
    text, at = clean_text(text)[:LONGEST_OUTCOME], at or timezone.now()
    if not text:
        raise ActionRefused("text", _("请写一句办到哪了。"), "text")
    with transaction.atomic():
        row = _mine(topic, actor)
        _check_open(row)
        row.notes = _noted(row, actor, text, at)
        row.save(update_fields=["notes"])
        if row.opened_by and topics_visible_to(row.opened_by).filter(pk=row.pk).exists():  # still theirs to know
            _tell(row, row.opened_by_id, "topic_noted", actor, at)
    return row


def leave_out(*, topic: HotTopic, request: int, actor: Any, at: datetime | None = None) -> HotTopic:
    """One of its reports (an id) is another matter: its reporter does not hear the outcome, and it is not put in again.
    The request itself goes on as it is, and nothing of this stands on its timeline. Pressed twice it is done once."""
    at = at or timezone.now()
    with transaction.atomic():
        row = _mine(topic, actor, runs=True)
        _check_untold(row)
        if row.left_out.filter(pk=request).exists():
            return row
        out = members_seen_by(actor, row).filter(pk=request).first()
        if out is None:
            raise ActionRefused("not_in", _("这一件已经不在里面了，请看看现在有哪几件。"))
        if row.members.count() == 1:
            raise ActionRefused("last", _("只剩这一件了，不能再拿出去。"))
        row.version += 1
        row.members.remove(out)
        row.left_out.add(out)
        row.notes = [*row.notes, _did(LEFT_OUT, out, actor, at)]
        _count_anew(row, at, may_be_hot=row.is_hot)
    return row


def put_back(*, topic: HotTopic, request: int, actor: Any, at: datetime | None = None) -> HotTopic:
    """What was left out (an id) is of this matter after all, as if nobody had left it out. Pressed twice it is done
    once. What has become private or was withdrawn, and what is in another topic by now, stays out."""
    at = at or timezone.now()
    with transaction.atomic():
        row = _mine(topic, actor, runs=True)
        _check_untold(row)
        if row.members.filter(pk=request).exists():
            return row
        back = left_out_seen_by(actor, row).filter(pk=request).first()
        if back is None:
            raise ActionRefused("not_out", _("这一件不在拿出去的里面，请看看现在有哪几件。"))
        if not still_of(row).filter(pk=request).exists():
            raise ActionRefused("not_fit", _("这一件后来变了，不能再放进来。"))
        if back.topics.filter(HELD, station=row.station).exists():
            raise ActionRefused("elsewhere", _("这一件已经算在另一个热点里了，请先从那里拿出来。"))
        row.version += 1
        row.left_out.remove(back)
        row.members.add(back, through_defaults={"since": row.version})
        row.notes = [*row.notes, _did(PUT_BACK, back, actor, at)]
        _count_anew(row, at, may_be_hot=True)
    return row


def _did(what: str, request: Request, actor: Any, at: datetime) -> dict[str, str]:
    """A line of the topic's history: put into words when it is shown."""
    return {"at": at.isoformat(), "by": actor.name, "did": what, "number": request.number}


def _count_anew(row: HotTopic, at: datetime, *, may_be_hot: bool) -> None:
    group = reports_of(row)
    rows = Request.objects.none() if row.station is None else eligible().filter(station=row.station, target=row.target)
    others = [report for found in reports_in(rows, at).values() for report in found]
    recent = [report for report in group if report.matter.at > at - WINDOW]
    _describe(row, _facts(group, others, at) | {"is_hot": may_be_hot and is_hot(recent)})
    row.save(update_fields=[*DESCRIBED, "notes"])


def publish_topic(
    *, topic: HotTopic, outcome: str, actor: Any, version: int | None = None, at: datetime | None = None
) -> HotTopic:
    """Every reporter is told, each on their own request; the requests themselves go on as they are.

    `version`: what the page showed. Nobody is told what was written before they came."""
    outcome, at = clean_text(outcome)[:LONGEST_OUTCOME], at or timezone.now()
    if not outcome:
        raise ActionRefused("outcome", _("请写清楚怎么解决，反映过的邻居都会看到。"), "outcome")
    if found := personal_numbers(outcome):
        said = _("这段话很多人会看到，不能有电话和证件号码，请去掉：%(found)s") % {"found": "、".join(found)}
        raise ActionRefused("personal", said, "outcome")
    with transaction.atomic():
        row = _mine(topic, actor, runs=True)
        _check_open(row)
        if version is not None and version != row.version:
            raise ActionRefused("changed", _what_changed(row, actor, version))
        row.state, row.outcome, row.published_at = TopicState.PUBLISHED, outcome, at
        row.save(update_fields=["state", "outcome", "published_at"])
        for request in told_of(row).select_related("station__compound", "category"):
            step = Change(request, actor, label_of(actor, request), at)
            step.log(EventKind.TOPIC_TOLD, outcome)
            step.tell_reporter("topic_told", text=outcome)
            step.write_rows()
    return row


def _mine(topic: HotTopic, actor: Any, *, runs: bool = False) -> HotTopic:
    """Locked; with `runs` only for who runs the station."""
    seen = topics_visible_to(actor).filter(pk=topic.pk).exists()
    posts = posts_of(actor)
    if not seen or (runs and topic.station_id not in posts.chief_of | posts.deputy_of):
        raise ActionRefused("not_yours", _("这件事不归您办，或者已经转给别人了。"))
    return HotTopic.objects.select_for_update(of=("self",)).select_related("station").get(pk=topic.pk)


def _check_open(row: HotTopic) -> None:
    if row.state not in OPENED:
        raise ActionRefused("not_open", _("还没立专题，请先立专题。"))
    _check_untold(row)


def _what_changed(row: HotTopic, actor: Any, version: int) -> str:
    came = members_seen_by(actor, row).filter(since__gt=version).count()
    if not came:
        return _("您打开页面以后，里面的诉求变了，还没有告诉任何人。请看看现在是哪几件，再点一次“答复大家”。")
    said = ngettext(
        "您打开页面以后，又加进来%(count)d件（标着“新加的”），还没有告诉任何人。请看看是不是这件事，再点一次“答复大家”。",
        "您打开页面以后，又加进来%(count)d件（标着“新加的”），还没有告诉任何人。请看看是不是这件事，再点一次“答复大家”。",
        came,
    )
    return said % {"count": came}


def _check_untold(row: HotTopic) -> None:
    if row.state == TopicState.PUBLISHED:
        raise ActionRefused("told", _("已经答复大家了，不能再改。"))


def _noted(row: HotTopic, actor: Any, text: str, at: datetime) -> list[dict[str, str]]:
    text = clean_text(text)
    return [*row.notes, {"at": at.isoformat(), "by": actor.name, "text": text}] if text else row.notes


def _tell(row: HotTopic, user: int | None, event: str, actor: Any, at: datetime) -> None:
    if user is not None and user != actor.pk:
        path = reverse("desk:topic", args=[row.pk])
        facts = {"by": actor.name, "station": row.station.name if row.station else ""}
        send_notices([Draft(user, event, row.title, path, facts, station_id=row.station_id)], at=at)
