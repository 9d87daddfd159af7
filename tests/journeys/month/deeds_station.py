"""What the station's people do."""

from __future__ import annotations

from services import actions
from services.models import Ask, RequestEvent
from tests.journeys.month.cast import Scene, deed, whole

BEFORE_WORK, GIVEN = "submitted assigned in_progress", "assigned in_progress"


@deed("assigned", often=14)
def take(scene: Scene) -> str:
    actions.take(request=scene.request, **scene.by(scene.handler))
    return "taken"


@deed("submitted assigned in_progress escalated", often=8)
def contact(scene: Scene) -> str:
    actions.contact(request=scene.request, note="打过电话了", **scene.by(scene.handler))
    return "contacted"


@deed("submitted assigned in_progress suspended escalated resolved", often=3)
def note(scene: Scene) -> str:
    actions.note(request=scene.request, text="看过了", **scene.by(scene.handler))
    return "noted"


@deed(GIVEN, often=3)
def answer(scene: Scene) -> str:
    actions.note(request=scene.request, text="配件明天到", public=True, **scene.by(scene.handler))
    return "answered"


@deed(BEFORE_WORK, often=6)
def assign(scene: Scene) -> str:
    actions.assign(request=scene.request, to=scene.someone, note="就近", **scene.by(scene.chief))
    return "given"


@deed(GIVEN, often=3)
def transfer(scene: Scene) -> str:
    actions.transfer(request=scene.request, to=scene.someone, reason="他熟", **scene.by(scene.handler))
    return "given"


@deed(GIVEN, often=3)
def return_(scene: Scene) -> str:
    actions.return_(request=scene.request, reason="不归我", **scene.by(scene.handler))
    return "returned"


@deed(BEFORE_WORK, often=5)
def classify(scene: Scene) -> str:
    kind = scene.dice.choice(scene.month.kinds)
    urgency = scene.dice.choice(["normal", "normal", "urgent", kind.urgency])
    said = {"category": kind, "urgency": urgency, "target": kind.about}
    seen = RequestEvent.objects.filter(request=scene.request, kind="assigned").count()
    actions.classify(request=scene.request, **said, **scene.by(scene.chief))
    moved = RequestEvent.objects.filter(request=scene.request, kind="assigned").count() > seen
    return "classified, moved on" if moved else "classified"


@deed("submitted assigned in_progress escalated", often=4)
def ask_for_help(scene: Scene) -> str:
    helper = scene.someone
    said = {"user": helper, "brief": "请说明情况"}
    actions.add_co_handler(request=scene.request, **said, **scene.by(scene.handler))
    scene.helpers = [helper.pk]
    return "helper asked"


@deed(GIVEN, often=5)
def ask_more_time(scene: Scene) -> str:
    until = max(filter(None, [scene.request.resolve_due_at, scene.now])).date()
    said = {"kind": "extension", "until": scene.day((until - scene.day(0)).days + 3), "reason": "等配件"}
    actions.ask(request=scene.request, **said, **scene.by(scene.handler))
    return "time asked"


@deed(GIVEN, often=4)
def ask_for_a_pause(scene: Scene) -> str:
    said = {"kind": "suspension", "until": scene.day(scene.dice.randint(1, 4)), "reason": "等配件"}
    actions.ask(request=scene.request, **said, suspend_reason="parts", **scene.by(scene.handler))
    return "pause asked"


@deed("", often=14)
def decide(scene: Scene) -> str | None:
    """Whoever decides looks for what waits, not for any request."""
    asked = list(Ask.objects.filter(decided_at=None, request__status__in=GIVEN.split()).order_by("pk"))
    if not asked:
        return None
    waiting = scene.dice.choice(asked)
    scene = scene.at(waiting.request_id)
    granted = scene.dice.random() < 0.7
    actions.decide_ask(request=scene.request, granted=granted, **scene.by(scene.chief))
    scene.asker, scene.until = waiting.asked_by_id or 0, waiting.until
    yes = "extended" if waiting.kind == "extension" else "paused as asked"
    scene.done(yes if granted else "refused")
    return ""


@deed("assigned in_progress", often=2)
def suspend(scene: Scene) -> str:
    said = {"reason": "parts", "resume_on": scene.day(scene.dice.randint(1, 5))}
    actions.suspend(request=scene.request, **said, **scene.by(scene.chief))
    return "paused"


@deed("suspended", often=2)
def resume(scene: Scene) -> str:
    actions.resume(request=scene.request, **scene.by(scene.dice.choice([scene.chief, scene.handler])))
    return "resumed"


@deed("assigned in_progress escalated", often=14)
def resolve(scene: Scene) -> str:
    scene.others = [("resolved with it", row) for row in scene.followers()]
    actions.resolve(request=scene.request, text="办好了", **scene.by(scene.dice.choice([scene.handler, scene.chief])))
    return "resolved"


@deed(BEFORE_WORK, often=1)
def not_accept(scene: Scene) -> str:
    scene.others = [("set free", row) for row in scene.followers()]
    said = {"reason": "out_of_scope", "told": "请打12345"}
    actions.not_accept(request=scene.request, **said, **scene.by(scene.chief))
    return "not accepted"


@deed(BEFORE_WORK, often=8)
def merge(scene: Scene) -> str | None:
    """Into another one of the same kind that is still open."""
    rows = type(scene.request).objects.filter(category=scene.request.category_id, status__in=BEFORE_WORK.split())
    found = list(rows.exclude(pk=scene.request.pk).order_by("pk").values_list("pk", flat=True))
    if not found:
        return None
    scene.lead = whole(scene.dice.choice(found))
    actions.merge(request=scene.request, into=scene.lead, **scene.by(scene.chief))
    return "merged"


@deed("merged", often=1)
def take_apart(scene: Scene) -> str:
    actions.unmerge(request=scene.request, **scene.by(scene.chief))
    return "set free"


@deed("resolved", often=9)
def call_back(scene: Scene) -> str:
    """By somebody who did not do the work: on the phone, or at the door."""
    way, found = scene.dice.choice(["phone", "door"]), scene.dice.random() < 0.5
    solved = scene.dice.random() < 0.6
    said = {"reached": True, "solved": solved, "satisfaction": "basic"} if found else {}
    caller = scene.dice.choice([scene.chief, scene.someone])
    scene.request = actions.call_back(request=scene.request, way=way, found=found, **said, **scene.by(caller))
    if not found:
        return "nobody at home"
    return "rated" if solved else "reopened"
