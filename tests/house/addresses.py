"""Every address of the portal, and for each something that it names."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from notices import actions as notice_actions
from notices.models import Delivery, Follow, Notice
from reports import actions as report_actions
from reports.models import Export, StationText
from reports.periods import month_of
from reports.queries.held import held_by
from residents.models import Residency, Volunteer
from services import actions
from services.links import rating_link, reply_link
from services.models import HotTopic, Photo, Request, RouteOverride, WorkCalendarDay
from stations.models import Absence, Appointment, Division, DutyShift, Dwelling, Plate, TeamMembership
from tests import factories
from tests.cast import Cast

NOT_WALKED = ("admin:", "account_", "api:", "schema", "docs")  # held by tests of their own


def named(patterns: list, prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every named address with the names of its arguments."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name, set(pattern.pattern.converters)


ARGUMENTS = {n: arguments for n, arguments in named(get_resolver().url_patterns) if not n.startswith(NOT_WALKED)}
ADDRESSES = sorted(ARGUMENTS)


def make_things(cast: Cast) -> dict[str, Any]:
    """What the addresses name: all of it belongs to jingan, building 4, and to the resident who lives there."""
    request = factories.file(cast.jingan, "三单元电梯又坏了", "4", by=cast.resident)
    actions.take(request=request, actor=cast.manager)
    photo = Photo(request=request, width=1, height=1)
    photo.full.save("a.jpg", ContentFile(b"x"), save=False)
    photo.thumb.save("b.jpg", ContentFile(b"x"))
    sent = factories.file(cast.jingan, "楼前灯杆歪了", "4", category="public-facilities", by=cast.resident)
    said = {"reason": "请他们来换", "outside_body": "供电公司", "brief": "请更换4号楼前的灯杆"}
    actions.escalate(request=sent, actor=cast.chief, to_level="outside", **said)
    done = factories.file(cast.jingan, "楼道灯不亮", "4", category="public-facilities", by=cast.resident)
    actions.resolve(request=done, text="换了灯泡", actor=cast.manager)
    now, day = timezone.now(), timezone.localdate()
    station, building = cast.jingan, cast.building
    claim = Residency.objects.create(
        user=factories.make_user("新来的"),
        dwelling=Dwelling.objects.create(entrance=building.entrances.all()[0], number="9"),
    )
    words = notice_actions.Words("停水通知", "换水泵。", now + timedelta(days=1), buildings=[building])
    written = {"station": station, "actor": cast.chief, "words": words}
    announced = notice_actions.write(**written)
    notice_actions.publish(announcement=announced, actor=cast.chief)
    report = _report(cast)
    return {
        "report": report.version.report.month,
        "report_text": report.pk,
        "announcement": announced.pk,
        "draft": notice_actions.write(**written).pk,
        "request": request.number,
        "climbed": _climbed(cast).number,
        "photo": photo.pk,
        "sent": sent.number,
        "escalation": sent.escalations.get(),
        "done": done,
        "plate": Plate.objects.create(code="402771", compound=station.compound, building=building),
        "notice": Notice.objects.create(
            user=cast.resident, event="taken", subject="事", path="/my/", facts={"by": "人"}
        ).pk,
        "failure": Delivery.objects.create(
            notice=Notice.objects.create(user=cast.resident, event="resolved", facts={"by": "人"}, station=station),
            channel="sms",
            address="19900000001",
            key="n1-sms",
            state="given_up",
            last_error="短信公司不发这一条",
        ).pk,
        "follow": Follow.objects.create(user=cast.resident, station=station, building=building).pk,
        "home": Residency.objects.get(user=cast.resident).pk,
        "claim": claim.pk,
        "building": building.pk,
        "appointment": Appointment.objects.get(user=cast.leader).pk,
        "shift": DutyShift.objects.create(
            station=station,
            user=cast.leader,
            starts_at=now + timedelta(days=2),
            ends_at=now + timedelta(days=2, hours=4),
        ).pk,
        "absence": Absence.objects.create(
            user=cast.leader, starts_on=day + timedelta(days=9), ends_on=day + timedelta(days=9)
        ).pk,
        "team": station.teams.get().pk,
        "membership": TeamMembership.objects.get().pk,
        "volunteer": Volunteer.objects.create(user=cast.mediator).pk,
        "topic": HotTopic.objects.create(
            station=station, reports=5, homes=3, first_at=now, last_at=now, computed_at=now, trend=[0, 0, 0, 1, 2, 2]
        ).pk,
        "override": RouteOverride.objects.create(station=station, lead="station_chief", note="试").pk,
        "export": _export(cast).pk,
        "day": WorkCalendarDay.objects.create(date=day, is_working=True).pk,
    }


def _report(cast: Cast) -> StationText:
    """The draft of this month's report, and what jingan handed in for it."""
    month = month_of(timezone.localdate()).key
    county = Division.objects.get(pk=factories.COUNTY)
    version, _made = report_actions.draft_report(division=county, month=month, actor=cast.official)
    text = StationText.objects.get(version=version, station=cast.jingan)
    return report_actions.submit_text(text=text, actor=cast.chief, done="换了12盏灯")


def _export(cast: Cast) -> Export:
    """The chief asked for a table, and it is ready."""
    export = Export(kind="requests", file_format="csv", name="诉求清单", asked_by=cast.chief, state="ready")
    export.held = held_by(cast.chief)
    export.file.save("", ContentFile(b"x"))
    return export


def _climbed(cast: Cast) -> Request:
    """Late for so long that the district has it on its list."""
    request = factories.file(cast.jingan, "路灯不亮，晚上看不见", "4", by=cast.resident)
    Request.objects.filter(pk=request.pk).update(light="red", climb=4, highest_climb=4)
    return request


def address_of(name: str, things: dict[str, Any]) -> str:
    arguments: dict[str, dict[str, Any]] = {
        "announcement": {"slug": "jingan", "pk": things["announcement"]},
        "desk:announcement": {"pk": things["announcement"]},
        "desk:announcement_change": {"pk": things["draft"]},
        "desk:announcement_do": {"pk": things["draft"], "verb": "publish"},
        "desk:announcement_doors": {"pk": things["announcement"]},
        "desk:announcement_stop": {"pk": things["announcement"], "verb": "withdraw"},
        "desk:absence_remove": {"slug": "jingan", "pk": things["absence"]},
        "desk:act": {"number": things["request"], "action": "note"},
        "desk:calendar_forget": {"pk": things["day"]},
        "desk:outbox_again": {"pk": things["failure"]},
        "desk:outbox_drop": {"pk": things["failure"]},
        "desk:override_end": {"pk": things["override"]},
        "desk:plate_revoke": {"pk": things["plate"].pk},
        "desk:post_end": {"pk": things["appointment"]},
        "desk:residency_decide": {"pk": things["claim"], "verb": "confirm"},
        "desk:slip": {"number": things["sent"], "pk": things["escalation"].pk},
        "desk:shift_remove": {"pk": things["shift"]},
        "desk:team": {"pk": things["team"]},
        "desk:team_member": {"pk": things["membership"], "verb": "lead"},
        "desk:topic": {"pk": things["topic"]},
        "desk:topic_do": {"pk": things["topic"], "verb": "open"},
        "desk:volunteer_skills": {"slug": "jingan", "pk": things["volunteer"]},
        "district:behind": {"key": "received"},
        "district:now": {"key": "red"},
        "district:act": {"number": things["climbed"], "action": "supervise"},
        "district:request": {"number": things["climbed"]},
        "desk:station_report": {"month": things["report"]},
        "district:report": {"month": things["report"]},
        "district:report_act": {"month": things["report"], "verb": "recount"},
        "district:report_file": {"month": things["report"], "kind": "xlsx"},
        "district:report_text": {"month": things["report"], "pk": things["report_text"], "verb": "return"},
        "export": {"pk": things["export"]},
        "export_file": {"pk": things["export"]},
        "export_take": {"kind": "requests"},
        "kept_photo": {"token": "nothing"},
        "me_home_claim": {"pk": things["building"]},
        "me_home_end": {"pk": things["home"]},
        "me_unfollow": {"pk": things["follow"]},
        "notice": {"pk": things["notice"]},
        "photo": {"pk": things["photo"], "size": "thumb"},
        "plate": {"code": things["plate"].code},
        "rate_link": {"token": rating_link(things["done"]).split("/")[2]},
        "reply": {"token": reply_link(things["escalation"]).split("/")[2]},
    }
    if name in arguments:
        return reverse(name, kwargs=arguments[name])
    usual = {"number": things["request"], "slug": "jingan"}
    return reverse(name, kwargs={key: value for key, value in usual.items() if key in ARGUMENTS[name]})


def client_of(cast: Cast, who: str) -> Client:
    client = Client()
    if who != "visitor":
        client.force_login(getattr(cast, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client
