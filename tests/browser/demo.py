"""The demo's people, and every page that each of them can open there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from notices import actions
from notices.models import Announcement, Delivery, Follow, Notice, NoticeSettings
from reports.models import Export, ReportVersion, StationText
from reports.queries.held import held_by
from residents.models import Residency, Volunteer
from services.actions.topics import find_topics_of_district, find_topics_of_station, open_topic
from services.forms.desk import FORMS
from services.links import rating_link, reply_link
from services.models import CoHandler, Escalation, HotTopic, Request, RouteOverride, WorkCalendarDay
from services.queries import requests_visible_to
from services.relations import relations_of
from services.workflow import actions_for
from stations.models import Appointment, Plate, Station, VolunteerTeam
from stations.vocabulary import Post
from tests import factories
from tests.house.access_table import PEOPLE, READS
from tests.house.addresses import ARGUMENTS

PHONES = {
    "resident": "19900000001",
    "leader": "19900000002",
    "manager": "19900000003",
    "chief": "19900000005",
    "officer": "19900000007",
    "official": "19900000008",
    "admin": "19900000000",
}
# files, answers to programs, a part of a page
NOT_PAGES = {
    *("me_data", "photo", "kept_photo", "healthz", "readyz", "metrics", "desk:triage_live"),
    *("export_file", "district:report_file"),
}
OF_A_REQUEST = {"request", "desk:request", "desk:act", "district:request", "district:act"}  # many of them, below
SIGNING_IN = ["account_login", "account_request_login_code", "account_signup", "account_reset_password"]
# not clear what it is; a matter of others; what neighbours reported too
FILED = ("上次那个东西一直没人弄", "孩子上学学位不够", "暖气不热，屋里才十四度")
OWN_ACCOUNT = ["account_change_password", "account_change_phone", "account_logout", "account_reauthenticate"]


@dataclass
class Demo:
    url: str

    def user(self, who: str) -> User:
        return User.objects.get(phone=PHONES[who])

    def cookies(self, who: str) -> dict[str, str]:
        """As the browser holds them; the visitor has just filed from a plate, the resident three things."""
        client = Client()
        if who == "visitor":
            client.post(reverse("plate", args=[self.things["plate"]]), {"description": "三单元电梯又坏了"})
        else:
            client.force_login(self.user(who), backend=settings.AUTHENTICATION_BACKENDS[-1])
        if who == "resident":
            for words in FILED:
                client.post(reverse("report", args=["jingan"]), {"description": words, "phone": PHONES[who]})
        return {name: morsel.value for name, morsel in client.cookies.items()}

    @cached_property
    def things(self) -> dict[str, Any]:
        """What the addresses name, in the demo's first station."""
        station = Station.objects.get(slug="jingan")
        text = StationText.objects.filter(station=station, version__stage="draft")[0]
        here = {"station": station}
        leader = Appointment.objects.current().filter(user=self.user("leader"), **here).first()
        self._make_failure_and_choices(station)
        return {
            "plate": Plate.objects.filter(compound=station.compound, revoked_at=None).first().code,
            "plate_pk": Plate.objects.filter(compound=station.compound, revoked_at=None).first().pk,
            "announcement": Announcement.objects.current(timezone.now()).filter(is_urgent=True, **here).first().pk,
            "draft": _draft(station).pk,
            "claim": Residency.objects.get(user__name="奚家乐").pk,
            "building": station.compound.buildings.values_list("pk", flat=True).first(),
            "post": leader.pk,
            "team": VolunteerTeam.objects.filter(**here).first().pk,
            "volunteer": Volunteer.objects.get(user__name="苗春燕").pk,
            "override": RouteOverride.objects.create(station=station, lead="station_chief", note="试").pk,
            "day": WorkCalendarDay.objects.values_list("pk", flat=True).first(),
            "notice": Notice.objects.values_list("pk", flat=True).first(),
            "sent": Escalation.objects.filter(request__station=station, to_level="outside", ended_at=None).first(),
            "done": Request.objects.filter(station=station, status="resolved").first(),
            "topic": self._topic(station).pk,
            "text": text,
            "report": text.version.report.month,
            "export": Export.objects.create(
                kind="requests", file_format="csv", name="诉求清单", state="waiting", **_as_asked(self.user("chief"))
            ).pk,
        }

    def _make_failure_and_choices(self, station: Station) -> None:
        """What the demo has not: a message that did not arrive, an address for letters, something that is followed."""
        resident, facts = self.user("resident"), {"by": "物业经理 丁海波"}
        notice = Notice.objects.create(user=resident, event="resolved", facts=facts, station=station)
        why = {"last_error": "短信公司现在发不了", "error_detail": "isv.BUSINESS_LIMIT_CONTROL"}
        Delivery.objects.create(
            notice=notice, channel="sms", address=resident.phone, key="n-look", state="given_up", tries=4, **why
        )
        NoticeSettings.objects.create(user=resident, email="chen@example.cn")
        Follow.objects.create(user=resident, station=station, category="lift-fault")

    def _topic(self, station: Station) -> HotTopic:
        """What the job finds, at the station and in the district; the chief has made a topic of the first."""
        chief, now = self.user("chief"), timezone.now()
        find_topics_of_station(station, now)
        find_topics_of_district(factories.COUNTY, now)
        found = HotTopic.objects.filter(station=station)[0]
        return open_topic(topic=found, title="4号楼暖气不热", to=chief, actor=chief, note="先查换热站")

    def address(self, name: str) -> str:
        things = self.things
        special: dict[str, dict[str, Any]] = {
            "announcement": {"slug": "jingan", "pk": things["announcement"]},
            "desk:announcement": {"pk": things["announcement"]},
            "desk:announcement_change": {"pk": things["draft"]},
            "desk:announcement_doors": {"pk": things["announcement"]},
            "desk:announcement_stop": {"pk": things["announcement"], "verb": "withdraw"},
            "desk:override_end": {"pk": things["override"]},
            "desk:plate_revoke": {"pk": things["plate_pk"]},
            "desk:post_end": {"pk": things["post"]},
            "desk:residency_decide": {"pk": things["claim"], "verb": "confirm"},
            "desk:team": {"pk": things["team"]},
            "desk:volunteer_skills": {"slug": "jingan", "pk": things["volunteer"]},
            "me_home_claim": {"pk": things["building"]},
            "desk:slip": {"number": things["sent"].request.number, "pk": things["sent"].pk},
            "desk:station_report": {"month": things["text"].version.report.month},
            "desk:topic": {"pk": things["topic"]},
            "district:behind": {"key": "received"},
            "district:now": {"key": "red"},
            "district:report": {"month": things["report"]},
            "district:report_text": {"month": things["report"], "pk": things["text"].pk, "verb": "return"},
            "export": {"pk": things["export"]},
            "export_take": {"kind": "requests"},
            "plate": {"code": things["plate"]},
        }
        if name in ("reply", "rate_link"):
            return reply_link(things["sent"]) if name == "reply" else rating_link(things["done"])
        return reverse(name, kwargs=special.get(name, {"slug": "jingan"} if "slug" in ARGUMENTS.get(name, ()) else {}))

    def pages(self, who: str) -> list[str]:
        """Addresses that answer 200: those of the access table, the person's requests, pages of signing in.

        The chief's are all there are on the desk, but for a brief, a calendar and what only others are asked.
        """
        column = PEOPLE.index(who)
        names = [name for name, row in READS.items() if row[column] == "." and name not in NOT_PAGES | OF_A_REQUEST]
        if who not in ("visitor", "resident"):
            names = [name for name in names if name.startswith(("desk:", "district:", "export"))]
        if who == "admin":
            names = ["desk:calendar", "desk:catalogue", "desk:posts"]
        accounts = {"visitor": SIGNING_IN, "resident": OWN_ACCOUNT}.get(who, [])
        return [*map(self.address, [*names, *accounts]), *self._more(who)]

    def _more(self, who: str) -> Iterator[str]:
        if who == "visitor":
            yield reverse("request", args=[Request.objects.latest("pk").number])
            yield self.address("report") + "?category=repair"
        elif who == "resident":
            own = Request.objects.filter(reporter=self.user(who))
            for request in {*one_of_each_status(own), *own.order_by("-pk")[: len(FILED)]}:
                yield request.get_absolute_url()
        elif who == "official":
            yield reverse("district:request", args=[self._late().number])
            yield from self._figures()
        elif who != "admin":
            yield from self._of_requests(self.user(who))
        if who == "chief":
            yield from self._forms(self.user(who))
            yield self.address("desk:routing") + "?text=电梯困人了&building=&target="
            yield self.address("desk:triage") + "?status=open&q=电梯"
            yield self.address("desk:triage") + "?q=没有这回事"

    def _figures(self) -> Iterator[str]:
        """One station in the overview, what stands behind a share, and a report that is published."""
        station = Station.objects.get(slug="jingan")
        yield f"{reverse('district:overview')}?scope=s{station.pk}"
        yield f"{reverse('district:behind', args=['resolved_in_time'])}?scope=s{station.pk}"
        published = ReportVersion.objects.filter(stage="published")[0]
        yield reverse("district:report", args=[published.report.month])

    def _of_requests(self, user: User) -> Iterator[str]:
        visible = self._visible(user)
        for request in one_of_each_status(visible):
            yield request.desk_url
        for brief in CoHandler.objects.filter(user=user).exclude(request__in=visible)[:1]:
            yield brief.request.desk_url

    def _late(self) -> Request:
        """The demo's clocks have not moved yet: one that is overdue for so long that the district has it."""
        late = Request.objects.filter(station__slug="jingan", status="in_progress", target="", is_sensitive=False)[0]
        Request.objects.filter(pk=late.pk).update(light="red", climb=4, highest_climb=4)
        return late

    def _forms(self, user: User) -> Iterator[str]:
        """What can be done to a request, each once."""
        seen = set()
        for request in self._visible(user):
            for action in actions_for(request.status, relations_of(user, request)):
                if action in FORMS and action not in seen:
                    seen.add(action)
                    yield reverse("desk:act", args=[request.number, action])

    def _visible(self, user: User) -> QuerySet[Request]:
        return requests_visible_to(user).filter(station__slug="jingan").order_by("pk")


def _draft(station: Station) -> Announcement:
    chief = Appointment.objects.current().get(station=station, post=Post.STATION_CHIEF).user
    words = actions.Words("周日打扫楼道", "上午9点开始。", timezone.now() + timedelta(days=3))
    return actions.write(station=station, actor=chief, words=words)


def _as_asked(user: User) -> dict[str, Any]:
    """By whom, and with which posts: it opens while they last."""
    return {"asked_by": user, "held": held_by(user)}


def one_of_each_status(requests: Iterable[Request]) -> list[Request]:
    return list({request.status: request for request in requests}.values())
