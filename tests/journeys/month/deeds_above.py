"""What goes up and comes down: whistles, outside bodies, supervision; and what a station announces."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from notices import actions as notices
from services import actions
from services.links import escalation_of, reply_link
from services.models import Escalation
from tests.journeys.month.cast import Pressed, Scene, deed
from tests.journeys.month.days import DAY, closing
from tests.journeys.month.reckoning import Kept
from tests.journeys.month.telling import Told

NOT_ABOVE, ABOVE = "submitted assigned in_progress suspended", "escalated"
OUTSIDE = {"to_level": "outside", "outside_body": "供电公司", "brief": "请更换4号楼前的灯杆"}


def with_an_officer(kept: Kept) -> bool:
    return kept.whistles[-1].receiver > 0


def outside(kept: Kept) -> bool:
    return not with_an_officer(kept)


@deed(NOT_ABOVE, often=7)
def send_up(scene: Scene) -> str:
    level = scene.dice.choice(["community", "community", "street"])
    actions.escalate(request=scene.request, reason="驿站办不了", to_level=level, **scene.by(scene.chief))
    return "sent up"


@deed(NOT_ABOVE, often=3)
def send_out(scene: Scene) -> str:
    actions.escalate(request=scene.request, reason="归他们管", **OUTSIDE, **scene.by(scene.chief))
    return "sent out"


@deed(ABOVE, often=8, fits=with_an_officer)
def receive(scene: Scene) -> str:
    actions.receive(request=scene.request, **scene.by(scene.officer))
    return "received"


@deed(ABOVE, often=9, fits=with_an_officer)
def pass_on(scene: Scene) -> str:
    out = scene.whistles[-1].level == "street" or scene.dice.random() < 0.4
    to: dict[str, Any] = OUTSIDE if out else {"to_level": "street"}
    actions.pass_on(request=scene.request, reason="请协助", **to, **scene.by(scene.officer))
    return "passed out" if out else "passed on"


@deed(ABOVE, often=7, fits=with_an_officer)
def answer_above(scene: Scene) -> str:
    actions.answer_escalation(request=scene.request, answer="已经派人去看", **scene.by(scene.officer))
    return "down: answered"


@deed(ABOVE, often=4, fits=with_an_officer)
def send_back(scene: Scene) -> str:
    actions.send_back(request=scene.request, reason="请驿站再办", **scene.by(scene.officer))
    return "down: sent back"


@deed(ABOVE, often=3, fits=outside)
def write_reply_down(scene: Scene) -> str:
    """The outside body rang up."""
    said = {"answer": "下周换", "outcome": "planned", "replied_by": "供电所"}
    actions.record_reply(request=scene.request, **said, **scene.by(scene.handler))
    return "down: reply written down"


@deed(ABOVE, often=6, fits=outside)
def reply_by_link(scene: Scene) -> str | None:
    """The outside body itself, once."""
    sent = Escalation.objects.filter(
        request=scene.request, ended_at=None, passed_on_at=None, to_level="outside"
    ).first()
    found = escalation_of(reply_link(sent).strip("/").split("/")[-1]) if sent else None
    if found is None:
        return None
    said = {"answer": "换好了", "outcome": "done", "replied_by": "供电所 芦班长"}
    actions.reply(escalation=found[0], nonce=found[1], at=scene.now, **said)
    return "down: replied by link"


@deed(ABOVE, often=3, fits=outside)
def change_link(scene: Scene) -> str:
    actions.change_link(request=scene.request, renew=True, **scene.by(scene.handler))
    return "link changed"


@deed(ABOVE, often=8)
def call_off(scene: Scene) -> str:
    """The station takes back all of it, an officer what they had passed on."""
    by_officer = len(scene.whistles) > 1 and scene.dice.random() < 0.7
    caller = scene.month.people[scene.whistles[-2].receiver] if by_officer else scene.chief
    runs = {
        user for post in ("station_chief", "deputy_chief") for user in scene.month.offices.holders(post, scene.day(0))
    }
    for_all = caller.pk in runs or scene.request.level == "community"
    actions.call_off(request=scene.request, reason="不用了", **scene.by(caller))
    return "down: called off" if for_all else "down: called off by an officer"


## Pressing


@deed(NOT_ABOVE, often=8)
def supervise(scene: Scene) -> str | None:
    """From the third step on its officers see it, from the fourth the officials too."""
    high = [pk for pk in scene.book.in_state(NOT_ABOVE) if scene.book.kept[pk].highest >= 3]
    high = [pk for pk in high if pk not in scene.month.pressed]
    if not high:
        return None
    here = scene.at(scene.dice.choice(high))
    due = here.day(scene.dice.randint(1, 4))
    presser = here.dice.choice([here.officer, *here.month.named("district_official", here.now)])
    actions.supervise(request=here.request, reason="请抓紧", due=due, level=1, **here.by(presser))
    here.month.pressed[here.request.pk] = Pressed(here.request.pk, presser.pk, closing(due))
    here.done("supervised")
    return ""


@deed("", often=4)
def answer_supervision(scene: Scene) -> str | None:
    here = _one_pressed(scene)
    if here is None:
        return None
    actions.answer_supervision(request=here.request, answer="明天办好", **here.by(here.chief))
    pressed = here.month.pressed[here.request.pk]
    pressed.is_answered, here.issuer = True, pressed.issuer
    here.done("supervision answered")
    return ""


@deed("", often=2)
def close_supervision(scene: Scene) -> str | None:
    here = _one_pressed(scene)
    if here is None:
        return None
    actions.close_supervision(request=here.request, **here.by(_issuer(here)))
    del here.month.pressed[here.request.pk]
    here.done("supervision closed")
    return ""


@deed("", often=2)
def raise_supervision(scene: Scene) -> str | None:
    here = _one_pressed(scene)
    if here is None:
        return None
    due = here.day(2)
    presser = _issuer(here)
    actions.raise_supervision(request=here.request, reason="还没办", due=due, **here.by(presser))
    here.month.pressed[here.request.pk] = Pressed(here.request.pk, presser.pk, closing(due))
    here.done("supervision raised")
    return ""


def _one_pressed(scene: Scene) -> Scene | None:
    pks = sorted(scene.month.pressed)
    return scene.at(scene.dice.choice(pks)) if pks else None


def _issuer(scene: Scene) -> User:
    return scene.month.people[scene.month.pressed[scene.request.pk].issuer]


## Announcements


@deed("", often=1)
def announce(scene: Scene) -> str:
    """To whoever lives there; and to whoever carries it from door to door."""
    month, dice = scene.month, scene.dice
    chosen = dice.choice([[], dice.sample(month.buildings, 2)])
    urgent = dice.random() < 0.4
    title = f"第{len(month.announced) + 1}号公告"
    words = notices.Words(title, "明天检修。", scene.now + 2 * DAY, is_urgent=urgent, buildings=chosen)
    who = scene.by(dice.choice(month.named("station_chief", scene.now)))
    draft = notices.write(station=month.station, words=words, **who)
    notices.publish(announcement=draft, **who)
    event = "announcement_urgent" if urgent else "announcement"
    month.telling.add(Told(event, user, title, scene.now) for user in _living_in(scene, chosen))
    month.telling.add(Told("announcement_to_carry", user, title, scene.now) for user in _carriers(scene, chosen))
    month.announced.append(draft)
    month.carried[draft.pk] = _living_in(scene, chosen), _carriers(scene, chosen)
    return ""


@deed("", often=1)
def withdraw_announcement(scene: Scene) -> str | None:
    """Whoever had a line about it gets another one."""
    month = scene.month
    if not month.announced:
        return None
    row = scene.dice.choice(month.announced)
    notices.withdraw(announcement=row, note="写错了", **scene.by(month.named("station_chief", scene.now)[0]))
    lodgers, carriers = month.carried[row.pk]
    month.telling.add(Told("announcement_withdrawn", user, row.title, scene.now) for user in lodgers)
    month.telling.add(Told("announcement_called_off", user, row.title, scene.now) for user in carriers)
    return ""


def _living_in(scene: Scene, chosen: list[Any]) -> set[int]:
    return scene.month.offices.living_in({building.pk for building in chosen or scene.month.buildings})


def _carriers(scene: Scene, chosen: list[Any]) -> set[int]:
    offices, day = scene.month.offices, scene.day(0)
    return {user for building in chosen or scene.month.buildings for user in offices.carriers(building.pk, day)}
